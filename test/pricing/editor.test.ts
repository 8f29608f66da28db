import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { checkTariff } from '../../src/pricing/forms/check-tariff.ts';
import { press } from '../../src/pricing/forms/editor-press.ts';
import { fieldProblems } from '../../src/pricing/forms/editor-problems.ts';
import { dataFromFields } from '../../src/pricing/forms/editor-read.ts';
import {
  decimalText,
  lineOf,
  textOf,
  textsOf,
  unitsOf,
  wholeText,
} from '../../src/pricing/forms/editor-text.ts';
import { pairsOf, treeOf, type Pairs } from '../../src/pricing/forms/editor-tree.ts';
import { editorFields } from '../../src/pricing/forms/editor-write.ts';
import type { Speak } from '../../src/pricing/rules/conditions.ts';
import { tariffChanges } from '../../src/pricing/rules/editor-changes.ts';
import { canonical } from '../../src/pricing/rules/editor-pairs.ts';
import type { TariffData } from '../../src/pricing/rules/tariff.ts';
import { starterTariff } from '../../src/pricing/starter-tariff.ts';
import { translatorOf } from '../../src/platform/i18n.ts';
import { anyTariff } from './tariff-arbitrary.ts';

const translator = translatorOf(new Map());

/** The fields as a browser sends them and a server reads them. */
function overTheWire(pairs: Pairs): Pairs {
  const sent = Object.entries(pairs).flatMap(([name, value]) =>
    [value].flat().map((one): [string, string] => [name, one]),
  );
  const received: Record<string, string[]> = {};
  for (const [name, value] of new URLSearchParams(new URLSearchParams(sent).toString()))
    (received[name] ??= []).push(value);
  return received;
}

test('any tariff is exactly the same after a trip through the fields of the form', () => {
  fc.assert(
    fc.property(anyTariff, (tariff) => {
      const pairs = editorFields(tariff);
      assert.deepEqual(dataFromFields(pairs), tariff);
      assert.deepEqual(dataFromFields(overTheWire(pairs)), tariff);
      assert.deepEqual(pairsOf(treeOf(pairs)), pairs);
    }),
    { numRuns: 500 },
  );
});

test('whatever is sent in place of the form is read without a fault, and never as another tariff', () => {
  const name = fc.oneof(
    fc.constantFrom(...Object.keys(editorFields(starterTariff))),
    fc.string({ unit: 'binary', maxLength: 30 }),
    fc.constantFrom('__proto__-x', 'gates-999999999-outcome', 'constructor', '-', 'bases--1', '0'),
  );
  const value = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 20 }),
    fc.array(fc.string({ maxLength: 5 }), { maxLength: 3 }),
    fc.constantFrom('1e3', '0x10', 'Infinity', '-1', ' 12 ', '١٢', '1,5', '80.001', 'NaN'),
  );
  const start = editorFields(starterTariff);
  fc.assert(
    fc.property(fc.dictionary(name, value, { maxKeys: 5 }), (changes) => {
      const data = dataFromFields({ ...start, ...changes });
      const checked = checkTariff(data);
      if (checked.ok) assert.deepEqual(dataFromFields(editorFields(checked.data)), checked.data);
      const tree = treeOf({ ...start, ...changes });
      fieldProblems(tree, checked.ok ? [] : checked.mistakes);
      for (const button of Object.keys(changes)) press(tree, `remove ${button}`);
    }),
    { numRuns: 300 },
  );
  assert.equal(({} as Record<string, unknown>)['x'], undefined);
});

const decimals: [string, number, number | null][] = [
  ['80', 2, 8_000],
  ['80.0', 2, 8_000],
  [' 80.05 ', 2, 8_005],
  ['1,250.50', 2, 125_050],
  ['12,345,678', 0, 12_345_678],
  ['500', 0, 500],
  ['1.234', 3, 1_234],
  ['0.7', 4, 7_000],
  ['80.005', 2, null],
  ['80.00', 0, null],
  ['1,5', 4, null],
  ['0,700', 4, null],
  ['1,25', 2, null],
  ['1e3', 2, null],
  ['-5', 2, null],
  ['.5', 2, null],
  ['٨٠', 2, null],
  ['99999999999999999', 2, null],
  ['', 2, null],
];
for (const [typed, places, units] of decimals)
  test(`"${typed}" with ${places} places is ${units ?? 'refused'}`, () => {
    assert.equal(unitsOf(typed, places), units);
  });

test('sums, factors and whole numbers are read back as they were written', () => {
  const units = fc.oneof(fc.nat(), fc.integer({ min: 0, max: 100_000_000_001 }));
  fc.assert(
    fc.property(units, fc.nat({ max: 4 }), fc.boolean(), (value, places, fixed) => {
      assert.equal(unitsOf(decimalText(value, places, fixed), places), value);
      assert.equal(unitsOf(wholeText(value), 0), value);
    }),
  );
});

test('texts keep their blanks, breaks and quotes on one line', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'binary', minLength: 1 })), (texts) => {
      const lines = texts.map(lineOf);
      for (const [index, line] of lines.entries()) assert.equal(textOf(line), texts[index]);
      assert.deepEqual(textsOf(lines.join('\r\n')), texts);
    }),
  );
});

const start = treeOf(editorFields(starterTariff));
const after = (...buttons: string[]): TariffData =>
  dataFromFields(
    pairsOf(buttons.reduce((tree, button) => press(tree, button).tree, start)),
  ) as TariffData;

test('rules move up and down and go, and the keyboard stays where the eye is', () => {
  const [one, two, three] = starterTariff.gates;
  assert.deepEqual(after('up gates-1').gates.slice(0, 2), [two, one]);
  assert.deepEqual(after('down gates-0', 'down gates-1').gates.slice(0, 3), [two, three, one]);
  assert.deepEqual(after('remove gates-0').gates[0], two);
  assert.equal(press(start, 'up gates-2').focus, 'up gates-1');
  assert.equal(press(start, 'up gates-1').focus, 'gates-0');
  assert.equal(press(start, 'remove gates-4').focus, 'gates-3');
  for (const nothing of ['up gates-0', 'down gates-4', 'remove gates-9', 'up name', 'fly gates-0'])
    assert.deepEqual(after(nothing), starterTariff, nothing);
});

test('a new rule decides nothing by itself, and its conditions come one by one', () => {
  const added = press(start, 'add gates');
  assert.equal(added.focus, 'gates-5');
  assert.deepEqual((dataFromFields(pairsOf(added.tree)) as TariffData).gates[5], {
    when: {},
    alternative: null,
  });
  const chosen = treeOf({ ...pairsOf(added.tree), 'gates-5-when-add': 'purpose' });
  const conditioned = press(chosen, 'condition gates-5-when');
  assert.equal(conditioned.focus, 'gates-5-when-purpose');
  // Without a tick it would hold always: that is a mistake, not a wish.
  const mistakes = problemsIn(pairsOf(conditioned.tree)).map(({ field }) => field);
  assert.deepEqual(mistakes, ['gates-5-when-purpose', 'gates-5-outcome', 'gates-5-reason']);
  const dropped = press(conditioned.tree, 'drop gates-5-when-purpose');
  assert.deepEqual((dataFromFields(pairsOf(dropped.tree)) as TariffData).gates[5]?.when, {});
  assert.equal(dropped.focus, 'gates-5-when-add');
});

test('a table becomes another kind and keeps what both kinds have', () => {
  const pairs = { ...pairsOf(start), 'bases-0-kind': 'matrix' };
  const made = pairsOf(press(treeOf(pairs), 'kind bases-0').tree);
  assert.deepEqual([made['bases-0-by'], made['bases-0-rows']], ['reach', 'medium']);
  const wide = press(press(treeOf(made), 'add bases-0-upTo').tree, 'add bases-0-cells').tree;
  const typed = {
    ...pairsOf(wide),
    ...{ 'bases-0-upTo-0': '10', 'bases-0-upTo-1': '', 'bases-0-cells-0-word': 'website' },
    ...{ 'bases-0-cells-0-cells-0': '1.50', 'bases-0-cells-0-cells-1': '' },
    ...{ 'bases-0-cells-1-word': 'app', 'bases-0-cells-1-cells-0': '2' },
    'bases-0-cells-1-cells-1': '3',
  };
  const { bases } = dataFromFields(typed) as TariffData;
  assert.deepEqual(bases[0], {
    ...{ kind: 'matrix', when: { medium: ['website'] }, rows: 'medium', by: 'reach' },
    ...{ upTo: [10, null], cells: { website: [150, null], app: [200, 300] } },
  });
  const narrow = press(treeOf(typed), 'remove bases-0-upTo-0').tree;
  const rest = (dataFromFields(pairsOf(narrow)) as TariffData).bases[0];
  assert.deepEqual(rest?.kind === 'matrix' && rest.cells, { website: [null], app: [300] });
});

test('a further currency begins with the tables of the first and no sums', () => {
  const [yen] = after('add otherCurrencies').otherCurrencies;
  assert.equal(yen?.bases.length, starterTariff.bases.length);
  assert.deepEqual(yen?.bases[0]?.when, { medium: ['website'] });
  assert.ok(!JSON.stringify(yen).includes('amount'));
});

function problemsIn(pairs: Pairs): { field: string; message: string }[] {
  const checked = checkTariff(dataFromFields(pairs));
  return fieldProblems(treeOf(pairs), checked.ok ? [] : checked.mistakes);
}

const english: Speak = {
  locale: 'en-GB',
  t: (key, params) => translator.t('en-GB', key, params),
};

test('what differs between two tariffs is told, and nothing where nothing does', () => {
  fc.assert(
    fc.property(anyTariff, anyTariff, (one, other) => {
      const same = canonical(one) === canonical(other);
      assert.equal(tariffChanges(one, other, english).length === 0, same);
      const copy = JSON.parse(canonical(one)) as TariffData;
      assert.deepEqual(tariffChanges(one, copy, english), []);
    }),
    { numRuns: 200 },
  );
});

test('one changed field of any tariff is told, and only in its part', () => {
  const change = fc.record({ minimum: fc.constant(7), name: fc.constant('Another') });
  fc.assert(
    fc.property(anyTariff, change, (tariff, { minimum, name }) => {
      fc.pre(tariff.minimum !== minimum && tariff.name !== name);
      const sums = tariffChanges(tariff, { ...tariff, minimum }, english);
      assert.deepEqual(
        sums.map(({ rules }) => rules.map(({ what }) => what)),
        [['changed']],
      );
      const [named] = tariffChanges(tariff, { ...tariff, name }, english);
      assert.deepEqual(named?.rules[0]?.lines, [
        { label: 'Name of the tariff', before: tariff.name, after: name },
      ]);
      const turned = { ...tariff, gates: tariff.gates.toReversed() };
      for (const { rules } of tariffChanges(tariff, turned, english))
        for (const { what } of rules) assert.equal(what, 'moved');
    }),
    { numRuns: 100 },
  );
});

const details = {
  'details-0-name': 'share',
  'details-0-label': 'Share',
  'details-0-choices-0-value': 'half',
  'details-0-choices-0-label': 'Half',
  'details-0-choices-1-value': 'whole',
  'details-0-choices-1-label': 'Whole',
};

const placed: [string, Record<string, string | string[]>, string, RegExp][] = [
  ['a sum', { 'bases-0-steps-2-amount': 'x' }, 'bases-0-steps-2-amount', /such as/],
  ['no sum', { minimum: '' }, 'minimum', /or 0/],
  ['a factor by words', { 'factors-1-factors-2-value': '0' }, 'factors-1-factors-2-value', /0\.7/],
  ['limits that fall', { 'bases-0-steps-1-upTo': '7' }, 'bases-0-steps', /must rise/],
  ['a limit', { 'bases-0-steps-1-upTo': '-7' }, 'bases-0-steps-1-upTo', /leave the field empty/],
  ['a country', { 'gates-0-when-country': 'GB\nUK' }, 'gates-0-when-country', /^Line/],
  [
    'a range',
    { 'gates-0-when-words-from': '9', 'gates-0-when-words-to': '3' },
    'gates-0-when-words',
    /before it begins/,
  ],
  ['one end', { 'gates-0-when-words-from': 'x' }, 'gates-0-when-words-from', /whole numbers/],
  ['no outcome', { 'gates-0-outcome': '' }, 'gates-0-outcome', /Choose one/],
  ['a row twice', { 'factors-1-factors-1-word': '1m' }, 'factors-1-factors-1-word', /already/],
  ['a label', { 'addOns-0-label': '{x}' }, 'addOns-0-label', /braces/],
  ['the currency', { currency: 'XAU' }, 'currency', /ISO 4217/],
  [
    'a choice that is none',
    { ...details, 'gates-0-when-details-share': ['third'] },
    'gates-0-when-details-share',
    /Tick/,
  ],
  [
    'a tax',
    {
      ...{ 'taxes-0-name': 'VAT', 'taxes-0-rate': '200', 'taxes-0-registered': 'none' },
      ...{ 'taxes-0-countries-where': 'some', 'taxes-0-countries-codes': 'GB' },
    },
    'taxes-0-rate',
    /per cent/,
  ],
];
for (const [what, change, field, message] of placed)
  test(`the mistake stands at its field: ${what}`, () => {
    const problems = problemsIn({ ...pairsOf(start), ...change });
    assert.deepEqual([...new Set(problems.map((problem) => problem.field))], [field]);
    assert.match(problems[0]?.message ?? '', message);
  });
