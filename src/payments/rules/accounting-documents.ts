import { sumCell, type Cell } from './accounting-csv.ts';
import { localDay } from './accounting-period.ts';
import type { Look } from './accounting-rows.ts';
import type { InvoiceDocument } from './invoice-document.ts';

/** An invoice or a credit note as the books have it; sums in minor units. */
export interface DocumentRow {
  id: string;
  at: Date;
  kind: string;
  issuer: string;
  number: string;
  state: string;
  dueAt: Date | null;
  currency: string;
  net: number;
  tax: number;
  total: number;
  /** The number of the invoice that a credit note takes back. */
  credited: string | null;
  reference: string;
  document: InvoiceDocument;
}

export const documentColumns = [
  ...['Type', 'Number', 'Date', 'Time (UTC)', 'Due', 'Currency', 'Gross', 'Net', 'Tax', 'State'],
  ...['Takes back', 'Request', 'Buyer', 'Country', 'VAT number', "Buyer's reference"],
  ...['Issued by', 'Money'],
];

/**
 * Sums of credit notes are negative, and one that was voided at the payment service, which writes none, asks for nothing: so the
 * column adds up to what was asked for.
 */
export function documentLine(row: DocumentRow, { timeZone, liveMoney }: Look): Cell[] {
  const { currency, document, dueAt } = row;
  const isVoid = row.issuer === 'stripe' && row.state === 'cancelled';
  const sign = row.kind === 'credit_note' ? -1 : isVoid ? 0 : 1;
  const { buyer, purchaseOrder } = document;
  return [
    ...[row.kind === 'credit_note' ? 'credit note' : 'invoice', row.number],
    ...[localDay(row.at, timeZone), row.at.toISOString()],
    ...[dueAt === null ? '' : localDay(dueAt, timeZone), currency],
    ...[row.total, row.net, row.tax].map((sum) => sumCell(sign * sum, currency)),
    ...[row.state.replace('_', ' '), row.credited ?? '', row.reference],
    ...[buyer.name, buyer.country, buyer.vatNumber, purchaseOrder],
    ...[row.issuer === 'own' ? 'us' : 'Stripe', liveMoney ? 'real' : 'TEST'],
  ];
}
