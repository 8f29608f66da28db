import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { after, before, beforeEach, test } from 'node:test';
import { importFrom } from '../../src/articles/actions/import-from.ts';
import { runImport } from '../../src/articles/actions/run-import.ts';
import { setFlags } from '../../src/articles/actions/set-flags.ts';
import { setPictureRights } from '../../src/articles/actions/set-picture-rights.ts';
import { settleFinding } from '../../src/articles/actions/settle-finding.ts';
import { startImport } from '../../src/articles/actions/start-import.ts';
import { editArticle } from '../../src/articles/actions/edit-article.ts';
import { articleBySlug } from '../../src/articles/store/articles.ts';
import { findingsOf } from '../../src/articles/store/findings.ts';
import { historyOf } from '../../src/articles/store/history.ts';
import { picturesOfArticle } from '../../src/articles/store/pictures.ts';
import type { Fetcher } from '../../src/platform/fetch.ts';
import { testContext, type TestContext } from '../support/context.ts';
import { amal, counts, imported } from './newsroom.ts';
import { feedOf, paragraphs, type FeedItem } from './site.ts';

const answers = new Map<string, Awaited<ReturnType<Fetcher['get']>>>();
const fetcher: Fetcher = {
  get: async (url) =>
    answers.get(url) ?? {
      ok: false,
      code: 'unknown_host',
      message: 'There is no site of this name.',
      params: {},
    },
};

let t: TestContext;
before(async () => {
  t = await testContext({ fetcher });
});

beforeEach(() => {
  t.queue.length = 0;
});

async function articleOf(slug: string) {
  const row = await articleBySlug(t.ctx.db, slug);
  assert.ok(row, slug);
  return row;
}

const verbs = async (): Promise<string[]> =>
  (
    await t.ctx.db.selectFrom('events').select(['subject_type', 'verb']).orderBy('id').execute()
  ).map(({ subject_type, verb }) => `${subject_type} ${verb}`);

test('a feed comes in once; the same feed again changes nothing', async () => {
  const items = [{ title: 'River wall holds' }, { title: 'Ferry returns' }];
  assert.equal(
    counts(await imported(t.ctx, items)),
    'done: 2 read, 2 new, 0 changed, 0 unchanged, 0 skipped',
  );
  const before = await articleOf('river-wall-holds');
  t.clock.advance({ hours: 1 });
  assert.equal(
    counts(await imported(t.ctx, items)),
    'done: 2 read, 0 new, 0 changed, 2 unchanged, 0 skipped',
  );
  assert.deepEqual(await articleOf('river-wall-holds'), before);
  assert.deepEqual(await verbs(), [
    'import start',
    'import finish',
    'import start',
    'import finish',
  ]);
});

test('only what changed is changed, and a new wording is written into the history', async () => {
  await imported(t.ctx, [{ title: 'River wall holds' }, { title: 'Ferry returns' }]);
  const before = await articleOf('river-wall-holds');
  const after = await imported(t.ctx, [
    { title: 'River wall holds', content_html: paragraphs(210) },
    { title: 'Ferry returns' },
  ]);
  assert.equal(counts(after), 'done: 2 read, 0 new, 1 changed, 1 unchanged, 0 skipped');
  const row = await articleOf('river-wall-holds');
  assert.deepEqual([row.id, row.slug, row.word_count], [before.id, before.slug, 210]);
  assert.notEqual(row.content_hash, before.content_hash);
  const events = await t.ctx.db
    .selectFrom('events')
    .select(['verb', 'subject_id', 'data'])
    .where('subject_type', '=', 'article')
    .execute();
  assert.deepEqual(events, [
    {
      verb: 'correct',
      subject_id: row.id,
      data: { before: before.content_hash, after: row.content_hash },
    },
  ]);
});

test('a new picture or tag is no new wording', async () => {
  await imported(t.ctx, [{ title: 'One' }]);
  const result = await imported(t.ctx, [
    { title: 'One', tags: ['News'], image: 'https://gazette.example.org/a.jpg' },
  ]);
  assert.match(counts(result), /1 changed/u);
  assert.equal((await articleOf('one')).section, 'News');
  assert.ok(!(await verbs()).includes('article correct'));
});

test('what staff edited stays, whatever the feed brings', async () => {
  await imported(t.ctx, [{ title: 'River wal holds', tags: ['Env'] }]);
  const { id } = await articleOf('river-wal-holds');
  await editArticle(
    t.ctx,
    id,
    {
      title: 'River wall holds',
      standfirst: '',
      bylines: ['Ada Writer'],
      section: 'Environment',
      language: 'en-GB',
      wordCount: 0,
    },
    amal,
  );
  const flags = {
    licensable: false,
    coPublished: false,
    provenance: 'freelance',
    embargoUntil: null,
    withdrawn: false,
    ccLicence: null,
    rightsholder: 'The Tide',
    why: 'By contract',
  } as const;
  await setFlags(t.ctx, id, flags, amal);
  await imported(t.ctx, [
    {
      title: 'River wal holds!',
      tags: ['Env'],
      summary: 'A standfirst that is new.',
      content_html: paragraphs(300),
    },
  ]);
  const row = await articleOf('river-wal-holds');
  assert.deepEqual(
    [row.title, row.bylines, row.section],
    ['River wall holds', ['Ada Writer'], 'Environment'],
  );
  assert.deepEqual([row.licensable, row.provenance], [false, 'freelance']);
  assert.deepEqual(
    [row.standfirst, row.word_count],
    ['A standfirst that is new.', 300],
    'what nobody edited follows the feed',
  );
  assert.deepEqual(row.edited_fields.toSorted(), [
    'bylines',
    'licensable',
    'provenance',
    'rightsholder',
    'section',
    'title',
  ]);
});

test('agency copy is held; settled findings stay settled, new ones hold again', async () => {
  const ap = `<p>WASHINGTON (AP) — Talks failed.</p>${paragraphs(200)}`;
  await imported(t.ctx, [{ title: 'Talks', content_html: ap }]);
  const talks = await articleOf('talks');
  assert.deepEqual([talks.provenance, talks.rights_check], ['wires', 'held']);
  const [finding] = await findingsOf(t.ctx.db, talks.id);
  assert.deepEqual(
    [finding?.rule, finding?.place, finding?.words],
    ['ap', 'opening', 'WASHINGTON (AP) —'],
  );
  await settleFinding(
    t.ctx,
    {
      articleId: talks.id,
      findingId: finding?.id ?? '',
      as: 'ours',
      why: 'Our own reporter there',
    },
    amal,
  );
  await imported(t.ctx, [{ title: 'Talks', content_html: `${ap}<p>More.</p>` }]);
  assert.equal((await articleOf('talks')).rights_check, 'settled');
  await imported(t.ctx, [
    { title: 'Talks', content_html: `${ap}<p>Co-published with The Tide.</p>` },
  ]);
  const again = await articleOf('talks');
  assert.deepEqual([again.rights_check, again.co_published], ['held', true]);
  await imported(t.ctx, [{ title: 'Talks', content_html: ap }]);
  assert.equal(
    (await articleOf('talks')).rights_check,
    'settled',
    'an open finding goes with the words that caused it',
  );
});

/** A feed of one article with one picture, whose credit and place in the text the test chooses. */
const withPicture = (url: string, credit: string, words = 200): FeedItem[] => [
  {
    title: 'Wall',
    content_html: `<figure><img src="${url}"><figcaption>The wall. <cite>${credit}</cite></figcaption></figure>${paragraphs(words)}`,
  },
];

test('what staff say of a picture outlasts every import; no import clears one', async () => {
  const url = 'https://gazette.example.org/wall.jpg';
  await imported(t.ctx, withPicture(url, 'Ann Lee'));
  const { id, picture_blocks: none } = await articleOf('wall');
  assert.deepEqual(none, [], 'nothing is cleared by coming in');
  const [picture] = await picturesOfArticle(t.ctx.db, id);
  const ids = { articleId: id, pictureId: picture?.id ?? '' };
  const rights = { distributable: true, credit: 'Ann Lee', blockedIn: ['JP'], note: 'Ours' };
  await setPictureRights(t.ctx, ids, { rights, by: amal });
  await imported(t.ctx, withPicture(url, 'Ann Lee, staff', 250));
  const [again] = await picturesOfArticle(t.ctx.db, id);
  assert.deepEqual(
    [again?.id, again?.distributable, again?.credit, again?.blocked_in, again?.rights_note],
    [ids.pictureId, true, 'Ann Lee, staff', ['JP'], 'Ours'],
    'a credit that nobody edited follows the feed',
  );
  assert.deepEqual((await articleOf('wall')).picture_blocks, [['JP']]);
  await setPictureRights(t.ctx, ids, { rights: { ...rights, credit: 'A. Lee' }, by: amal });
  await imported(t.ctx, withPicture(url, 'Ann Lee/Getty Images', 260));
  const [edited] = await picturesOfArticle(t.ctx.db, id);
  assert.deepEqual([edited?.distributable, edited?.credit], [true, 'A. Lee'], 'staff had the word');
  await imported(t.ctx, withPicture('https://gazette.example.org/other.jpg', 'Ann Lee'));
  assert.deepEqual(
    (await articleOf('wall')).picture_blocks,
    [],
    'another picture is another matter',
  );
});

test('a clearance is taken back, with a line of history, when the feed names an agency', async () => {
  const url = 'https://gazette.example.org/wall.jpg';
  await imported(t.ctx, withPicture(url, 'Ann Lee'));
  const { id } = await articleOf('wall');
  const [picture] = await picturesOfArticle(t.ctx.db, id);
  const rights = { distributable: true, credit: 'Ann Lee', blockedIn: [], note: '' };
  const ids = { articleId: id, pictureId: picture?.id ?? '' };
  await setPictureRights(t.ctx, ids, { rights, by: amal });
  await imported(t.ctx, withPicture(url, 'Ann Lee/AFP'));
  assert.deepEqual((await articleOf('wall')).picture_blocks, []);
  const [line] = await historyOf(t.ctx.db, id);
  assert.deepEqual(
    [line?.verb, line?.actor_name, line?.data['why']],
    ['set_picture', 'Offprint', 'Ann Lee/AFP'],
  );
});

test('equal headlines get slugs of their own; a headline without letters gets one too', async () => {
  await imported(t.ctx, [
    { title: 'Flood' },
    { title: 'Flood' },
    { title: '!!!' },
    { title: 'فيضان النهر' },
  ]);
  await imported(t.ctx, [{ title: 'Flood', url: 'https://gazette.example.org/later' }]);
  const rows = await t.ctx.db.selectFrom('articles').select('slug').orderBy('slug').execute();
  const slugs = rows.map(({ slug }) => slug);
  assert.equal(new Set(slugs).size, 5);
  assert.equal(slugs.filter((slug) => /^flood(?:-[\da-f]{5})?$/u.test(slug)).length, 3);
  assert.ok(slugs.includes('article') && slugs.includes('فيضان-النهر'));
});

test('a date of the future does not stand on top of the list for ever', async () => {
  await imported(t.ctx, [
    { title: 'Tomorrow', date_published: '2099-01-01T00:00:00Z' },
    { title: 'Undated', date_published: '' },
  ]);
  assert.deepEqual((await articleOf('tomorrow')).sort_at, t.clock.now);
  const undated = await articleOf('undated');
  assert.deepEqual([undated.published_at, undated.sort_at], [null, t.clock.now]);
});

test('a feed by address: fetched, resolved against it, and told when it cannot be', async () => {
  const body = feedOf([{ url: '/river', title: 'River' }]);
  answers.set('https://gazette.example.org/feed', {
    ok: true,
    url: 'https://gazette.example.org/all/feed.json',
    contentType: 'application/feed+json',
    body,
  });
  const good = await startImport(t.ctx, { url: ' https://gazette.example.org/feed ' }, amal);
  assert.deepEqual(
    t.queue.map(({ name, data }) => [name, data]),
    [['run-import', { id: good }]],
  );
  await runImport(t.ctx, { id: good });
  assert.equal((await articleOf('river')).url, 'https://gazette.example.org/river');
  const bad = await startImport(t.ctx, { url: 'https://nowhere.example.org/feed' }, amal);
  await runImport(t.ctx, { id: bad });
  const row = await t.ctx.db
    .selectFrom('imports')
    .select(['state', 'error', 'finished_at'])
    .where('id', '=', bad)
    .executeTakeFirstOrThrow();
  assert.deepEqual(row, {
    state: 'failed',
    error: 'There is no site of this name.',
    finished_at: t.clock.now,
  });
});

test('what is no address or no file does not even begin', async () => {
  const start = (source: Parameters<typeof startImport>[1]): Promise<string> =>
    startImport(t.ctx, source, amal);
  await assert.rejects(start({ url: 'gazette.example.org/feed' }), { kind: 'invalid' });
  await assert.rejects(start({ url: 'file:///etc/passwd' }), { kind: 'invalid' });
  await assert.rejects(start({ name: 'x', bytes: new Uint8Array() }), { kind: 'invalid' });
  assert.deepEqual(await t.ctx.db.selectFrom('imports').select('id').execute(), []);
  assert.deepEqual(t.queue, []);
});

test('skipped items and notes are kept with their words; the file is not', async () => {
  const row = await imported(t.ctx, [
    { title: 'Good' },
    { title: 'Front', url: 'https://gazette.example.org/' },
    { title: 'Short', content_html: '', summary: 'Only this.' },
    { title: 'Brief', content_html: '', summary: 'Only that.' },
  ]);
  assert.equal(counts(row), 'done: 4 read, 3 new, 0 changed, 0 unchanged, 1 skipped');
  assert.deepEqual(
    row.problems.map(({ item, message, count, skipped }) => [
      item,
      message.slice(0, 30),
      count,
      skipped,
    ]),
    [
      ['Front', 'Its address is the front page ', 1, true],
      ['Short', 'The feed has only a summary, s', 2, false],
    ],
  );
  const { file } = await t.ctx.db.selectFrom('imports').select('file').executeTakeFirstOrThrow();
  assert.equal(file, null);
});

test('an import that is done is not done again; one that died is begun again', async () => {
  const id = await startImport(
    t.ctx,
    { name: 'feed.json', bytes: feedOf([{ title: 'One' }]) },
    amal,
  );
  await t.ctx.db.updateTable('imports').set({ state: 'running' }).where('id', '=', id).execute();
  await runImport(t.ctx, { id });
  await t.ctx.db.deleteFrom('articles').execute();
  await runImport(t.ctx, { id });
  assert.deepEqual(await t.ctx.db.selectFrom('articles').select('id').execute(), []);
});

test('more than one batch keeps the counts, and progress is told after each', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'offprint-import-'));
  after(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'feed.json');
  writeFileSync(
    path,
    feedOf(Array.from({ length: 250 }, (_, index) => ({ title: `Story ${index}` }))),
  );
  const steps: number[] = [];
  const report = await importFrom(t.ctx, path, ({ read }) => steps.push(read));
  assert.deepEqual(
    [report.read, report.created, report.error, report.problems],
    [250, 250, null, []],
  );
  assert.deepEqual(steps, [100, 200, 250]);
});

test('the command line reads archives of lines, in which later items correct earlier ones', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'offprint-import-'));
  after(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'archive.jsonl');
  const line = (title: string, url: string): string =>
    JSON.stringify({
      id: url,
      url,
      title,
      content_html: paragraphs(150),
      date_published: '2026-11-01',
    });
  const lines = [
    '{"title":"Archive","language":"en-GB"}',
    line('First', 'https://a.example.org/1'),
    line('Second', 'https://a.example.org/1'),
    'broken',
  ];
  writeFileSync(path, lines.join('\n'));
  const report = await importFrom(t.ctx, path, () => undefined);
  assert.deepEqual([report.read, report.created, report.changed, report.skipped], [3, 1, 1, 1]);
  assert.deepEqual(report.problems, [{ item: 'line 4', reason: 'It is no item of a JSON Feed.' }]);
  assert.equal((await articleOf('first')).title, 'Second');
  await assert.rejects(
    importFrom(t.ctx, join(folder, 'missing.xml'), () => undefined),
    { code: 'ENOENT' },
  );
});

test('a packed archive is unpacked; a damaged one fails with a sentence and keeps what was read', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'offprint-import-'));
  after(() => rmSync(folder, { recursive: true }));
  const lines = Array.from({ length: 300 }, (_, index) =>
    JSON.stringify({
      id: String(index),
      url: `https://a.example.org/${index}`,
      title: `Story ${index}`,
      content_html: paragraphs(150) + String(Math.sin(index)),
      date_published: '2026-11-01',
    }),
  );
  const packed = gzipSync(lines.join('\r\n'));
  writeFileSync(join(folder, 'whole.jsonl.gz'), packed);
  writeFileSync(join(folder, 'half.jsonl.gz'), packed.subarray(0, packed.length - 200));
  const half = await importFrom(t.ctx, join(folder, 'half.jsonl.gz'), () => undefined);
  assert.match(half.error ?? '', /The archive is damaged \(Z_BUF_ERROR\)/u);
  const whole = await importFrom(t.ctx, join(folder, 'whole.jsonl.gz'), () => undefined);
  assert.deepEqual([whole.error, whole.read, whole.created + whole.unchanged], [null, 300, 300]);
});
