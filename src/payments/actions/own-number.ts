import type { Tx } from '../../platform/context.ts';
import type { Settings } from '../../platform/settings.ts';
import { localDay } from '../rules/accounting-period.ts';
import { invoiceNumber, seriesOf, type InvoiceSeries } from '../rules/invoice-number.ts';
import { nextInvoiceNumber } from '../store/invoices.ts';

/**
 * The next number of our own invoices or credit notes, of the year that it is for the newsroom. It is given with the
 * transaction that writes the document or not at all, so that no number is missing.
 */
export async function ownNumber(
  tx: Tx,
  kind: InvoiceSeries,
  { timeZone }: Settings,
): Promise<string> {
  const series = seriesOf(kind, !tx.testMode);
  const year = Number(localDay(tx.now(), timeZone).slice(0, 4));
  return invoiceNumber(series, year, await nextInvoiceNumber(tx.db, series, year));
}
