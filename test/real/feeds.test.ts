import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readDate } from '../../src/articles/import/dates.ts';
import { readFeed } from '../../src/articles/import/read-feed.ts';
import type { ImportedArticle, ReadItem } from '../../src/articles/import/types.ts';
import { foreignWords } from '../../src/articles/rules/picture-rights.ts';
import { startImport } from '../../src/articles/actions/start-import.ts';
import { runImport } from '../../src/articles/actions/run-import.ts';
import { system } from '../../src/platform/events.ts';
import { testContext } from '../support/context.ts';
import { dataFile, dataNames } from './data.ts';

interface Facts {
  items?: number;
  rssParser?: { items?: number };
  feedsmith?: { items?: number };
}

const facts = JSON.parse(dataFile('FACTS.json').toString()) as Record<string, Facts>;
const ownNames = ['The Harbour Gazette'];
const slowest = 2000;

type Read = { items: ReadItem[]; warnings: string[]; error: string | null };

/** Reads a feed as the importer does; fails where that takes long. */
function read(folder: string, name: string, url: string | null = null): Read {
  const started = performance.now();
  const feed = readFeed({ bytes: dataFile(folder, name), contentType: '', url, ownNames });
  const result = feed.ok
    ? {
        items: [...feed.items].map((item) => item.read()),
        warnings: feed.warnings.map(({ message }) => message),
        error: null,
      }
    : { items: [], warnings: [], error: feed.error.message };
  const took = performance.now() - started;
  assert.ok(took < slowest, `${name} took ${Math.round(took)} ms`);
  return result;
}

function articles({ items }: Read): ImportedArticle[] {
  return items.filter((item) => item.kind === 'article');
}

function reasons({ items }: Read): string[] {
  return items.flatMap((item) => (item.kind === 'skipped' ? [item.reason.message] : []));
}

for (const name of dataNames('feeds')) {
  test(`${name}: every item that the facts count is an article`, () => {
    const fact = facts[`feeds/${name}`] ?? {};
    const found = read('feeds', name);
    assert.equal(found.error, null);
    assert.equal(found.items.length, fact.items ?? fact.rssParser?.items);
    assert.deepEqual(reasons(found), []);
    for (const article of articles(found)) {
      assert.ok(article.title.length > 0 && article.title.length <= 300);
      assert.match(article.url, /^https?:\/\/[^\s]+$/u);
      assert.doesNotMatch(article.urlKey, /utm_|#/u);
      assert.doesNotMatch(
        article.bodyHtml,
        /<(?:script|style|img|iframe|div|font)|\son\w+=|javascript:/iu,
      );
      assert.doesNotMatch(article.title + article.bodyText, /[\u0000-\u0008\u202A-\u202E]/u);
      assert.equal(article.wordCount > 0, article.bodyText !== '');
    }
  });
}

test('languages are told right, also where the feed says nothing or something else', () => {
  const expected: Record<string, string> = {
    'aif-ru.xml': 'ru-RU',
    'bbc-urdu.xml': 'ur',
    'brasildefato-full.xml': 'pt',
    'golem-full-latin1.xml': 'de',
    'ilmessaggero.xml': 'it-IT',
    'kc0011-gb2312.rss': 'zh-CN',
    'livemint.xml': 'en',
    'orf-at.rdf': 'de',
    'rue89.xml': 'fr',
  };
  for (const [name, language] of Object.entries(expected)) {
    const [first] = articles(read('feeds', name));
    assert.equal(first?.language, language, name);
  }
  const kannada = articles(read('feeds', 'varthabharathi-kannada.rss'));
  assert.ok(
    kannada.some(({ languageFound }) => languageFound === 'en'),
    'English texts in a Kannada feed are noticed',
  );
});

test('dates of every item that has one are read, and none is made up', () => {
  for (const name of dataNames('feeds')) {
    const found = articles(read('feeds', name));
    const dated = found.filter(({ publishedAt }) => publishedAt !== null).length;
    // The facts: only the channel of this one has a date.
    assert.equal(dated, name === 'japantimes.xml' ? 0 : found.length, name);
  }
  const [italian] = articles(read('feeds', 'ilmessaggero.xml'));
  assert.equal(italian?.publishedAt?.toISOString(), '2022-11-15T23:38:15.000Z');
});

test('redirects that count clicks give way to the address of the article', () => {
  for (const article of articles(read('feeds', 'reuters-world.xml')))
    assert.doesNotMatch(article.url, /feeds\.reuters/u);
});

test('a picture of an agency beside the article does not hold the article, and is told apart', () => {
  const [article] = articles(read('feeds', 'theconversation-excerpt.atom'));
  assert.equal(article?.pictures.length, 2);
  assert.match(article?.pictures[0]?.credit ?? '', /Getty Images/u);
  assert.match(article?.pictures[1]?.credit ?? '', /CC BY/u);
  assert.deepEqual(
    article?.findings.map(({ rule, weight, place }) => [rule, weight, place]),
    [['getty', 'weak', 'picture']],
  );
  const surelyNotOurs = article?.pictures.map((picture) => foreignWords(picture) !== null);
  assert.deepEqual(
    surelyNotOurs,
    [true, false],
    'staff must say why before the first is passed on',
  );
});

// Every feed that hurts: what comes of it, in one line. Where the number of items differs from what lenient parsers count, why.
const bad: Record<
  string,
  { articles: number; skipped?: RegExp[]; error?: RegExp; warning?: RegExp }
> = {
  // The headline is made of the bomb alone: without it nothing is left of the item.
  'billion-laughs.xml': {
    articles: 0,
    skipped: [/neither a headline nor a text/],
    warning: /entities of its own/,
  },
  'bogus-encoding.xml': { articles: 0, error: /too broken to be read, or it is empty/ },
  'corrupted-ampersands.xml': {
    articles: 0,
    skipped: [/neither a headline/],
    warning: /breaks off/,
  },
  // Thirty good dates, but no item has an address.
  'dates-30-shapes.xml': {
    articles: 0,
    skipped: Array.from({ length: 30 }, () => /no usable address/),
  },
  'double-encoded-html.xml': { articles: 0, skipped: [/no usable address/] },
  'escape-malformed.xml': { articles: 1 },
  'guid-dupes.xml': { articles: 1 },
  'illegal-char.xml': { articles: 0, skipped: [/no usable address/], warning: /XML forbids/ },
  'illegally-nested.xml': { articles: 10 },
  // The one item breaks off within the beginning of its headline.
  'incomplete-cdata.xml': { articles: 0, warning: /breaks off/ },
  'incomplete-fields.atom': { articles: 0, warning: /no items/ },
  'koi8r.xml': { articles: 0, skipped: [/no usable address/], warning: /guessed/ },
  // The address of its only item is the front page.
  'mismatched-html.xml': { articles: 0, skipped: [/front page/] },
  'mojibake-lemonde.xml': { articles: 18, warning: /doubly encoded/ },
  'mojibake-spiegel.xml': { articles: 17, warning: /doubly encoded/ },
  'not-a-feed.html': { articles: 0, error: /web page, not a feed/ },
  'relative-urls.xml': { articles: 2 },
  'saxerror.xml': { articles: 3, warning: /bare ampersands/ },
  'system-entity.xml': {
    articles: 0,
    skipped: [/neither a headline nor a text/],
    warning: /entities of its own/,
  },
  'truncated.xml': { articles: 1 },
  'undeclared-namespace.xml': { articles: 0, warning: /no items/ },
  'unrecognized.rss': { articles: 0, error: /web page, not a feed/ },
  'utf16le-bom.xml': { articles: 0, error: /too broken to be read, or it is empty/ },
  'windows-1251.xml': { articles: 10 },
  'xxe.atom': { articles: 0, warning: /entities of its own/ },
};

test('every feed that hurts is in the table', () => {
  assert.deepEqual(Object.keys(bad).toSorted(), dataNames('feeds-bad'));
});

for (const [name, expected] of Object.entries(bad)) {
  test(`${name}: a clear result and no crash`, () => {
    const found = read('feeds-bad', name, 'https://feeds.example.org/rss.xml');
    assert.equal(articles(found).length, expected.articles);
    if (expected.error) assert.match(found.error ?? '', expected.error);
    else assert.equal(found.error, null);
    const skipped = reasons(found);
    assert.equal(skipped.length, expected.skipped?.length ?? 0);
    for (const [index, pattern] of (expected.skipped ?? []).entries())
      assert.match(skipped[index] ?? '', pattern);
    if (expected.warning) assert.match(found.warnings.join('\n'), expected.warning);
  });
}

test('all thirty shapes of dates are read as the moment they mean', () => {
  const xml = dataFile('feeds-bad', 'dates-30-shapes.xml').toString();
  const shapes = [
    ...xml.matchAll(/<title>(\d\d)\. ([^<]*)<\/title>[^]*?<pubDate>([^<]*)<\/pubDate>/gu),
  ];
  assert.equal(shapes.length, 30);
  const elsewhere: Record<string, string> = {
    '04': '2006-02-09T23:59:00.000Z',
    '06': '1996-02-09T23:59:45.000Z',
    // Zones of one letter were defined wrongly; RFC 2822 says to take them as UTC.
    '09': '2006-02-09T16:59:45.000Z',
    '10': '2006-02-09T12:59:45.000Z',
    '11': '2006-02-10T03:59:45.000Z',
    '27': '1806-02-09T23:59:45.000Z',
    '28': '1906-02-09T23:59:45.000Z',
    '29': '2016-02-09T23:59:45.000Z',
    '30': '2106-02-09T23:59:45.000Z',
  };
  for (const [, number = '', title, text = ''] of shapes) {
    const expected = elsewhere[number] ?? '2006-02-09T23:59:45.000Z';
    assert.equal(readDate(text, 'en').date?.toISOString(), expected, `${number} ${title}`);
  }
});

test('bytes of every encoding become the letters that were meant', () => {
  const [russian] = articles(read('feeds-bad', 'windows-1251.xml'));
  assert.match(russian?.title ?? '', /В Бузулуке главные стройплощадки/u);
  const [koi] = read('feeds-bad', 'koi8r.xml').items;
  assert.equal(koi?.kind === 'skipped' ? koi.label : '', 'Как пережить новогоднюю ночь');
  const [chinese] = articles(read('feeds', 'kc0011-gb2312.rss'));
  assert.equal(chinese?.title, '建国35周年纪念，华表，和平鸽');
  assert.match(
    articles(read('feeds', 'golem-full-latin1.xml'))
      .map(({ title }) => title)
      .join(),
    /[äöüß]/u,
  );
});

test('relative links lead to the site of the feed', () => {
  for (const article of articles(
    read('feeds-bad', 'relative-urls.xml', 'https://feeds.example.org/a/rss.xml'),
  )) {
    assert.match(article.url, /^https?:\/\/[\w.-]+\/./u);
    for (const [, href = ''] of article.bodyHtml.matchAll(/href="([^"]*)"/gu))
      assert.match(href, /^(?:https?:\/\/|mailto:)/u);
  }
});

test('every real feed goes through the database, and a second time changes nothing', async () => {
  const t = await testContext();
  const run = async (name: string): Promise<[number, number, number, number]> => {
    const id = await startImport(t.ctx, { name, bytes: dataFile('feeds', name) }, system);
    await runImport(t.ctx, { id });
    const row = await t.ctx.db
      .selectFrom('imports')
      .selectAll()
      .where('id', '=', id)
      .executeTakeFirstOrThrow();
    assert.equal(row.state, 'done', `${name}: ${row.error}`);
    return [row.items_read, row.items_new, row.items_changed, row.items_unchanged];
  };
  for (const name of dataNames('feeds')) {
    const [read, created] = await run(name);
    assert.equal(created, read, name);
    assert.deepEqual(await run(name), [read, 0, 0, read], name);
  }
});
