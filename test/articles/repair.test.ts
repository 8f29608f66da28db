import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withoutDoctype } from '../../src/articles/import/doctype.ts';
import { parseFeedText } from '../../src/articles/import/parse-feed.ts';
import { repairXml } from '../../src/articles/import/repair.ts';

const rss = (items: string): string =>
  `<rss version="2.0"><channel><title>T</title><link>https://a.example/</link>${items}</channel></rss>`;

test('the document type goes with everything it declares and every use of it', () => {
  const bomb =
    '<?xml version="1.0"?><!-- <!DOCTYPE x> --><!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;]>"> <!-- ]> --> <!ENTITY c SYSTEM "file:///etc/passwd">]><rss>&b;&c;&amp;&eacute;</rss>';
  const { xml, entities } = withoutDoctype(bomb);
  assert.equal(xml, '<?xml version="1.0"?><!-- <!DOCTYPE x> --><rss>&amp;&eacute;</rss>');
  assert.deepEqual(entities, ['a', 'b', 'c']);
  assert.equal(
    withoutDoctype('<!DOCTYPE rss PUBLIC "-//X//DTD>" "http://x/rss.dtd"><rss/>').xml,
    '<rss/>',
  );
  assert.equal(withoutDoctype('<rss><![CDATA[<!DOCTYPE html>]]></rss>').entities.length, 0);
});

test('an entity bomb costs nothing and expands to nothing', () => {
  const levels = Array.from(
    { length: 30 },
    (_, index) => `<!ENTITY e${index + 1} "${`&e${index};`.repeat(10)}">`,
  );
  const started = performance.now();
  const read = parseFeedText(
    `<!DOCTYPE rss [<!ENTITY e0 "ha">${levels.join('')}]>${rss('<item><title>&e30;</title><link>https://a.example/1</link></item>')}`,
  );
  assert.ok(performance.now() - started < 500);
  assert.ok(read.ok);
  const [item] = read.feed.items;
  assert.ok(item && !('broken' in item));
  assert.equal(item.titleHtml, '');
});

test('cheap faults are repaired', () => {
  assert.match(
    repairXml('\u0000junk\n<rss>a & b &copy=1 &nbsp; &#38;</rss>').xml,
    /^<rss>a &amp; b &amp;copy=1 &nbsp; &#38;<\/rss>$/u,
  );
  assert.equal(repairXml('<a>x\u0001y&#0;z&#x1F;</a>').xml, '<a>xyz</a>');
  assert.equal(repairXml('<a><b><![CDATA[ a & b').xml, '<a><b><![CDATA[ a & b]]></b></a>');
  assert.equal(repairXml('<a><b>text</b><c attr="1').xml, '<a><b>text</b></a>');
  assert.equal(repairXml('<a><![CDATA[a & b]]></a>').xml, '<a><![CDATA[a & b]]></a>');
});

test('a feed that is whole passes through unchanged and without warnings', () => {
  const whole = rss(
    '<item><title>A &amp; B</title><description><![CDATA[<p>5 < 6 & "7"]]></description></item>',
  );
  assert.deepEqual(repairXml(whole), { xml: whole, warnings: [], depth: 4 });
});

test('one broken item costs only itself', () => {
  const good = (name: string): string =>
    `<item><title>${name}</title><link>https://a.example/${name}</link></item>`;
  const read = parseFeedText(
    rss(`${good('one')}<item><title>two</title><bad <<></item>${good('three')}`),
  );
  assert.ok(read.ok);
  const titles = read.feed.items.map((item) => ('broken' in item ? 'broken' : item.titleHtml));
  assert.ok(titles.includes('one') && titles.includes('three'), titles.join());
});

test('files that are no feeds get one sentence that says what they are', () => {
  const cases: [string, RegExp][] = [
    ['', /is empty/],
    ['   \n', /is empty/],
    ['hello', /plain text/],
    ['{"a":', /JSON of this file is broken/],
    ['[1]', /no JSON Feed/],
    ['{"a":1}', /no JSON Feed/],
    ['<!doctype html><p>x', /web page, not a feed\.$/],
    [
      '<html><head><link rel="alternate" type="application/rss+xml" href="/feed"></head>',
      /names its feed/,
    ],
    ['<opml version="2.0"><body/></opml>', /no RSS, Atom or JSON feed/],
    ['<svg/>', /no RSS, Atom or JSON feed/],
    ['<rss version="2.0"></rss>', /broken to be read, or it is empty/],
  ];
  for (const [text, sentence] of cases) {
    const read = parseFeedText(text);
    assert.match(read.ok ? 'a feed' : read.error.message, sentence, text);
  }
});

test('nesting without an end is refused at once', () => {
  const started = performance.now();
  const read = parseFeedText(`<rss version="2.0"><channel><item>${'<a>'.repeat(300_000)}`);
  assert.ok(performance.now() - started < 1000);
  assert.match(read.ok ? '' : read.error.message, /nested too deeply/u);
});

test('files made to take long are answered soon', () => {
  const hostile = [
    '<!--',
    '<![CDATA[',
    '<?',
    '<a ',
    '<!DOCTYPE ',
    '&',
    '<item>',
    '"<a>',
    "<a '",
    '<!DOCTYPE a [<!--',
    '</a>',
    '<',
  ];
  for (const piece of hostile) {
    const started = performance.now();
    parseFeedText(`<rss version="2.0"><channel>${piece.repeat(Math.ceil(400_000 / piece.length))}`);
    parseFeedText(piece.repeat(Math.ceil(400_000 / piece.length)));
    const took = performance.now() - started;
    assert.ok(took < 4000, `${piece}: ${Math.round(took)} ms`);
  }
});
