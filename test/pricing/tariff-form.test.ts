import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parse } from '../../src/platform/http.ts';
import { checkTariff } from '../../src/pricing/forms/check-tariff.ts';
import { publishForm } from '../../src/pricing/forms/publish.ts';
import { tariffSchema } from '../../src/pricing/forms/tariff.ts';
import type { TariffData } from '../../src/pricing/rules/tariff.ts';
import { starterTariff } from '../../src/pricing/starter-tariff.ts';

type Changeable = Record<string, unknown>;

function starter(): Changeable {
  return JSON.parse(JSON.stringify(starterTariff)) as Changeable;
}

/** The paths at which the tariff with this change is refused. */
function refusedAt(changes: Changeable): string[] {
  const checked = checkTariff({ ...starter(), ...changes });
  return checked.ok ? [] : checked.mistakes.map(({ path }) => path);
}

test('the starter tariff is valid and the same after a trip through JSON and the schema', () => {
  const parsed = parse(tariffSchema, starter());
  assert.ok(parsed.ok);
  assert.deepEqual(parsed.value satisfies TariffData, starterTariff);
});

test('every mistake is found at once, each with its path', () => {
  const broken = starter();
  Object.assign(broken, { currency: 'ZZZ', step: 0, minimum: undefined });
  const factors = structuredClone(starterTariff.factors) as unknown as Changeable[];
  Object.assign(factors[0] ?? {}, { steps: [{ upTo: 100, factor: 0.5 }] });
  Object.assign(factors[1] ?? {}, { factors: { '9m': 10_000 } });
  const bases = [{ kind: 'cube', when: {} }];
  const parsed = parse(tariffSchema, { ...broken, factors, bases });
  assert.ok(!parsed.ok);
  assert.deepEqual(parsed.problems.map(({ field }) => field).toSorted(), [
    'bases.0.kind',
    'currency',
    'factors.0.steps.0.factor',
    'factors.1',
    'minimum',
    'step',
  ]);
  for (const { message } of parsed.problems) assert.match(message, /^[A-Z].*\.$/);
});

const tier = { kind: 'tier', when: {}, by: 'reach' };
const step = (upTo: number | null, amount: unknown = 100): object => ({ upTo, amount });

const choice = (value: string): object => ({ value, label: `Choice ${value}` });
const share = {
  name: 'share',
  label: 'Share',
  when: {},
  choices: [choice('half'), choice('whole')],
};
const pounds = {
  currency: 'GBP',
  bases: [{ kind: 'flat', when: {}, amount: 5 }],
  addOns: [],
  minimum: 0,
  step: 1,
};

const mistakes: [string, Changeable, string][] = [
  ['no base at all', { bases: [] }, 'bases'],
  ['bases that are no list', { bases: {} }, 'bases'],
  ['limits that fall', { bases: [{ ...tier, steps: [step(10), step(5)] }] }, 'bases.0.steps'],
  ['limits that repeat', { bases: [{ ...tier, steps: [step(10), step(10)] }] }, 'bases.0.steps'],
  ['"more" in the middle', { bases: [{ ...tier, steps: [step(null), step(9)] }] }, 'bases.0.steps'],
  ['no steps', { bases: [{ ...tier, steps: [] }] }, 'bases.0.steps'],
  ['a base for nothing', { bases: [{ kind: 'flat', when: {}, amount: 0 }] }, 'bases.0.amount'],
  ['half a penny', { bases: [{ kind: 'flat', when: {}, amount: 0.5 }] }, 'bases.0.amount'],
  ['a sum below nothing', { bases: [{ kind: 'flat', when: {}, amount: -5 }] }, 'bases.0.amount'],
  ['no conditions', { bases: [{ kind: 'flat', amount: 5 }] }, 'bases.0.when'],
  [
    'a medium that does not exist',
    { bases: [{ kind: 'flat', when: { medium: ['teletext'] }, amount: 5 }] },
    'bases.0.when.medium.0',
  ],
  [
    'a range that ends before it begins',
    { bases: [{ kind: 'flat', when: { words: { from: 9, to: 3 } }, amount: 5 }] },
    'bases.0.when.words',
  ],
  [
    'an empty range',
    { bases: [{ kind: 'flat', when: { words: {} }, amount: 5 }] },
    'bases.0.when.words',
  ],
  [
    'a place that does not exist',
    { bases: [{ kind: 'flat', when: { country: ['UK'] }, amount: 5 }] },
    'bases.0.when.country.0',
  ],
  [
    'a label with a placeholder',
    { addOns: [{ when: {}, label: '{danger}', amount: 5 }] },
    'addOns.0.label',
  ],
  ['a label with markup', { addOns: [{ when: {}, label: '<b>', amount: 5 }] }, 'addOns.0.label'],
  [
    'a gate with an invented reason',
    { gates: [{ when: {}, outcome: 'refuse', reason: 'because', alternative: null }] },
    'gates.0.reason',
  ],
  [
    'a gate that only the rights may be',
    { gates: [{ when: {}, outcome: 'refuse', reason: 'withdrawn', alternative: null }] },
    'gates.0.reason',
  ],
  [
    'a factor of 0',
    { factors: [{ kind: 'fixed', when: {}, label: 'Gift', factor: 0 }] },
    'factors.0.factor',
  ],
  ['a step of 0', { step: 0 }, 'step'],
  ['a minimum below nothing', { minimum: -1 }, 'minimum'],
  ['gold as a currency', { currency: 'XAU' }, 'currency'],
  [
    'a tax of more than everything',
    { taxes: [{ name: 'VAT', rate: 10_001, countries: null, registered: 'charge' }] },
    'taxes.0.rate',
  ],
  [
    'a table by a question that is not asked',
    { factors: [{ kind: 'words', when: {}, by: 'detail:page_share', factors: { half: 13_300 } }] },
    'factors.0.by',
  ],
  [
    'a choice that the question does not have',
    {
      details: [share],
      bases: [{ kind: 'flat', when: { details: { share: ['third'] } }, amount: 5 }],
    },
    'bases.0.when.details.share.0',
  ],
  [
    'a table with a choice that the question does not have',
    {
      details: [share],
      factors: [{ kind: 'words', when: {}, by: 'detail:share', factors: { third: 1 } }],
    },
    'factors.0.factors.third',
  ],
  [
    'a question with one answer',
    { details: [{ ...share, choices: [choice('half')] }] },
    'details.0.choices',
  ],
  ['two questions of one name', { details: [share, share] }, 'details.1'],
  [
    'a further currency that is the first',
    { otherCurrencies: [pounds] },
    'otherCurrencies.0.currency',
  ],
  [
    'a licence that is none of Creative Commons',
    {
      gates: [
        { when: {}, outcome: 'free', reason: 'house_rule', alternative: null, licence: 'MIT' },
      ],
    },
    'gates.0.licence',
  ],
  ['a matrix with a gap', { bases: [matrix({ website: [1] })] }, 'bases.0'],
  ['a matrix with a foreign row', { bases: [matrix({ teletext: [1, 2] })] }, 'bases.0'],
];

function matrix(cells: object): object {
  return { kind: 'matrix', when: {}, rows: 'medium', by: 'reach', upTo: [10, null], cells };
}

for (const [what, changes, path] of mistakes)
  test(`refused: ${what}`, () => {
    assert.deepEqual(refusedAt(changes), [path]);
  });

test('tables that leave a use without a price are allowed: such a use is referred', () => {
  assert.deepEqual(refusedAt({ bases: [{ ...tier, steps: [step(10)] }], factors: [] }), []);
  assert.deepEqual(refusedAt({ bases: [matrix({ website: [1, null] })] }), []);
});

test('a key that would reach the prototype is refused', () => {
  const hostile = JSON.parse('{"__proto__": {"polluted": true}, "constructor": {}}') as Changeable;
  const parsed = parse(tariffSchema, { ...starter(), extra: hostile });
  assert.equal(parsed.ok, false);
  const inside = JSON.parse(
    JSON.stringify(starter()).replace('"gates":[', '"gates":[{"__proto__":{"a":1}},'),
  ) as Changeable;
  assert.equal(parse(tariffSchema, inside).ok, false);
  assert.equal(({} as Changeable)['polluted'], undefined);
});

test('a version begins on a day of our time: a year that no database writes alike is refused', () => {
  const begins = (effectiveFrom: string): boolean =>
    parse(publishForm, { data: '{}', note: 'x', basedOn: '1', effectiveFrom }).ok;
  assert.deepEqual(['2026-12-01', '0000-01-01', '0999-12-31'].map(begins), [true, false, false]);
});

test('without a base something else must decide: a last gate that sets no price', () => {
  const gate = (when: object, outcome: string): object => ({
    ...{ when, outcome, reason: 'house_rule', alternative: null },
  });
  const refused = (...gates: object[]): string[] => refusedAt({ bases: [], gates });
  assert.deepEqual(refused(), ['bases']);
  assert.deepEqual(refused(gate({ medium: ['print'] }, 'free')), ['bases']);
  assert.deepEqual(refused(gate({}, 'price')), ['bases']);
  assert.deepEqual(refused(gate({ medium: ['print'] }, 'free'), gate({}, 'refer')), []);
  const otherCurrencies = [{ ...pounds, currency: 'EUR', bases: [] }];
  assert.deepEqual(refusedAt({ otherCurrencies }), ['otherCurrencies.0.bases']);
});
