import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Response, Router } from 'express';
import type { Context } from '../../platform/context.ts';
import { invalid, notFound } from '../../platform/errors.ts';
import { page, parse, typed, type Parsed } from '../../platform/http.ts';
import type { Settings } from '../../platform/settings.ts';
import { allow } from '../../staff/guard.ts';
import { countryName } from '../../values/country.ts';
import { exportBook, taxByMonth } from '../actions/accounting.ts';
import {
  accountingQuery,
  bookNames,
  bookParams,
  type AccountingQuery,
} from '../forms/accounting.ts';
import { localDay, periodOf, presets, type Period } from '../rules/accounting-period.ts';
import type { Look, TaxRow } from '../rules/accounting-rows.ts';
import { totalsOfBooks, type Books } from '../store/accounting.ts';
import { readingOf } from '../store/reconcile-sums-reading.ts';

/** So many payments are summed by tax for the page; more only for the file. */
const shownPayments = 2000;

/** `/admin/payments/accounting`: the books of a period and their files, for those who look after money. */
export function accountingRoutes(ctx: Context, router: Router): void {
  router.get('/admin/payments/accounting', async (req, res) => {
    allow(res, 'money');
    const query = parse(accountingQuery, req.query);
    const asked = askedOf(ctx, res, query);
    const failed = query.ok ? {} : { problems: query.problems, values: typed(req.query) };
    const data = await dataOf(ctx, res, asked);
    page(res, 'payments/accounting', { ...data, ...failed }, query.ok ? 200 : 422);
  });

  router.get('/admin/payments/accounting/:book.csv', async (req, res) => {
    allow(res, 'money');
    const params = parse(bookParams, req.params);
    if (!params.ok) throw notFound();
    const query = parse(accountingQuery, req.query);
    if (!query.ok) throw invalid(query.problems);
    const { book } = params.value;
    const asked = askedOf(ctx, res, query);
    res.attachment(fileName(book, asked)).type('text/csv; charset=utf-8; header=present');
    await send(res, exportBook(ctx, book, asked));
  });
}

/** A stream that breaks off breaks the download as well, so that half a file is never taken for whole. */
async function send(res: Response, file: AsyncGenerator<string>): Promise<void> {
  try {
    await pipeline(Readable.from(file), res);
  } catch (error) {
    // Who asked has gone away, which is no fault.
    if ((error as NodeJS.ErrnoException).code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error;
  }
}

interface Asked {
  period: Period;
  books: Books;
  look: Look;
}

/** What is shown: what was asked for, or this month where nothing or nonsense was. */
function askedOf(ctx: Context, res: Response, query: Parsed<AccountingQuery>): Asked {
  const { timeZone } = res.locals['settings'] as Settings;
  const [month] = presets(localDay(ctx.now(), timeZone));
  const { from, to, currency, money } = query.ok
    ? query.value
    : { from: null, to: null, currency: null, money: null };
  const period = periodOf(from ?? month?.first ?? '', to ?? month?.last ?? '', timeZone);
  const liveMoney = money === null ? (ctx.checkout?.liveMoney ?? true) : money === 'real';
  const books = { from: period.from, to: period.to, liveMoney, currency };
  return { period, books, look: { timeZone, liveMoney } };
}

async function dataOf(
  ctx: Context,
  res: Response,
  { period, books, look }: Asked,
): Promise<object> {
  const totals = await totalsOfBooks(ctx.db, { ...books, currency: null });
  const count = totals.reduce((sum, { payments }) => sum + payments, 0);
  const shown = totals.filter(({ currency }) => currency === (books.currency ?? currency));
  const reading = await readingOf(ctx.db, books.liveMoney);
  const locale = res.locals['locale'] as string;
  const t = (text: string): string => ctx.views.translator.t(locale, text, {});
  const tax = count > shownPayments ? null : await taxByMonth(ctx, books, look);
  return {
    period,
    look,
    currency: books.currency ?? '',
    money: books.liveMoney ? 'real' : 'test',
    monies: [
      { value: 'real', label: t('Real money') },
      { value: 'test', label: t('Test money') },
    ],
    currencies: currenciesOf([...totals.map(({ currency }) => currency), books.currency ?? '']),
    totals: shown.map((row) => ({
      ...row,
      left: row.gross - row.held - row.refunded - row.disputed,
    })),
    tax: tax?.map(inWords(locale)) ?? null,
    feesUntil: reading?.readUntil ?? null,
    files: bookNames.map((book) => ({ book, url: addressOf(book, period, books) })),
    presets: presets(localDay(ctx.now(), look.timeZone)).map((preset) => ({
      ...preset,
      url: addressOf(null, preset, books),
      current: preset.first === period.first && preset.last === period.last,
    })),
  };
}

const inWords =
  (locale: string) =>
  (row: TaxRow): object => ({
    ...row,
    place: row.country === '' ? null : countryName(row.country, locale),
    percent: (row.rate ?? 0) / 100,
  });

const currenciesOf = (codes: readonly string[]): { value: string; label: string }[] =>
  [...new Set(codes)]
    .filter((code) => code !== '')
    .toSorted()
    .map((value) => ({ value, label: value }));

function addressOf(
  book: string | null,
  { first, last }: Pick<Period, 'first' | 'last'>,
  { currency, liveMoney }: Books,
): string {
  const money = liveMoney ? 'real' : 'test';
  const query = new URLSearchParams({
    from: first,
    to: last,
    ...(currency && { currency }),
    money,
  });
  const file = book === null ? '' : `/${book}.csv`;
  return `/admin/payments/accounting${file}?${query.toString()}`;
}

/** Test money is told by the name of the file alone. */
function fileName(book: string, { period, books }: Asked): string {
  const parts = [
    book,
    period.first,
    'to',
    period.last,
    books.currency,
    books.liveMoney ? null : 'TEST',
  ];
  return `${parts.filter((part) => part !== null).join('-')}.csv`;
}
