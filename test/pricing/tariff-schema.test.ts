import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { checkTariff } from '../../src/pricing/forms/check-tariff.ts';
import { starterTariff } from '../../src/pricing/starter-tariff.ts';
import { cards } from './card-files.ts';
import { times } from './random.ts';
import { anyTariff } from './tariff-arbitrary.ts';

const root = join(import.meta.dirname, '../..');
const schema = JSON.parse(readFileSync(join(root, 'docs/tariff.schema.json'), 'utf8')) as object;
const fits = new Ajv2020({ strict: true, strictRequired: false, allowUnionTypes: true }).compile(
  schema,
);

test('docs/tariff.schema.json is what the form of the tariff makes', () => {
  const said = execFileSync(process.execPath, ['scripts/tariff-schema.ts', '--check'], {
    cwd: root,
    encoding: 'utf8',
  });
  assert.match(said, /fits the form/);
});

test('every field of the schema says what it is', () => {
  const silent: string[] = [];
  const look = (node: unknown, path: string): void => {
    if (typeof node !== 'object' || node === null) return;
    for (const [name, value] of Object.entries(node)) {
      const properties: unknown = name === 'properties' ? value : null;
      if (properties !== null && !/\.(if|then)$/.test(path))
        for (const [field, described] of Object.entries(properties as Record<string, object>))
          if (!('description' in described)) silent.push(`${path}.${field}`);
      look(value, `${path}.${name}`);
    }
  };
  look(schema, '');
  assert.deepEqual(silent, []);
});

test('the schema takes the starter tariff, every rate card, and any tariff that the portal takes', () => {
  for (const tariff of [starterTariff, ...[...cards.values()].map((card) => card.tariff)])
    assert.ok(fits(tariff), JSON.stringify(fits.errors));
  assert.ok(fits({ $schema: './tariff.schema.json', ...starterTariff }));
  fc.assert(
    fc.property(anyTariff, (tariff) => {
      assert.ok(fits(tariff), JSON.stringify(fits.errors));
    }),
    times(300),
  );
});

const flat = { kind: 'flat', when: {}, amount: 5 };
const gate = { when: {}, outcome: 'free', reason: 'house_rule', alternative: null };
const choices = [
  { value: 'a', label: 'A' },
  { value: 'b', label: 'B' },
];
const wrong: [string, object][] = [
  ['an unknown field', { discount: 5 }],
  ['a name of nothing but blanks', { name: '  ' }],
  ['a currency that is none', { currency: 'GOLD' }],
  ['gold', { currency: 'XAU' }],
  ['a sum in quotes', { minimum: '2500' }],
  ['half a penny', { step: 0.5 }],
  ['a base for nothing', { bases: [{ ...flat, amount: 0 }] }],
  ['a base of no kind', { bases: [{ when: {}, amount: 5 }] }],
  ['a base without conditions', { bases: [{ kind: 'flat', amount: 5 }] }],
  ['a field of another kind', { bases: [{ ...flat, by: 'words' }] }],
  ['an unknown condition', { bases: [{ ...flat, when: { weather: ['rain'] } }] }],
  ['a medium that is none', { bases: [{ ...flat, when: { medium: ['teletext'] } }] }],
  ['a condition of no values', { bases: [{ ...flat, when: { medium: [] } }] }],
  ['a value twice', { bases: [{ ...flat, when: { medium: ['print', 'print'] } }] }],
  ['a range of nothing', { bases: [{ ...flat, when: { words: {} } }] }],
  ['a place that is none', { bases: [{ ...flat, when: { country: ['UK'] } }] }],
  [
    'a table by a word',
    { bases: [{ kind: 'tier', when: {}, by: 'use', steps: [{ upTo: null, amount: 1 }] }] },
  ],
  [
    'a matrix by a number',
    {
      bases: [
        { kind: 'matrix', when: {}, rows: 'words', by: 'words', upTo: [null], cells: { a: [1] } },
      ],
    },
  ],
  [
    'a matrix with a foreign row',
    {
      bases: [
        { kind: 'matrix', when: {}, rows: 'medium', by: 'words', upTo: [null], cells: { tv: [1] } },
      ],
    },
  ],
  [
    'a factor for a foreign word',
    { factors: [{ kind: 'words', when: {}, by: 'purpose', factors: { fun: 1 } }] },
  ],
  ['a factor of 0', { factors: [{ kind: 'fixed', when: {}, label: 'Gift', factor: 0 }] }],
  ['a fixed factor without a label', { factors: [{ kind: 'fixed', when: {}, factor: 5 }] }],
  [
    'a group that is none',
    { factors: [{ kind: 'fixed', when: {}, label: 'A', factor: 5, group: 'friends' }] },
  ],
  ['a gate with an invented reason', { gates: [{ ...gate, reason: 'because' }] }],
  ['a gate without an alternative', { gates: [{ ...gate, alternative: undefined }] }],
  ['a licence that is not of Creative Commons', { gates: [{ ...gate, licence: 'MIT' }] }],
  ['a condition with markup', { gates: [{ ...gate, conditions: ['<b>'] }] }],
  [
    'a question with one answer',
    { details: [{ name: 'a', label: 'A', when: {}, choices: choices.slice(1) }] },
  ],
  ['a question with a capital', { details: [{ name: 'A', label: 'A', when: {}, choices }] }],
  [
    'a tax of more than everything',
    { taxes: [{ name: 'VAT', rate: 10_001, countries: null, registered: 'charge' }] },
  ],
  [
    'a tax in a region',
    { taxes: [{ name: 'VAT', rate: 1, countries: ['150'], registered: 'charge' }] },
  ],
  ['rights that are none', { rights: { coPublished: 'sell', freelance: 'contract' } }],
  ['yes', { taxIncluded: 'yes' }],
];
for (const [what, changes] of wrong)
  test(`the schema and the portal both refuse ${what}`, () => {
    const tariff: unknown = JSON.parse(JSON.stringify({ ...starterTariff, ...changes }));
    assert.deepEqual([checkTariff(tariff).ok, fits(tariff)], [false, false]);
  });

// What only shows beside another value, JSON Schema has no words for.
const beyondSchema = [
  /^The limits must rise/,
  /^Each row of the matrix needs one cell/,
  /^The range ends before/,
  /^The tariff asks no question/,
  /^The question has no choice/,
  /^This is the first currency already/,
  /^A tariff needs at least one base/,
  /^Two (?:questions|choices) have/,
  /^The same currency stands there twice/,
  /^There is a (?:name|character) here/,
];

test('of tariffs with something taken out, added or exchanged, schema and portal think alike', () => {
  let refused = 0;
  const junk = fc.constantFrom(null, true, 0, -1, 7, 0.5, 20_000_000_000, '', 'x', 'GBP', [], {}, [
    {},
  ]);
  const change = fc.record({
    way: fc.array(fc.nat({ max: 40 }), { minLength: 1, maxLength: 8 }),
    junk,
    how: fc.constantFrom('out', 'in', 'for'),
  });
  fc.assert(
    fc.property(anyTariff, change, (tariff, { way, how, junk: value }) => {
      const damaged = JSON.parse(JSON.stringify(tariff)) as Node;
      const [node, name] = reached(damaged, way);
      if (how === 'out') delete node[name];
      else node[how === 'in' && !Array.isArray(node) ? 'added' : name] = value;
      const given: unknown = JSON.parse(JSON.stringify(damaged));
      const checked = checkTariff(given);
      if (checked.ok) return assert.ok(fits(given), JSON.stringify(fits.errors));
      refused += 1;
      if (fits(given))
        for (const { path, message } of checked.mistakes)
          assert.ok(
            beyondSchema.some((words) => words.test(message)),
            `${path}: ${message}`,
          );
    }),
    times(1_500),
  );
  assert.ok(refused > 500, `only ${refused} were refused`);
});

type Node = Record<string, unknown>;

/** The place that a way leads to: each number chooses a member, the last one a name there. */
function reached(root: Node, way: readonly number[]): [Node, string] {
  let node = root;
  for (const turn of way.slice(1)) {
    const next = node[nameAt(node, turn)];
    if (typeof next !== 'object' || next === null || Object.keys(next).length === 0) break;
    node = next as Node;
  }
  return [node, nameAt(node, way[0] ?? 0)];
}

function nameAt(node: Node, turn: number): string {
  const names = Object.keys(node);
  return names[turn % names.length] ?? '';
}
