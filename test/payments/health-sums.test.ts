import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { compareStretch } from '../../src/payments/actions/reconcile-sums-compare.ts';
import { reconcilePayments } from '../../src/payments/actions/reconcile.ts';
import { emptyReport } from '../../src/payments/store/reconciliations.ts';
import { compareSums } from '../../src/payments/actions/reconcile-sums.ts';
import type { Context } from '../../src/platform/context.ts';
import type { Movement } from '../../src/platform/payment-books.ts';
import { listingOfDay } from '../../src/payments/rules/reconcile-sums.ts';
import {
  differencesIn,
  healthPage,
  insertPaid,
  insertRefunded,
  movementOf,
  payOne,
  refundAt,
  withBalance,
} from './health-support.ts';
import { moneyOf, paidOnce } from './look.ts';
import { openTill, type Till } from './till.ts';

const daysIn = ({ ctx }: Till) =>
  ctx.db
    .selectFrom('money_days')
    .select(['day', 'currency', 'charges_here', 'charges_there', 'fees_here', 'fees_there'])
    .orderBy('day')
    .orderBy('currency')
    .execute();

test('books that agree: the day has the same sums on both sides, with the fee, and nothing differs', async (t) => {
  const till = await openTill(t);
  await payOne(till);
  await till.settle();
  till.clock.advance({ minutes: 10 });
  await reconcilePayments(till.ctx);
  assert.deepEqual(await daysIn(till), [
    {
      day: '2026-11-23',
      currency: 'GBP',
      ...{ charges_here: 8000, charges_there: 8000, fees_here: 140, fees_there: 140 },
    },
  ]);
  assert.deepEqual(await differencesIn(till.ctx), []);
  const text = await healthPage(till.ctx);
  assert.match(text, /All is well/);
  assert.match(text, /Agrees/);
  assert.match(text, /1 movement of the balance/);
});

test('a fee that changes and a movement that vanishes are named with the next step, and leave the list when they are right again', async (t) => {
  const till = await openTill(t);
  await payOne(till);
  await till.settle();
  till.clock.advance({ minutes: 10 });
  await reconcilePayments(till.ctx);
  const { id } = await till.ctx.db
    .selectFrom('stripe_movements')
    .select('id')
    .executeTakeFirstOrThrow();
  const change = async (fields: object): Promise<string[]> => {
    till.levers.mutate({ id, fields: { ...fields } });
    till.clock.advance({ minutes: 10 });
    await reconcilePayments(till.ctx);
    return differencesIn(till.ctx);
  };
  assert.deepEqual(await change({ fee: 150 }), ['fee_differs 140 150 GBP']);
  const text = await healthPage(till.ctx);
  assert.match(text, /Our books and those of Stripe differ in one place/);
  assert.match(text, /Take the fee that Stripe shows now into your accounts/);
  assert.match(text, /£1\.40[^£]*<[^£]*£1\.50/);
  assert.deepEqual(await change({ fee: 140 }), []);
  assert.deepEqual(await change({ created: 4_000_000_000 }), ['gone_there 8000 null GBP']);
  assert.match(await healthPage(till.ctx), /Check that the key belongs to the same account/);
  const created = Math.floor(new Date('2026-11-23T10:00:00Z').getTime() / 1000);
  till.clock.advance({ days: 9 });
  assert.deepEqual(await change({ created }), [], 'days that differed are read anew, however old');
});

test('a payment that Stripe lacks is named, once Stripe has had time to book it', async (t) => {
  const till = await openTill(t);
  const { id } = await payOne(till);
  await till.settle();
  await insertPaid(till.ctx, { intent: 'pi_nowhere', amount: 500 });
  till.clock.advance({ minutes: 30 });
  await reconcilePayments(till.ctx);
  assert.deepEqual(await differencesIn(till.ctx), [], 'Stripe books a little later');
  till.clock.advance({ hours: 2 });
  await reconcilePayments(till.ctx);
  assert.deepEqual(await differencesIn(till.ctx), ['charge_unknown_there 500 null GBP']);
  assert.match(await healthPage(till.ctx), /pi_nowhere/);
  assert.deepEqual(await moneyOf(till.ctx, id), paidOnce);
});

test('case +: the database is restored from a backup older than any list of events: the balance still knows of the payment', async (t) => {
  const till = await openTill(t, { deaf: true });
  await reconcilePayments(till.ctx);
  const { id } = await payOne(till);
  await till.ctx.db.deleteFrom('payment_attempts').execute();
  till.clock.advance({ days: 40 });
  await reconcilePayments(till.ctx);
  assert.deepEqual(await moneyOf(till.ctx, id), paidOnce);
  assert.deepEqual(await differencesIn(till.ctx), []);
});

test('case 44: money given back at Stripe is mirrored, and both books have it on its day; one that fails later is undone in both', async (t) => {
  const till = await openTill(t, { deaf: true });
  const { id } = await payOne(till, '4000000000005126');
  await reconcilePayments(till.ctx);
  const { payment_intent: intent } = await till.ctx.db
    .selectFrom('payments')
    .select('payment_intent')
    .executeTakeFirstOrThrow();
  const refund = await refundAt(till, intent ?? '', 3000);
  till.clock.advance({ minutes: 10 });
  await reconcilePayments(till.ctx);
  const refunds = async (): Promise<string[]> => {
    const rows = await till.ctx.db.selectFrom('money_days').selectAll().execute();
    return rows.map((row) => `${row.refunds_here} ${row.refunds_there}`);
  };
  assert.deepEqual(await refunds(), ['3000 3000']);
  till.levers.settle({ id: refund, outcome: 'fail' });
  till.clock.advance({ minutes: 10 });
  await reconcilePayments(till.ctx);
  assert.deepEqual(await refunds(), ['0 0']);
  assert.deepEqual(await differencesIn(till.ctx), []);
  assert.equal((await moneyOf(till.ctx, id)).licences, 1);
});

test('a refund whose row is lost is fetched again, one that Stripe does not know is named', async (t) => {
  const till = await openTill(t);
  await payOne(till);
  await till.settle();
  const { payment_intent: intent } = await till.ctx.db
    .selectFrom('payments')
    .select('payment_intent')
    .executeTakeFirstOrThrow();
  await refundAt(till, intent ?? '', 1000);
  await till.settle();
  await till.ctx.db.deleteFrom('refunds').execute();
  await insertRefunded(till.ctx, {
    intent: intent ?? '',
    stripeId: 're_none',
    amount: 70,
    at: till.clock.now,
  });
  till.clock.advance({ hours: 2 });
  await compareSums(till.ctx, emptyReport());
  const rows = await till.ctx.db.selectFrom('refunds').select('amount').orderBy('amount').execute();
  assert.deepEqual(
    rows.map(({ amount }) => amount),
    [70, 1000],
  );
  assert.deepEqual(await differencesIn(till.ctx), ['refund_unknown_there 70 null GBP']);
  assert.match(await healthPage(till.ctx), /If nothing was given back there, do it now/);
});

test('a round reads twenty pages, the next one goes on from there, and no page is read twice', async (t) => {
  const till = await openTill(t);
  const start = till.clock.now.getTime() - 3_600_000;
  const all = Array.from({ length: 4550 }, (_, index) =>
    movementOf(till.ctx, { id: `txn_${index}`, portal: null, bookedAt: new Date(start + index) }),
  );
  const { ctx, asked } = withBalance(till.ctx, () => all);
  const rounds = [];
  for (let round = 0; round < 4; round += 1) {
    const before = asked.length;
    await compareSums(ctx, emptyReport());
    rounds.push(asked.length - before);
    if (round < 2) till.clock.advance({ minutes: 10 });
  }
  assert.deepEqual(rounds.slice(0, 2), [20, 20]);
  const first = asked.slice(0, 46).map(({ after }) => after);
  assert.equal(new Set(first).size, 46);
  const { read_until: until } = await ctx.db
    .selectFrom('stripe_readings')
    .selectAll()
    .executeTakeFirstOrThrow();
  assert.ok(until.getTime() > start + 4550);
});

test('what is sold by others through the same account is left alone', async (t) => {
  const till = await openTill(t);
  const all = [
    movementOf(till.ctx, { id: 'txn_1', portal: 'https://shop.example.org' }),
    movementOf(till.ctx, { id: 'txn_2', portal: null }),
    movementOf(till.ctx, { id: 'txn_3', portal: null }),
  ];
  await insertPaid(till.ctx, { intent: 'pi_txn_3' });
  till.clock.advance({ minutes: 1 });
  const report = emptyReport();
  await compareSums(withBalance(till.ctx, () => all).ctx, report);
  assert.equal(report.movements, 1);
  assert.deepEqual(await differencesIn(till.ctx), []);
});

test('a payment in another currency than the account is settled in is compared in what the payer paid', async (t) => {
  const till = await openTill(t);
  const settled = { settledCurrency: 'GBP', settledAmount: 6321, fee: 215 };
  const all = [movementOf(till.ctx, { id: 'txn_1', amount: 8000, currency: 'USD', ...settled })];
  await insertPaid(till.ctx, { intent: 'pi_txn_1', currency: 'USD' });
  till.clock.advance({ minutes: 1 });
  await compareSums(withBalance(till.ctx, () => all).ctx, emptyReport());
  const none = { charges_here: 0, charges_there: 0, fees_here: 0, fees_there: 0 };
  assert.deepEqual(await daysIn(till), [
    { day: '2026-11-23', currency: 'GBP', ...none, fees_here: 215, fees_there: 215 },
    { day: '2026-11-23', currency: 'USD', ...none, charges_here: 8000, charges_there: 8000 },
  ]);
});

test('case +: real money never counts among test money, nor the other way round', async (t) => {
  const till = await openTill(t);
  await insertPaid(till.ctx, { intent: 'pi_live', liveMoney: true });
  till.clock.advance({ hours: 5 });
  await reconcilePayments(till.ctx);
  assert.deepEqual(await daysIn(till), []);
  assert.deepEqual(await differencesIn(till.ctx), []);
});

const midnight = new Date('2026-11-20T00:00:00Z').getTime();
const moment = fc
  .integer({ min: -36, max: 35 })
  .map((hours) => new Date(midnight + hours * 3_600_000 + 1_800_000));
const sum = fc.integer({ min: 1, max: 99_999 });
const booked = fc.record({ amount: sum, at: moment });
const entry = fc.record({
  ...{ here: fc.option(booked), there: fc.option(booked), fee: fc.integer({ min: 0, max: 500 }) },
  refund: fc.option(
    fc.record({
      ...{ here: fc.option(booked), there: fc.option(booked), failure: fc.option(moment) },
      state: fc.constantFrom('pending', 'succeeded', 'failed'),
    }),
  ),
});
type Entry = typeof entry extends fc.Arbitrary<infer T> ? T : never;

/** Writes one entry into the books here and gives its movements there. */
async function book(ctx: Context, { here, there, fee, refund }: Entry, index: number) {
  const intent = `pi_txn_${index}`;
  const movements: Movement[] = [];
  const move = (id: string, more: Partial<Movement>): number =>
    movements.push(movementOf(ctx, { id, paymentIntent: intent, ...more }));
  if (here !== null) await insertPaid(ctx, { intent, amount: here.amount, paidAt: here.at });
  if (there !== null) move(`txn_${index}`, { amount: there.amount, fee, bookedAt: there.at });
  if (refund === null || here === null) return movements;
  const stripeId = `re_${index}`;
  if (refund.here !== null)
    await insertRefunded(ctx, { ...{ intent, stripeId, state: refund.state }, ...refund.here });
  const back = { sourceId: stripeId, fee: 0 };
  if (refund.there !== null) {
    const { amount, at: bookedAt } = refund.there;
    move(`txn_r${index}`, { ...back, category: 'refund', amount: -amount, bookedAt });
    if (refund.failure !== null)
      move(`txn_f${index}`, {
        ...back,
        category: 'refund_failure',
        amount,
        bookedAt: refund.failure,
      });
  }
  return movements;
}

test('over random books: the sums of the days differ by exactly what the named objects differ', async (t) => {
  const till = await openTill(t);
  const tables = [
    'refunds',
    'payments',
    'stripe_movements',
    'money_days',
    'money_differences',
  ] as const;
  await fc.assert(
    fc.asyncProperty(fc.array(entry, { maxLength: 10 }), async (entries) => {
      for (const table of tables) await till.ctx.db.deleteFrom(table).execute();
      await till.ctx.db.deleteFrom('stripe_readings').execute();
      const all: Movement[] = [];
      for (const [index, each] of entries.entries())
        all.push(...(await book(till.ctx, each, index)));
      const { ctx } = withBalance(till.ctx, () => all);
      await compareSums(ctx, emptyReport());
      const days = await ctx.db.selectFrom('money_days').selectAll().orderBy('day').execute();
      const found = await ctx.db.selectFrom('money_differences').selectAll().execute();
      const differing = (day: string, kind: string): number =>
        found
          .filter((row) => row.day === day && row.why.startsWith(kind))
          .reduce((total, { here, there }) => total + (here ?? 0) - (there ?? 0), 0);
      for (const row of days) {
        assert.equal(row.charges_here - row.charges_there, differing(row.day, 'charge'), row.day);
        assert.equal(row.refunds_here - row.refunds_there, differing(row.day, 'refund'), row.day);
      }
      const moved = (kind: string): number =>
        all.reduce((total, row) => total + (row.category.startsWith(kind) ? row.amount : 0), 0);
      assert.equal(
        days.reduce((total, row) => total + row.charges_there, 0),
        moved('charge'),
      );
      assert.equal(
        days.reduce((total, row) => total + row.refunds_there, 0),
        0 - moved('refund'),
      );
      const ours = entries.reduce((total, { here }) => total + (here?.amount ?? 0), 0);
      assert.equal(
        days.reduce((total, row) => total + row.charges_here, 0),
        ours,
      );
      await compareStretch(ctx, listingOfDay('2026-11-20', ctx.now()));
      const again = await ctx.db.selectFrom('money_days').selectAll().orderBy('day').execute();
      assert.deepEqual(again, days, 'compared again, nothing moves');
    }),
    { numRuns: 40, seed: 20_261_125 },
  );
});
