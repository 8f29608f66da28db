import type { Refunded, Sale } from './accounting-books.ts';
import { localDay } from './accounting-period.ts';
import { partsGivenBack, partsOf, type TaxRow } from './accounting-rows.ts';
import type { TaxPart } from './accounting-tax.ts';

export interface TaxTable {
  addPayment(sale: Sale): void;
  addRefund(refund: Refunded): void;
  /** By month, country, rate and currency. */
  rows(): TaxRow[];
}

/**
 * Sums payments and refunds by month of the newsroom, country, tax, rate and currency, while they come by:
 * it grows with the kinds of tax, not with the payments. Money that counts for nothing is left out.
 */
export function taxTable(timeZone: string): TaxTable {
  const kept = new Map<string, TaxRow>();
  const rowOf = (sale: Sale, part: TaxPart): TaxRow => {
    const month = localDay(sale.at, timeZone).slice(0, 7);
    const key = keyOf(month, sale.currency, part);
    const row = kept.get(key) ?? newRow(month, sale.currency, part);
    kept.set(key, row);
    return row;
  };
  return {
    addPayment(sale) {
      for (const part of partsOf(sale)) {
        const row = rowOf(sale, part);
        row.payments += 1;
        row.net += part.net;
        row.tax += part.tax;
      }
    },
    addRefund(refund) {
      for (const part of partsGivenBack(refund)) {
        const row = rowOf(refund, part);
        row.refundedNet += part.net;
        row.refundedTax += part.tax;
      }
    },
    rows: () =>
      [...kept].toSorted(([one], [other]) => (one < other ? -1 : 1)).map(([, row]) => row),
  };
}

/** The order of the rows is that of their keys. */
function keyOf(month: string, currency: string, part: TaxPart): string {
  const rate = String(part.rate ?? '').padStart(6, '0');
  return [month, part.country, rate, currency, part.name, part.reverseCharge].join('|');
}

function newRow(month: string, currency: string, part: TaxPart): TaxRow {
  const { country, name, rate, reverseCharge } = part;
  const sums = { payments: 0, net: 0, tax: 0, refundedNet: 0, refundedTax: 0 };
  return { month, country, name, rate, reverseCharge, currency, ...sums };
}
