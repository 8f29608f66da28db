import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { readTariff } from '../../src/pricing/forms/check-tariff.ts';
import type { Quote } from '../../src/pricing/rules/answer.ts';
import { factsOf } from '../../src/pricing/rules/facts.ts';
import { quote } from '../../src/pricing/rules/quote.ts';
import { tariffFrom } from '../../src/pricing/rules/stored-tariff.ts';
import { tariffJson } from '../../src/pricing/rules/tariff-json.ts';
import type { Gate, Tariff } from '../../src/pricing/rules/tariff.ts';
import { holds } from '../../src/pricing/rules/when.ts';
import { anyArticle } from './arbitraries.ts';
import { article, starter, tariffWith, use } from './builders.ts';
import { inForce, ourArticle, plainUse, selling, someUse, times } from './random.ts';
import { anyTariff } from './tariff-arbitrary.ts';

test('any tariff is the same after a trip through the text that experts edit, and any stored one is read back', () => {
  fc.assert(
    fc.property(anyTariff, (data) => {
      const read = readTariff(tariffJson({ ...data, version: 3 }));
      assert.ok(read.ok, read.ok ? '' : JSON.stringify(read.problems));
      assert.deepEqual(read.data, data);
      assert.deepEqual(tariffFrom(JSON.stringify(data)), data);
    }),
    times(300),
  );
});

const gates = inForce
  .filter((tariff) => tariff.gates.length > 0)
  .map(({ gates: [gate] }) => gate as Gate);

/** An answer without the number of its gate, which moves when another stands above. */
function unnumbered({ rule, ...answer }: Quote): object {
  return { ...answer, hasRule: rule !== undefined };
}

test('a gate above the others changes nothing of what it does not match', () => {
  let unmatched = 0;
  fc.assert(
    fc.property(inForce, gates, someUse, anyArticle, (...[tariff, gate, wanted, facts]) => {
      if (holds(gate.when, factsOf(wanted, facts))) return;
      unmatched += 1;
      const more: Tariff = { ...tariff, gates: [gate, ...tariff.gates] };
      const [before, after] = [quote(tariff, wanted, facts), quote(more, wanted, facts)];
      assert.deepEqual(unnumbered(after), unnumbered(before));
      if (before.rule !== undefined) {
        const [, index] = before.rule.split('.');
        assert.equal(after.rule, `gates.${Number(index) + 1}`);
      }
    }),
    times(600),
  );
  assert.ok(unmatched > 200, `only ${unmatched} were not matched`);
});

test('a gate above the others decides all that it matches, unless rights or a needed approval come first', () => {
  const always = gates.map((gate): Gate => ({ ...gate, when: {} }));
  const outcomes = new Set<string>();
  fc.assert(
    fc.property(inForce, always, someUse, anyArticle, (...[tariff, gate, wanted, facts]) => {
      const silent = quote({ ...tariff, gates: [] }, wanted, facts);
      const answer = quote({ ...tariff, gates: [gate, ...tariff.gates] }, wanted, facts);
      if (comesFirst.has(silent.reason.code))
        return assert.deepEqual(unnumbered(answer), unnumbered(silent));
      outcomes.add(gate.outcome);
      if (gate.outcome === 'refuse' || gate.outcome === 'refer')
        return assert.deepEqual(
          [answer.answer, answer.reason.code, answer.rule],
          [gate.outcome, gate.reason, 'gates.0'],
        );
      if (approvals.has(silent.reason.code)) {
        assert.deepEqual([answer.answer, answer.reason], [silent.answer, silent.reason]);
      } else if (gate.outcome === 'free') {
        assert.deepEqual([answer.answer, answer.rule, answer.total], ['free', 'gates.0', 0]);
        assert.equal(answer.licence, gate.licence);
      } else assert.deepEqual([answer.answer, answer.total], [silent.answer, silent.total]);
      assert.deepEqual(answer.conditions, gate.conditions);
    }),
    times(1_500),
  );
  assert.deepEqual([...outcomes].toSorted(), ['free', 'price', 'refer', 'refuse']);
});

const comesFirst: ReadonlySet<string> = new Set([
  ...['withdrawn', 'embargoed', 'not_licensable', 'agency_content', 'co_published', 'not_ours'],
  ...['rights_unsettled', 'supplied_content', 'ask_author', 'creative_commons'],
  ...['short_excerpt', 'excerpt_not_found', 'excerpt_unchecked'],
]);
const approvals: ReadonlySet<string> = new Set([
  ...['exclusivity', 'pictures', 'translation', 'translation_language', 'language_unknown'],
]);

const later: ReadonlySet<string> = new Set([
  ...['rounding', 'rights', 'details', 'otherCurrencies', 'taxes', 'taxIncluded'],
]);

test('a tariff of the first form answers as it did: one tax on top, for some countries or all', () => {
  const anyTax = fc.option(
    fc.record({
      name: fc.constant('VAT'),
      rate: fc.integer({ min: 1, max: 10_000 }),
      countries: fc.constantFrom<readonly string[] | null>(null, ['GB'], ['US', 'MW']),
    }),
  );
  fc.assert(
    fc.property(selling, anyTax, plainUse, ourArticle, (...[tariff, tax, wanted, facts]) => {
      const old = Object.fromEntries(Object.entries(tariff).filter(([name]) => !later.has(name)));
      const after: Tariff = { ...tariffFrom(JSON.stringify({ ...old, tax })), version: 7 };
      const net = quote({ ...after, taxes: [] }, { ...wanted, currency: null }, facts);
      const gross = quote(after, { ...wanted, currency: null }, facts);
      const buyer = wanted.bill?.country ?? wanted.country;
      const isDue = tax !== null && (tax.countries === null || tax.countries.includes(buyer));
      const due = isDue ? (BigInt(net.net) * BigInt(tax.rate) * 2n + 10_000n) / 20_000n : 0n;
      assert.deepEqual([gross.net, BigInt(gross.tax)], [net.net, due]);
      assert.equal(gross.total, gross.net + gross.tax);
      if (net.answer === 'price') assert.equal(net.net % after.step, 0);
    }),
    times(500),
  );
});

test('a word taken out of a table is a hole: who asks for it is referred, nobody else', () => {
  for (const [index, factor] of starter.factors.entries()) {
    if (factor.kind !== 'words') continue;
    for (const word of Object.keys(factor.factors)) {
      const rest = Object.fromEntries(
        Object.entries(factor.factors).filter(([name]) => name !== word),
      );
      const holed = tariffWith({
        factors: starter.factors.with(index, { ...factor, factors: rest }),
      });
      const wanted = use({
        medium: 'print',
        territory: ['GB'],
        [factor.by]: factor.by === 'territory' ? territories[word] : word,
      });
      const whole = quote(starter, wanted, article());
      const priced = whole.computed ?? whole;
      const answer = quote({ ...holed, gates: [] }, wanted, article());
      assert.ok(priced.total > 0, word);
      assert.deepEqual(
        [answer.answer, answer.reason.code, answer.computed],
        ['refer', 'no_price', null],
        word,
      );
      assert.equal(quote(holed, use(), article()).answer === 'price', word !== plain[factor.by]);
    }
  }
});

const territories: Record<string, string[]> = {
  country: ['GB'],
  region: ['GB', 'FR'],
  world: ['world'],
};
const plain: Record<string, string> = {
  duration: '12m',
  purpose: 'news',
  organisation: 'news_commercial',
};

const share = {
  name: 'share',
  label: 'Share of the page',
  when: { medium: ['print'] },
  choices: [
    { value: 'half', label: 'Half' },
    { value: 'whole', label: 'Whole' },
  ],
} as const;

const holes: [string, Partial<Tariff>, Parameters<typeof use>[0], string][] = [
  ['a medium without a base', {}, { medium: 'podcast' }, 'no_price'],
  ['a currency without tables', {}, { currency: 'JPY' }, 'no_currency'],
  [
    'a currency whose tables have no base',
    { otherCurrencies: [{ ...starter, currency: 'JPY', bases: [] }] },
    { currency: 'JPY' },
    'no_price',
  ],
  [
    'a reach above the last step',
    { bases: [{ kind: 'tier', when: {}, by: 'reach', steps: [{ upTo: 9, amount: 5 }] }] },
    {},
    'no_price',
  ],
  [
    'a cell that is empty',
    {
      bases: [
        {
          kind: 'matrix',
          when: {},
          rows: 'medium',
          by: 'reach',
          upTo: [null],
          cells: { website: [null] },
        },
      ],
    },
    {},
    'no_price',
  ],
  [
    'a matrix without the row',
    {
      bases: [
        {
          kind: 'matrix',
          when: {},
          rows: 'detail:share',
          by: 'reach',
          upTo: [null],
          cells: { half: [5] },
        },
      ],
    },
    {},
    'no_price',
  ],
  [
    'a question left open',
    {
      details: [share],
      factors: [{ kind: 'words', when: {}, by: 'detail:share', factors: { half: 9 } }],
    },
    { medium: 'print' },
    'detail_open',
  ],
  [
    'an answer that is no choice',
    {
      details: [share],
      factors: [{ kind: 'words', when: {}, by: 'detail:share', factors: { half: 9 } }],
    },
    { medium: 'print', details: { share: 'third' } },
    'detail_open',
  ],
  [
    'an answer that has no factor',
    {
      details: [share],
      factors: [{ kind: 'words', when: {}, by: 'detail:share', factors: { half: 9 } }],
    },
    { medium: 'print', details: { share: 'whole' } },
    'no_price',
  ],
  ['no tables at all', { bases: [], factors: [], addOns: [] }, {}, 'no_price'],
  [
    'more than can be counted',
    {
      bases: [
        {
          kind: 'linear',
          when: {},
          by: 'reach',
          first: 1,
          amount: 1,
          each: 1,
          eachAmount: 1_000_000_000,
        },
      ],
    },
    { reach: { kind: 'over', value: 100_000_000_000 } },
    'no_price',
  ],
];
for (const [what, changes, wanted, code] of holes)
  test(`a hole refers and never costs nothing: ${what}`, () => {
    const answer = quote(tariffWith(changes), use(wanted), article());
    assert.deepEqual([answer.answer, answer.reason.code], ['refer', code]);
    assert.deepEqual([answer.total, answer.lines, answer.computed], [0, [], null]);
  });
