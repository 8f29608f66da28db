import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { gunzipSync, gzipSync } from 'node:zlib';
import request from 'supertest';
import { browse, choicesOf, search } from '../../src/articles/actions/browse.ts';
import { importFrom } from '../../src/articles/actions/import-from.ts';
import type { Filter } from '../../src/articles/store/catalogue.ts';
import { articleSite } from '../articles/site.ts';
import { testContext, type TestContext } from '../support/context.ts';
import { dataFile } from './data.ts';

interface Release {
  id: string;
  headline: string;
  byline: string;
  desk: string;
  language: string;
  published: string;
  body: string[];
}

const escape = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

/** The releases as lines that the importer reads: items of a JSON Feed. */
function lines(): string[] {
  const rows = gunzipSync(dataFile('corpus', 'senate-10000.jsonl.gz'))
    .toString()
    .trim()
    .split('\n');
  const head = {
    title: 'Releases',
    home_page_url: 'https://releases.example.org/',
    language: 'en-US',
  };
  const items = rows.map((row) => {
    const release = JSON.parse(row) as Release;
    return {
      id: release.id,
      url: `https://releases.example.org/${release.id}`,
      title: release.headline,
      content_html: release.body.map((text) => `<p>${escape(text)}</p>`).join(''),
      date_published: release.published,
      language: release.language,
      tags: [release.desk],
      authors: [{ name: release.byline }],
    };
  });
  return [head, ...items].map((item) => JSON.stringify(item));
}

let folder: string;
before(() => {
  folder = mkdtempSync(join(tmpdir(), 'offprint-corpus-'));
  writeFileSync(join(folder, 'releases.jsonl.gz'), gzipSync(lines().join('\n'), { level: 1 }));
});
after(() => rmSync(folder, { recursive: true }));

const everything: Filter = {
  section: null,
  languages: null,
  from: null,
  to: null,
  publicAt: null,
  held: false,
};

// One test: the rows of ten thousand articles are needed by every step, and each test begins with none.
test('ten thousand articles come in, are found, and come again unchanged', async (part) => {
  const t = await testContext();
  const path = join(folder, 'releases.jsonl.gz');
  await part.test('all of them are imported, with progress', async () => {
    const steps: number[] = [];
    const started = performance.now();
    const report = await importFrom(t.ctx, path, ({ read }) => steps.push(read));
    const seconds = (performance.now() - started) / 1000;
    part.diagnostic(`import: ${Math.round(10_000 / seconds)} articles/s`);
    assert.equal(report.error, null);
    assert.deepEqual(
      [report.read, report.created, report.changed, report.skipped],
      [10_000, 10_000, 0, 0],
    );
    assert.ok(steps.length >= 100);
    const { count } = await t.ctx.db
      .selectFrom('articles')
      .select((eb) => eb.fn.count<number>('slug').distinct().as('count'))
      .executeTakeFirstOrThrow();
    assert.equal(
      count,
      10_000,
      'also the 208 headlines that occur more than once have slugs of their own',
    );
  });
  await part.test('a second time nothing changes', async () => {
    const started = performance.now();
    const report = await importFrom(t.ctx, path, () => undefined);
    part.diagnostic(
      `unchanged: ${Math.round(10_000 / ((performance.now() - started) / 1000))} articles/s`,
    );
    assert.deepEqual([report.created, report.changed, report.unchanged], [0, 0, 10_000]);
  });
  await part.test('searches answer with what was meant, also misspelled', () =>
    searches(t, part.diagnostic.bind(part)),
  );
  await part.test('only plain cases are held back', async () => {
    const held = await browse(t.ctx.db, { ...everything, held: true }, { place: null, size: 100 });
    // Releases that say so, and some that print what first stood in a newspaper.
    assert.ok(held.count > 10 && held.count < 100, `${held.count} held`);
  });
  await part.test('every page of the list is reached and none twice', () => walk(t));
  await part.test('pages answer', async () => {
    const site = articleSite(t.ctx);
    const found = await request(site).get('/articles?q=senate');
    assert.match(found.text, /More than 500 articles/u);
    const list = await request(site).get('/articles?section=Senate');
    assert.match(list.text, /More than 1,000 articles/u);
    const map = await request(site).get('/sitemap.xml').buffer(true);
    assert.equal(map.text.match(/<url>/gu)?.length, 10_000);
  });
});

async function searches(t: TestContext, tell: (line: string) => void): Promise<void> {
  const { configs } = await choicesOf(t.ctx.db);
  const cases: [string, RegExp, string | null][] = [
    ['hurricane katrina', /katrina/iu, null],
    ['veterans health', /veteran/iu, null],
    ['"stem cell"', /stem cell/iu, null],
    ['ethanol', /ethanol|fuel|energy/iu, null],
    ['immigrat', /immigra/iu, null],
    ['hurricaine katrinna', /katrina/iu, 'hurricane katrina'],
    ['veternas', /veteran/iu, 'veterans'],
    ['agricultre committe', /agricultur/iu, 'agriculture committee'],
    ['imigration', /immigra/iu, 'immigration'],
  ];
  for (const [text, expected, corrected] of cases) {
    const started = performance.now();
    const found = await search(t.ctx.db, text, everything, { page: 1, size: 20, configs });
    tell(`search ${text}: ${(performance.now() - started).toFixed(1)} ms, ${found.total} matches`);
    assert.ok(found.total > 0, text);
    assert.equal(found.corrected, corrected, text);
    const fitting = found.rows.slice(0, 5).filter(({ title }) => expected.test(title));
    assert.ok(
      fitting.length >= 3,
      `${text}: ${found.rows
        .slice(0, 5)
        .map(({ title }) => title)
        .join(' | ')}`,
    );
  }
  const none = await search(t.ctx.db, 'xyzzyplugh', everything, { page: 1, size: 20, configs });
  assert.deepEqual([none.total, none.corrected], [0, null]);
}

async function walk(t: TestContext): Promise<void> {
  const seen = new Set<string>();
  let place: Parameters<typeof browse>[2]['place'] = null;
  for (let pages = 0; pages < 110; pages += 1) {
    const found: Awaited<ReturnType<typeof browse>> = await browse(t.ctx.db, everything, {
      place,
      size: 100,
    });
    for (const { id } of found.rows) {
      assert.ok(!seen.has(id));
      seen.add(id);
    }
    place = found.older;
    if (place === null) break;
  }
  assert.equal(seen.size, 10_000);
}
