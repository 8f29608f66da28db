import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { changeLicence, type LicenceRow } from '../../src/licences/actions.ts';
import { licencesOfRequest } from '../../src/licences/store/licences.ts';
import { formOf, open, post } from '../requests/browser.ts';
import { amal, anArticle, decided, inReview, theDesk } from '../requests/cast.ts';
import { signedIn } from '../review/sign-in.ts';
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
