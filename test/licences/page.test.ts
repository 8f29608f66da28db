import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { changeLicence, type LicenceRow } from '../../src/licences/actions.ts';
import { recordOpening } from '../../src/licences/actions/record-opening.ts';
import { licencesOfRequest } from '../../src/licences/store/licences.ts';
import supertest from 'supertest';
import { addStaff } from '../../src/staff/actions.ts';
import { formOf, open, post } from '../requests/browser.ts';
import { amal, anArticle, decided, inReview, theDesk } from '../requests/cast.ts';
import { signedIn } from '../review/sign-in.ts';
import { decodeEntities } from '../../src/values/text.ts';
import { testContext } from '../support/context.ts';

const t = await testContext();
const { ctx } = t;
const app = await t.app();
beforeEach(() => {
  t.clock.now = new Date('2026-11-23T10:00:00Z');
});

async function licensed(): Promise<LicenceRow> {
  await anArticle(ctx);
  const request = await decided(ctx, await inReview(ctx), { verb: 'grant_free' });
  const [licence] = await licencesOfRequest(ctx.db, request.id);
  assert.ok(licence !== undefined);
  return licence;
}

const addressOf = ({ id }: LicenceRow): string => `/licences/${ctx.links.token('licence', id)}`;

/** Whether the page hands out the words of the article. */
async function handsOut(licence: LicenceRow): Promise<boolean> {
  const page = await open(app, addressOf(licence));
  assert.equal(page.status, 200);
  return page.text.includes('The river rose on Tuesday.');
}

test('the words are handed out while the licence holds, and no longer', async () => {
  const licence = await licensed();
  const change = async (verb: 'suspend' | 'restore' | 'revoke'): Promise<boolean> => {
    await changeLicence(ctx, licence.id, { verb, reason: 'x', by: amal });
    return handsOut(licence);
  };
  assert.equal(await handsOut(licence), true);
  assert.equal(await change('suspend'), false);
  assert.equal(await change('restore'), true);
  t.clock.advance({ days: 100 });
  assert.equal(await handsOut(licence), false, 'its term is over, though no clock has said so yet');
  t.clock.advance({ days: -100 });
  assert.equal(await change('revoke'), false);
});

/** A print licence for these places, of an article with one picture for all, one not for Japan and one of an agency. */
async function licensedWithPictures(territory: string[]): Promise<LicenceRow> {
  const articleId = await anArticle(ctx);
  const picture = (position: number, credit: string, change: object) => ({
    ...{ id: ctx.newId(), article_id: articleId, position, credit },
    ...{ url: `https://news.example.org/${position}.jpg`, caption: `View ${position}`, ...change },
  });
  const own = { distributable: true };
  await ctx.db
    .insertInto('article_pictures')
    .values([
      picture(1, 'Ann <Lee>', own),
      picture(2, 'Bo Fox', { ...own, blocked_in: JSON.stringify(['JP', '039']) }),
      picture(3, 'Cy Poe/AFP', {}),
    ])
    .execute();
  const use = { medium: 'print', territory, images: 'ours_with_story' } as const;
  const request = await decided(ctx, await inReview(ctx, { use }), { verb: 'grant_free' });
  const [licence] = await licencesOfRequest(ctx.db, request.id);
  assert.ok(licence !== undefined);
  return licence;
}

const places: [string[], string[], string[]][] = [
  [['GB'], ['View 1', 'View 2'], ['View 3']],
  [['JP'], ['View 1'], ['View 2 JP,039', 'View 3']],
  [['142'], ['View 1'], ['View 2 JP,039', 'View 3']],
  [['IT', 'GB'], ['View 1'], ['View 2 JP,039', 'View 3']],
  [['world'], ['View 1'], ['View 2 JP,039', 'View 3']],
];
for (const [territory, included, left] of places)
  test(`a licence for ${territory.join(' and ')} lists the pictures that it covers`, async () => {
    const { pictures } = (await licensedWithPictures(territory)).permission;
    assert.deepEqual(
      pictures?.included.map(({ caption }) => caption),
      included,
    );
    assert.deepEqual(
      pictures?.notIncluded.map(({ caption, blockedIn }) =>
        `${caption} ${blockedIn.join()}`.trim(),
      ),
      left,
    );
  });

test('the pictures of a licence stay as they were granted, with their credits to paste', async () => {
  const licence = await licensedWithPictures(['JP']);
  await ctx.db
    .updateTable('article_pictures')
    .set({ distributable: true, blocked_in: '[]', credit: 'Changed' })
    .execute();
  for (const path of ['', '/certificate']) {
    const { text } = await open(app, `${addressOf(licence)}${path}`);
    assert.match(text, /View 1 <span class="quiet">Ann &lt;Lee&gt;/u);
    assert.match(
      text,
      /Not included:[^]*View 2[^]*Bo Fox[^]*Not for use in Japan and Southern Europe/u,
    );
    assert.match(text, /Not included:[^]*View 3[^]*Cy Poe\/AFP/u);
    assert.doesNotMatch(text, /Changed/u);
  }
  const { text } = await open(app, addressOf(licence));
  const figure =
    '<figure><img src="https://news.example.org/1.jpg" alt="View 1"><figcaption>View 1 <cite>Ann &lt;Lee&gt;</cite></figcaption></figure>';
  assert.ok(decodeEntities(text).includes(figure), 'the figure stands in its box to copy');
  assert.doesNotMatch(text, /2\.jpg|3\.jpg/u);
  assert.match(licence.terms_text, /the pictures that the licence lists as included/u);
});

test('words that were withdrawn are handed out to nobody', async () => {
  const licence = await licensed();
  await ctx.db.updateTable('articles').set({ withdrawn_at: ctx.now() }).execute();
  assert.equal(await handsOut(licence), false);
});

test('the place of publication can be told again and again, but not without end', async () => {
  const licence = await licensed();
  const path = `${addressOf(licence)}/published`;
  const statuses = [];
  for (let told = 0; told < 21; told += 1) {
    const fields = { url: `https://daily.example.org/${told}` };
    statuses.push((await post(app, path, { fields })).status);
  }
  assert.deepEqual(statuses, [...Array<number>(20).fill(303), 429]);
  const page = await post(app, path, { fields: { url: 'https://daily.example.org/late' } });
  assert.match(formOf(page.text, path), /https:\/\/daily\.example\.org\/late/);
  const events = await ctx.db
    .selectFrom('events')
    .select('id')
    .where('verb', '=', 'published')
    .execute();
  assert.equal(events.length, 20);
});

test('the link of a licence opens the licence alone, and who only reads at the desk never sees it', async () => {
  await theDesk(ctx);
  const licence = await licensed();
  const request = licence.request_id;
  const foreign = [ctx.links.token('request', request), ctx.links.token('pay', request)];
  for (const page of ['', '/certificate']) {
    const { text } = await open(app, `${addressOf(licence)}${page}`);
    for (const token of foreign) assert.equal(text.includes(token), false);
  }
  const atTheDesk = async (email: string): Promise<boolean> => {
    const desk = await open(app, `/admin/licences/${licence.id}`, await signedIn(ctx, email));
    assert.equal(desk.status, 200);
    return desk.text.includes(addressOf(licence));
  };
  assert.deepEqual(
    [await atTheDesk('amal@example.org'), await atTheDesk('bo@example.org')],
    [true, false],
  );
});

const kept = (): Promise<{ what: string; address: string; agent: string }[]> =>
  ctx.db
    .selectFrom('licence_openings')
    .select(['what', 'address', 'agent'])
    .orderBy('id')
    .execute();

test('that somebody opened page or certificate is kept, the first hundred times, and nothing else is', async () => {
  const licence = await licensed();
  const agent = `Reader\t${'x'.repeat(400)}`;
  const get = (path: string) => supertest(app).get(path).set('User-Agent', agent).expect(200);
  await get(addressOf(licence));
  await get(`${addressOf(licence)}/certificate`);
  await supertest(app).head(addressOf(licence)).expect(200);
  await get(`/verify/${licence.number}`);
  await addStaff(ctx, { name: 'Fin', email: 'fin@example.org', role: 'finance' });
  const cookie = await signedIn(ctx, 'fin@example.org');
  await supertest(app).get(addressOf(licence)).set('Cookie', cookie).expect(200);
  const found = await kept();
  assert.deepEqual(
    found.map(({ what }) => what),
    ['page', 'certificate'],
  );
  assert.match(found[0]?.address ?? '', /127\.0\.0\.1$/u);
  assert.equal(found[0]?.agent, `Reader ${'x'.repeat(293)}`);
  const look = { what: 'page', address: '192.0.2.1', agent: 'a' } as const;
  for (let times = 0; times < 110; times += 1) await recordOpening(ctx, licence, look);
  assert.equal((await kept()).length, 100);
});

test('the page is shown even where its opening cannot be kept', async () => {
  const licence = await licensed();
  await ctx.db.schema.alterTable('licence_openings').renameTo('openings_away').execute();
  try {
    assert.equal(await handsOut(licence), true);
  } finally {
    await ctx.db.schema.alterTable('openings_away').renameTo('licence_openings').execute();
  }
});
