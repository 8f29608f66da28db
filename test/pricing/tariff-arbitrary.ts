import fc from 'fast-check';
import { discountGroups } from '../../src/pricing/forms/tables.ts';
import { booleanFacts, members, numberFacts, wordFacts } from '../../src/pricing/forms/when.ts';
import {
  alternatives,
  gateReasons,
  type AlternativeCode,
  type GateReasonCode,
} from '../../src/pricing/rules/reasons.ts';
import type {
  AddOn,
  Base,
  Detail,
  Factor,
  Gate,
  PriceTables,
  Tax,
  TariffData,
  When,
  WordKey,
} from '../../src/pricing/rules/tariff.ts';

/** Texts that trip whoever splits, trims, escapes or indexes carelessly. */
const hostile = [
  'constructor',
  'toString',
  'a\nb',
  'a\r\nb',
  '"quoted"',
  '"half',
  'a, b; c',
  'a.0.b',
  'a-0-b',
  '\\n\\',
  '&amp; &lt;',
  "' onclick='x'",
  '2026',
  '0',
  'مرحبا',
  '\u202eright\u202c',
  'e\u0301',
  '👩‍👩‍👧',
  '% + = & ?',
  'null',
];

const anyText = fc.oneof(
  fc.constantFrom(...hostile),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }),
);
const label = anyText
  .map((text) => text.replaceAll(/[{}<>]/gu, '').trim())
  .filter((text) => text !== '' && text.length <= 40);
/** Sections and tags may begin and end with blanks. */
const freeWord = fc
  .oneof(anyText, fc.constant(' News '))
  .filter((text) => text !== '__proto__' && text.length <= 40);

const oneOf = <T>(values: readonly T[]): fc.Arbitrary<T> => fc.constantFrom(...values);
const some = <T>(values: readonly T[]): fc.Arbitrary<T[]> =>
  fc.shuffledSubarray([...values], { minLength: 1 });
const several = (item: fc.Arbitrary<string>): fc.Arbitrary<string[]> =>
  fc.uniqueArray(item, { minLength: 1, maxLength: 4 });
const few = <T>(item: fc.Arbitrary<T>): fc.Arbitrary<T[]> => fc.array(item, { maxLength: 4 });

const count = fc.oneof(fc.integer({ min: 1, max: 2_000 }), fc.constant(100_000_000_000));
const amount = fc.oneof(fc.integer({ min: 1, max: 99_999 }), fc.constant(1_000_000_000));
const factor = fc.oneof(fc.integer({ min: 1, max: 30_000 }), fc.constantFrom(10_000, 1_000_000));

const range = fc.oneof(
  fc.record({ from: fc.nat({ max: 5_000 }) }),
  fc.record({ to: fc.nat({ max: 5_000 }) }),
  fc
    .tuple(fc.nat({ max: 5_000 }), fc.nat({ max: 5_000 }))
    .map(([from, more]) => ({ from, to: from + more })),
);

const wordsOf = (key: keyof typeof members): fc.Arbitrary<string[]> =>
  members[key].length === 0 ? several(freeWord) : some<string>(members[key]);

/** Conditions, over facts and over the tariff's own questions. */
function whenOf(details: readonly Detail[]): fc.Arbitrary<When> {
  const asked = Object.fromEntries(
    details.map(({ name, choices }) => [name, some(choices.map(({ value }) => value))]),
  );
  const conditions: Record<string, fc.Arbitrary<unknown>> = {
    ...Object.fromEntries(wordFacts.map((fact) => [fact, wordsOf(fact)])),
    ...Object.fromEntries(numberFacts.map((fact) => [fact, range])),
    ...Object.fromEntries(booleanFacts.map((fact) => [fact, fc.boolean()])),
    tags: several(freeWord),
    country: some(['GB', 'FR', 'JP', 'MW', '150', '002']),
  };
  if (details.length > 0) {
    conditions['details'] = fc
      .record(asked, { requiredKeys: [] })
      .filter((given) => Object.keys(given).length > 0);
  }
  return fc
    .subarray(Object.keys(conditions), { maxLength: 4 })
    .chain((keys) =>
      fc.record(Object.fromEntries(keys.map((key) => [key, conditions[key] ?? fc.nat()]))),
    ) as fc.Arbitrary<When>;
}

/** Limits that rise; only the last may be open. */
const limits: fc.Arbitrary<(number | null)[]> = fc
  .tuple(fc.uniqueArray(count, { minLength: 1, maxLength: 5 }), fc.boolean())
  .map(([numbers, open]) => {
    const rising = numbers.toSorted((one, other) => one - other);
    return open ? [...rising.slice(0, -1), null] : rising;
  });

const stepsOf = <K extends string>(key: K, value: fc.Arbitrary<number>) =>
  limits.chain((tops) =>
    fc
      .array(value, { minLength: tops.length, maxLength: tops.length })
      .map((values) => tops.map((upTo, index) => ({ upTo, [key]: values[index] ?? 1 }))),
  ) as fc.Arbitrary<({ upTo: number | null } & Record<K, number>)[]>;

/** What a table is read with, and some of its words. */
function wordTable(details: readonly Detail[]): fc.Arbitrary<{ key: WordKey; words: string[] }> {
  const facts = oneOf(wordFacts).chain((key) => wordsOf(key).map((words) => ({ key, words })));
  if (details.length === 0) return facts;
  const asked = oneOf(details).chain(({ name, choices }) =>
    some(choices.map(({ value }) => value)).map((words) => ({
      key: `detail:${name}` as const,
      words,
    })),
  );
  return fc.oneof<fc.Arbitrary<{ key: WordKey; words: string[] }>[]>(facts, asked);
}

/** Some of these keys may be left out. */
function partly<T extends object, O extends object>(
  needed: { [K in keyof T]: fc.Arbitrary<T[K]> },
  optional: { [K in keyof O]: fc.Arbitrary<O[K]> },
): fc.Arbitrary<T & Partial<O>> {
  return fc
    .tuple(fc.record(needed), fc.record(optional, { requiredKeys: [] }))
    .map(([one, other]) => ({ ...one, ...other }) as T & Partial<O>);
}

function baseOf(details: readonly Detail[]): fc.Arbitrary<Base> {
  const when = whenOf(details);
  const by = oneOf(numberFacts);
  const kinds = fc.oneof(
    fc.record({ kind: fc.constant('flat'), amount }),
    fc.record({ kind: fc.constant('tier'), by, steps: stepsOf('amount', amount) }),
    fc.record({
      ...{ kind: fc.constant('linear'), by, first: count, amount, each: count },
      eachAmount: fc.oneof(fc.constant(0), amount),
    }),
    fc.tuple(wordTable(details), by, limits).chain(([{ key, words }, number, upTo]) => {
      const row = fc.array(fc.option(amount), { minLength: upTo.length, maxLength: upTo.length });
      const cells = fc.record(Object.fromEntries(words.map((word) => [word, row])));
      return cells.map((made) => ({
        ...{ kind: 'matrix', rows: key, by: number, upTo },
        cells: Object.fromEntries(Object.entries(made)),
      }));
    }),
  );
  const common = partly({ when }, { label, replaces: oneOf(discountGroups) });
  return fc.tuple(common, kinds).map(([one, other]) => ({ ...one, ...other }) as Base);
}

function factorOf(details: readonly Detail[]): fc.Arbitrary<Factor> {
  const by = oneOf(numberFacts);
  const fixed = fc.record({ kind: fc.constant('fixed'), label, factor });
  const named = fc.oneof(
    fc.record({ kind: fc.constant('steps'), by, steps: stepsOf('factor', factor) }),
    wordTable(details).chain(({ key, words }) =>
      fc.record(Object.fromEntries(words.map((word) => [word, factor]))).map((made) => ({
        ...{ kind: 'words', by: key },
        factors: Object.fromEntries(Object.entries(made)),
      })),
    ),
    fc.record({ kind: fc.constant('each'), by, each: factor, most: factor }),
  );
  const labelled = fc
    .tuple(named, partly({}, { label }))
    .map(([one, other]) => ({ ...one, ...other }));
  const common = partly({ when: whenOf(details) }, { group: oneOf(discountGroups) });
  return fc
    .tuple(common, fc.oneof(fixed, labelled))
    .map(([one, other]) => ({ ...one, ...other }) as Factor);
}

function gateOf(details: readonly Detail[]): fc.Arbitrary<Gate> {
  return partly(
    {
      when: whenOf(details),
      outcome: oneOf(['free', 'price', 'refer', 'refuse'] as const),
      reason: oneOf(Object.keys(gateReasons) as GateReasonCode[]),
      alternative: fc.option(oneOf(Object.keys(alternatives) as AlternativeCode[])),
    },
    {
      licence: oneOf(['CC-BY-4.0', 'CC-BY-NC-ND-4.0', 'CC0-1.0']),
      conditions: fc.array(label, { minLength: 1, maxLength: 3 }),
    },
  );
}

function addOnOf(details: readonly Detail[]): fc.Arbitrary<AddOn> {
  return partly({ when: whenOf(details), label, amount }, { per: oneOf(numberFacts) });
}

function tablesOf(details: readonly Detail[], currency: string): fc.Arbitrary<PriceTables> {
  return fc.record({
    currency: fc.constant(currency),
    bases: fc.array(baseOf(details), { minLength: 1, maxLength: 4 }),
    addOns: few(addOnOf(details)),
    minimum: fc.oneof(fc.constant(0), amount),
    step: amount,
    rounding: oneOf(['up', 'nearest'] as const),
  });
}

const word = fc.stringMatching(/^[a-z][a-z0-9_]{0,8}$/u);

const details: fc.Arbitrary<Detail[]> = fc.uniqueArray(
  fc.record({
    name: word,
    label,
    when: whenOf([]),
    choices: fc.uniqueArray(fc.record({ value: word, label }), {
      ...{ minLength: 2, maxLength: 4 },
      selector: ({ value }) => value,
    }),
  }),
  { maxLength: 2, selector: ({ name }) => name },
);

const tax: fc.Arbitrary<Tax> = fc.record({
  name: label,
  rate: fc.integer({ min: 0, max: 10_000 }),
  countries: fc.option(fc.subarray(['GB', 'FR', 'DE', 'AU'])),
  registered: oneOf(['charge', 'reverse_charge', 'none'] as const),
});

/** Currencies without minor units, with two, three and four places. */
const currencies = ['GBP', 'EUR', 'JPY', 'BHD', 'CLF'];

/**
 * Whole tariffs as `checkTariff` takes them: every kind of table, every fact as a condition,
 * questions of their own, further currencies, and texts that are meant to break something.
 */
export const anyTariff: fc.Arbitrary<TariffData> = fc
  .tuple(details, fc.shuffledSubarray(currencies, { minLength: 1, maxLength: 3 }))
  .chain(([asked, [first = 'GBP', ...others]]) =>
    fc
      .tuple(
        tablesOf(asked, first),
        fc.record({
          name: label,
          freeExcerptWords: fc.nat({ max: 10_000 }),
          translationNeedsApproval: fc.boolean(),
          discountsStack: fc.boolean(),
          rights: fc.record({
            coPublished: oneOf(['refer', 'refuse'] as const),
            freelance: oneOf(['contract', 'ask_author'] as const),
          }),
          details: fc.constant(asked),
          gates: few(gateOf(asked)),
          factors: few(factorOf(asked)),
          otherCurrencies: fc.tuple(...others.map((currency) => tablesOf(asked, currency))),
          taxes: few(tax),
          taxIncluded: fc.boolean(),
        }),
      )
      // Through JSON, so that all of it is made of plain objects.
      .map(([tables, rest]) => JSON.parse(JSON.stringify({ ...tables, ...rest })) as TariffData),
  );
