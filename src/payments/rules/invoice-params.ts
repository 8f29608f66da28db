import { formatMoney } from '../../values/money.ts';
import { shorten } from '../../values/text.ts';
import { chargeStep, chargeUnits } from './charge-units.ts';
import type { InvoiceDocument } from './invoice-document.ts';
import { taxIdOf } from './tax-id.ts';

/** What an invoice is made of at the payment service besides its document. */
export interface InvoiceSale {
  portal: string;
  requestId: string;
  offerId: string;
  attemptId: string;
  /** Minor units and upper-case ISO 4217 code. */
  total: number;
  currency: string;
  /** How two fields of it are called, in the newsroom's language. */
  words: { reference: string; purchaseOrder: string; taxNumber: string };
}

/** The parameters of each call that makes an invoice, in their order; ids of what the earlier ones make are added. */
export interface InvoiceParams {
  customer: object;
  invoice: object;
  items: readonly object[];
}

/** The key of one step of making, or ending, the invoice of an attempt: a step is one effect, however often it is called. */
export const invoiceKey = (attemptId: string, step: string): string =>
  `invoice:${attemptId}:${step}`;

/**
 * The key of a step that can have its effect only once, whatever the key, such as voiding: a failure that is kept under
 * it then stands in the way for a minute, not for a day.
 */
export const onceKey = (attemptId: string, step: string, now: Date): string =>
  invoiceKey(attemptId, `${step}:${Math.floor(now.getTime() / 60_000)}`);

/**
 * The key of the customer of an invoice. Each invoice has a customer of its own: what somebody pays too much, or has in
 * credit, is then never set off against another invoice, whose total would no longer be the one that was offered; and a
 * failure kept under the key holds up one invoice only.
 */
export const customerKey = (attemptId: string): string => `customer:${attemptId}`;

/**
 * All that is sent to make the invoice of a document, so that its total is the offer's to the unit. Frozen in the
 * attempt and sent again word for word. Throws RangeError where the document does not add up to the total.
 */
export function invoiceParams(document: InvoiceDocument, sale: InvoiceSale): InvoiceParams {
  const { words, currency } = sale;
  const taxId = taxIdOf(document.buyer.vatNumber, document.buyer.country);
  const fields = [
    { name: words.reference, value: document.reference },
    { name: words.purchaseOrder, value: document.purchaseOrder },
    { name: words.taxNumber, value: taxId === null ? document.buyer.vatNumber : '' },
  ];
  return {
    customer: customerOf(document, sale, taxId),
    invoice: {
      collection_method: 'send_invoice',
      days_until_due: document.dueDays,
      currency: currency.toLowerCase(),
      // Nothing is sent, reminded or charged by the service itself, and nothing else is put on it.
      auto_advance: false,
      pending_invoice_items_behavior: 'exclude',
      metadata: { ...metadataOf(sale), offer_version: String(document.offerVersion) },
      custom_fields: fields
        .filter(({ value }) => value !== '')
        .map(({ name, value }) => ({ name: shorten(name, 40), value: shorten(value, 140) })),
      ...(document.notes.length === 0
        ? {}
        : { footer: document.notes.join('\n\n').slice(0, 5000) }),
    },
    items: itemsOf(document, sale),
  };
}

const metadataOf = (sale: InvoiceSale): Record<string, string> => ({
  portal: sale.portal,
  request_id: sale.requestId,
  offer_id: sale.offerId,
  attempt_id: sale.attemptId,
});

function customerOf(
  { buyer, reference }: InvoiceDocument,
  sale: InvoiceSale,
  taxId: ReturnType<typeof taxIdOf>,
): object {
  const [line1 = '', ...more] = buyer.address.split('\n').filter((line) => line.trim() !== '');
  return {
    name: shorten(buyer.name, 250),
    email: buyer.email,
    description: `${reference}: ${shorten(buyer.contact, 250)}`,
    address: {
      line1,
      ...(more.length === 0 ? {} : { line2: more.join(', ') }),
      country: buyer.country,
    },
    metadata: metadataOf(sale),
    ...(taxId === null ? {} : { tax_id_data: [taxId] }),
  };
}

/** One item for each line and each tax; where the service cannot count such parts, one for all of it. */
function itemsOf(
  { lines, taxes, language }: InvoiceDocument,
  { total, currency }: InvoiceSale,
): object[] {
  const rows = [
    ...lines.map(({ label, detail, net }) => ({ text: `${label}. ${detail}`, amount: net })),
    ...taxes.map(({ label, amount }) => ({ text: label, amount })),
  ].filter(({ amount }) => amount > 0);
  const sum = rows.reduce((all, { amount }) => all + amount, 0);
  if (sum !== total) throw new RangeError(`an invoice of ${total} has lines of ${sum} ${currency}`);
  const countable = rows.every(({ amount }) => amount % chargeStep(currency) === 0);
  const figure = (amount: number): string => formatMoney({ amount, currency }, language);
  const words = rows.map(({ text, amount }) => `${shorten(text, 200)} (${figure(amount)})`);
  const items = countable ? rows : [{ text: words.join('; '), amount: total }];
  return items.map(({ text, amount }) => ({
    amount: chargeUnits({ amount, currency }),
    currency: currency.toLowerCase(),
    description: shorten(text, 500),
  }));
}
