import type { Context } from '../../platform/context.ts';
import type { InvoiceThere } from '../../platform/payment-service.ts';
import { system } from '../../platform/events.ts';
import { CheckoutFailure } from '../rules/failure.ts';
import type { Step } from '../rules/round.ts';
import type { AttemptRow } from '../store/attempts.ts';
import { checkoutOf } from './checkout-of.ts';
import { giveUp, isPast, removeInvoice } from './end-invoice.ts';
import { applyInvoice, attemptOfInvoice, syncInvoice } from './sync-invoice.ts';

/** Reads an invoice anew that is owed as far as we know. One of test money is past where it cannot be paid any more. */
export async function syncOwedInvoice(ctx: Context, attempt: AttemptRow): Promise<void> {
  if (isPast(ctx, attempt)) return giveUp(ctx, attempt, { by: system, why: 'other_mode' });
  if (attempt.session_id === null) return;
  try {
    await syncInvoice(ctx, attempt.session_id);
  } catch (error) {
    // Test objects can be deleted all at once; an invoice over real money stays, so its account is another one.
    const isGone = error instanceof CheckoutFailure && error.code === 'resource_missing';
    if (!isGone || attempt.live_money) throw error;
    await giveUp(ctx, attempt, { by: system, why: error.code });
  }
}

/**
 * Events can be missing for good, so the invoices themselves are compared as well: a draft that nobody makes any more is
 * removed, and one that could be paid behind the portal's back is voided.
 */
export async function compareInvoices(ctx: Context, since: Date, step: Step): Promise<void> {
  const found = await checkoutOf(ctx).invoicesSince(since);
  for (const there of found.toReversed())
    if (there.metadata['portal'] === ctx.links.baseUrl)
      await step(() => compareInvoice(ctx, there));
}

async function compareInvoice(ctx: Context, there: InvoiceThere): Promise<void> {
  const attempt = await attemptOfInvoice(ctx, there);
  // One that is in the making or owed was looked at with its attempt.
  if (attempt?.state === 'creating' || attempt?.state === 'open') return;
  if (there.status === 'draft' || there.status === 'open') {
    const now = await removeInvoice(ctx, attempt?.id ?? there.id, there.id);
    if (now !== null) await applyInvoice(ctx, now);
  } else if (attempt?.state !== settled[there.status]) await syncInvoice(ctx, there.id);
}

const settled = { paid: 'paid', void: 'expired', uncollectible: 'failed' } as const;
