import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  addMoney,
  currencyCodes,
  decimalOf,
  exponentOf,
  formatMoney,
  isCurrency,
  money,
  parseMoney,
} from '../../src/values/money.ts';

const currency = fc.constantFrom(...currencyCodes);
const amount = fc.integer({ min: -Number.MAX_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER });

test('a sum written as a decimal and read again is the same sum, in every currency', () => {
  fc.assert(
    fc.property(amount, currency, (units, code) => {
      const sum = money(units, code);
      assert.deepEqual(parseMoney(decimalOf(sum), code), sum);
    }),
  );
});

test('a decimal read and written again keeps its value to the last place', () => {
  const digits = fc.nat({ max: 10 ** 9 });
  fc.assert(
    fc.property(digits, fc.nat({ max: 9999 }), currency, (whole, rest, code) => {
      const places = exponentOf(code);
      const fraction = String(rest).padStart(4, '0').slice(0, places);
      const text = places === 0 ? String(whole) : `${whole}.${fraction}`;
      const read = parseMoney(text, code);
      assert.ok(read);
      assert.equal(decimalOf(read), text);
    }),
  );
});

test('exponents are those of ISO 4217 even where Intl shows fewer digits', () => {
  const expected = {
    JPY: 0,
    ISK: 0,
    UGX: 0,
    GBP: 2,
    HUF: 2,
    IDR: 2,
    MGA: 2,
    KWD: 3,
    IQD: 3,
    CLF: 4,
  };
  for (const [code, places] of Object.entries(expected))
    assert.equal(exponentOf(code), places, code);
  assert.equal(new Set(currencyCodes).size, currencyCodes.length);
  assert.ok(currencyCodes.length > 160);
});

test('gold, testing codes, lower case and invented codes are no money', () => {
  for (const code of ['XAU', 'XTS', 'gbp', 'ZZZ', '', 'toString']) {
    assert.equal(isCurrency(code), false, code);
    assert.throws(() => money(1, code), RangeError);
  }
});

test('money is shown with the digits of its currency', () => {
  assert.equal(formatMoney(money(14000, 'GBP'), 'en-GB'), '£140.00');
  assert.equal(formatMoney(money(5120, 'KWD'), 'en-GB').replace(/\s/u, ' '), 'KWD 5.120');
  assert.equal(formatMoney(money(1000, 'JPY'), 'en-GB'), 'JP¥1,000');
  assert.equal(formatMoney(money(100050, 'HUF'), 'en-GB').replace(/\s/u, ' '), 'HUF 1,000.50');
  assert.equal(formatMoney(money(14000, 'GBP'), 'ar'), '\u200f140.00\u00a0\u2068UK£\u2069');
});

test('the largest exact sum is shown without losing a digit', () => {
  assert.equal(
    formatMoney(money(Number.MAX_SAFE_INTEGER, 'GBP'), 'en-GB'),
    '£90,071,992,547,409.91',
  );
});

test('what is no plain decimal of the currency is not read', () => {
  for (const text of [
    '',
    ' 1',
    '1 ',
    '1.',
    '.5',
    '1,50',
    '1e3',
    '0x10',
    '+1',
    '--1',
    '1.005',
    '٣',
    '£1',
    '∞',
  ])
    assert.equal(parseMoney(text, 'GBP'), null, text);
  assert.equal(parseMoney('1.5', 'JPY'), null);
  assert.equal(parseMoney('90071992547409.92', 'GBP'), null);
  assert.deepEqual(parseMoney('-0', 'GBP'), { amount: 0, currency: 'GBP' });
});

test('sums add up in one currency only, and never beyond what is exact', () => {
  assert.deepEqual(addMoney(money(1, 'GBP'), money(2, 'GBP'), money(-4, 'GBP')), money(-1, 'GBP'));
  assert.throws(() => addMoney(money(1, 'GBP'), money(1, 'EUR')), RangeError);
  assert.throws(() => addMoney(money(Number.MAX_SAFE_INTEGER, 'GBP'), money(1, 'GBP')), RangeError);
  assert.throws(() => money(0.1, 'GBP'), RangeError);
});
