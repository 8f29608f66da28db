import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import sanitizeHtml from 'sanitize-html';
import { quotationCredit } from '../../src/articles/rules/credit-line.ts';
import type { Credit } from '../../src/licences/rules/credit.ts';
import { kitOf } from '../../src/licences/rules/kit.ts';
import { translatorOf } from '../../src/platform/i18n.ts';

const english = translatorOf(new Map());

const credit: Credit = {
  title: 'River town floods',
  titleLanguage: 'en',
  url: 'https://gazette.example.org/news/river-town-floods',
  bylines: ['Maren Ottley'],
  newsroom: 'The Harbour Gazette',
  newsroomUrl: 'https://gazette.example.org/',
  publishedOn: '2026-11-20',
  holder: 'Harbour Gazette Ltd',
  year: '2026',
  number: 'OP-2026-000123',
  verifyUrl: 'https://licensing.example.org/verify/OP-2026-000123',
  ccLicence: null,
  language: 'en-GB',
};

test('the HTML credit has the agreed shape', () => {
  assert.equal(
    kitOf(credit, 'none', english).html,
    '<p class="republished-from" lang="en-GB" dir="auto"><em>' +
      '<a href="https://gazette.example.org/news/river-town-floods" rel="bookmark">River town floods</a> by Maren Ottley' +
      ' was first published by <a href="https://gazette.example.org/">The Harbour Gazette</a>' +
      ' on <time datetime="2026-11-20">20 November 2026</time>. © 2026 Harbour Gazette Ltd. Republished under ' +
      '<a href="https://licensing.example.org/verify/OP-2026-000123" rel="license">licence OP-2026-000123</a>.</em></p>',
  );
});

test('text, print and Markdown say the same', () => {
  const kit = kitOf(credit, 'none', english);
  assert.equal(
    kit.text,
    'River town floods (https://gazette.example.org/news/river-town-floods) by Maren Ottley was first published by ' +
      'The Harbour Gazette on 20 November 2026. © 2026 Harbour Gazette Ltd. Republished under licence OP-2026-000123 ' +
      '(https://licensing.example.org/verify/OP-2026-000123).',
  );
  assert.match(
    kit.print,
    /licence OP-2026-000123 \(licensing\.example\.org\/verify\/OP-2026-000123\)\.$/,
  );
  assert.match(
    kit.markdown,
    /^\*\[River town floods\]\(<https:\/\/gazette[^)]+>\) by Maren Ottley/,
  );
  assert.equal((JSON.parse(kit.json) as Credit).number, credit.number);
});

test('what is not known is left out of the sentence', () => {
  const bare = { ...credit, bylines: [], publishedOn: null, newsroomUrl: '' };
  assert.match(
    kitOf(bare, 'none', english).html,
    /River town floods<\/a> was first published by The Harbour Gazette\. ©/,
  );
});

test('several authors are joined as the language does it', () => {
  const two = { ...credit, bylines: ['Maren Ottley', 'Joss Venn'] };
  assert.match(kitOf(two, 'none', english).text, /by Maren Ottley and Joss Venn was/);
});

test('the head holds one instruction for search engines, never two', () => {
  assert.equal(kitOf(credit, 'noindex', english).head, '<meta name="robots" content="noindex">');
  assert.equal(
    kitOf(credit, 'canonical', english).head,
    `<link rel="canonical" href="${credit.url}">`,
  );
  assert.equal(kitOf(credit, 'none', english).head, '');
});

test('a title in another language says so, and the article of a Creative Commons licence names it', () => {
  const arabic = { ...credit, title: 'ميناء صغير', titleLanguage: 'ar', ccLicence: 'CC BY-ND 4.0' };
  const kit = kitOf(arabic, 'none', english);
  assert.match(kit.html, /rel="bookmark" lang="ar" dir="auto">ميناء صغير<\/a>/);
  assert.match(kit.text, /The article is under CC BY-ND 4\.0\.$/);
});

const hostile = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom(
    '</em><script>alert(1)</script>',
    '"><img src=x onerror=alert(1)>',
    ']]>',
    '{title}{{this}}<b>',
    '&amp;&lt;',
    '*x* [a](javascript:b) `c` # d',
    '𠮷\u202E',
    "'; --",
  ),
);

test('whatever a title or name holds, the HTML says it and nothing else', () => {
  fc.assert(
    fc.property(hostile, hostile, (title, name) => {
      const text = title.replace(/[\u0000\r]/g, '');
      const byline = name.replace(/[\u0000\r]/g, '') || 'x';
      const kit = kitOf({ ...credit, title: text, bylines: [byline] }, 'none', english);
      const seen: string[] = [];
      const clean = sanitizeHtml(kit.html, {
        allowedTags: ['p', 'em', 'a', 'time'],
        allowedAttributes: { '*': ['class', 'lang', 'dir', 'href', 'rel', 'datetime'] },
        textFilter: (part) => {
          seen.push(part);
          return part;
        },
      });
      // Nothing was thrown away: every tag is one of ours.
      assert.equal(clean.match(/<\w+/g)?.join(), '<p,<em,<a,<a,<time,<a');
      assert.equal(kit.html.match(/<\w+/g)?.join(), '<p,<em,<a,<a,<time,<a');
      assert.ok(kit.text.includes(text) && kit.text.includes(byline));
      assert.doesNotMatch(kit.markdown, /<\/?(?:script|img|em|b)\b/);
    }),
  );
});

test('a quotation is credited in the same pieces, without a licence', () => {
  assert.equal(
    quotationCredit(credit, english).text,
    'From River town floods (https://gazette.example.org/news/river-town-floods) by Maren Ottley, ' +
      'The Harbour Gazette, 20 November 2026.',
  );
  const bare = { ...credit, bylines: [], publishedOn: null, newsroomUrl: '', titleLanguage: 'ar' };
  assert.equal(
    quotationCredit(bare, english).html,
    '<p class="quoted-from" lang="en-GB" dir="auto"><em>From ' +
      '<a href="https://gazette.example.org/news/river-town-floods" rel="bookmark" lang="ar" dir="auto">' +
      'River town floods</a>, The Harbour Gazette.</em></p>',
  );
  fc.assert(
    fc.property(hostile, hostile, (title, name) => {
      const { html, text } = quotationCredit({ ...credit, title, bylines: [name || 'x'] }, english);
      assert.equal(html.match(/<\w+/g)?.join(), '<p,<em,<a,<a,<time');
      assert.ok(text.includes(title) && text.includes(name));
    }),
  );
});
