import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { compareStretch } from '../../src/payments/actions/reconcile-sums-compare.ts';
import { reconcilePayments } from '../../src/payments/actions/reconcile.ts';
import { emptyReport } from '../../src/payments/store/reconciliations.ts';
import { compareSums } from '../../src/payments/actions/reconcile-sums.ts';
import type { Movement } from '../../src/platform/context.ts';
import { listingOfDay } from '../../src/payments/rules/reconcile-sums.ts';
import {
  differencesIn,
  healthPage,
  insertPaid,
  movementOf,
  payOne,
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

test('+ the database is restored from a backup older than any list of events: the balance still knows of the payment', async (t) => {
  const till = await openTill(t, { deaf: true });
  await reconcilePayments(till.ctx);
  const { id } = await payOne(till);
  await till.ctx.db.deleteFrom('payment_attempts').execute();
  till.clock.advance({ days: 40 });
  await reconcilePayments(till.ctx);
  const { payments, licences } = await moneyOf(till.ctx, id);
  assert.deepEqual([payments, licences], [['orphan unknown_attempt 8000 GBP'], 0]);
  assert.deepEqual(await differencesIn(till.ctx), []);
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

test('+ real money never counts among test money, nor the other way round', async (t) => {
  const till = await openTill(t);
  await insertPaid(till.ctx, { intent: 'pi_live', liveMoney: true });
  till.clock.advance({ hours: 5 });
  await reconcilePayments(till.ctx);
  assert.deepEqual(await daysIn(till), []);
  assert.deepEqual(await differencesIn(till.ctx), []);
});

const moment = fc.integer({ min: -36, max: 35 }).map((hours) => hours * 3_600_000 + 1_800_000);
const entry = fc.record({
  here: fc.option(fc.record({ amount: fc.integer({ min: 1, max: 99_999 }), at: moment })),
  there: fc.option(fc.record({ amount: fc.integer({ min: 1, max: 99_999 }), at: moment })),
  fee: fc.integer({ min: 0, max: 500 }),
});

test('over random books: the sums of the days differ by exactly what the named objects differ', async (t) => {
  const till = await openTill(t);
  const midnight = new Date('2026-11-20T00:00:00Z').getTime();
  till.clock.now = new Date('2026-11-23T10:00:00Z');
  await fc.assert(
    fc.asyncProperty(fc.array(entry, { maxLength: 12 }), async (entries) => {
      for (const table of [
        'payments',
        'stripe_movements',
        'money_days',
        'money_differences',
      ] as const)
        await till.ctx.db.deleteFrom(table).execute();
      const all: Movement[] = [];
      for (const [index, { here, there, fee }] of entries.entries()) {
        const intent = `pi_txn_${index}`;
        if (here !== null)
          await insertPaid(till.ctx, {
            intent,
            amount: here.amount,
            paidAt: new Date(midnight + here.at),
          });
        if (there !== null)
          all.push(
            movementOf(till.ctx, {
              id: `txn_${index}`,
              amount: there.amount,
              fee,
              bookedAt: new Date(midnight + there.at),
            }),
          );
      }
      const { ctx } = withBalance(till.ctx, () => all);
      await ctx.db.deleteFrom('stripe_readings').execute();
      await compareSums(ctx, emptyReport());
      const days = await daysIn(till);
      const differences = await ctx.db.selectFrom('money_differences').selectAll().execute();
      const sum = (values: number[]): number => values.reduce((total, value) => total + value, 0);
      for (const { day, charges_here: ours, charges_there: theirs } of days) {
        const named = differences.filter((row) => row.day === day);
        assert.equal(
          ours - theirs,
          sum(named.map(({ here, there }) => (here ?? 0) - (there ?? 0))),
          day,
        );
      }
      assert.equal(sum(days.map((row) => row.charges_there)), sum(all.map(({ amount }) => amount)));
      const ours = entries.map(({ here }) => here?.amount ?? 0);
      assert.equal(sum(days.map((row) => row.charges_here)), sum(ours));
      // Compared again, nothing moves.
      await compareStretch(ctx, listingOfDay('2026-11-20', ctx.now()));
      assert.deepEqual(await daysIn(till), days);
    }),
    { numRuns: 25 },
  );
});
