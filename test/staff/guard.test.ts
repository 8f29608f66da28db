import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { KyselyPlugin } from 'kysely';
import supertest from 'supertest';
import { addStaff, signInLink, staffAddresses } from '../../src/staff/actions.ts';
import { roles, verbsOf, type Verb } from '../../src/staff/rules.ts';
import { cast, deskApp, deskOf, press } from './desk.ts';

const everyone = ['amal', 'bo', 'eve', 'fin'] as const;
const allVerbs: Verb[] = [...verbsOf('admin')];

test('without a session every address below /admin leads to the door, whatever its spelling', async () => {
  const desk = await deskOf(['amal']);
  const browser = desk.browser();
  const doors = {
    '/admin': '',
    '/ADMIN/people': '',
    '/admin/': '?next=%2Fadmin%2F',
    '/admin/people/': '?next=%2Fadmin%2Fpeople%2F',
    '/admin/nothing?a=1': '?next=%2Fadmin%2Fnothing%3Fa%3D1',
  };
  for (const [path, query] of Object.entries(doors)) {
    const answer = await browser.get(path).expect(303);
    assert.equal(answer.headers['location'], `/admin/sign-in${query}`);
    assert.equal(answer.headers['cache-control'], 'no-store');
  }
});

test('each person may do what the role allows, and is named in what they do', async () => {
  const desk = await deskOf(everyone);
  for (const who of everyone) {
    const browser = await desk.as(who);
    for (const verb of allVerbs) {
      const answer = await browser.get(`/admin/try/${verb}`);
      const allowed = verbsOf(cast[who].role).includes(verb);
      assert.equal(answer.status, allowed ? 200 : 403, `${who} ${verb}`);
      if (allowed) assert.equal(answer.body.by, cast[who].name);
    }
  }
});

test('a viewer sees and changes nothing of people and settings', async () => {
  const desk = await deskOf(everyone);
  const { id } = await desk.ctx.db
    .selectFrom('staff_users')
    .select('id')
    .where('email', '=', cast.eve.email)
    .executeTakeFirstOrThrow();
  const before = await desk.ctx.db.selectFrom('staff_users').selectAll().orderBy('id').execute();
  for (const who of ['bo', 'eve', 'fin'] as const) {
    const browser = await desk.as(who);
    for (const path of ['people', `people/${id}`, 'settings'])
      await browser.get(`/admin/${path}`).expect(403);
    for (const path of ['people', `people/${id}/role`, `people/${id}/remove`, 'settings'])
      await browser.post(`/admin/${path}`).type('form').send({ role: 'admin' }).expect(403);
  }
  const after = await desk.ctx.db.selectFrom('staff_users').selectAll().orderBy('id').execute();
  assert.deepEqual(after, before);
  assert.deepEqual(await desk.ctx.db.selectFrom('settings').selectAll().execute(), []);
});

test('what is sent after the session ended is kept on a page and goes on after signing in', async () => {
  const desk = await deskOf(['eve']);
  const browser = await desk.as('eve');
  await desk.ctx.db.deleteFrom('staff_sessions').execute();
  const typed = { note: 'Dear “Example” & <team>', word: ['one', 'two'] };
  const lost = await browser.post('/admin/try/decide?a=1').type('form').send(typed).expect(401);
  assert.match(lost.text, /<form method="post" action="\/admin\/try\/decide\?a&#x3D;1">/);
  assert.match(lost.text, /name="note" value="Dear “Example” &amp; &lt;team&gt;"/);
  assert.deepEqual(lost.text.match(/name="word" value="\w+"/g), [
    'name="word" value="one"',
    'name="word" value="two"',
  ]);
  const again = await desk.as('eve');
  const answer = await again.post('/admin/try/decide?a=1').type('form').send(typed).expect(200);
  assert.deepEqual(answer.body, { by: 'Eve', body: typed });
});

test('while the database is away nobody is taken for signed out: the desk says so and asks to wait', async () => {
  const desk = await deskOf(['amal']);
  let away = false;
  const cable: KyselyPlugin = {
    transformQuery: ({ node }) => {
      const touchesStaff = JSON.stringify(node).includes('staff_');
      if (away && touchesStaff) throw Object.assign(new Error('refused'), { code: 'ECONNREFUSED' });
      return node;
    },
    transformResult: async ({ result }) => result,
  };
  const admin = supertest.agent(deskApp({ ...desk.ctx, db: desk.ctx.db.withPlugin(cable) }));
  await press(admin, await signInLink(desk.ctx, cast.amal.email)).expect(303);
  away = true;
  const answer = await admin.get('/admin/people').expect(503);
  assert.equal(answer.headers['set-cookie'], undefined);
  assert.equal(answer.headers['retry-after'], '5');
  away = false;
  await admin.get('/admin/people').expect(200);
});

test('another site cannot press a button at the desk', async () => {
  const desk = await deskOf(['amal']);
  const browser = await desk.as('amal');
  for (const header of [{ 'Sec-Fetch-Site': 'cross-site' }, { Origin: 'https://evil.example' }])
    await browser.post('/admin/sign-out').set(header).expect(403);
  await browser.get('/admin/people').expect(200);
});

test('one sees where one is signed in and ends one session, never one of somebody else', async () => {
  const desk = await deskOf(['amal', 'bo']);
  const browser = await desk.as('amal');
  const other = await desk.as('amal');
  const stranger = await desk.as('bo');
  const page = await browser.get('/admin/sessions').expect(200);
  const ids = [...page.text.matchAll(/sessions\/([\w-]+)\/end/g)].map(([, id]) => id ?? '');
  assert.equal(ids.length, 2);
  assert.equal(page.text.match(/This browser/g)?.length, 1);
  for (const id of [...ids, 'x', '00000000-0000-7000-8000-000000000000'])
    await stranger.post(`/admin/sessions/${id}/end`).expect(404);
  const mine = (await other.get('/admin/sessions')).text;
  const current = /This browser[\s\S]*?sessions\/([\w-]+)\/end/.exec(mine)?.[1];
  await browser.post(`/admin/sessions/${current}/end`).expect(303);
  await other.get('/admin/sessions').expect(303);
  await browser.get('/admin/sessions').expect(200);
});

test('letters to staff go to those whose role has to do with it', async () => {
  const { ctx } = await deskOf(everyone);
  const names = async (verb: Verb) => (await staffAddresses(ctx.db, verb)).map(({ name }) => name);
  assert.deepEqual(await names('decide'), ['Amal', 'Eve']);
  assert.deepEqual(await names('money'), ['Amal', 'Fin']);
  assert.deepEqual(await staffAddresses(ctx.db, 'people'), [
    { name: 'Amal', address: 'amal@example.org' },
  ]);
  assert.equal((await names('read')).length, roles.length);
});

test('somebody added by command has an address that links reach, and one that is free', async () => {
  const { ctx } = await deskOf(['amal']);
  const add = (email: string) => addStaff(ctx, { name: 'Ada', email, role: 'viewer' });
  const row = await add('Ada@Example.org');
  assert.equal(row.email, 'ada@example.org');
  await assert.rejects(add('ADA@example.org'), { code: 'invalid' });
  await assert.rejects(add('ada'), { code: 'invalid' });
  const events = await ctx.db.selectFrom('events').select(['verb', 'after_state']).execute();
  assert.deepEqual(events, [
    { verb: 'add', after_state: 'admin' },
    { verb: 'add', after_state: 'viewer' },
  ]);
});
