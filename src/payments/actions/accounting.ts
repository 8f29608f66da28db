import type { Context } from '../../platform/context.ts';
import type { Refunded, Sale } from '../rules/accounting-books.ts';
import { byteOrderMark, csvLine, type Cell } from '../rules/accounting-csv.ts';
import { documentLine } from '../rules/accounting-documents.ts';
import {
  columns,
  disputeLine,
  feeLine,
  paymentLine,
  refundLine,
  taxLine,
  type Look,
  type TaxRow,
} from '../rules/accounting-rows.ts';
import { taxTable } from '../rules/accounting-tax-table.ts';
import * as store from '../store/accounting.ts';
import { documentsOfBooks } from '../store/accounting-documents.ts';

const pageSize = 500;

type Row = { id: string; at: Date };
type Read<T> = (db: Context['db'], asked: store.PageOfBooks) => Promise<T[]>;

/** All rows of a book, page by page: however many there are, only one page is held. */
async function* pages<T extends Row>(
  ctx: Context,
  books: store.Books,
  read: Read<T>,
): AsyncGenerator<T[]> {
  let after: store.After | null = null;
  for (;;) {
    const rows: T[] = await read(ctx.db, { ...books, after, size: pageSize });
    if (rows.length > 0) yield rows;
    const last = rows.at(-1);
    if (last === undefined || rows.length < pageSize) return;
    after = { at: last.at, id: last.id };
  }
}

/**
 * A book as CSV (RFC 4180, UTF-8 with its mark) in pieces. `payments`, `refunds` and `disputes` (lost ones)
 * have one line for each, as have `invoices` (with credit notes), `fees` one for each movement of the balance at the payment service, `tax` one for each month, country,
 * tax, rate and currency.
 */
export async function* exportBook(
  ctx: Context,
  book: keyof typeof columns,
  { books, look }: { books: store.Books; look: Look },
): AsyncGenerator<string> {
  yield byteOrderMark + csvLine(columns[book]);
  if (book === 'tax')
    for (const row of await taxByMonth(ctx, books, look)) yield csvLine(taxLine(row, look));
  else if (book === 'payments')
    yield* lines(pages(ctx, books, store.paymentsOfBooks), (row) => paymentLine(row, look));
  else if (book === 'refunds')
    yield* lines(pages(ctx, books, store.refundsOfBooks), (row) => refundLine(row, look));
  else if (book === 'disputes')
    yield* lines(pages(ctx, books, store.disputesOfBooks), (row) => disputeLine(row, look));
  else if (book === 'invoices')
    yield* lines(pages(ctx, books, documentsOfBooks), (row) => documentLine(row, look));
  else yield* lines(pages(ctx, books, store.feesOfBooks), (row) => feeLine(row, look));
}

async function* lines<T>(
  found: AsyncGenerator<T[]>,
  lineOf: (row: T) => Cell[],
): AsyncGenerator<string> {
  for await (const rows of found) yield rows.map((row) => csvLine(lineOf(row))).join('');
}

/** What was taxed in each month, after the time zone of the newsroom. */
export async function taxByMonth(
  ctx: Context,
  books: store.Books,
  { timeZone }: Pick<Look, 'timeZone'>,
): Promise<TaxRow[]> {
  const table = taxTable(timeZone);
  const sales: AsyncGenerator<Sale[]> = pages(ctx, books, store.paymentsOfBooks);
  for await (const rows of sales) for (const row of rows) table.addPayment(row);
  const refunds: AsyncGenerator<Refunded[]> = pages(ctx, books, store.refundsOfBooks);
  for await (const rows of refunds) for (const row of rows) table.addRefund(row);
  return table.rows();
}
