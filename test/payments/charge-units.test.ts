import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { openCheckout } from '../../src/payments/actions/open-checkout.ts';
import { giveBack } from '../../src/payments/actions/give-back.ts';
import { cardProblem, offerTrouble } from '../../src/payments/rules/card.ts';
import { smallestCharges } from '../../src/payments/rules/charge-limits.ts';
import { chargeStep, chargeUnits, fromChargeUnits } from '../../src/payments/rules/charge-units.ts';
import { currencyCodes } from '../../src/values/money.ts';
import { payByCard } from '../stand-ins/stripe/payer.ts';
import { accept, insertedRequest, offer } from './builders.ts';
import { moneyOf } from './look.ts';
import { card, paymentOf, refundsOf, refundsThere, wish } from './refunding.ts';
import { openTill } from './till.ts';

/**
 * Written down a second time, from the service's page on currencies: how it counts one main unit, the smallest step in
 * its own units, and the smallest charge in its own units.
 */
const there: Record<string, [unit: number, step: number, least: number]> = {
  AED: [100, 1, 200],
  AUD: [100, 1, 50],
  BHD: [1000, 10, 400],
  BIF: [1, 1, 3000],
  BRL: [100, 1, 50],
  CAD: [100, 1, 50],
  CHF: [100, 1, 50],
  CLP: [1, 1, 1000],
  CZK: [100, 1, 1500],
  DJF: [1, 1, 180],
  DKK: [100, 1, 250],
  EGP: [100, 1, 5000],
  EUR: [100, 1, 50],
  GBP: [100, 1, 30],
  GNF: [1, 1, 9000],
  HKD: [100, 1, 400],
  // Two decimals when charged, though it is paid out whole.
  HUF: [100, 1, 17_500],
  ILS: [100, 1, 400],
  INR: [100, 1, 50],
  // Charged whole, counted in hundredths.
  ISK: [100, 100, 14_000],
  JOD: [1000, 10, 750],
  JPY: [1, 1, 50],
  KMF: [1, 1, 450],
  KRW: [1, 1, 1500],
  KWD: [1000, 10, 400],
  MAD: [100, 1, 1000],
  // Counted whole, though ISO 4217 has hundredths.
  MGA: [1, 1, 4500],
  MXN: [100, 1, 1000],
  MYR: [100, 1, 200],
  NOK: [100, 1, 300],
  NZD: [100, 1, 50],
  OMR: [1000, 10, 400],
  PHP: [100, 1, 6000],
  PLN: [100, 1, 200],
  PYG: [1, 1, 7500],
  QAR: [100, 1, 400],
  RON: [100, 1, 200],
  RWF: [1, 1, 1500],
  SAR: [100, 1, 400],
  SEK: [100, 1, 300],
  SGD: [100, 1, 50],
  THB: [100, 1, 1000],
  TND: [1000, 10, 3000],
  TRY: [100, 1, 4000],
  // As HUF.
  TWD: [100, 1, 3500],
  USD: [100, 1, 50],
  VND: [1, 1, 26_000],
  VUV: [1, 1, 120],
  XAF: [1, 1, 600],
  XOF: [1, 1, 600],
  XPF: [1, 1, 110],
  ZAR: [100, 1, 2000],
};

test('every currency that is taken stands in the table, and no other', () => {
  assert.deepEqual([...smallestCharges.keys()].toSorted(), Object.keys(there));
});

for (const [currency, [unit, step, least]] of Object.entries(there))
  test(`case +: ${currency} is counted as the payment service counts it, both ways, and its limits hold to the unit`, () => {
    const ours = (units: number): number => fromChargeUnits(units, currency);
    const problem = (units: number): string | null =>
      cardProblem({ amount: ours(units), currency });
    assert.equal(chargeUnits({ amount: ours(unit), currency }), unit);
    assert.equal(problem(least), null);
    assert.equal(problem(least - step), 'too_small');
    const most = 99_999_999 - (99_999_999 % step);
    assert.equal(problem(most), null);
    assert.equal(problem(most + step), 'too_large');
    const inOurs = chargeStep(currency);
    if (inOurs > 1) assert.equal(cardProblem({ amount: ours(least) + 1, currency }), 'step');
    fc.assert(
      fc.property(fc.integer({ min: least, max: 99_999_999 }), (units) => {
        const whole = units - (units % step);
        assert.equal(chargeUnits({ amount: ours(whole), currency }), whole);
      }),
      { numRuns: 50, seed: 20_261_125 },
    );
  });

test('a currency that is not taken is no currency for cards, whatever the sum', () => {
  for (const currency of currencyCodes.filter((code) => !smallestCharges.has(code)))
    assert.equal(cardProblem({ amount: 100_000, currency }), 'currency', currency);
});

test('part units that the service does not make are never rounded up', () => {
  assert.equal(fromChargeUnits(550, 'ISK'), 5);
  assert.throws(() => chargeUnits({ amount: 1250, currency: 'MGA' }), RangeError);
  assert.equal(fromChargeUnits(700, 'XAU'), 700);
});

test('trouble with an offer names the sum that is possible; a transfer takes what no card can', () => {
  const cases: [number, string, [string, number] | null, [string, number] | null][] = [
    [29, 'GBP', ['At least', 30], ['At least', 30]],
    [5124, 'KWD', ['must be a multiple', 10], ['must be a multiple', 10]],
    [1250_50, 'MGA', ['At least', 450_000], ['At least', 450_000]],
    [500_050, 'MGA', ['must be a multiple', 100], ['must be a multiple', 100]],
    [100_000_000, 'EUR', ['At most', 99_999_999], null],
    [1_000_000, 'ISK', ['At most', 999_999], null],
    [8000, 'UGX', ['No card', 0], null],
    [8000, 'GBP', null, null],
  ];
  for (const [amount, currency, alone, byTransfer] of cases)
    for (const [expected, possible] of [
      [alone, false],
      [byTransfer, true],
    ] as const) {
      const trouble = offerTrouble({ amount, currency }, { byTransfer: possible });
      assert.equal(trouble?.sum.amount, expected?.[1], `${amount} ${currency}`);
      assert.ok(expected === null || trouble?.text.includes(expected[0]), trouble?.text);
    }
});

// ISK is 100 there for 1 here, KWD ends in 0, JPY has no decimals.
for (const [currency, total, part, units] of [
  ['ISK', 12_000, 500, [1_200_000, 50_000]],
  ['KWD', 12_340, 1230, [12_340, 1230]],
  ['JPY', 12_000, 501, [12_000, 501]],
] as const)
  test(`case 49: ${currency} is charged and given back to the unit`, async (t) => {
    const till = await openTill(t);
    const { id } = await insertedRequest(till.ctx);
    await offer(till.ctx, id, total, currency);
    await accept(till.ctx, id);
    await payByCard((await openCheckout(till.ctx, id)).url, card);
    await till.settle();
    assert.deepEqual((await moneyOf(till.ctx, id)).payments, [`primary ${total} ${currency}`]);
    const [session] = till.levers.sessions().data;
    assert.equal(session?.amount_total, units[0]);
    const { paymentId, intent } = await paymentOf(till.ctx, id);
    await giveBack(till.ctx, wish(paymentId, { amount: part }));
    const [refund] = await refundsThere(till, intent);
    assert.equal(refund?.amount, units[1]);
    assert.equal((await refundsOf(till.ctx, paymentId)).refunded, part);
  });

test('a sum to give back ends as the service wants it', async (t) => {
  const till = await openTill(t);
  const { id } = await insertedRequest(till.ctx);
  await offer(till.ctx, id, 12_340, 'KWD');
  await accept(till.ctx, id);
  await payByCard((await openCheckout(till.ctx, id)).url, card);
  await till.settle();
  const { paymentId } = await paymentOf(till.ctx, id);
  await assert.rejects(giveBack(till.ctx, wish(paymentId, { amount: 1234 })), (error: unknown) => {
    const [problem] = (error as { problems: { message: string; params: object }[] }).problems;
    assert.match(problem?.message ?? '', /must be a multiple/u);
    assert.match(JSON.stringify(problem?.params), /0\.010/u);
    return true;
  });
});
