import assert from 'node:assert/strict';
import type { Express } from 'express';
import { before, beforeEach, test } from 'node:test';
import request from 'supertest';
import { runImport } from '../../src/articles/actions/run-import.ts';
import { articleBySlug } from '../../src/articles/store/articles.ts';
import { findingsOf } from '../../src/articles/store/findings.ts';
import { picturesOfArticle } from '../../src/articles/store/pictures.ts';
import { quote } from '../../src/pricing/rules/quote.ts';
import { currentTariff } from '../../src/pricing/actions.ts';
import { articleForLicensing } from '../../src/articles/actions/article-for-licensing.ts';
import { plainUse } from '../../src/pricing/rules/use.ts';
import { htmlProblems } from '../support/browser.ts';
import { testContext, type TestContext } from '../support/context.ts';
import { imported } from './newsroom.ts';
import { articleSite, feedOf, paragraphs, type FeedItem } from './site.ts';

let t: TestContext;
let site: Express;
let viewer: Express;
before(async () => {
  t = await testContext();
  site = articleSite(t.ctx);
  viewer = articleSite(t.ctx, 'viewer');
});
beforeEach(() => {
  t.queue.length = 0;
});

const agency = {
  title: 'Talks',
  content_html: `<p>PARIS (AFP) – Talks failed.</p>${paragraphs(300)}<p>Co-published with The Tide.</p>`,
};

async function page(path: string, status = 200): Promise<string> {
  const { text, ...answer } = await request(site).get(path);
  assert.equal(answer.status, status, path);
  assert.deepEqual(await htmlProblems(text, path), [], path);
  return text;
}

async function talks() {
  const row = await articleBySlug(t.ctx.db, 'talks');
  assert.ok(row);
  return row;
}

async function answerNow(): Promise<string> {
  const { tariff } = await currentTariff(t.ctx.db, t.clock.now);
  const found = await articleForLicensing(t.ctx.db, 'talks', t.clock.now);
  assert.ok(found);
  const { answer, reason } = quote(tariff, plainUse, found.facts);
  return `${answer} ${reason.code}`;
}

const post = (path: string, body: object) => request(site).post(path).type('form').send(body);

test('the list shows state and finds what waits for a decision', async () => {
  assert.match(await page('/admin/articles'), /There are no articles yet/u);
  await imported(t.ctx, [agency, { title: 'Ours', authors: [{ name: 'Ada Writer' }] }]);
  const all = await page('/admin/articles');
  assert.match(all, /Ours[^]*Ada Writer/u);
  assert.match(all, /2 articles/u);
  const held = await page('/admin/articles?held=yes');
  assert.match(held, /Talks[^]*Rights to settle[^]*Agency/u);
  assert.doesNotMatch(held, />Ours</u);
  assert.match(await page('/admin/articles?q=tide'), /1 article</u);
  assert.match(await page('/admin/articles?q=nothing'), /Nothing found/u);
});

test('findings are settled with who and why; then the article may be sold', async () => {
  await imported(t.ctx, [agency]);
  const { id } = await talks();
  assert.equal(await answerNow(), 'refuse agency_content');
  const findings = await findingsOf(t.ctx.db, id);
  assert.deepEqual(findings.map(({ rule }) => rule).toSorted(), ['afp', 'co-published']);
  assert.match(await page(`/admin/articles/${id}`), /2 findings speak against selling/u);
  for (const finding of findings) {
    const answer = await post(`/admin/articles/${id}/findings/${finding.id}`, {
      as: 'ours',
      why: 'Our own man in Paris',
    });
    assert.deepEqual(
      [answer.status, answer.headers['location']],
      [303, `/admin/articles/${id}?done=settled`],
    );
  }
  const row = await talks();
  assert.deepEqual(
    [row.provenance, row.rights_check, row.co_published],
    ['staff', 'settled', false],
  );
  assert.equal((await answerNow()).split(' ')[0], 'price');
  const text = await page(`/admin/articles/${id}?done=settled`);
  assert.match(text, /Settled as ours[^]*Our own man in Paris[^]*Amal/u);
  const events = await t.ctx.db
    .selectFrom('events')
    .select(['verb', 'before_state', 'after_state', 'actor_name'])
    .where('subject_id', '=', id)
    .orderBy('id')
    .execute();
  assert.deepEqual(
    events.map(
      ({ verb, before_state, after_state, actor_name }) =>
        `${verb} ${before_state} ${after_state} ${actor_name}`,
    ),
    ['settle held held Amal', 'settle held settled Amal'],
  );
});

test('a finding is settled once: of two who decide, one decides', async () => {
  await imported(t.ctx, [agency]);
  const { id } = await talks();
  const [finding] = await findingsOf(t.ctx.db, id);
  const path = `/admin/articles/${id}/findings/${finding?.id}`;
  const answers = await Promise.all([
    post(path, { as: 'ours', why: 'a' }),
    post(path, { as: 'not_ours', why: 'b' }),
  ]);
  assert.deepEqual(answers.map(({ status }) => status).toSorted(), [303, 409]);
  const again = await post(path, { as: 'ours', why: 'c' }).set('Accept', 'application/json');
  assert.deepEqual([again.status, again.body.title], [409, 'already_settled']);
  const events = await t.ctx.db
    .selectFrom('events')
    .select('id')
    .where('subject_id', '=', id)
    .execute();
  assert.equal(events.length, 1);
});

test('all findings are settled at once, with one line of history', async () => {
  await imported(t.ctx, [agency]);
  const { id } = await talks();
  assert.match(await page(`/admin/articles/${id}`), /Settle all of them/u);
  await post(`/admin/articles/${id}/findings`, { as: 'ours', why: 'Our own man in Paris' });
  assert.equal((await talks()).rights_check, 'settled');
  assert.equal(
    (await post(`/admin/articles/${id}/findings`, { as: 'ours', why: 'again' })).status,
    409,
  );
  const events = await t.ctx.db
    .selectFrom('events')
    .select('id')
    .where('subject_id', '=', id)
    .execute();
  assert.equal(events.length, 1);
});

test('what is not ours is never offered again', async () => {
  await imported(t.ctx, [
    { ...agency, content_html: `${paragraphs(300)}<p>Co-published with The Tide.</p>` },
  ]);
  const { id } = await talks();
  const [finding] = await findingsOf(t.ctx.db, id);
  await post(`/admin/articles/${id}/findings/${finding?.id}`, {
    as: 'not_ours',
    why: 'The Tide holds the rights',
  });
  assert.equal((await talks()).licensable, false);
  assert.equal(await answerNow(), 'refuse not_licensable');
});

test('a decision needs its reason, and an article that is there', async () => {
  await imported(t.ctx, [agency]);
  const { id } = await talks();
  const [finding] = await findingsOf(t.ctx.db, id);
  assert.equal(
    (await post(`/admin/articles/${id}/findings/${finding?.id}`, { as: 'ours', why: ' ' })).status,
    422,
  );
  assert.equal(
    (await post(`/admin/articles/${id}/findings/${finding?.id}`, { as: 'maybe', why: 'x' })).status,
    422,
  );
  assert.equal(
    (
      await post(`/admin/articles/${id}/findings/0199c000-0000-7000-8000-000000000009`, {
        as: 'ours',
        why: 'x',
      })
    ).status,
    404,
  );
  await page('/admin/articles/0199c000-0000-7000-8000-000000000009', 404);
  await page('/admin/articles/nonsense', 404);
});

test('flags are saved, remembered as edited and written into the history', async () => {
  await imported(t.ctx, [{ title: 'Talks' }]);
  const { id } = await talks();
  const body = {
    licensable: 'yes',
    provenance: 'freelance',
    embargoUntil: '2026-12-01T06:00',
    ccLicence: 'CC-BY-4.0',
    rightsholder: ' The Tide ',
    why: 'Her contract of 2025',
  };
  const unsaid = await post(`/admin/articles/${id}/flags`, { ...body, why: '' });
  assert.equal(unsaid.status, 422);
  assert.match(unsaid.text, /Say why it is somebody else’s work[^]*value="2026-12-01T06:00"/u);
  assert.equal(
    (await post(`/admin/articles/${id}/flags`, body)).headers['location'],
    `/admin/articles/${id}?done=flags`,
  );
  const row = await talks();
  assert.deepEqual(
    [row.licensable, row.provenance, row.cc_licence, row.rightsholder],
    [true, 'freelance', 'CC-BY-4.0', 'The Tide'],
  );
  assert.equal(row.embargo_until?.toISOString(), '2026-12-01T06:00:00.000Z');
  assert.deepEqual(row.edited_fields.toSorted(), [
    'cc_licence',
    'embargo_until',
    'provenance',
    'rightsholder',
  ]);
  const text = await page(`/admin/articles/${id}?done=flags`);
  assert.match(text, /value="2026-12-01T06:00"/u);
  assert.match(text, /What may be done with it was changed[^]*Her contract of 2025[^]*Amal/u);
  await post(`/admin/articles/${id}/flags`, { ...body, embargoUntil: '2026-12-01T06:00:30' });
  assert.match(await page(`/admin/articles/${id}`), /value="2026-12-01T06:00:30"/u);
  const wrong = await post(`/admin/articles/${id}/flags`, {
    ...body,
    provenance: 'mine',
    embargoUntil: 'soon',
  });
  assert.equal(wrong.status, 422);
  assert.match(wrong.text, /Choose whose work it is/u);
  assert.deepEqual(await htmlProblems(wrong.text, 'flags'), []);
});

const pictured: FeedItem = {
  title: 'Talks',
  content_html: `<figure><img src="https://gazette.example.org/a.jpg"><figcaption>The hall. <cite>Ann Lee</cite></figcaption></figure><figure><img src="https://gazette.example.org/b.jpg"><figcaption>The mayor. <cite>Bo Fox/Getty Images</cite></figcaption></figure>${paragraphs(200)}`,
};

test('the rights of a picture are set with places and credit, and the history says by whom', async () => {
  await imported(t.ctx, [pictured]);
  const { id } = await talks();
  const [hall, mayor] = await picturesOfArticle(t.ctx.db, id);
  const path = `/admin/articles/${id}/pictures/${hall?.id}`;
  const body = { distributable: 'yes', credit: 'Ann Lee', blockedIn: 'Japan, 150, uk', note: '' };
  assert.equal((await post(path, body)).headers['location'], `/admin/articles/${id}?done=picture`);
  assert.deepEqual((await talks()).picture_blocks, [['JP', '150', 'GB']]);
  const shown = await page(`/admin/articles/${id}?done=picture`);
  assert.match(shown, /Not for use in Japan, Europe,? and United Kingdom/u);
  assert.match(shown, /The rights of a picture were changed[^]*a\.jpg[^]*Amal/u);
  assert.match(await page(path), /Japan, Europe, United Kingdom<\/textarea>/u);
  const shownToAll = await page(`/articles/talks`);
  assert.match(shownToAll, /The hall\.[^]*Ann Lee[^]*Not for use in Japan/u);
  assert.match(shownToAll, /1 picture is not ours to pass on[^]*Bo Fox\/Getty Images/u);
  const getty = `/admin/articles/${id}/pictures/${mayor?.id}`;
  const refused = await post(getty, { ...body, credit: 'Bo Fox', blockedIn: '' });
  assert.equal(refused.status, 422);
  assert.match(refused.text, /Its words say “Bo Fox\/Getty Images/u);
  assert.deepEqual(await htmlProblems(refused.text, 'picture'), []);
  assert.equal((await post(getty, { ...body, note: 'Contract of 2025' })).status, 303);
  const wrong = await post(path, { ...body, blockedIn: 'Japan, Narnia' });
  assert.match(wrong.text, /Name countries or regions[^]*Japan, Narnia<\/textarea>/u);
  assert.equal((await request(viewer).post(path).type('form').send(body)).status, 403);
  await page(`/admin/articles/${id}/pictures/${id}`, 404);
});

test('who saves from a page that others have overtaken takes back nothing of theirs', async () => {
  await imported(t.ctx, [pictured]);
  const { id } = await talks();
  const [hall] = await picturesOfArticle(t.ctx.db, id);
  const path = `/admin/articles/${id}/pictures/${hall?.id}`;
  const seenOn = async (at: string): Promise<string> =>
    /name="seen" value="([^"]+)"/u.exec(await page(at))?.[1] ?? '';
  const seen = [await seenOn(path), await seenOn(`/admin/articles/${id}`)];
  assert.equal(seen[0], seen[1]);
  const picture = { distributable: 'yes', credit: 'Ann Lee', seen: seen[0] ?? '' };
  t.clock.advance({ seconds: 1 });
  assert.equal((await post(path, { ...picture, blockedIn: 'Japan' })).status, 303);
  assert.equal((await post(path, { ...picture, blockedIn: '' })).status, 409);
  const flags = { licensable: 'yes', provenance: 'staff' };
  const late = { ...flags, withdrawn: '', seen: seen[1] ?? '' };
  assert.equal((await post(`/admin/articles/${id}/flags`, late)).status, 409);
  assert.deepEqual((await talks()).picture_blocks, [['JP']]);
  const now = await seenOn(`/admin/articles/${id}`);
  assert.equal((await post(`/admin/articles/${id}/flags`, { ...flags, seen: now })).status, 303);
});

test('that a picture is not ours says nothing of the text beside it', async () => {
  await imported(t.ctx, [pictured]);
  const { id } = await talks();
  const [finding] = await findingsOf(t.ctx.db, id);
  assert.deepEqual(
    [finding?.place, finding?.words, finding?.context],
    ['picture', 'Bo Fox/Getty Images', 'The mayor. – Bo Fox/Getty Images'],
  );
  const path = `/admin/articles/${id}/findings/${finding?.id}`;
  assert.match(await page(`/admin/articles/${id}`), /The picture is ours/u);
  await post(path, { as: 'not_ours', why: 'Licensed for our site alone' });
  const row = await talks();
  assert.deepEqual([row.provenance, row.licensable, row.rights_check], ['staff', true, 'clear']);
  assert.equal((await answerNow()).split(' ')[0], 'price');
});

test('a finding stands in its context, and may be settled as a freelance author’s', async () => {
  const note = 'Ada Writer is a freelance journalist in Saltmouth.';
  await imported(t.ctx, [{ title: 'Talks', content_html: `${paragraphs(300)}<p>${note}</p>` }]);
  const { id } = await talks();
  const [finding] = await findingsOf(t.ctx.db, id);
  const shown = await page(`/admin/articles/${id}`);
  assert.match(shown, /Ada Writer <mark>is a freelance journalist<\/mark> in Saltmouth\./u);
  const path = `/admin/articles/${id}/findings/${finding?.id}`;
  await post(path, { as: 'freelance', why: 'She keeps her rights' });
  const row = await talks();
  assert.deepEqual([row.provenance, row.rights_check], ['freelance', 'settled']);
  const [settled] = await findingsOf(t.ctx.db, id);
  assert.deepEqual(
    [settled?.settled_by, settled?.settled_why, settled?.settled_at],
    ['Amal', 'She keeps her rights', t.clock.now],
  );
  assert.match(
    await page(`/admin/articles/${id}`),
    /Settled as a freelance author’s[^]*She keeps/u,
  );
});

test('withdrawing keeps its moment until it is taken back', async () => {
  await imported(t.ctx, [{ title: 'Talks' }]);
  const { id } = await talks();
  const at = t.clock.now;
  await post(`/admin/articles/${id}/flags`, { provenance: 'staff', withdrawn: 'yes' });
  t.clock.advance({ days: 1 });
  await post(`/admin/articles/${id}/flags`, {
    provenance: 'staff',
    withdrawn: 'yes',
    licensable: 'yes',
  });
  assert.deepEqual((await talks()).withdrawn_at, at);
  await post(`/admin/articles/${id}/flags`, { provenance: 'staff', licensable: 'yes' });
  assert.equal((await talks()).withdrawn_at, null);
  const verbs = await t.ctx.db
    .selectFrom('events')
    .select('verb')
    .where('subject_id', '=', id)
    .orderBy('id')
    .execute();
  assert.deepEqual(
    verbs.map(({ verb }) => verb),
    ['withdraw', 'set_flags', 'set_flags'],
  );
});

test('words of the catalogue are edited; the search follows', async () => {
  await imported(t.ctx, [{ title: 'Talks', content_html: '', summary: 'Only a summary.' }]);
  const { id } = await talks();
  assert.equal(await answerNow(), 'refer rights_unsettled');
  const body = {
    title: 'Negotiations',
    standfirst: 'New',
    bylines: 'Ada Writer\n Bo Łukasz \n',
    section: 'World',
    language: 'en_us',
    wordCount: '900',
  };
  await post(`/admin/articles/${id}/words`, body);
  const row = await talks();
  assert.deepEqual(
    [row.title, row.bylines, row.section, row.language, row.word_count],
    ['Negotiations', ['Ada Writer', 'Bo Łukasz'], 'World', 'en-US', 900],
  );
  assert.match(await page('/admin/articles?q=negotiation'), /1 article</u);
  assert.equal((await answerNow()).split(' ')[0], 'price', 'with its words counted it has a price');
  const wrong = await post(`/admin/articles/${id}/words`, {
    ...body,
    title: '',
    language: 'english',
    wordCount: '-1',
  });
  assert.equal(wrong.status, 422);
  assert.match(wrong.text, /Enter the headline[^]*Enter a language as its code/u);
  assert.match(wrong.text, /value="english"/u);
});

test('those who only read change nothing', async () => {
  await imported(t.ctx, [agency]);
  const { id } = await talks();
  const [finding] = await findingsOf(t.ctx.db, id);
  for (const path of [
    `/admin/articles/${id}/flags`,
    `/admin/articles/${id}/words`,
    `/admin/articles/${id}/findings/${finding?.id}`,
    '/admin/imports',
  ])
    assert.equal((await request(viewer).post(path).type('form').send({})).status, 403, path);
  const shown = await request(viewer).get(`/admin/articles/${id}`);
  assert.doesNotMatch(shown.text, /The text is ours|>Save</u);
  const imports = await request(viewer).get('/admin/imports');
  assert.doesNotMatch(imports.text, /type="file"/u);
});

test('an import is begun with a file, runs as a job and shows what it did', async () => {
  assert.match(await page('/admin/imports'), /Nothing was imported yet/u);
  const feed = feedOf([{ title: 'One' }, { title: 'Front', url: 'https://gazette.example.org/' }]);
  const begun = await request(site)
    .post('/admin/imports')
    .field('url', '')
    .attach('file', feed, 'Félix.json');
  assert.equal(begun.status, 303);
  const path = begun.headers['location'] ?? '';
  assert.match(await page(path), /Waiting[^]*data-refresh|data-refresh[^]*Waiting/u);
  const [job] = t.queue;
  assert.equal(job?.name, 'run-import');
  await runImport(t.ctx, job?.data as { id: string });
  const done = await page(path);
  assert.match(done, /Félix\.json[^]*Done/u);
  assert.match(done, /Front<\/bdi>: Its address is the front page of the site, not its own\./u);
  assert.doesNotMatch(done, /data-refresh/u);
  assert.match(await page('/admin/imports'), /Félix\.json/u);
});

test('an import by address that cannot be fetched says why', async () => {
  const begun = await post('/admin/imports', { url: 'http://127.0.0.1/feed' });
  await runImport(t.ctx, t.queue[0]?.data as { id: string });
  assert.match(
    await page(begun.headers['location'] ?? ''),
    /This address leads into a private network/u,
  );
});

test('an import without a source, with a wrong address or with too large a file is told at once', async () => {
  const empty = await post('/admin/imports', { url: '' });
  assert.equal(empty.status, 422);
  assert.match(empty.text, /Enter the address of a feed or choose a file/u);
  const wrong = await post('/admin/imports', { url: 'gazette.example.org/feed' });
  assert.match(wrong.text, /beginning with https:\/\//u);
  assert.match(wrong.text, /value="gazette\.example\.org\/feed"/u);
  const large = await request(site)
    .post('/admin/imports')
    .attach('file', Buffer.alloc(20 * 1024 * 1024 + 1), 'large.xml');
  assert.match(large.text, /larger than 20 MB/u);
  assert.deepEqual(t.queue, []);
  await page('/admin/imports/nonsense', 404);
});
