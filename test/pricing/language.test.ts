import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parse } from '../../src/platform/http.ts';
import { useForm } from '../../src/pricing/forms/use.ts';
import { reaches } from '../../src/pricing/rules/pictures.ts';
import { quote } from '../../src/pricing/rules/quote.ts';
import { tariffFrom } from '../../src/pricing/rules/stored-tariff.ts';
import type { Tariff, Tax } from '../../src/pricing/rules/tariff.ts';
import { completeUse, noStanding, plainUse, type Use } from '../../src/pricing/rules/use.ts';
import { starterTariff } from '../../src/pricing/starter-tariff.ts';
import { article, cleared, starter, tariffWith, use } from './builders.ts';

const flat = (amount: number) => [{ kind: 'flat', when: {}, amount }] as const;

/** A tariff of one sum and nothing else. */
function bare(amount: number, changes: Partial<Tariff> = {}): Tariff {
  return tariffWith({
    ...{ gates: [], bases: flat(amount), factors: [], addOns: [], minimum: 0, step: 1 },
    ...changes,
  });
}

const vat: Tax[] = [
  { name: 'VAT', rate: 1_900, countries: ['DE'], registered: 'charge' },
  { name: 'VAT', rate: 2_000, countries: ['FR', 'AT'], registered: 'reverse_charge' },
  { name: 'GST', rate: 1_500, countries: ['NZ'], registered: 'none' },
];

const taxCases: readonly (readonly [string, boolean, Use['bill'], readonly number[], number])[] = [
  ['at home', false, { country: 'DE', registered: false }, [10_000, 1_900, 11_900], 1],
  ['at home with a number', false, { country: 'DE', registered: true }, [10_000, 1_900, 11_900], 1],
  [
    'abroad without a number',
    false,
    { country: 'FR', registered: false },
    [10_000, 2_000, 12_000],
    1,
  ],
  [
    'abroad with one: reverse charge',
    false,
    { country: 'FR', registered: true },
    [10_000, 0, 10_000],
    1,
  ],
  ['where numbers free', false, { country: 'NZ', registered: true }, [10_000, 0, 10_000], 0],
  ['where no tax is known', false, { country: 'US', registered: false }, [10_000, 0, 10_000], 0],
  ['contained, at home', true, { country: 'DE', registered: false }, [8_403, 1_597, 10_000], 1],
  ['contained, reverse charge', true, { country: 'AT', registered: true }, [10_000, 0, 10_000], 1],
  ['contained, nowhere due', true, { country: 'US', registered: false }, [10_000, 0, 10_000], 0],
  ['not known yet: the republisher’s country', false, null, [10_000, 1_900, 11_900], 1],
];

for (const [what, taxIncluded, bill, sums, lines] of taxCases)
  test(`tax ${what}`, () => {
    const tariff = bare(10_000, { taxes: vat, taxIncluded });
    const answer = quote(tariff, use({ country: 'DE', bill }), article());
    assert.deepEqual([answer.net, answer.tax, answer.total], sums);
    assert.equal(answer.lines.filter(({ rule }) => rule === 'tax').length, lines);
    assert.equal(answer.lines.at(-1)?.runningTotal, answer.total);
  });

test('each currency has tables of its own, in its own minor units', () => {
  const yen = { currency: 'JPY', bases: flat(2_000), addOns: [], minimum: 0, step: 100 } as const;
  const dinar = { currency: 'KWD', bases: flat(12_345), addOns: [], minimum: 0, step: 1 } as const;
  const tariff = bare(1_000, {
    otherCurrencies: [
      { ...yen, rounding: 'up' },
      { ...dinar, rounding: 'nearest' },
    ],
    factors: [{ kind: 'fixed', when: {}, label: 'Half', factor: 5_000 }],
  });
  const net = (currency: string | null): unknown[] => {
    const answer = quote(tariff, use({ currency }), article());
    return [answer.answer, answer.reason.code, answer.currency, answer.net];
  };
  assert.deepEqual(net(null), ['price', 'priced', 'GBP', 500]);
  assert.deepEqual(net('GBP'), ['price', 'priced', 'GBP', 500]);
  assert.deepEqual(net('JPY'), ['price', 'priced', 'JPY', 1_000]);
  assert.deepEqual(net('KWD'), ['price', 'priced', 'KWD', 6_173]);
  assert.deepEqual(net('USD'), ['refer', 'no_currency', 'USD', 0]);
});

test('a total is rounded up, or to the nearest with halves up', () => {
  const totals = (rounding: Tariff['rounding']): number[] =>
    [13_300, 13_249, 13_250, 13_200].map(
      (amount) => quote(bare(amount, { rounding, step: 100 }), use(), article()).net,
    );
  assert.deepEqual(totals('up'), [13_300, 13_300, 13_300, 13_200]);
  assert.deepEqual(totals('nearest'), [13_300, 13_200, 13_300, 13_200]);
  const nothing = quote(bare(49, { rounding: 'nearest', step: 100 }), use(), article());
  assert.deepEqual([nothing.answer, nothing.reason.code], ['refer', 'no_price']);
});

const share = {
  name: 'share',
  label: 'Share of the page',
  when: { medium: ['print'] },
  choices: [
    { value: 'half', label: 'Up to a half' },
    { value: 'whole', label: 'A whole page' },
  ],
} as const;

test('a question of the tariff’s own is asked where it applies, read by tables and named in lines', () => {
  const tariff = bare(10_000, {
    details: [share],
    factors: [
      {
        ...{ kind: 'words', when: { medium: ['print'] }, by: 'detail:share' },
        factors: { half: 13_300, whole: 22_500 },
      },
    ],
    gates: [
      {
        when: { details: { share: ['whole'] }, purpose: ['corporate'] },
        ...{ outcome: 'refer', reason: 'house_rule', alternative: null },
      },
    ],
  });
  const print = use({ medium: 'print', details: { share: 'half' } });
  const priced = quote(tariff, print, article());
  assert.equal(priced.net, 13_300);
  assert.deepEqual([priced.lines[1]?.text, priced.lines[1]?.at], ['Up to a half', 'factors.0']);
  const open = quote(tariff, { ...print, details: {} }, article());
  assert.deepEqual([open.answer, open.reason.code], ['refer', 'detail_open']);
  assert.equal(quote(tariff, use(), article()).net, 10_000);
  const whole: Use = { ...print, details: { share: 'whole' }, purpose: 'corporate' };
  assert.equal(quote(tariff, whole, article()).rule, 'gates.0');
  const inherited = quote(tariff, { ...print, details: { share: 'constructor' } }, article());
  assert.equal(inherited.reason.code, 'detail_open');
});

test('an answer to a question that is not asked opens no gate, no table and no allowance', () => {
  const when = { organisation: ['charity'] } as const;
  const later = { name: 'later', label: 'And then?', when: { details: { share: ['whole'] } } };
  const details = { share: ['half'] };
  const tariff = bare(10_000, {
    details: [
      { ...share, when },
      { ...later, choices: share.choices },
    ],
    gates: [{ when: { details }, outcome: 'free', reason: 'programme', alternative: null }],
  });
  const charity = use({ organisation: 'charity', details: { share: 'half' } });
  const company: Use = { ...charity, organisation: 'company' };
  assert.equal(quote(tariff, charity, article()).answer, 'free');
  assert.equal(quote(tariff, company, article()).net, 10_000);
  const allowances = [
    { id: 'a', name: 'Partners', left: 1, when: { details: { later: ['half'] } } },
  ];
  const known = (given: Use['details']): Use => ({
    ...charity,
    details: given,
    standing: { ...company.standing, allowances },
  });
  assert.equal(quote(tariff, known({ share: 'whole', later: 'half' }), article()).answer, 'free');
  assert.equal(quote(tariff, known({ share: '', later: 'half' }), article()).answer, 'price');
});

test('pictures count where they may be used, and more than those need a person', () => {
  const pictures = [{ blockedIn: ['JP'] }, { blockedIn: [] }];
  const print = use({ medium: 'print', images: 'ours_with_story' });
  const addOn = (territory: readonly string[]): unknown =>
    quote(starter, { ...print, territory }, article({ pictures })).lines.find(
      ({ rule }) => rule === 'add_on',
    )?.amount;
  assert.deepEqual(
    [addOn(['GB']), addOn(['JP']), addOn(['142']), addOn(['world'])],
    [7_000, 3_500, 3_500, 3_500],
  );
  const both = { ...print, territory: ['JP'], images: 'specific', pictures: 2 } as const;
  const asked = quote(starter, both, article({ pictures }));
  assert.deepEqual([asked.answer, asked.reason.code], ['refer', 'pictures']);
  assert.ok(asked.flags.includes('blocked_pictures'));
  assert.equal(
    quote(starter, { ...both, territory: ['GB'] }, article({ pictures })).answer,
    'price',
  );
});

test('a picture alone needs one that may be used there', () => {
  const tariff = bare(1_000);
  const alone = use({ use: 'photo_only', images: 'ours_with_story', territory: ['JP'] });
  const answer = (pictures: ReturnType<typeof cleared>): string =>
    quote(tariff, { ...alone, medium: 'print' }, article({ pictures })).answer;
  assert.equal(answer(cleared(1)), 'price');
  assert.equal(answer([{ blockedIn: ['JP'] }]), 'refer');
  assert.equal(answer([]), 'refer');
  const form = { use: 'photo_only', medium: 'print', duration: '12m', organisation: 'charity' };
  const typed = parse(useForm, { ...form, country: 'GB', purpose: 'news', images: 'none' });
  assert.equal(typed.ok && typed.value.images, 'ours_with_story');
});

test('a territory reaches places by countries, regions and the world', () => {
  const cases = [
    [['GB'], [], false],
    [['world'], ['JP'], true],
    [[], ['JP'], true],
    [['JP'], ['JP'], true],
    [['GB'], ['JP'], false],
    [['030'], ['JP'], true],
    [['JP'], ['142'], true],
    [['150'], ['142'], false],
    [['GB', 'JP'], ['030'], true],
  ] as const;
  for (const [territory, places, expected] of cases)
    assert.equal(reaches(territory, places), expected, JSON.stringify([territory, places]));
});

test('what was made with others is refused with their name where the house says so', () => {
  const strict = tariffWith({ rights: { coPublished: 'refuse', freelance: 'ask_author' } });
  const answer = quote(
    strict,
    use(),
    article({ coPublished: true, rightsholder: 'Harbour Radio' }),
  );
  assert.deepEqual(
    [answer.answer, answer.reason.code, answer.reason.params, answer.alternative?.code],
    ['refuse', 'not_ours', { named: 'yes', rightsholder: 'Harbour Radio' }, 'link'],
  );
  const unnamed = quote(strict, use(), article({ coPublished: true }));
  assert.equal(unnamed.reason.params['named'], 'no');
  const freelance = article({ provenance: 'freelance', rightsCheck: 'settled' });
  assert.equal(quote(strict, use(), freelance).reason.code, 'ask_author');
  assert.equal(quote(starter, use(), freelance).answer, 'price');
});

const free = { when: {}, outcome: 'free', reason: 'free_to_republish', alternative: null } as const;

test('a gate that frees names its licence and conditions, but frees no picture that is not ours', () => {
  const conditions = ['Put our counter on the page.'];
  const tariff = bare(1_000, { gates: [{ ...free, licence: 'CC-BY-ND-4.0', conditions }] });
  const answer = quote(tariff, use(), article());
  assert.deepEqual(
    [answer.answer, answer.reason.code, answer.licence, answer.conditions, answer.rule],
    ['free', 'creative_commons', 'CC-BY-ND-4.0', conditions, 'gates.0'],
  );
  const pictures = use({ images: 'specific', pictures: 3 });
  assert.equal(quote(tariff, pictures, article({ pictures: cleared(2) })).reason.code, 'pictures');
  assert.equal(quote(tariff, use({ exclusivity: 'world' }), article()).reason.code, 'exclusivity');
});

test('an allowance pays what would be priced, never what is refused or needs a person', () => {
  const allowance = { id: 'a1', name: 'Schools', when: { use: ['education'] } } as const;
  const by = (left: number, changes: Partial<Use> = {}): unknown[] => {
    const standing = { ...noStanding, allowances: [{ ...allowance, left }] };
    const asked = use({ use: 'education', standing, ...changes });
    const { answer, reason, allowance: id } = quote(starter, asked, article());
    return [answer, reason.code, id];
  };
  assert.deepEqual(by(1), ['free', 'allowance', 'a1']);
  assert.deepEqual(by(0), ['price', 'priced', undefined]);
  assert.deepEqual(by(1, { use: 'republish_full' }), ['price', 'priced', undefined]);
  assert.deepEqual(by(1, { purpose: 'political' }), ['refuse', 'political', undefined]);
  assert.deepEqual(by(1, { exclusivity: 'world' }), ['refer', 'exclusivity', undefined]);
});

test('what is due once a request is due with its first article; more articles may cost less each', () => {
  const tariff = bare(10_000, {
    addOns: [
      { when: { paperInvoice: true, first: true }, label: 'Invoice on paper', amount: 2_500 },
    ],
    factors: [
      {
        ...{ kind: 'steps', when: {}, by: 'articles', group: 'volume' },
        steps: [
          { upTo: 4, factor: 10_000 },
          { upTo: null, factor: 9_000 },
        ],
      },
    ],
  });
  const net = (articles: number, first: boolean): number =>
    quote(tariff, use({ paperInvoice: true, basket: { articles, first } }), article()).net;
  assert.deepEqual(
    [net(1, true), net(4, false), net(5, true), net(5, false)],
    [12_500, 10_000, 11_500, 9_000],
  );
});

test('gates may ask for changes, paywalls, advertising and the excerpt’s paragraphs', () => {
  const gate = (when: object) =>
    bare(1_000, { gates: [{ when, outcome: 'refer', reason: 'edits', alternative: null }] });
  const answer = (when: object, changes: Partial<Use>): string =>
    quote(gate(when), use(changes), article({ text: 'one two\n\nthree' })).answer;
  assert.equal(answer({ edits: ['shorten'] }, { edits: 'shorten' }), 'refer');
  assert.equal(answer({ edits: ['shorten'] }, { edits: 'headline' }), 'price');
  assert.equal(answer({ paywalled: true }, { paywalled: true }), 'refer');
  assert.equal(answer({ withAds: true }, { withAds: false }), 'price');
});

test('a stored tariff and use of the first form mean what they meant', () => {
  const { rounding, rights, details, otherCurrencies, taxes, taxIncluded, ...first } =
    starterTariff;
  const old = { ...first, tax: { name: 'VAT', rate: 2_000, countries: ['GB'] } };
  const read = tariffFrom(JSON.stringify(old));
  assert.deepEqual(read, {
    ...{ ...first, rounding, rights, details, otherCurrencies, taxIncluded },
    taxes: [{ name: 'VAT', rate: 2_000, countries: ['GB'], registered: 'charge' }],
  });
  assert.deepEqual(tariffFrom(JSON.stringify({ ...first, tax: null })).taxes, taxes);
  assert.deepEqual(tariffFrom(JSON.stringify(starterTariff)), starterTariff);
  const stored = { use: 'excerpt', standing: { verified: true, programme: null } } as const;
  const complete = completeUse(stored as unknown as Partial<Use>);
  assert.deepEqual(complete, {
    ...plainUse,
    use: 'excerpt',
    standing: { ...noStanding, verified: true },
  });
});

const bound = ['Print our credit under the headline.'];

test('the conditions of a gate come with the price, the allowance or the person it leads to', () => {
  const gate = { when: {}, outcome: 'price', reason: 'house_rule', alternative: null } as const;
  const tariff = bare(1_000, { gates: [{ ...gate, conditions: bound }] });
  const met = (changes: Partial<Use>, of = tariff): unknown[] => {
    const answer = quote(of, use(changes), article());
    return [answer.answer, answer.reason.code, answer.rule, answer.conditions];
  };
  const allowances = [{ id: 'a1', name: 'Schools', left: 1, when: {} }];
  assert.deepEqual(met({}), ['price', 'priced', 'gates.0', bound]);
  assert.deepEqual(met({ standing: { ...noStanding, allowances } }), [
    ...['free', 'allowance', 'gates.0'],
    bound,
  ]);
  // Nothing but a person decided here, yet what they grant is bound by the same conditions.
  const person = ['refer', 'exclusivity', undefined, bound];
  assert.deepEqual(met({ exclusivity: 'world' }), person);
  const free = bare(1_000, { gates: [{ ...gate, outcome: 'free', conditions: bound }] });
  assert.deepEqual(met({ exclusivity: 'world' }, free), person);
  assert.deepEqual(met({}, bare(1_000)), ['price', 'priced', undefined, undefined]);
});

test('a house that never sells has gates and no base; a gate then decides what the others left', () => {
  const last = { when: {}, outcome: 'refer', reason: 'house_rule', alternative: null } as const;
  const free = { ...last, when: { medium: ['print' as const] }, outcome: 'free' as const };
  const house = bare(1, { bases: [], gates: [free, last] });
  assert.equal(quote(house, use({ medium: 'print' }), article()).answer, 'free');
  const other = quote(house, use(), article());
  assert.deepEqual(
    [other.answer, other.reason.code, other.computed],
    ['refer', 'house_rule', null],
  );
});
