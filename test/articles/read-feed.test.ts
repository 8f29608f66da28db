import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { readJsonLines } from '../../src/articles/import/json-lines.ts';
import { readFeed } from '../../src/articles/import/read-feed.ts';
import type { ImportedArticle, ReadItem } from '../../src/articles/import/types.ts';
import { feedOf, paragraphs } from './site.ts';

function read(bytes: Buffer, url: string | null = null): { items: ReadItem[]; warnings: string[] } {
  const feed = readFeed({ bytes, contentType: '', url, ownNames: ['The Harbour Gazette'] });
  assert.ok(feed.ok, feed.ok ? '' : feed.error.message);
  return {
    items: [...feed.items].map((item) => item.read()),
    warnings: feed.warnings.map(({ message }) => message),
  };
}

const fixture = (name: string): Buffer =>
  readFileSync(join(import.meta.dirname, '..', 'fixtures', 'feeds', name));

function article(item: ReadItem | undefined): ImportedArticle {
  assert.equal(item?.kind, 'article', item?.kind === 'skipped' ? item.reason.message : '');
  if (item?.kind !== 'article') throw new Error('no article');
  return item;
}

test('an RSS item with everything becomes an article with everything', () => {
  const wall = article(read(fixture('gazette.rss')).items[0]);
  assert.equal(wall.title, 'River wall holds & the town sleeps');
  assert.equal(
    wall.url,
    'https://www.gazette.example.org/river-wall/',
    'the redirect of the feed service and its tracking are gone',
  );
  assert.equal(wall.urlKey, 'gazette.example.org/river-wall');
  assert.equal(wall.sourceId, 'gazette:1');
  assert.deepEqual(wall.bylines, ['Ada Writer', 'Björn Łukasz']);
  assert.equal(
    wall.standfirst,
    'Nine years after the flood the barrier closed for the first time in earnest.',
  );
  assert.equal(
    wall.bodyHtml,
    '<h2>A calm night</h2><p>The gates began to <strong>turn</strong> at four. <a href="https://www.gazette.example.org/tide">The tide</a> was the highest since 1871.</p>' +
      '<p>Loose text in a box</p><p>and more after two breaks</p><p>Nobody got wet.</p>',
  );
  assert.equal(wall.bodyText.split('\n\n').length, 5);
  assert.deepEqual([wall.wordCount, wall.paragraphCount], [30, 5]);
  assert.deepEqual([wall.section, wall.tags], ['Environment', ['Environment', 'Floods']]);
  assert.deepEqual([wall.language, wall.languageFound], ['en-GB', null]);
  assert.equal(wall.publishedAt?.toISOString(), '2026-11-19T06:30:00.000Z');
  assert.deepEqual(
    wall.pictures.map(({ url, credit, caption, width }) => [url, credit, caption, width]),
    [
      ['https://gazette.example.org/wall.jpg?w=800', 'Idris Pell', '', 800],
      [
        'https://www.gazette.example.org/wall.jpg',
        'Photograph: Idris Pell/The Harbour Gazette',
        'The barrier before high water.',
        800,
      ],
    ],
  );
  assert.deepEqual(wall.findings, []);
  assert.deepEqual(wall.problems, []);
});

test('a summary is no text: the words stay unknown, and it is said so', () => {
  const ferry = article(read(fixture('gazette.rss')).items[1]);
  assert.deepEqual([ferry.bodyHtml, ferry.wordCount], ['', 0]);
  assert.equal(ferry.standfirst, 'CAPITAL (AP) — Talks failed on Wednesday.');
  assert.match(ferry.problems[0]?.message ?? '', /only a summary/u);
  assert.deepEqual(
    ferry.findings.map(({ rule, place }) => `${rule} ${place}`),
    ['ap byline', 'ap opening'],
  );
});

test('items that can be no article are skipped with their reason, the others come through', () => {
  const { items } = read(fixture('gazette.rss'));
  assert.deepEqual(
    items.map((item) =>
      item.kind === 'article' ? item.title : `${item.label}: ${item.reason.message}`,
    ),
    [
      'River wall holds & the town sleeps',
      'Talks on the ferry fail',
      'https://gazette.example.org/empty: It has neither a headline nor a text.',
      'No address: It has no usable address.',
      'The ferry again: An earlier item of the feed has the same address.',
    ],
  );
});

test('RSS 1.0 and Atom come to the same shape', () => {
  const dam = article(read(fixture('gazette.rdf')).items[0]);
  assert.deepEqual(
    [dam.title, dam.bylines, dam.section, dam.language],
    ['Der Damm hält', ['Ida Feder'], 'Umwelt', 'de'],
  );
  assert.equal(dam.publishedAt?.toISOString(), '2026-11-19T06:00:00.000Z');
  const river = article(read(fixture('gazette.atom')).items[0]);
  assert.equal(river.title, 'المدينة التي تعيش على النهر');
  assert.deepEqual(
    [river.language, river.section, river.bylines],
    ['ar', 'العالم', ['ليلى الكاتب']],
  );
  assert.match(
    river.bodyHtml,
    /^<p>نهر المدينة.*<p lang="en" dir="ltr">A line in English\.<\/p>$/u,
  );
  assert.equal(river.updatedAt?.toISOString(), '2026-11-19T08:00:00.000Z');
});

test('an item never brings an e-mail address along as its author', () => {
  const xml =
    '<rss version="2.0"><channel><title>T</title><link>https://a.example/</link><item><title>One</title><link>https://a.example/1</link><author>ann@example.org (Ann Lee)</author></item><item><title>Two</title><link>https://a.example/2</link><author>bo@example.org</author></item></channel></rss>';
  const [one, two] = read(Buffer.from(xml)).items.map(article);
  assert.deepEqual([one?.bylines, two?.bylines], [['Ann Lee'], []]);
});

test('relative addresses are resolved against the feed, and the front page is no article', () => {
  const items = [
    { url: '/river' },
    { url: 'https://gazette.example.org/' },
    { url: 'javascript:x()' },
  ];
  const found = read(feedOf(items), 'https://gazette.example.org/feeds/all.json').items;
  assert.equal(article(found[0]).url, 'https://gazette.example.org/river');
  assert.match(found[1]?.kind === 'skipped' ? found[1].reason.message : '', /front page/u);
  assert.match(found[2]?.kind === 'skipped' ? found[2].reason.message : '', /no usable address/u);
});

test('control characters, lone surrogates and direction marks of a JSON feed do not come in', () => {
  const item = article(
    read(
      feedOf([
        { title: 'A\u0000B\u202Ec\uD800', id: 'x\u0000y', authors: [{ name: 'Ann\u0007 Lee' }] },
      ]),
    ).items[0],
  );
  assert.equal(item.title, 'ABc\uFFFD');
  assert.equal(item.sourceId, 'xy');
  assert.deepEqual(item.bylines, ['Ann Lee']);
});

test('a text in another language than declared is noticed', () => {
  const german =
    '<p>Der Stadtrat hat am Montagabend darüber beraten, ob die alte Brücke über den Fluss erneuert oder abgerissen werden soll.</p>'.repeat(
      3,
    );
  const item = article(
    read(feedOf([{ title: 'Die Brücke über den Fluss', content_html: german }])).items[0],
  );
  assert.deepEqual([item.language, item.languageFound], ['en-GB', 'de']);
  assert.match(item.problems[0]?.message ?? '', /the text looks like/u);
  const undeclared = article(
    read(feedOf([{ content_html: german }], { language: undefined })).items[0],
  );
  assert.deepEqual([undeclared.language, undeclared.languageFound], ['de', null]);
});

test('the mark of an item changes with anything it is made from, and with nothing else', () => {
  const mark = (feed: Buffer): string | undefined => {
    const opened = readFeed({ bytes: feed, contentType: '', url: null, ownNames: [] });
    return opened.ok ? [...opened.items][0]?.hash : undefined;
  };
  assert.equal(mark(feedOf([{ title: 'A' }])), mark(feedOf([{ title: 'A' }, { title: 'B' }])));
  assert.notEqual(mark(feedOf([{ title: 'A' }])), mark(feedOf([{ title: 'A.' }])));
  assert.notEqual(
    mark(feedOf([{ title: 'A' }])),
    mark(feedOf([{ title: 'A' }], { language: 'de' })),
  );
});

test('too large a file and too long a text are refused', () => {
  const large = readFeed({
    bytes: new Uint8Array(20 * 1024 * 1024 + 1),
    contentType: '',
    url: null,
    ownNames: [],
  });
  assert.match(large.ok ? '' : large.error.message, /larger than 20 MB/u);
  const [long] = read(feedOf([{ content_html: paragraphs(100_000) }])).items;
  assert.match(long?.kind === 'skipped' ? long.reason.message : '', /too long/u);
});

test('an archive of lines is read item by item', async () => {
  const lines = [
    '{"title":"Archive","language":"de","home_page_url":"https://bote.example.org/"}',
    '{"url":"https://bote.example.org/1","title":"Eins"}',
    'broken',
    '',
    '{"url":"/2","title":"Zwei"}',
  ];
  async function* each(): AsyncGenerator<string> {
    yield* lines;
  }
  const items: ReadItem[] = [];
  for await (const item of readJsonLines(each(), [])) items.push(item.read());
  assert.deepEqual(
    items.map((item) =>
      item.kind === 'article'
        ? `${item.url} ${item.language}`
        : `${item.label}: ${item.reason.message}`,
    ),
    [
      'https://bote.example.org/1 de',
      'line 3: It is no item of a JSON Feed.',
      'https://bote.example.org/2 de',
    ],
  );
});
