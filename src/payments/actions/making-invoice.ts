import type { Context, Tx } from '../../platform/context.ts';
import { recordEvent, system } from '../../platform/events.ts';
import { readSettings } from '../../platform/settings.ts';
import { requestForChange } from '../../requests/actions/read.ts';
import { invoiceParams, type InvoiceParams } from '../rules/invoice-params.ts';
import { notMade } from '../rules/invoice-trouble.ts';
import { keyRefused } from '../rules/refund.ts';
import {
  attemptById,
  insertAttempt,
  lastNumber,
  moveAttempt,
  type AttemptRow,
} from '../store/attempts.ts';
import { invoiceByAttempt, moveInvoice, type InvoiceRow } from '../store/invoices.ts';
import { documentOf } from './invoice-letters.ts';
import { moveOn } from './move-attempt.ts';
import { tellOfInvoice } from './tell-of-invoice.ts';

/** The attempt and the invoice as they are now, held; null where it is in the making no more. */
async function inMaking(
  tx: Tx,
  { id, request_id: requestId }: AttemptRow,
): Promise<{ attempt: AttemptRow; invoice: InvoiceRow } | null> {
  await requestForChange(tx.db, requestId);
  const attempt = await attemptById(tx.db, id);
  const invoice = await invoiceByAttempt(tx.db, id);
  return attempt?.state === 'creating' && invoice !== null ? { attempt, invoice } : null;
}

/** The parameters of all calls, written down before the first one is made; null where it is in the making no more. */
export async function frozenParams(
  ctx: Context,
  attempt: AttemptRow,
): Promise<InvoiceParams | null> {
  if (isFrozen(attempt.params)) return attempt.params;
  return ctx.transaction(async (tx) => {
    const making = await inMaking(tx, attempt);
    if (making === null) return null;
    if (isFrozen(making.attempt.params)) return making.attempt.params;
    const params = JSON.stringify(await paramsOf(tx, attempt, making.invoice));
    // As the database gives them back: it orders fields in its own way, and a repeated call must be the same to the letter.
    const kept = await moveAttempt(tx.db, making.attempt, { params });
    return kept !== null && isFrozen(kept.params) ? kept.params : null;
  });
}

const isFrozen = (params: object): params is InvoiceParams => 'customer' in params;

async function paramsOf(tx: Tx, attempt: AttemptRow, invoice: InvoiceRow): Promise<InvoiceParams> {
  const { settings } = await readSettings(tx.db);
  const t = (text: string): string => tx.views.translator.t(settings.language, text, {});
  return invoiceParams(documentOf(invoice), {
    portal: tx.links.baseUrl,
    requestId: attempt.request_id,
    offerId: attempt.offer_id,
    attemptId: attempt.id,
    total: invoice.total,
    currency: invoice.currency,
    words: {
      reference: t('Reference'),
      purchaseOrder: t('Purchase order'),
      taxNumber: t('Tax number'),
    },
  });
}

/**
 * Keeps the id of the draft; false where the attempt has ended without it in the meantime. Somebody else who makes the same
 * one may have kept it, and even finished it.
 */
export async function noteDraft(
  ctx: Context,
  attempt: AttemptRow,
  stripeId: string,
): Promise<boolean> {
  return ctx.transaction(async (tx) => {
    const making = await inMaking(tx, attempt);
    const kept = (await attemptById(tx.db, attempt.id))?.session_id ?? null;
    if (making === null || kept !== null) return kept === stripeId;
    await moveAttempt(tx.db, making.attempt, { session_id: stripeId, changed_at: tx.now() });
    await moveInvoice(tx.db, making.invoice, { stripe_id: stripeId });
    return true;
  });
}

/** It stays in the making: no change of state. Staff are told once where only they can help. */
export async function keepTrouble(ctx: Context, attempt: AttemptRow, error: string): Promise<void> {
  await ctx.transaction(async (tx) => {
    const making = await inMaking(tx, attempt);
    if (making === null) return;
    const isNew = making.attempt.error !== error;
    await moveAttempt(tx.db, making.attempt, { error, changed_at: tx.now() });
    if (isNew && error === keyRefused) await tellOfInvoice(tx, making.invoice, notMade(error));
  });
}

/** It will never be made so: staff are told why. */
export async function failMaking(ctx: Context, attempt: AttemptRow, error: string): Promise<void> {
  await ctx.transaction(async (tx) => {
    await requestForChange(tx.db, attempt.request_id);
    const invoice = await invoiceByAttempt(tx.db, attempt.id);
    const now = await attemptById(tx.db, attempt.id);
    if (invoice === null || now === null || now.state === 'paid') return;
    await moveAttempt(tx.db, now, { error, changed_at: tx.now() });
    await tellOfInvoice(tx, invoice, notMade(error));
  });
}

/** Gives the attempt up and begins another one for the same document, with keys of its own. */
export async function startAnew(ctx: Context, attempt: AttemptRow): Promise<void> {
  await ctx.transaction(async (tx) => {
    const making = await inMaking(tx, attempt);
    if (making === null || !(await moveOn(tx, making.attempt, 'abandoned', { by: system }))) return;
    const { offer_id: offerId, request_id: requestId, amount, currency } = attempt;
    const id = tx.newId();
    await insertAttempt(tx.db, {
      ...{ id, request_id: requestId, offer_id: offerId, method: 'invoice', state: 'creating' },
      number: (await lastNumber(tx.db, offerId)) + 1,
      ...{ key: `invoice:${id}`, params: JSON.stringify({}), amount, currency },
      ...{ live_money: attempt.live_money, created_at: tx.now(), changed_at: tx.now() },
    });
    await moveInvoice(tx.db, making.invoice, { attempt_id: id, stripe_id: null });
    await recordEvent(tx, {
      requestId,
      subject: { type: 'payment_attempt', id },
      ...{ verb: 'start_payment', by: system, after: 'creating' },
      data: { method: 'invoice', amount, currency, instead: attempt.id },
    });
    await tx.enqueue('make-invoice', { attemptId: id }, { key: id });
  });
}
