import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Context } from '../../src/platform/context.ts';
import {
  changeLicence,
  expireLicences,
  recordPublishedUrl,
  type LicenceRow,
} from '../../src/licences/actions.ts';
import { issueLicences } from '../../src/licences/actions/issue-licences.ts';
import { licencesOfRequest, licencesPage } from '../../src/licences/store/licences.ts';
import { Refusal } from '../../src/platform/errors.ts';
import type { RequestRow } from '../../src/requests/actions/read.ts';
import { amal, anArticle, decided, inReview } from '../requests/cast.ts';
import { testContext } from '../support/context.ts';

const t = await testContext();
const { ctx } = t;

/** A free grant of one article, with the letters it caused. */
async function granted(
  slug = 'river-town-floods',
  change: Record<string, unknown> = {},
): Promise<RequestRow> {
  await anArticle(ctx, slug, change);
  const request = await inReview(ctx, { articles: [slug] });
  return decided(ctx, request, { verb: 'grant_free' });
}

async function onlyLicence(request: RequestRow): Promise<LicenceRow> {
  const [licence, ...others] = await licencesOfRequest(ctx.db, request.id);
  assert.ok(licence !== undefined && others.length === 0);
  return licence;
}

async function eventsOf(context: Context, id: string): Promise<string[]> {
  const rows = await context.db
    .selectFrom('events')
    .select('verb')
    .where('subject_id', '=', id)
    .orderBy('id')
    .execute();
  return rows.map((row) => row.verb);
}

test('a grant issues one licence with the next number, its event and its letter', async () => {
  const licence = await onlyLicence(await granted());
  assert.equal(licence.number, 'OP-2026-000001');
  assert.equal(licence.state, 'active');
  assert.equal(licence.starts_at.toISOString(), t.clock.now.toISOString());
  assert.equal(licence.ends_at?.toISOString(), '2027-02-23T00:00:00.000Z');
  assert.equal(licence.permission.fee, null);
  assert.deepEqual(await eventsOf(ctx, licence.id), ['issue']);
  t.mailbox.length = 0;
  await t.work();
  const letter = t.mailbox.find(({ subject }) => subject.includes('OP-2026-000001'));
  assert.ok(letter !== undefined, 'the letter names the licence');
  assert.ok(letter.text.includes(ctx.links.token('licence', licence.id)));
  assert.match(letter.text, /It ends on 22 February 2027\./, 'the last day, as on the certificate');
  assert.ok(letter.text.includes(licence.terms_text), 'the terms in full are what is mailed');
});

test('the terms of the licence are those of the offer, and their hash is that of the text', async () => {
  const licence = await onlyLicence(await granted());
  const offer = await ctx.db
    .selectFrom('offers')
    .selectAll()
    .where('id', '=', licence.offer_id)
    .executeTakeFirstOrThrow();
  assert.equal(licence.terms_text, offer.terms_text);
  assert.equal(licence.terms_hash, ctx.links.hash(licence.terms_text));
});

test('issuing again changes nothing', async () => {
  const request = await granted();
  const licence = await onlyLicence(request);
  const offer = await ctx.db
    .selectFrom('offers')
    .selectAll()
    .where('id', '=', licence.offer_id)
    .executeTakeFirstOrThrow();
  const again = await ctx.transaction((tx) =>
    issueLicences(tx, { requestId: request.id, offer, by: amal, liveMoney: false }),
  );
  assert.deepEqual(
    again.map(({ id }) => id),
    [licence.id],
  );
  assert.deepEqual(await eventsOf(ctx, licence.id), ['issue']);
});

test('numbers go on within a year and begin anew in the next', async () => {
  await granted('first');
  assert.equal((await onlyLicence(await granted('second'))).number, 'OP-2026-000002');
  const before = t.clock.now;
  t.clock.advance({ days: 60 });
  assert.equal((await onlyLicence(await granted('third'))).number, 'OP-2027-000001');
  t.clock.now = before;
});

test('what a licence says does not change with the article or the newsroom', async () => {
  const request = await granted();
  const before = await onlyLicence(request);
  await ctx.db.updateTable('articles').set({ title: 'Another title' }).execute();
  const after = await onlyLicence(request);
  assert.equal(after.permission.work.title, 'River town floods');
  assert.deepEqual(after, before);
});

test('suspended, restored, revoked: each once, each with its event; the rest is refused', async () => {
  const licence = await onlyLicence(await granted());
  const change = (verb: 'suspend' | 'restore' | 'revoke') =>
    changeLicence(ctx, licence.id, { verb, reason: 'a test', by: amal });
  await change('suspend');
  await change('restore');
  await change('revoke');
  await assert.rejects(
    change('restore'),
    (error) => error instanceof Refusal && error.code === 'licence_state',
  );
  assert.deepEqual(await eventsOf(ctx, licence.id), ['issue', 'suspend', 'restore', 'revoke']);
});

test('of two who change a licence at once, one does', async () => {
  const licence = await onlyLicence(await granted());
  const twice = await Promise.allSettled(
    [1, 2].map(() =>
      changeLicence(ctx, licence.id, { verb: 'suspend', reason: 'a test', by: amal }),
    ),
  );
  assert.deepEqual(twice.map(({ status }) => status).toSorted(), ['fulfilled', 'rejected']);
  assert.deepEqual(await eventsOf(ctx, licence.id), ['issue', 'suspend']);
});

test('a term that is over ends the licence once', async () => {
  const licence = await onlyLicence(await granted());
  const before = t.clock.now;
  await expireLicences(ctx);
  t.clock.advance({ days: 120 });
  await expireLicences(ctx);
  await expireLicences(ctx);
  t.clock.now = before;
  assert.deepEqual(await eventsOf(ctx, licence.id), ['issue', 'expire']);
});

test('the published address is kept, and saving it again writes no second line', async () => {
  const request = await granted();
  await recordPublishedUrl(ctx, await onlyLicence(request), 'https://daily.example.org/a');
  await recordPublishedUrl(ctx, await onlyLicence(request), 'https://daily.example.org/a');
  const licence = await onlyLicence(request);
  assert.equal(licence.published_url, 'https://daily.example.org/a');
  assert.deepEqual(await eventsOf(ctx, licence.id), ['issue', 'published']);
});

test('the list is paged without gaps or repeats', async () => {
  for (const slug of ['one', 'two', 'three']) await granted(slug);
  const first = await licencesPage(ctx.db, { state: null, after: null, limit: 2 });
  const rest = await licencesPage(ctx.db, { state: null, after: first[1]!.id, limit: 2 });
  assert.deepEqual(
    [...first, ...rest].map(({ number }) => number),
    ['OP-2026-000003', 'OP-2026-000002', 'OP-2026-000001'],
  );
});
