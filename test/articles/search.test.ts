import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { browse, choicesOf, search } from '../../src/articles/actions/browse.ts';
import { findArticle } from '../../src/articles/actions/find-article.ts';
import type { Filter } from '../../src/articles/store/catalogue.ts';
import { testContext, type TestContext } from '../support/context.ts';
import { imported } from './newsroom.ts';
import { paragraphs, type FeedItem } from './site.ts';

let t: TestContext;
before(async () => {
  t = await testContext();
});

const everything: Filter = {
  section: null,
  languages: null,
  from: null,
  to: null,
  publicAt: null,
  held: false,
};

const newsroom: FeedItem[] = [
  { title: 'River town floods', tags: ['Environment'], authors: [{ name: 'Ada Writer' }] },
  {
    title: 'Café owners protest',
    tags: ['Business'],
    content_html: `<p>They met by the river and talked about flooding.</p>${paragraphs(150, 'coffee')}`,
  },
  {
    title: 'Überschwemmungen in der Stadt',
    language: 'de',
    tags: ['Umwelt'],
    content_html: `<p>Die Häuser standen unter Wasser.</p>${paragraphs(150, 'Häuser')}`,
  },
  {
    title: 'المدينة التي تعيش على النهر',
    language: 'ar',
    content_html: paragraphs(150, 'المدينة'),
  },
  { title: '東京で大雨が降った', language: 'ja', content_html: paragraphs(150, '大雨') },
];

async function found(text: string, filter: Partial<Filter> = {}): Promise<string[]> {
  const { configs } = await choicesOf(t.ctx.db);
  const { rows } = await search(
    t.ctx.db,
    text,
    { ...everything, ...filter },
    { page: 1, size: 20, configs },
  );
  return rows.map(({ title }) => title);
}

test('words are found in their forms, in every language of the catalogue', async () => {
  await imported(t.ctx, newsroom);
  const cases: [string, string[]][] = [
    ['flood', ['River town floods', 'Café owners protest']],
    ['flooded rivers', ['River town floods', 'Café owners protest']],
    ['Haus', ['Überschwemmungen in der Stadt']],
    ['überschwemmung', ['Überschwemmungen in der Stadt']],
    ['cafe', ['Café owners protest']],
    ['مدينة', ['المدينة التي تعيش على النهر']],
    ['大雨', ['東京で大雨が降った']],
    ['writer', ['River town floods']],
    ['the river', ['River town floods', 'Café owners protest']],
    ['riv', ['River town floods', 'Café owners protest']],
    ['prot', ['Café owners protest']],
    ['"river town"', ['River town floods']],
    ['"town river"', []],
    ['xyzzy', []],
    ['the', []],
    ['!!!', []],
    ["' or 1=1 --", []],
  ];
  for (const [text, titles] of cases) assert.deepEqual(await found(text), titles, text);
});

test('headlines count more than texts, and newer ones win between equals', async () => {
  await imported(t.ctx, [
    { title: 'Something else', content_html: `<p>A bridge.</p>${paragraphs(150)}` },
    { title: 'The bridge', date_published: '2026-01-01T00:00:00Z' },
    {
      title: 'The bridge',
      url: 'https://gazette.example.org/new',
      date_published: '2026-02-01T00:00:00Z',
    },
  ]);
  const { configs } = await choicesOf(t.ctx.db);
  const { rows } = await search(t.ctx.db, 'bridge', everything, { page: 1, size: 20, configs });
  assert.deepEqual(
    rows.map(({ title, published_at }) => `${title} ${published_at?.getUTCMonth()}`),
    ['The bridge 1', 'The bridge 0', 'Something else 10'],
  );
});

test('a misspelled search is corrected, and says to what', async () => {
  await imported(t.ctx, newsroom);
  const { configs } = await choicesOf(t.ctx.db);
  const one = await search(t.ctx.db, 'protst', everything, { page: 1, size: 20, configs });
  assert.deepEqual([one.corrected, one.total], ['protest', 1]);
  const two = await search(t.ctx.db, 'rivr twon', everything, { page: 1, size: 20, configs });
  assert.equal(two.corrected, 'river town');
  const none = await search(t.ctx.db, 'xyzzyplugh', everything, { page: 1, size: 20, configs });
  assert.deepEqual([none.corrected, none.total], [null, 0]);
});

test('filters narrow lists and searches', async () => {
  await imported(t.ctx, newsroom);
  const titles = async (filter: Partial<Filter>): Promise<string[]> =>
    (await browse(t.ctx.db, { ...everything, ...filter }, { place: null, size: 20 })).rows.map(
      ({ title }) => title,
    );
  assert.deepEqual(await titles({ section: 'Business' }), ['Café owners protest']);
  assert.deepEqual(await titles({ languages: ['en-GB'] }), [
    'River town floods',
    'Café owners protest',
  ]);
  assert.deepEqual(await titles({ from: new Date('2026-11-21') }), []);
  assert.equal((await titles({ to: new Date('2026-11-21') })).length, 5);
  assert.deepEqual(await found('river', { section: 'Environment' }), ['River town floods']);
  const { sections, languages } = await choicesOf(t.ctx.db);
  assert.deepEqual(sections.toSorted(), ['Business', 'Environment', 'Umwelt']);
  assert.deepEqual(languages.toSorted(), ['ar', 'de', 'en', 'ja']);
});

test('the public sees nothing that was withdrawn or is under embargo', async () => {
  await imported(t.ctx, newsroom.slice(0, 2));
  const publicNow = { publicAt: t.clock.now };
  await t.ctx.db
    .updateTable('articles')
    .set({ withdrawn_at: t.clock.now })
    .where('slug', '=', 'river-town-floods')
    .execute();
  await t.ctx.db
    .updateTable('articles')
    .set({ embargo_until: new Date(t.clock.now.getTime() + 1000) })
    .where('slug', '=', 'cafe-owners-protest')
    .execute();
  assert.deepEqual(await found('river', publicNow), []);
  assert.equal((await found('river')).length, 2);
  t.clock.advance({ seconds: 1 });
  assert.deepEqual(await found('river', { publicAt: t.clock.now }), ['Café owners protest']);
});

test('one pages through a list forth and back and sees everything once', async () => {
  // Several of one moment: the id decides between them.
  const date_published = '2026-11-01T00:00:00Z';
  await imported(
    t.ctx,
    Array.from({ length: 25 }, (_, index) => ({
      title: `Story ${index}`,
      ...(index % 2 ? { date_published } : {}),
    })),
  );
  const pages: string[][] = [];
  let page = await browse(t.ctx.db, everything, { place: null, size: 10 });
  assert.equal(page.newer, null);
  pages.push(page.rows.map(({ id }) => id));
  while (page.older) {
    page = await browse(t.ctx.db, everything, { place: page.older, size: 10 });
    pages.push(page.rows.map(({ id }) => id));
  }
  assert.deepEqual(
    pages.map(({ length }) => length),
    [10, 10, 5],
  );
  assert.equal(new Set(pages.flat()).size, 25);
  const back: string[][] = [];
  while (page.newer) {
    page = await browse(t.ctx.db, everything, { place: page.newer, size: 10 });
    back.push(page.rows.map(({ id }) => id));
  }
  assert.deepEqual(back, [pages[1], pages[0]]);
  assert.deepEqual([page.count, page.more], [25, false]);
});

test('an article is found by any spelling of its address', async () => {
  await imported(t.ctx, [
    { url: 'https://www.gazette.example.org/2026/river?id=7&utm_source=feed', title: 'River' },
  ]);
  const spellings = [
    'https://www.gazette.example.org/2026/river?id=7',
    'http://gazette.example.org/2026/river/?id=7#top',
    'gazette.example.org/2026/river?id=7&fbclid=x',
    '//gazette.example.org/2026/river?id=7',
    ' HTTPS://Gazette.Example.Org:443/2026/river?utm_campaign=a&id=7 ',
    'http://portal.localhost/articles/river',
  ];
  const base = 'http://portal.localhost';
  for (const address of spellings)
    assert.equal((await findArticle(t.ctx.db, address, base))?.title, 'River', address);
  for (const address of [
    '',
    'https://gazette.example.org/2026/river',
    'https://gazette.example.org/2026/river?id=8',
    'javascript:x',
    'https://other.example.org/articles/river',
    'http://portal.localhost/articles/%E0%A4%A',
  ])
    assert.equal(await findArticle(t.ctx.db, address, base), null, address);
});
