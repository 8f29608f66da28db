import assert from 'node:assert/strict';
import { test } from 'node:test';
import { reason } from '../../src/pricing/rules/reasons.ts';
import type { Quote } from '../../src/pricing/rules/answer.ts';
import { plainUse } from '../../src/pricing/rules/use.ts';
import { starterTariff } from '../../src/pricing/starter-tariff.ts';
import { requestStates, verbsFrom } from '../../src/requests/rules/life.ts';
import { agreedPrice } from '../../src/pricing/rules/agreed-price.ts';
import { priceIn } from '../../src/pricing/rules/recompute.ts';
import { decisionsFor } from '../../src/review/rules/decisions.ts';
import { flagsOf } from '../../src/review/rules/flags.ts';
import { eventWords } from '../../src/review/rules/history.ts';
import { promiseWords } from '../../src/review/rules/promise-words.ts';
import { tabOf, tabs } from '../../src/review/rules/tabs.ts';

const price = { lines: [], net: 100, tax: 20, total: 120 };
const none = { lines: [], net: 0, tax: 0, total: 0 };
const frame = { alternative: null, currency: 'GBP', tariffVersion: 1, flags: [] };
const priced: Quote = {
  ...frame,
  ...price,
  answer: 'price',
  reason: reason('priced'),
  computed: null,
};
const free: Quote = {
  ...frame,
  ...none,
  answer: 'free',
  reason: reason('programme'),
  computed: null,
};
const referred: Quote = {
  ...frame,
  ...none,
  answer: 'refer',
  reason: reason('marketing'),
  computed: price,
};
const unpriced: Quote = { ...referred, computed: null };

test('the decisions of each state are these', () => {
  const decisions = Object.fromEntries(
    requestStates.map((state) => [state, decisionsFor(state, [priced]).join(' ')]),
  );
  assert.deepEqual(decisions, {
    unverified: '',
    in_review: 'approve reprice grant_free ask decline withdraw message',
    needs_info: 'grant_free decline withdraw message',
    offered: 'reprice decline withdraw message',
    accepted: 'reprice cancel message',
    granted: 'message',
    declined: '',
    withdrawn: '',
    lapsed: '',
    cancelled: '',
  });
  assert.ok(verbsFrom('accepted').includes('withdraw'), 'the republisher may still take it back');
});

test('approving needs a price for every article and a sum above nothing', () => {
  const can = (...quotes: Quote[]): boolean =>
    decisionsFor('in_review', quotes).includes('approve');
  assert.equal(can(priced, free), true);
  assert.equal(can(referred), true);
  assert.equal(can(priced, unpriced), false);
  assert.equal(can(free, free), false);
  assert.equal(priceIn(unpriced), null);
  assert.equal(priceIn(free)?.total, 0);
});

test('a price agreed in person is one line and the tariff’s tax', () => {
  const tax = { name: 'VAT', rate: 2000, countries: ['GB'], registered: 'charge' } as const;
  const tariff = { ...starterTariff, version: 1, taxes: [tax] };
  const agreed = agreedPrice(tariff, plainUse, 12_345);
  assert.deepEqual(
    agreed.lines.map(({ rule, amount }) => [rule, amount]),
    [
      ['base', 12_345],
      ['tax', 2469],
    ],
  );
  assert.deepEqual([agreed.net, agreed.tax, agreed.total], [12_345, 2469, 14_814]);
  assert.equal(agreedPrice(tariff, { ...plainUse, country: 'FR' }, 12_345).total, 12_345);
});

test('flags stand in the order of their weight, and only those that hold', () => {
  const facts = {
    quotes: [],
    agencyText: false,
    repeatCustomer: false,
    edits: 'none',
    alreadyPublished: false,
  };
  assert.deepEqual(flagsOf(facts), []);
  const quotes: Quote[] = [{ ...priced, flags: ['reach_unknown', 'exclusivity_wish'] }];
  const flags = flagsOf({
    ...facts,
    quotes,
    agencyText: true,
    repeatCustomer: true,
    edits: 'shorten',
  });
  assert.deepEqual(
    flags.map(({ kind, label }) => `${kind} ${label}`),
    [
      'bad Agency text',
      'warning Wants it exclusively',
      'warning Reach unknown',
      'plain Wants changes',
      'good Repeat customer',
    ],
  );
});

test('a promise is told in hours up to two days, then in days', () => {
  const promised = new Date('2026-11-25T10:00:00Z');
  const told = (hours: number) => {
    const { age, text, params } = promiseWords(
      promised,
      new Date(promised.getTime() + hours * 3_600_000),
    );
    return `${age} ${text} ${params['count'] ?? ''}`.trim();
  };
  assert.equal(told(-72), 'fine {count, plural, one {# day} other {# days}} left 3');
  assert.equal(told(-5), 'soon {count, plural, one {# hour} other {# hours}} left 5');
  assert.equal(told(-0.5), 'soon Less than an hour left');
  assert.equal(told(0.5), 'late Late by less than an hour');
  assert.equal(told(30), 'late Late by {count, plural, one {# hour} other {# hours}} 30');
  assert.equal(told(50), 'late Late by {count, plural, one {# day} other {# days}} 2');
});

test('every state stands in exactly one list of the queue, besides the list of all', () => {
  const listed = tabs.filter(({ key }) => key !== 'all').flatMap(({ states }) => states);
  assert.deepEqual(listed.toSorted(), [...requestStates].toSorted());
  assert.equal(tabOf('nonsense').key, 'to_decide');
});

test('an event without a sentence of its own is shown as it is', () => {
  assert.deepEqual(eventWords({ verb: 'offer', name: 'Amal', total: '£5.00' }), {
    text: '{name} made an offer of {total}.',
    params: { name: 'Amal', total: '£5.00' },
  });
  assert.equal(eventWords({ verb: 'constructor', name: 'A', total: '' }).text, '{name}: {verb}');
});
