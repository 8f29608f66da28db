import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { periodOf } from '../../src/payments/rules/accounting-period.ts';
import { totalsOfBooks } from '../../src/payments/store/accounting.ts';
import type { Context } from '../../src/platform/context.ts';
import { addDays } from '../../src/values/period.ts';
import { parseMoney } from '../../src/values/money.ts';
import { testContext } from '../support/context.ts';
import { bookOf, givenBack, paid, taxedOffer, vat } from './accounting-support.ts';

const year = { from: '2026-01-01', to: '2026-12-31' };
const minor = (text: string | undefined, currency: string): number =>
  parseMoney(text || '0', currency)?.amount ?? Number.NaN;

const amount = fc.integer({ min: 1, max: 2_000_000 });
const hour = fc.integer({ min: 0, max: 24 * 26 });
const history = fc.array(
  fc.record({
    offer: fc.option(fc.nat(5)),
    ...{ amount, hour, live: fc.boolean() },
    currency: fc.constantFrom('GBP', 'JPY', 'KWD'),
    refunds: fc.array(
      fc.record({
        part: fc.double({ min: 0.01, max: 0.5, noNaN: true }),
        hour,
        fails: fc.boolean(),
      }),
      { maxLength: 2 },
    ),
  }),
  { maxLength: 10 },
);

test('over random payments and refunds the files, the page and the tables say the same sums, and no border of a period loses or doubles anything', async () => {
  const { ctx } = await testContext();
  const offers = await sixOffers(ctx);
  const start = new Date('2026-10-10T00:00:00Z').getTime();
  const at = (hours: number): Date => new Date(start + hours * 3_600_000 - 1);
  await fc.assert(
    fc.asyncProperty(history, async (entries) => {
      for (const table of ['refunds', 'payments'] as const)
        await ctx.db.deleteFrom(table).execute();
      await ctx.db.deleteFrom('events').where('subject_type', '=', 'refund').execute();
      const used = new Set<number>();
      for (const entry of entries) {
        const taken = entry.offer !== null && !used.has(entry.offer) ? entry.offer : null;
        if (taken !== null) used.add(taken);
        const sold = taken === null ? null : offers[taken]!;
        const pay = sold === null ? entry : { ...sold, amount: sold.total };
        const currency = sold?.currency ?? entry.currency;
        const paymentId = await paid(ctx, {
          ...pay,
          currency,
          at: at(entry.hour),
          liveMoney: entry.live,
        });
        for (const { part: share, hour: later, fails } of entry.refunds) {
          const back = Math.max(Math.floor(pay.amount * share), 1);
          if (pay.amount < 4) continue;
          const failedAt = fails ? { failedAt: at(entry.hour + later + 30) } : {};
          await givenBack(ctx, {
            paymentId,
            amount: back,
            currency,
            at: at(entry.hour + later),
            ...failedAt,
          });
        }
      }
      await sumsAgree(ctx);
      await bordersHold(ctx);
    }),
    { numRuns: 12, seed: 20_261_125 },
  );
});

async function sixOffers(ctx: Context) {
  const made = [];
  for (const [index, currency] of ['GBP', 'JPY', 'KWD', 'GBP', 'JPY', 'KWD'].entries()) {
    const net = 1000 * (index + 3) + index;
    const second = { net: 330, tax: 23, line: vat(7) };
    const parts = [
      { net, tax: Math.round(net / 5), line: vat(20) },
      ...(index % 2 ? [second] : []),
    ];
    made.push({ currency, ...(await taxedOffer(ctx, currency, parts)) });
  }
  return made;
}

async function sumsAgree(ctx: Context): Promise<void> {
  const { from, to } = periodOf(year.from, year.to, 'Europe/London');
  for (const liveMoney of [true, false]) {
    const query = { ...year, money: liveMoney ? 'real' : 'test' };
    const [payments, refunds, tax] = await Promise.all(
      ['payments', 'refunds', 'tax'].map((book) => bookOf(ctx, book, query)),
    );
    const totals = await totalsOfBooks(ctx.db, { from, to, liveMoney, currency: null });
    for (const currency of ['GBP', 'JPY', 'KWD']) {
      const of = (rows: Record<string, string>[] | undefined, name: string): number =>
        (rows ?? [])
          .filter((row) => row['Currency'] === currency)
          .reduce((sum, row) => sum + minor(row[name], currency), 0);
      const shown = totals.find((row) => row.currency === currency);
      const table = await tablesOf(ctx, currency, liveMoney);
      const refunded = 0 - of(refunds, 'Gross');
      assert.deepEqual(
        {
          gross: of(payments, 'Gross'),
          net: of(payments, 'Net'),
          tax: of(payments, 'Tax'),
          refunded,
        },
        {
          gross: shown?.gross ?? 0,
          net: shown?.net ?? 0,
          tax: shown?.tax ?? 0,
          refunded: shown?.refunded ?? 0,
        },
      );
      assert.deepEqual({ gross: of(payments, 'Gross'), refunded }, table);
      assert.equal(of(tax, 'Sales net'), of(payments, 'Net'));
      assert.equal(of(tax, 'Sales tax'), of(payments, 'Tax'));
      assert.equal(of(tax, 'Refunds tax'), of(refunds, 'Tax'));
      assert.equal(of(tax, 'Refunds net'), of(refunds, 'Net'));
    }
  }
}

/** What the tables hold, added up without any of the code under test. */
async function tablesOf({ db }: Context, currency: string, liveMoney: boolean) {
  const payments = await db
    .selectFrom('payments')
    .select(['id', 'amount'])
    .where('currency', '=', currency)
    .where('live_money', '=', liveMoney)
    .execute();
  const refunds = await db
    .selectFrom('refunds')
    .select(['payment_id', 'amount', 'state'])
    .execute();
  const ids = new Set(payments.map(({ id }) => id));
  const sum = (rows: { amount: number }[]): number =>
    rows.reduce((total, row) => total + row.amount, 0);
  const counted = refunds.filter((row) => ids.has(row.payment_id) && row.state === 'succeeded');
  return { gross: sum(payments), refunded: sum(counted) };
}

async function bordersHold(ctx: Context): Promise<void> {
  const borders = [
    '2026-01-01',
    '2026-10-10',
    '2026-10-25',
    '2026-10-26',
    '2026-11-01',
    '2027-01-01',
  ];
  for (const book of ['payments', 'refunds']) {
    const pieces: Record<string, string>[] = [];
    for (const [index, from] of borders.slice(0, -1).entries())
      pieces.push(...(await bookOf(ctx, book, { from, to: addDays(borders[index + 1]!, -1) })));
    assert.deepEqual(pieces, await bookOf(ctx, book, year));
  }
}
