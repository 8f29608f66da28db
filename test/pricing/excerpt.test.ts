import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { excerptInArticle } from '../../src/pricing/rules/excerpt.ts';
import { quote } from '../../src/pricing/rules/quote.ts';
import { article, starter, use } from './builders.ts';

const text =
  'The river rose at night — four metres in an hour. “We heard it,” said Ms. O’Brien,\n\n' +
  '“before we saw it.” In 1953–54 the wall was re-built… and forgotten. Café owners agree.';

const found = [
  'four metres in an hour',
  'rose at night - four metres',
  'rose at night--four metres',
  '"We heard it," said Ms. O\'Brien, "before we saw it."',
  'said Ms. O’Brien, “before\u00A0we  saw it.”',
  'In 1953-54 the wall was re\u2011built...',
  'Cafe\u0301 owners',
  'The river rose [...] the wall was re-built',
  'The river rose at night […] Café owners agree.',
  'four me\u00ADtres in\u200B an hour',
];
for (const excerpt of found)
  test(`stands in the article: ${excerpt}`, () => {
    assert.ok(excerptInArticle(excerpt, text));
  });

const missing = [
  '',
  '   ',
  '[...]',
  'five metres in an hour',
  'The wall was not forgotten',
  'iver rose',
  'The river ros',
  'the river rose at night',
  'Café owners agree. […] The river rose',
  'the wall was rebuilt',
];
for (const excerpt of missing)
  test(`does not stand in the article: "${excerpt}"`, () => {
    assert.equal(excerptInArticle(excerpt, text), false);
  });

test('in scripts without blanks a part of a sentence stands there, across line breaks too', () => {
  const japanese = '台風で川が氾濫した。\n\n住民は「音が先に聞こえた」と話した。';
  assert.ok(excerptInArticle('川が氾濫した。住民は', japanese));
  assert.ok(excerptInArticle('川が\n氾濫した', japanese));
  assert.ok(excerptInArticle('"音が先に聞こえた"', japanese));
  assert.equal(excerptInArticle('川が乾いた', japanese), false);
  assert.ok(excerptInArticle('น้ำท่วม', 'เมื่อคืนน้ำท่วมเมือง'));
});

test('any run of whole words of an article stands in it, however it is spaced and quoted', () => {
  const words = fc.array(fc.stringMatching(/^[a-zéß]{1,8}$/), { minLength: 1, maxLength: 30 });
  fc.assert(
    fc.property(words, fc.nat(), fc.nat(), (list, a, b) => {
      const [start, end] = [a % list.length, b % list.length].toSorted((x, y) => x - y);
      const excerpt = list.slice(start, (end ?? 0) + 1).join('  \n');
      assert.ok(excerptInArticle(excerpt, list.join(' ')));
    }),
  );
});

test('a hostile pattern is compared in linear time', () => {
  const long = 'a '.repeat(10_000);
  const started = process.cpuUsage();
  assert.equal(excerptInArticle(`${'a '.repeat(5_000)}b`, long), false);
  assert.equal(excerptInArticle(' '.repeat(20_000), long), false);
  assert.equal(excerptInArticle('-'.repeat(20_000), long), false);
  assert.ok(process.cpuUsage(started).user < 2_000_000);
});

test('words that are not in the article are refused, with the reason', () => {
  const wanted = use({ use: 'excerpt', excerpt: 'The river fell' });
  const answer = quote(starter, wanted, article({ text }));
  assert.deepEqual([answer.answer, answer.reason.code], ['refuse', 'excerpt_not_found']);
});

test('an excerpt that cannot be compared, or is missing, goes to a person', () => {
  const wanted = use({ use: 'excerpt', excerpt: 'The river rose' });
  assert.equal(quote(starter, wanted, article()).reason.code, 'excerpt_unchecked');
  const empty = use({ use: 'excerpt' });
  assert.equal(quote(starter, empty, article({ text })).reason.code, 'excerpt_unchecked');
});

test('words of Chinese are counted as a reader counts them, not by blanks', () => {
  const chinese = '河水在夜里上涨了四米。'.repeat(40);
  const facts = article({ language: 'zh', text: chinese });
  const wanted = use({ use: 'excerpt', excerpt: chinese.slice(0, 330), languages: ['zh'] });
  assert.equal(quote(starter, wanted, facts).answer, 'price');
});
