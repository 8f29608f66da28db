import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { translatorOf } from '../../src/platform/i18n.ts';
import { describeUse } from '../../src/pricing/rules/describe.ts';
import { lineFigure, lineRows } from '../../src/pricing/rules/lines.ts';
import { quote } from '../../src/pricing/rules/quote.ts';
import { flagWords } from '../../src/pricing/rules/reasons.ts';
import { anyArticle, anyUse } from './arbitraries.ts';
import { article, starter, tariffWith, use } from './builders.ts';

const translator = translatorOf(new Map());
const t = (key: string, params: Readonly<Record<string, string | number>>): string =>
  translator.t('en-GB', key, params);

test('the lines of a fee read as sentences with their figures', () => {
  const wanted = use({
    reach: { kind: 'exactly', value: 200_000 },
    duration: '3m',
    images: 'specific',
    pictures: 2,
    organisation: 'charity',
  });
  const taxed = tariffWith({
    taxes: [{ name: 'VAT', rate: 1_950, countries: null, registered: 'charge' }],
  });
  const { lines, currency } = quote(taxed, wanted, article({ wordCount: 3_500 }));
  assert.deepEqual(lineRows(lines, currency, 'en-GB', t), [
    { label: 'Base for up to 250,000 views a month', figure: '£140.00' },
    { label: 'More than 3,000 words', figure: '× 1.8' },
    { label: '3 months', figure: '× 0.7' },
    { label: 'Charity', figure: '× 0.5' },
    { label: 'Cleared pictures × 2', figure: '£70.00' },
    { label: 'Rounded up', figure: '£160.00' },
    { label: 'VAT, 19.5 %', figure: '£31.20' },
  ]);
});

test('a line alone has its words with their values, and its figure', () => {
  const [base, factor] = quote(starter, use({ duration: '24m' }), article()).lines;
  assert.ok(base && factor);
  assert.deepEqual(
    [base.text, base.params],
    ['Base for up to {count, number} views a month', { count: 50_000 }],
  );
  assert.deepEqual(
    [lineFigure(base, 'GBP', 'en-GB'), lineFigure(factor, 'GBP', 'de')],
    ['£80.00', '× 1,4'],
  );
});

test('below the minimum the line says what is asked instead', () => {
  const { lines, currency } = quote(starter, use({ duration: '1m' }), article({ wordCount: 90 }));
  assert.deepEqual(lineRows(lines, currency, 'en-GB', t).at(-1), {
    label: 'Our minimum fee',
    figure: '£25.00',
  });
});

test('a use is one plain sentence', () => {
  const say = (changes: Parameters<typeof use>[0]): string => {
    const { text, params } = describeUse(use(changes));
    return t(text, params);
  };
  assert.equal(
    say({}),
    'The whole article on a website with 40,000 views a month, for 12 months, worldwide, for news, without pictures.',
  );
  assert.equal(
    say({
      use: 'translate',
      medium: 'print',
      reach: { kind: 'upTo', value: 5_000 },
      duration: 'single_issue',
      languages: ['cy', 'fr'],
      territory: ['GB', '155'],
      purpose: 'book',
      images: 'specific',
      pictures: 1,
      exclusivity: 'territory',
    }),
    'A translation of the article in print with up to 5,000 copies, in a single issue, in Welsh and French, ' +
      'in United Kingdom and Western Europe, for book publishing, with 1 picture, exclusive in the territory.',
  );
  assert.equal(
    say({ medium: 'podcast', reach: { kind: 'unknown' }, duration: 'perpetual', purpose: 'other' }),
    'The whole article in a podcast, without end, worldwide, without pictures.',
  );
});

test('every use, reason, alternative, flag and line has words that can be said', () => {
  const clean = (text: string): void => assert.doesNotMatch(text, /[{}]|undefined|NaN/);
  fc.assert(
    fc.property(anyUse, anyArticle, (wanted, facts) => {
      const answer = quote(starter, wanted, facts);
      const { text, params } = describeUse(wanted);
      clean(t(text, params));
      clean(t(answer.reason.text, answer.reason.params));
      if (answer.alternative) clean(t(answer.alternative.text, answer.alternative.params));
      for (const flag of answer.flags) clean(t(flagWords(flag).text, flagWords(flag).params));
      const lines = answer.computed?.lines ?? answer.lines;
      for (const { label } of lineRows(lines, 'GBP', 'en-GB', t)) clean(label);
    }),
    { numRuns: 500 },
  );
});
