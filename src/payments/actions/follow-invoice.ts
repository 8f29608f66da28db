import type { Tx } from '../../platform/context.ts';
import type { InvoiceThere } from '../../platform/payment-service.ts';
import { recordEvent, type Actor } from '../../platform/events.ts';
import { readSettings } from '../../platform/settings.ts';
import { currentOffer, requestForChange, type RequestRow } from '../../requests/actions/read.ts';
import { formatMoney } from '../../values/money.ts';
import type { AttemptState } from '../rules/attempt.ts';
import type { InvoiceState } from '../rules/invoice.ts';
import { overpaid } from '../rules/invoice-trouble.ts';
import { invoiceVerdict, partOutside, partsAlone, type Part } from '../rules/invoice-verdict.ts';
import { attemptById, type AttemptRow } from '../store/attempts.ts';
import { invoiceByAttempt, invoiceHistory, type InvoiceRow } from '../store/invoices.ts';
import { invoiceIssued } from './invoice-issued.ts';
import { tellOfInvoice } from './tell-of-invoice.ts';
import { moveOn, stripe } from './move-attempt.ts';
import { moveInvoiceOn } from './move-invoice.ts';
import { recordMoney, recordPart, type MoneyIn } from './record-money.ts';

/** An invoice as it was just read, with all that we know of it; the request's row is held. */
export interface KnownInvoice {
  there: InvoiceThere;
  attempt: AttemptRow;
  /** Null where the attempt was given up and another one makes the invoice. */
  invoice: InvoiceRow | null;
  request: RequestRow;
}

/** Who ended it, and why; the payment service where nobody of ours did. `failed`: it could not be made. */
export interface Ending {
  by: Actor;
  why: string;
  failed?: true;
}

/** Whether it is over what was offered. */
export const isRight = (there: InvoiceThere, { amount, currency }: AttemptRow): boolean =>
  there.total === amount && there.currency === currency;

/** Does what follows from an invoice. Repeated, or told of something older, it does nothing. */
export async function followInvoice(
  tx: Tx,
  known: KnownInvoice,
  ending: Ending = { by: stripe, why: '' },
): Promise<void> {
  const { there } = known;
  const verdict = invoiceVerdict(there, tx.now());
  if (verdict.kind === 'draft') return;
  if (verdict.kind === 'whole') return paid(tx, await becomeDue(tx, known), verdict.part);
  for (const part of partsAlone(there)) await recordPart(tx, moneyOf(known, part), known);
  if (verdict.kind === 'open' || verdict.kind === 'overdue') await owed(tx, known, verdict.kind);
  else if (verdict.kind === 'parts') await paidInParts(tx, await becomeDue(tx, known));
  else if (verdict.kind === 'written_off')
    await end(tx, known, { attempt: 'failed', invoice: 'written_off', ending });
  else await end(tx, known, { attempt: 'expired', invoice: 'cancelled', ending });
}

/** One that nobody waits for any more does not become due: whoever sees it ends it, and nobody hears of it. */
async function owed(tx: Tx, known: KnownInvoice, kind: 'open' | 'overdue'): Promise<void> {
  const { invoice } = (await isWanted(tx, known)) ? await becomeDue(tx, known) : known;
  if (kind === 'overdue' && invoice !== null)
    await moveInvoiceOn(tx, invoice, 'overdue', { by: stripe });
}

async function isWanted(tx: Tx, { attempt, request }: KnownInvoice): Promise<boolean> {
  const offer = await currentOffer(tx.db, request.id);
  return request.state === 'accepted' && offer?.id === attempt.offer_id;
}

/** It has its number and its page: from now on it is owed, and known to whom it was made for. */
async function becomeDue(tx: Tx, known: KnownInvoice): Promise<KnownInvoice> {
  const { there, attempt, invoice, request } = known;
  if (attempt.state !== 'creating' || invoice === null || !isRight(there, attempt)) return known;
  const { id, hostedUrl, pdfUrl, number, dueAt } = there;
  const set = { session_id: id, session_url: hostedUrl, error: null };
  if (!(await moveOn(tx, attempt, 'open', { by: stripe, set }))) return known;
  const due = await moveInvoiceOn(tx, invoice, 'due', {
    by: stripe,
    set: {
      ...{ stripe_id: id, number, hosted_url: hostedUrl, pdf_url: pdfUrl, due_at: dueAt },
      issued_at: tx.now(),
    },
  });
  const offer = await currentOffer(tx.db, request.id);
  if (due !== null && offer !== null && (await isWanted(tx, known)))
    await invoiceIssued(tx, due, { request, offer, by: stripe });
  return readAgain(tx, known);
}

async function readAgain(tx: Tx, known: KnownInvoice): Promise<KnownInvoice> {
  const attempt = (await attemptById(tx.db, known.attempt.id)) ?? known.attempt;
  const request = (await requestForChange(tx.db, known.request.id)) ?? known.request;
  return { ...known, attempt, request, invoice: await invoiceByAttempt(tx.db, attempt.id) };
}

async function paid(tx: Tx, known: KnownInvoice, part: Part): Promise<void> {
  const { there, attempt, request } = known;
  const set = {
    ...{ session_id: there.id, session_url: there.hostedUrl },
    ...{ payment_intent: part.paymentIntent, error: null },
  };
  await recordMoney(tx, { money: moneyOf(known, part), attempt, request, set });
  await settle(tx, known);
  if (there.amountOverpaid > 0) await tellOverpaid(tx, known);
}

/** Whatever the money is worth to us, nobody owes this invoice any more. */
async function settle(tx: Tx, known: KnownInvoice): Promise<void> {
  const { invoice, attempt } = await readAgain(tx, known);
  const set = { session_id: known.there.id, error: null };
  await moveOn(tx, attempt, 'paid', { by: stripe, set });
  if (invoice !== null) await moveInvoiceOn(tx, invoice, 'paid', { by: stripe });
}

async function paidInParts(tx: Tx, known: KnownInvoice): Promise<void> {
  const { there, attempt } = known;
  if (attempt.state === 'paid') return;
  for (const part of partOutside(there)) await recordPart(tx, moneyOf(known, part), known);
  await settle(tx, known);
}

async function end(
  tx: Tx,
  { attempt, invoice }: KnownInvoice,
  to: { attempt: AttemptState; invoice: InvoiceState; ending: Ending },
): Promise<void> {
  const { by, why, failed } = to.ending;
  await moveOn(tx, attempt, failed ? 'failed' : to.attempt, { by });
  const state = invoice?.state === 'draft' ? 'cancelled' : to.invoice;
  const set = why === '' ? {} : { why };
  if (invoice !== null) await moveInvoiceOn(tx, invoice, state, { by, set });
}

/** The money is with the customer at the payment service; that is said once. */
async function tellOverpaid(tx: Tx, { there, invoice }: KnownInvoice): Promise<void> {
  if (invoice === null) return;
  const verb = 'invoice_overpaid';
  if (await invoiceHistory(tx.db, invoice.id, verb)) return;
  const sum = { amount: there.amountOverpaid, currency: there.currency };
  await recordEvent(tx, {
    requestId: invoice.request_id,
    subject: { type: 'invoice', id: invoice.id },
    ...{ verb, by: stripe, data: sum },
  });
  const { settings } = await readSettings(tx.db);
  await tellOfInvoice(tx, invoice, overpaid(formatMoney(sum, settings.language)));
}

/** What was paid, as it is recorded; a payment outside the service carries the reference that finance typed. */
export function moneyOf(
  { there, attempt }: { there: InvoiceThere; attempt?: AttemptRow },
  { paymentIntent, chargeId, amount }: Part,
): MoneyIn {
  const { currency, total, liveMoney } = there;
  const outside: unknown = Reflect.get(attempt?.params ?? {}, 'bankReference');
  const reference = paymentIntent === null && typeof outside === 'string' ? outside : '';
  return {
    ...{ method: 'invoice', paymentIntent, chargeId, liveMoney, currency },
    ...{ bankReference: reference, asked: total, received: amount },
  };
}
