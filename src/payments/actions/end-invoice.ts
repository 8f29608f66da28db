import type { Context } from '../../platform/context.ts';
import type { InvoiceThere } from '../../platform/payment-service.ts';
import { requestForChange } from '../../requests/actions/read.ts';
import { CheckoutFailure } from '../rules/failure.ts';
import { liveStates } from '../rules/attempt.ts';
import { onceKey } from '../rules/invoice-params.ts';
import { attemptById, type AttemptRow } from '../store/attempts.ts';
import { invoiceByAttempt } from '../store/invoices.ts';
import { checkoutOf } from './checkout-of.ts';
import type { Ending } from './follow-invoice.ts';
import { moveOn } from './move-attempt.ts';
import { moveInvoiceOn } from './move-invoice.ts';
import { applyInvoice } from './sync-invoice.ts';

/**
 * Ends the invoice of an attempt at the payment service: one that can be paid is voided, a draft removed, and where
 * nothing was made yet nothing will be. What was paid in the meantime is recorded and judged. Throws CheckoutFailure
 * where the payment service does not answer.
 */
export async function endInvoice(ctx: Context, attempt: AttemptRow, ending: Ending): Promise<void> {
  if (isPast(ctx, attempt)) return giveUp(ctx, attempt, ending);
  for (const id of await invoicesOf(ctx, attempt)) {
    const there = await removeInvoice(ctx, attempt.id, id);
    if (there !== null) await applyInvoice(ctx, there, ending);
  }
  const now = await attemptById(ctx.db, attempt.id);
  if (now?.state === 'creating') await giveUp(ctx, now, ending);
}

/** Voids an invoice or removes a draft; null where nothing is left of it. */
export async function removeInvoice(
  ctx: Context,
  attemptId: string,
  stripeId: string,
): Promise<InvoiceThere | null> {
  return checkoutOf(ctx).voidInvoice(stripeId, onceKey(attemptId, 'void', ctx.now()));
}

/** The invoices that an attempt has made, whether or not an answer arrived: one, or none. */
export async function invoicesOf(ctx: Context, attempt: AttemptRow): Promise<string[]> {
  if (attempt.session_id !== null) return [attempt.session_id];
  // Clocks differ between machines, so the search begins a little earlier.
  const since = new Date(attempt.created_at.getTime() - 600_000);
  const found = await checkoutOf(ctx).invoicesSince(since);
  return found.filter(({ metadata }) => metadata['attempt_id'] === attempt.id).map(({ id }) => id);
}

/**
 * Whether it was made with test money and the portal takes real money now: nobody owes it then. The other way round, where
 * a test key stands in for the right one, an account that cannot know of it proves nothing: CheckoutFailure.
 */
export function isPast(ctx: Context, attempt: AttemptRow): boolean {
  const { liveMoney } = checkoutOf(ctx);
  if (attempt.live_money && !liveMoney) throw new CheckoutFailure('config', 'other_mode');
  return liveMoney && !attempt.live_money;
}

/** Nothing that could be paid is left of it; what has ended already stays as it is. */
export async function giveUp(
  ctx: Context,
  { id, request_id: requestId }: AttemptRow,
  { by, why, failed }: Ending,
): Promise<void> {
  await ctx.transaction(async (tx) => {
    await requestForChange(tx.db, requestId);
    const attempt = await attemptById(tx.db, id);
    const invoice = await invoiceByAttempt(tx.db, id);
    if (attempt === null || !(liveStates as readonly string[]).includes(attempt.state)) return;
    const ended = attempt.state === 'creating' ? 'abandoned' : 'expired';
    await moveOn(tx, attempt, failed ? 'failed' : ended, { by });
    if (invoice !== null) await moveInvoiceOn(tx, invoice, 'cancelled', { by, set: { why } });
  });
}
