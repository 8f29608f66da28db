import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { checkTariff, readTariff } from '../../src/pricing/forms/check-tariff.ts';
import { crossMistakes } from '../../src/pricing/forms/cross-check.ts';
import { starterTariff } from '../../src/pricing/starter-tariff.ts';
import { times } from './random.ts';
import { anyTariff } from './tariff-arbitrary.ts';

const whole = JSON.stringify(starterTariff);

/** What is said about a text, as `place: message`. */
function said(text: string): string[] {
  const read = readTariff(text);
  if (read.ok) return [];
  return read.problems.map(({ message, params }) =>
    params?.['place'] === undefined ? message : `${params['place']}: ${params['problem']}`,
  );
}

const withGates = (text: string): string => whole.replace('"gates":[', `"gates":[${text}`);
const replaced = (from: string, to: string): string => {
  assert.ok(whole.includes(from), from);
  return whole.replace(from, to);
};

test('a tariff broken in many places is told all of them at once, each with its path', () => {
  const broken = {
    ...starterTariff,
    name: '',
    currency: 'GOLD',
    details: [{ name: 'Share', label: 'Share', when: {}, choices: [{ value: 'a', label: 'A' }] }],
    gates: [{ when: { words: { from: '9' } }, outcome: 'sell', reason: 'why', alternative: null }],
    bases: [
      { kind: 'tier', when: { medium: ['tv'] }, by: 'medium', steps: [{ upTo: 0, amount: 1.5 }] },
      { kind: 'matrix', when: {}, rows: 'detail:size', by: 'reach', upTo: [null], cells: {} },
    ],
    factors: [{ kind: 'words', when: {}, by: 'purpose', factors: { news: 'half' } }, 7],
    addOns: [{ when: { country: ['UK'] }, label: '<b>', amount: -1, per: 'paper' }],
    minimum: '2500',
    step: Number.NaN,
    taxes: [{ name: 'VAT', rate: 0.2, countries: ['EU'], registered: 'maybe' }],
    discount: true,
  };
  const checked = checkTariff(broken);
  assert.ok(!checked.ok);
  const paths = new Set(checked.mistakes.map(({ path }) => path));
  for (const path of [
    ...['', 'name', 'currency', 'minimum', 'step', 'details.0.name', 'details.0.choices'],
    ...['gates.0.when.words.from', 'gates.0.outcome', 'gates.0.reason', 'bases.0.when.medium.0'],
    ...['bases.0.by', 'bases.0.steps.0.upTo', 'bases.0.steps.0.amount', 'bases.1.cells'],
    ...['bases.1.rows', 'factors.0.factors.news', 'factors.1', 'addOns.0.when.country.0'],
    ...['addOns.0.label', 'addOns.0.amount', 'addOns.0.per', 'taxes.0.rate', 'taxes.0.countries.0'],
    'taxes.0.registered',
  ])
    assert.ok(paths.has(path), `${path} is not among ${[...paths].join(', ')}`);
  for (const { message } of checked.mistakes) assert.match(message, /^[A-Z].*\.$/);
});

test('whatever is missing, the mistake says what it is', () => {
  const whatIsMissing: [object, string, RegExp][] = [
    [{ gates: [{}] }, 'gates.0.outcome', /^Give one of: free/],
    [{ gates: [{}] }, 'gates.0.when', /^Conditions are missing/],
    [{ details: [{}] }, 'details.0.name', /^A name is missing/],
    [{ details: [{}] }, 'details.0.label', /^A label is missing/],
    [{ details: [{}] }, 'details.0.choices', /^The list is missing/],
    [{ bases: [{}] }, 'bases.0.kind', /^Give one of: flat/],
    [{ bases: [{ kind: 'tier' }] }, 'bases.0.steps', /^The steps are missing/],
    [{ bases: [{ kind: 'matrix' }] }, 'bases.0.rows', /^Give one of: use/],
    [{ factors: [{ kind: 'words' }] }, 'factors.0.factors', /^The factors are missing/],
    [{ factors: [{ kind: 'fixed' }] }, 'factors.0.factor', /^A factor is missing/],
    [{ addOns: [{}] }, 'addOns.0.amount', /^A sum is missing/],
    [{ taxes: [{}] }, 'taxes.0.rate', /^The rate is/],
    [{ bases: [{ kind: 'flat', when: { words: 5 } }] }, 'bases.0.when.words', /^A range has/],
  ];
  for (const [changes, path, message] of whatIsMissing) {
    const checked = checkTariff({ ...starterTariff, ...changes });
    const found = checked.ok ? [] : checked.mistakes.filter((one) => one.path === path);
    assert.match(found[0]?.message ?? 'nothing', message, path);
  }
});

const size = 256 * 1_024;
const refused: [string, string, RegExp][] = [
  ['lists in lists without end', '['.repeat(size / 2) + ']'.repeat(size / 2), /nested deeper/],
  [
    'the same inside',
    withGates(`${'['.repeat(size / 2)}${']'.repeat(size / 2)},`),
    /^gates\.0.*nested deeper/,
  ],
  [
    'objects in objects without end',
    withGates(`${'{"when":'.repeat(20_000)}1${'}'.repeat(20_000)},`),
    /nested deeper/,
  ],
  ['an endless list', withGates('0,'.repeat(size / 2)), /^gates: At most 1,000/],
  [
    'endless fields',
    withGates(`{${Array.from({ length: 20_000 }, (_, i) => `"k${i}":1`).join()}},`),
    /^gates\.0: At most 1,000/,
  ],
  [
    'endless values',
    withGates(`{"when":{"tags":[${'0,'.repeat(900)}0]}},`.repeat(130)),
    /^At most 20,000 values/,
  ],
  ['a long name', replaced('Starter tariff', 'x'.repeat(size)), /^name: A label/],
  [
    'a long path',
    replaced('"factors":{', `"factors":{"${'x'.repeat(size)}":1,`),
    /^factors\.1\.factors: There is a name/,
  ],
  ['a number in quotes', replaced('"minimum":2500', '"minimum":"2500"'), /^minimum: A sum/],
  [
    'yes in quotes',
    replaced('"discountsStack":false', '"discountsStack":"false"'),
    /^discountsStack: Write/,
  ],
  ['a number beyond all', replaced('"minimum":2500', '"minimum":1e999'), /^minimum: A sum/],
  [
    'a number that is not exact',
    replaced('"minimum":2500', '"minimum":9007199254740993'),
    /^minimum: A sum/,
  ],
  [
    'the character 0',
    replaced('Starter tariff', String.raw`a\u0000b`),
    /^name: .*cannot be stored/,
  ],
  [
    'half a character',
    replaced('Starter tariff', String.raw`a\ud83d`),
    /^name: .*cannot be stored/,
  ],
  [
    'half a character as a name',
    replaced('"news":10000', String.raw`"\ud83d":10000`),
    /^factors\.2\.factors: .*cannot be stored/,
  ],
  [
    'a name of the machine',
    replaced('"news":10000', '"__proto__":10000'),
    /^factors\.2\.factors: There is a name/,
  ],
  [
    'a name twice',
    replaced('"step":', String.raw`"st\u0065p":5,"step":`),
    /^step: This name stands twice/,
  ],
  [
    'a name twice, deep inside',
    replaced('"news":10000', '"news":10000,"news":5000'),
    /^factors\.2\.factors\.news: This name/,
  ],
  ['nothing', '', /^This is not JSON/],
  ['NaN', replaced('2500', 'NaN'), /^This is not JSON/],
  ['a comma too many', replaced('"minimum":2500', '"minimum":2500,,'), /^This is not JSON/],
  ['a list', '[]', /^A tariff is an object/],
  ['null', 'null', /^A tariff is an object/],
];
for (const [what, text, message] of refused)
  test(`a tariff is refused: ${what}`, () => {
    const [first = 'it is not refused', ...others] = said(text);
    assert.match(first, message);
    assert.ok(others.length <= 100);
  });

test('a name twice does not hide what else is wrong', () => {
  const text = replaced('"step":', '"step":5,"step":').replace('"minimum":2500', '"minimum":-1');
  assert.deepEqual(
    said(text).map((one) => one.split(':')[0]),
    ['step', 'minimum'],
  );
});

test('of more than a hundred mistakes the first hundred are told, and that there are more', () => {
  const problems = said(withGates('{},'.repeat(150)));
  assert.equal(problems.length, 101);
  assert.equal(problems.at(-1), 'There are more mistakes; these are the first.');
});

test('names of JavaScript’s own are words like any other', () => {
  for (const name of ['constructor', 'toString', 'hasOwnProperty', 'valueOf']) {
    const factors = [{ kind: 'words', when: {}, by: 'section', factors: { [name]: 5_000 } }];
    const choices = ['constructor', 'value_of'].map((value) => ({ value, label: value }));
    const details = [{ name: 'constructor', label: 'Which?', when: {}, choices }];
    const checked = checkTariff({ ...starterTariff, factors, details });
    assert.ok(checked.ok, name);
    assert.deepEqual(checked.data.factors, factors);
  }
});

test('the address of the schema may stand in a tariff and is left out of it', () => {
  const read = readTariff(`{"$schema": "../docs/tariff.schema.json", ${whole.slice(1)}`);
  assert.ok(read.ok);
  assert.deepEqual(read.data, starterTariff);
});

test('nothing that JSON can hold makes the checks throw', () => {
  const json = fc.jsonValue({ maxDepth: 6 });
  const anywhere = fc.tuple(anyTariff, fc.array(fc.nat({ max: 30 }), { maxLength: 8 }), json);
  const damaged = anywhere.map(([tariff, way, value]) => put(structuredClone(tariff), way, value));
  fc.assert(
    fc.property(fc.oneof(json, damaged, hostileJson), (given) => {
      assert.ok(Array.isArray(crossMistakes(given)));
      const checked = checkTariff(given);
      for (const { message } of checked.ok ? [] : checked.mistakes) {
        assert.match(message, /^[A-Z].*\.$/);
        assert.doesNotMatch(message, /undefined|\bvalue\b.*must/);
      }
      assert.ok(checked.ok || checked.mistakes.length > 0);
      const text = JSON.stringify(given);
      assert.equal(readTariff(text).ok, checkTariff(JSON.parse(text)).ok);
    }),
    times(1_000),
  );
});

const names = [
  ...['details', 'gates', 'bases', 'factors', 'addOns', 'otherCurrencies', 'taxes', 'currency'],
  ...['when', 'by', 'rows', 'cells', 'name', 'choices', 'value', 'kind', 'steps', 'upTo'],
  ...['outcome', 'toString', 'valueOf', 'constructor', 'toJSON', 'length'],
];

/** Values under the names that the checks look for. */
const hostileJson = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom(null, true, 0, -1, 1.5, 1e300, '', 'detail:', 'detail:toString', '__proto__'),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.constantFrom(...names), tie('value'), { maxKeys: 6 }),
  ),
})).value;

/** Puts a value somewhere into a tariff: each number of the way chooses a member. */
function put(root: object, way: readonly number[], value: unknown): unknown {
  let node: Record<string, unknown> = root as Record<string, unknown>;
  for (const turn of way) {
    const keys = Object.keys(node);
    const next = node[keys[turn % keys.length] ?? ''];
    if (typeof next !== 'object' || next === null || Object.keys(next).length === 0) break;
    node = next as Record<string, unknown>;
  }
  const keys = Object.keys(node);
  node[keys[(way[0] ?? 0) % keys.length] ?? 'name'] = value;
  return root;
}
