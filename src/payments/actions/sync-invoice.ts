import type { Context, Tx } from '../../platform/context.ts';
import type { InvoiceThere } from '../../platform/payment-service.ts';
import { isUuid } from '../../platform/ids.ts';
import { requestForChange } from '../../requests/actions/read.ts';
import { invoiceVerdict, partsWithin } from '../rules/invoice-verdict.ts';
import { attemptById, attemptBySession, type AttemptRow } from '../store/attempts.ts';
import { invoiceByAttempt } from '../store/invoices.ts';
import { adoptAttempt } from './adopt-attempt.ts';
import { checkoutOf } from './checkout-of.ts';
import { followInvoice, moneyOf, type Ending } from './follow-invoice.ts';
import { holdCash } from './hold-cash.ts';
import { recordUnknownMoney } from './record-money.ts';
import type { Applied } from './sync-session.ts';

/**
 * The one way in which anything learns of an invoice: reads it anew and does, in one transaction, what follows from it.
 * Called by events, job, desk and reconciliation alike, any number of times and at once. Throws CheckoutFailure where
 * the payment service does not answer, or where its account does not know an invoice of ours.
 */
export async function syncInvoice(ctx: Context, stripeId: string): Promise<Applied> {
  return applyInvoice(ctx, await checkoutOf(ctx).retrieveInvoice(stripeId));
}

/** The same for the invoice behind a charge; `foreign` where it has none. */
export async function syncInvoiceOfIntent(ctx: Context, intent: string): Promise<Applied> {
  const there = await checkoutOf(ctx).invoiceByIntent(intent);
  return there === null ? 'foreign' : applyInvoice(ctx, there);
}

/** Does what follows from an invoice that was just read. */
export async function applyInvoice(
  ctx: Context,
  there: InvoiceThere,
  ending?: Ending,
): Promise<Applied> {
  const applied = await recordInvoice(ctx, there, ending);
  const attempt = there.status === 'void' ? await attemptOfInvoice(ctx, there) : null;
  if (attempt !== null) await holdCash(ctx, there, attempt);
  return applied;
}

async function recordInvoice(
  ctx: Context,
  there: InvoiceThere,
  ending: Ending | undefined,
): Promise<Applied> {
  return ctx.transaction(async (tx) => {
    const found = await attemptOfInvoice(tx, there);
    const request = found === null ? null : await requestForChange(tx.db, found.request_id);
    // Read again, now that nobody else can change it.
    const attempt = found === null ? null : await attemptById(tx.db, found.id);
    if (request === null || attempt === null) return applyUnknown(tx, there);
    const invoice = await invoiceByAttempt(tx.db, attempt.id);
    await followInvoice(tx, { there, attempt, invoice, request }, ending);
    return 'known';
  });
}

/** The attempt that made an invoice, whether or not its answer arrived. */
export async function attemptOfInvoice(
  { db }: Pick<Tx, 'db'> | Pick<Context, 'db'>,
  there: InvoiceThere,
): Promise<AttemptRow | null> {
  const byId = await attemptBySession(db, there.id);
  if (byId !== null) return byId;
  const id = there.metadata['attempt_id'] ?? '';
  const named = isUuid(id) ? await attemptById(db, id) : null;
  // An attempt that has another invoice than this one did not make it.
  return named?.method === 'invoice' && named.session_id === null ? named : null;
}

/** Ours of a time that the database has lost: what was paid on it counts like any other, or is held where that cannot be. */
async function applyUnknown(tx: Tx, there: InvoiceThere): Promise<Applied> {
  if (there.metadata['portal'] !== tx.links.baseUrl) return 'foreign';
  if (await adoptInvoice(tx, there)) return 'known';
  const requestId = there.metadata['request_id'] ?? '';
  // What came outside has nothing to be known by, and the attempt that it would pay once is not known.
  for (const part of partsWithin(there))
    await recordUnknownMoney(tx, moneyOf({ there }, part), { requestId, objectId: there.id });
  return 'unknown';
}

async function adoptInvoice(tx: Tx, there: InvoiceThere): Promise<boolean> {
  const verdict = invoiceVerdict(there, tx.now());
  if (verdict.kind !== 'whole' || verdict.part.paymentIntent === null) return false;
  const { id, metadata, total: amountTotal, currency, liveMoney } = there;
  const { paymentIntent } = verdict.part;
  const adopted = await adoptAttempt(tx, {
    ...{ id, metadata, amountTotal, currency, paymentIntent, liveMoney, method: 'invoice' },
  });
  if (adopted !== null) await followInvoice(tx, { there, invoice: null, ...adopted });
  return adopted !== null;
}
