import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  contentHash,
  countParagraphs,
  countWords,
  decodeEntities,
  normaliseLine,
  normaliseText,
  plainText,
  shorten,
  slugify,
  wordsOf,
} from '../../src/values/text.ts';

test('words are counted as a reader of the language counts them', () => {
  const cases: [string, string, number][] = [
    ['The river rose by two metres.', 'en', 6],
    ["It's a state-of-the-art mother-in-law joke, isn't it?", 'en', 12],
    ['', 'en', 0],
    ['… — !!! 🎉', 'en', 0],
    ['3.5 per cent of 1,200 people', 'en', 6],
    ['中华人民共和国成立了', 'zh', 4],
    ['東京で大雨が降った。', 'ja', 6],
    ['แม่น้ำท่วมเมือง', 'th', 4],
    ['نهر المدينة فاض أمس', 'ar', 4],
    ['नदी का पानी बढ़ गया', 'hi', 5],
    ['words of no known language', 'x-nonsense', 5],
  ];
  for (const [text, language, words] of cases) {
    const counted = countWords(text, language);
    // Dictionaries of ICU differ by a word between versions for scripts without blanks.
    const slack = /^(?:zh|ja|th)$/u.test(language) ? 2 : 0;
    assert.ok(Math.abs(counted - words) <= slack, `${text}: ${counted} in place of ${words}`);
  }
});

test('a Chinese text without blanks has many words, not one', () => {
  assert.ok(countWords('鉴于对人类家庭所有成员的固有尊严及其平等的和不移的权利的承认', 'zh') > 10);
});

test('words for comparing are lower case and free of punctuation', () => {
  assert.deepEqual(wordsOf('“The River”, ﬁnally: ROSE.', 'en'), [
    'the',
    'river',
    'finally',
    'rose',
  ]);
});

test('control characters, direction overrides and lone surrogates do not survive', () => {
  assert.equal(normaliseText('a\u0000b\u202Ec\u2066d\uFEFF\r\ne\u2028f'), 'abcd\ne\nf');
  assert.equal(normaliseText('x\uD800y'), 'x\uFFFDy');
  assert.equal(normaliseText('e\u0301'), 'é');
  assert.equal(normaliseLine('  two\n\t lines\u00A0here '), 'two lines here');
});

test('normalising twice changes nothing more', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      assert.equal(normaliseText(normaliseText(text)), normaliseText(text));
      assert.equal(normaliseLine(normaliseLine(text)), normaliseLine(text));
    }),
  );
});

test('clean HTML becomes text with a blank line between blocks', () => {
  const html =
    '<h2>Flood</h2><p>The <em>river</em>\n  rose.<br />Twice.</p><ul><li>one</li><li>two</li></ul>' +
    '<figure><img src="https://a.example/x.jpg" alt="x &gt; y" /><figcaption>By &amp; by</figcaption></figure>';
  assert.equal(plainText(html), 'Flood\n\nThe river rose.\nTwice.\n\none\n\ntwo\n\nBy & by');
  assert.equal(countParagraphs(plainText(html)), 5);
  assert.equal(plainText('3 &lt; 4 &amp;amp; 5'), '3 < 4 &amp; 5');
});

test('entities are decoded once; unknown ones stay', () => {
  assert.equal(
    decodeEntities('&lt;b&gt; &#233;&#xe9; &passwd; &amp;lt; &#x110000; &#0;'),
    '<b> éé &passwd; &lt;  ',
  );
});

test('the content hash sees words, not white space, and where one part ends', () => {
  assert.equal(contentHash('a  b', 'c'), contentHash('a\nb', 'c '));
  assert.notEqual(contentHash('a b', 'c'), contentHash('a', 'b c'));
  assert.match(contentHash('x'), /^[\da-f]{64}$/u);
});

test('slugs keep the letters of every script', () => {
  const cases: [string, string][] = [
    ['River town floods', 'river-town-floods'],
    ['Café “Müller” & Söhne – Straße!', 'cafe-muller-sohne-strasse'],
    ["The town's £5m bridge", 'the-towns-5m-bridge'],
    ['Łódź, Ørsted og Đà Nẵng', 'lodz-orsted-og-da-nang'],
    ['Москва: новости дня', 'москва-новости-дня'],
    ['建国35周年纪念', '建国35周年纪念'],
    ['अमेरिका में बाढ़', 'अमेरिका-में-बाढ़'],
    ['فيضان النهر', 'فيضان-النهر'],
    ['!!! … ???', 'article'],
    ['', 'article'],
  ];
  for (const [title, slug] of cases) assert.equal(slugify(title), slug);
});

test('a slug is never empty, at most 80 characters, stable, and safe in a path', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (title) => {
      const slug = slugify(title);
      assert.ok(slug.length > 0 && Array.from(slug).length <= 80);
      assert.doesNotMatch(slug, /[\s/?#%.\\<>"']|^-|-$/u);
      assert.equal(slugify(slug), slug);
    }),
  );
});

test('a long headline is cut at a word', () => {
  const slug = slugify('word '.repeat(40));
  assert.ok(slug.endsWith('word') && slug.length <= 80);
  assert.equal(shorten('one two three four', 12), 'one two…');
  assert.equal(shorten('short', 12), 'short');
});

test('marks piled on one letter are cut before they are sorted; accents and vowel signs stay', () => {
  const pile = '\u0301\u0323'.repeat(2000);
  const parted = '\u0301\u0000\u0323\u0000'.repeat(2000);
  const voiced = '\uFF9E\u0334'.repeat(2000);
  for (const text of [`a${pile}`, `a${parted}`, `a${voiced}`]) {
    assert.ok(normaliseText(text).length <= 301, 'at most 300 marks on a letter');
    assert.ok((wordsOf(text, 'en')[0] ?? '').length <= 301);
  }
  for (const text of ['Việt Nam', 'שָׁלוֹם', 'हिन्दी में', 'Z̴̢̛a̷l̸g̶o̴', `ด${'้็'.repeat(60)}`])
    assert.equal(normaliseText(text), text.normalize('NFC'));
});
