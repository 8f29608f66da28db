/** Invoices and credit notes are counted each for themselves. */
export type InvoiceSeries = 'INV' | 'CN';

/** Documents that ask for no real money have a series of their own, so that none is missing among the others. */
export function seriesOf(series: InvoiceSeries, liveMoney: boolean): string {
  return liveMoney ? series : `TEST-${series}`;
}

/** `INV-2026-000001` */
export function invoiceNumber(series: string, year: number, count: number): string {
  return `${series}-${year}-${String(count).padStart(6, '0')}`;
}
