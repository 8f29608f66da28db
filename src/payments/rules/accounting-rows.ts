import type { FeeRow, Refunded, Sale, TakenBack } from './accounting-books.ts';
import { numberCell, sumCell, type Cell } from './accounting-csv.ts';
import { documentColumns } from './accounting-documents.ts';
import { localDay } from './accounting-period.ts';
import { refundedParts, taxParts, type TaxPart } from './accounting-tax.ts';
import { disputeReasonText } from './dispute-words.ts';
import { heldText } from './judge.ts';

const saleColumns = [
  ...['Type', 'Date', 'Time (UTC)', 'Currency', 'Gross', 'Net', 'Tax'],
  ...['Tax rate %', 'Tax name', 'Reverse charge', 'Counts', 'Why not', 'Method'],
  ...['Request', 'Licences', 'Buyer', 'Country', 'VAT number', "Buyer's reference"],
  ...[
    'Bank reference',
    'Stripe payment',
    'Stripe charge',
    'Stripe refund',
    'Reason',
    'Payment',
    'Invoice',
    'Credit note',
    'Money',
  ],
];

/** The first line of each file; payments and refunds share one, so that they can be put below each other. */
export const columns = {
  payments: saleColumns,
  refunds: saleColumns,
  disputes: saleColumns,
  invoices: documentColumns,
  fees: [
    ...['Type', 'Date', 'Time (UTC)', 'Currency', 'Gross', 'Fee', 'Net'],
    ...['Paid currency', 'Paid', 'Request', 'Licences', 'Stripe payment', 'Stripe object'],
    ...['Balance transaction', 'Money'],
  ],
  tax: [
    ...['Month', 'Country', 'Tax name', 'Tax rate %', 'Reverse charge', 'Currency', 'Payments'],
    ...['Sales net', 'Sales tax', 'Sales gross', 'Refunds net', 'Refunds tax', 'Refunds gross'],
    ...['Net', 'Tax', 'Gross', 'Money'],
  ],
} as const;

/** What is the same for all lines of a file. */
export interface Look {
  timeZone: string;
  liveMoney: boolean;
}

const moneyWord = ({ liveMoney }: Look): string => (liveMoney ? 'real' : 'TEST');

/** The country of the bill, or else of the republisher. */
const billCountry = ({ billing, country }: Sale): string =>
  billing?.billingCountry || country || '';

/** An entry by country, tax and rate; nothing for money that counts for nothing. */
export function partsOf(sale: Sale): TaxPart[] {
  return sale.offer === null ? [] : taxParts(sale.offer.items, billCountry(sale));
}

/** The same for what a refund gave back: positive, or negative where it came back. */
export function partsGivenBack(refund: Refunded): TaxPart[] {
  const { before, amount } = refund;
  return refundedParts(partsOf(refund), { before, after: before + amount });
}

export function paymentLine(sale: Sale, look: Look): Cell[] {
  return saleLine(sale, {
    look,
    type: 'payment',
    sign: 1,
    parts: partsOf(sale),
    more: ['', '', ''],
  });
}

/** Sums of refunds are negative; of one that came back, positive again. */
export function refundLine(refund: Refunded, look: Look): Cell[] {
  const type = refund.amount < 0 ? 'refund returned' : 'refund';
  const more = [refund.stripeRefund ?? '', refund.reason, refund.creditNote ?? ''] as const;
  return saleLine(refund, { look, type, sign: -1, parts: partsGivenBack(refund), more });
}

/**
 * A lost dispute takes money away, one that was won after all brings it back. Whether its tax is owed all the same is
 * another question in every country, so that net and tax stay empty.
 */
export function disputeLine(taken: TakenBack, look: Look): Cell[] {
  const type = taken.amount < 0 ? 'dispute returned' : 'dispute lost';
  const reason = `${disputeReasonText(taken.reason)} (${taken.disputeId})`;
  return saleLine(taken, { look, type, sign: -1, parts: null, more: ['', reason, ''] });
}

interface Kind {
  look: Look;
  type: string;
  sign: 1 | -1;
  /** Null where nothing is said of tax. */
  parts: readonly TaxPart[] | null;
  /** The refund at the payment service, why it was made, and its credit note. */
  more: readonly [string, string, string];
}

function saleLine(sale: Sale, { look, type, sign, parts: taxed, more }: Kind): Cell[] {
  const { currency, billing } = sale;
  const held = sale.offer === null;
  const parts = taxed ?? [];
  const sum = (pick: 'net' | 'tax'): Cell =>
    held || taxed === null
      ? ''
      : sumCell(sign * parts.reduce((total, part) => total + part[pick], 0), currency);
  return [
    ...[type, localDay(sale.at, look.timeZone), sale.at.toISOString(), currency],
    ...[sumCell(sign * sale.amount, currency), sum('net'), sum('tax')],
    ...[rates(parts), joined(parts, ({ name }) => name)],
    ...[held || taxed === null ? '' : yesNo(parts.some(({ reverseCharge }) => reverseCharge))],
    ...[yesNo(!held), held ? heldText(sale.heldWhy) : '', sale.method],
    ...[sale.reference ?? '', sale.licences, billing?.legalName || sale.organisation || ''],
    ...[billCountry(sale), billing?.vatNumber ?? '', sale.ownReference ?? '', sale.bankReference],
    ...[sale.paymentIntent ?? '', sale.chargeId ?? '', more[0], more[1], sale.paymentId],
    ...[sale.invoice ?? '', more[2], moneyWord(look)],
  ];
}

const yesNo = (yes: boolean): string => (yes ? 'yes' : 'no');

const joined = (parts: readonly TaxPart[], word: (part: TaxPart) => string): string =>
  [...new Set(parts.map(word))].filter((text) => text !== '').join('; ');

/** One rate as a figure, several as text; nothing where the offer does not say it. */
function rates(parts: readonly TaxPart[]): Cell {
  const found = [...new Set(parts.map(({ rate }) => rate))];
  const [only] = found;
  if (found.length === 1) return rateCell(only ?? null);
  return found.map((rate) => (rate === null ? '?' : String(rate / 100))).join('; ');
}

const rateCell = (rate: number | null): Cell => (rate === null ? '' : numberCell(rate / 100));

export function feeLine(row: FeeRow, look: Look): Cell[] {
  const { settledCurrency: currency } = row;
  return [
    ...[row.kind, localDay(row.at, look.timeZone), row.at.toISOString(), currency],
    ...[row.settledAmount, row.fee, row.settledAmount - row.fee].map((sum) =>
      sumCell(sum, currency),
    ),
    ...[row.currency, sumCell(row.amount, row.currency), row.reference ?? '', row.licences],
    ...[row.paymentIntent, row.sourceId, row.id, moneyWord(look)],
  ];
}

/** Sales and refunds of a month that are taxed alike. */
export interface TaxRow extends Omit<TaxPart, 'net' | 'tax'> {
  month: string;
  currency: string;
  payments: number;
  net: number;
  tax: number;
  refundedNet: number;
  refundedTax: number;
}

export function taxLine(row: TaxRow, look: Look): Cell[] {
  const { net, tax, refundedNet, refundedTax } = row;
  const sums = [
    ...[net, tax, net + tax, -refundedNet, -refundedTax, -refundedNet - refundedTax],
    ...[net - refundedNet, tax - refundedTax, net + tax - refundedNet - refundedTax],
  ];
  return [
    ...[row.month, row.country, row.name, rateCell(row.rate), yesNo(row.reverseCharge)],
    ...[row.currency, numberCell(row.payments), ...sums.map((sum) => sumCell(sum, row.currency))],
    moneyWord(look),
  ];
}
