import { whoAsks } from '../../organisations/actions/standing.ts';
import type { Tx } from '../../platform/context.ts';
import { conflict } from '../../platform/errors.ts';
import { recordEvent, type Actor } from '../../platform/events.ts';
import { readSettings, type Settings } from '../../platform/settings.ts';
import type { OfferRow, RequestRow } from '../../requests/actions/read.ts';
import type { OfferItem } from '../../requests/rules/offer.ts';
import { cardProblem } from '../rules/card.ts';
import {
  invoiceDocument,
  type InvoiceBill,
  type InvoiceDocument,
} from '../rules/invoice-document.ts';
import { insertAttempt, lastNumber, type AttemptRow } from '../store/attempts.ts';
import { insertInvoice, openInvoice, type InvoiceRow } from '../store/invoices.ts';
import { documentHash } from './document-hash.ts';
import { invoiceIssued } from './invoice-issued.ts';
import { ownNumber } from './own-number.ts';

export interface Invoicing {
  request: RequestRow;
  offer: OfferRow;
  by: Actor;
  /** It comes in the place of one for which the licences were issued already. */
  onTerms?: boolean;
}

const dayMs = 86_400_000;

/**
 * Writes the invoice of an accepted offer with the bill that its request holds: at the payment service where that can
 * charge the sum, as a draft that job `make-invoice` finishes; else a numbered one of our own, due at once. The caller holds the
 * request's row and has closed its card page. Called again it returns the open invoice. Refuses with conflict:
 * bill_incomplete, already_changed (something else is being paid on).
 */
export async function issueInvoice(tx: Tx, invoicing: Invoicing): Promise<InvoiceRow> {
  const { request, offer } = invoicing;
  const open = await openInvoice(tx.db, request.id);
  if (open !== null) return open;
  const bill = billOf(request);
  if (bill === null) throw conflict('bill_incomplete');
  const { settings } = await readSettings(tx.db);
  const later = invoicing.onTerms === true || (await paysLater(tx, request));
  const supply = later ? 'on_issue' : 'on_payment';
  const source = { request, bill, settings, supply } as const;
  const items = offer.items as OfferItem[];
  const document = invoiceDocument(
    { ...source, offer: { ...offer, items } },
    {
      locale: settings.language,
      t: (key, params = {}) => tx.views.translator.t(settings.language, key, params),
    },
  );
  const { total: amount, currency } = offer;
  return tx.takesCards && cardProblem({ amount, currency }) === null
    ? draftThere(tx, { ...document, bankDetails: '' }, invoicing)
    : issueOwn(tx, document, { ...invoicing, settings });
}

/** Who owes it, as the request's bill says; null where something is missing that an invoice must name. */
function billOf({ billing }: Pick<RequestRow, 'billing'>): InvoiceBill | null {
  const given = (billing ?? {}) as Partial<InvoiceBill>;
  const { legalName = '', billingAddress = '', billingCountry = '' } = given;
  if ([legalName, billingAddress, billingCountry].includes('')) return null;
  const { vatNumber = '', invoiceEmail = '' } = given;
  return { legalName, billingAddress, billingCountry, vatNumber, invoiceEmail };
}

/** Whether staff allow this organisation its licence before the payment; it is known by its confirmed address. */
async function paysLater(tx: Tx, request: RequestRow): Promise<boolean> {
  if (request.email_verified_at === null || request.state !== 'accepted') return false;
  const { email, organisation_type: organisationType } = request;
  return (await whoAsks(tx.db, { email, organisationType }, tx.now())).invoiceTerms;
}

/** The payment service makes it in several calls, which a job does. */
async function draftThere(
  tx: Tx,
  document: InvoiceDocument,
  invoicing: Invoicing,
): Promise<InvoiceRow> {
  const attempt = await startedAttempt(tx, invoicing, { method: 'invoice', state: 'creating' });
  const invoice = await insertInvoice(tx.db, {
    ...columnsOf(tx, document, invoicing),
    ...{ issuer: 'stripe', state: 'draft', attempt_id: attempt.id, issued_at: tx.now() },
  });
  await noteInvoice(tx, invoice, { verb: 'draft_invoice', by: invoicing.by });
  await tx.enqueue('make-invoice', { attemptId: attempt.id }, { key: attempt.id });
  return invoice;
}

async function issueOwn(
  tx: Tx,
  document: InvoiceDocument,
  { settings, ...invoicing }: Invoicing & { settings: Settings },
): Promise<InvoiceRow> {
  const attempt = await startedAttempt(tx, invoicing, { method: 'transfer', state: 'open' });
  const now = tx.now();
  const invoice = await insertInvoice(tx.db, {
    ...columnsOf(tx, document, invoicing),
    ...{ issuer: 'own', state: 'due', attempt_id: attempt.id, issued_at: now },
    number: await ownNumber(tx, 'INV', settings),
    due_at: new Date(now.getTime() + document.dueDays * dayMs),
  });
  await noteInvoice(tx, invoice, { verb: 'issue_invoice', by: invoicing.by });
  return invoiceIssued(tx, invoice, invoicing);
}

function columnsOf(
  tx: Tx,
  document: InvoiceDocument,
  { request, offer, onTerms = false }: Invoicing,
) {
  const { net, tax, total, currency } = offer;
  return {
    ...{ id: tx.newId(), kind: 'invoice', request_id: request.id, offer_id: offer.id },
    ...{ net, tax, total, currency, document: JSON.stringify(document) },
    ...{ on_terms: onTerms, live_money: !tx.testMode },
    ...{ created_at: tx.now(), changed_at: tx.now() },
  };
}

async function startedAttempt(
  tx: Tx,
  { request, offer, by }: Invoicing,
  { method, state }: Pick<AttemptRow, 'method' | 'state'>,
): Promise<AttemptRow> {
  const id = tx.newId();
  const attempt = await insertAttempt(tx.db, {
    ...{ id, request_id: request.id, offer_id: offer.id, method, state },
    number: (await lastNumber(tx.db, offer.id)) + 1,
    ...{ key: `invoice:${id}`, params: JSON.stringify({}) },
    ...{ currency: offer.currency, amount: offer.total, live_money: !tx.testMode },
    ...{ created_at: tx.now(), changed_at: tx.now() },
  });
  if (attempt === null) throw conflict('already_changed');
  await recordEvent(tx, {
    requestId: request.id,
    subject: { type: 'payment_attempt', id },
    verb: state === 'open' ? 'open_payment' : 'start_payment',
    by,
    after: state,
    data: { method, amount: offer.total, currency: offer.currency },
  });
  return attempt;
}

/** The event of a document that is new. */
async function noteInvoice(
  tx: Tx,
  invoice: InvoiceRow,
  { verb, by }: { verb: string; by: Actor },
): Promise<void> {
  const { id, number, total: amount, currency } = invoice;
  await recordEvent(tx, {
    requestId: invoice.request_id,
    subject: { type: 'invoice', id },
    ...{ verb, by, after: invoice.state },
    data: { number, amount, currency, document: documentHash(invoice.document) },
  });
}
