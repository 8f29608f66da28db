import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { KyselyPlugin } from 'kysely';
import supertest from 'supertest';
import { system } from '../../src/platform/events.ts';
import { addStaff, signInLink } from '../../src/staff/actions.ts';
import { changeRole, removePerson } from '../../src/staff/actions/people.ts';
import { cast, deskApp, deskOf, linksIn, press, type Desk, type Who } from './desk.ts';

const idOf = async ({ ctx }: Desk, who: Who): Promise<string> =>
  (
    await ctx.db
      .selectFrom('staff_users')
      .select('id')
      .where('email', '=', cast[who].email)
      .executeTakeFirstOrThrow()
  ).id;

const history = async ({ ctx }: Desk) =>
  ctx.db
    .selectFrom('events')
    .select(['verb', 'actor_name', 'before_state', 'after_state'])
    .where('actor_type', '=', 'staff')
    .orderBy('id')
    .execute();

test('an admin invites somebody, whose letter signs them in with the role it names', async () => {
  const desk = await deskOf(['amal']);
  const admin = await desk.as('amal');
  const { name, email, role } = cast.eve;
  const done = await admin
    .post('/admin/people')
    .type('form')
    .send({ name, email, role })
    .expect(303);
  const page = await admin.get(done.headers['location'] ?? '').expect(200);
  assert.match(page.text, /The invitation is on its way\./);
  assert.match(page.text, /eve@example\.org/);
  const [letter] = await desk.ctx.db.selectFrom('emails').selectAll().execute();
  assert.equal(letter?.kind, 'invite');
  assert.equal(letter.to_address, email);
  assert.match(letter.text, /Amal has invited you .*Your role: Editor\./);
  const browser = desk.browser();
  await press(browser, linksIn(letter.text)[0] ?? '').expect(303);
  await browser.get('/admin/try/decide').expect(200);
  await browser.get('/admin/people').expect(403);
  assert.deepEqual(await history(desk), [
    { verb: 'invite', actor_name: 'Amal', before_state: null, after_state: 'editor' },
  ]);
});

test('an invitation that does not fit is shown again with everything typed, and nothing is sent', async () => {
  const desk = await deskOf(['amal']);
  const admin = await desk.as('amal');
  const send = (fields: object) =>
    admin.post('/admin/people').type('form').send(fields).expect(422);
  const taken = await send({ name: 'Amal Again', email: 'AMAL@example.org', role: 'viewer' });
  assert.match(taken.text, /Somebody with this address is here already\./);
  assert.match(taken.text, /value="Amal Again"/);
  assert.match(taken.text, /value="viewer" checked/);
  const empty = await send({ name: ' ', email: 'x', role: 'owner' });
  assert.match(empty.text, /Enter a name of at most 120 characters\./);
  assert.match(empty.text, /Choose one of the four roles\./);
  const turned = await send({ name: 'Eve\u202Egro', email: 'e@example.org', role: 'viewer' });
  assert.match(turned.text, /Enter a name/);
  const more = await send({ ...cast.eve, id: '1' });
  assert.match(more.text, /a field that does not belong to it/);
  assert.deepEqual(await desk.ctx.db.selectFrom('emails').select('id').execute(), []);
});

test('a removed person is out with the next click, and their link opens nothing', async () => {
  const desk = await deskOf(['amal', 'eve']);
  const admin = await desk.as('amal');
  const eve = await desk.as('eve');
  await eve.get('/admin/try/decide').expect(200);
  const id = await idOf(desk, 'eve');
  const page = await admin.get(`/admin/people/${id}`).expect(200);
  assert.match(page.text, /Remove Eve/);
  await eve.post('/admin/sign-in').type('form').send({ email: cast.eve.email }).expect(303);
  const [letter] = await desk.ctx.db.selectFrom('emails').select('text').execute();
  await admin.post(`/admin/people/${id}/remove`).expect(303);
  await eve.get('/admin/try/decide').expect(303);
  await press(desk.browser(), linksIn(letter?.text ?? '')[0] ?? '').expect(404);
  await admin.get(`/admin/people/${id}`).expect(404);
  const sessions = await desk.ctx.db.selectFrom('staff_sessions').select('user_id').execute();
  assert.deepEqual(sessions, [{ user_id: await idOf(desk, 'amal') }]);
  assert.deepEqual(await history(desk), [
    { verb: 'remove', actor_name: 'Amal', before_state: 'editor', after_state: null },
  ]);
});

test('another role counts from the next click', async () => {
  const desk = await deskOf(['amal', 'bo']);
  const admin = await desk.as('amal');
  const bo = await desk.as('bo');
  await bo.get('/admin/try/money').expect(403);
  const id = await idOf(desk, 'bo');
  await admin.post(`/admin/people/${id}/role`).type('form').send({ role: 'finance' }).expect(303);
  await bo.get('/admin/try/money').expect(200);
  await admin.post(`/admin/people/${id}/role`).type('form').send({ role: 'finance' }).expect(303);
  assert.deepEqual(await history(desk), [
    { verb: 'change_role', actor_name: 'Amal', before_state: 'viewer', after_state: 'finance' },
  ]);
});

test('the last admin cannot leave or step down', async () => {
  const desk = await deskOf(['amal', 'bo']);
  const admin = await desk.as('amal');
  const id = await idOf(desk, 'amal');
  const down = admin.post(`/admin/people/${id}/role`).type('form').send({ role: 'viewer' });
  const answers = [await down, await admin.post(`/admin/people/${id}/remove`)];
  for (const answer of answers) {
    assert.equal(answer.status, 409);
    assert.match(answer.text, /The desk needs at least one admin\./);
  }
  await admin.get('/admin/people').expect(200);
  assert.deepEqual(await history(desk), []);
});

test('of two admins who remove or demote each other at once, one remains', async () => {
  const desk = await deskOf(['amal', 'bo']);
  const [amal, bo] = [await idOf(desk, 'amal'), await idOf(desk, 'bo')];
  await changeRole(desk.ctx, { id: bo, role: 'admin' }, system);
  const outcomes = await Promise.allSettled([
    removePerson(desk.ctx, amal, system),
    changeRole(desk.ctx, { id: bo, role: 'viewer' }, system),
  ]);
  assert.deepEqual(outcomes.map(({ status }) => status).toSorted(), ['fulfilled', 'rejected']);
  const refused = outcomes.find((outcome) => outcome.status === 'rejected');
  assert.equal(refused?.reason.code, 'last_admin');
  const admins = await desk.ctx.db
    .selectFrom('staff_users')
    .select('id')
    .where('role', '=', 'admin')
    .execute();
  assert.equal(admins.length, 1);
});

test('the list of people costs the same number of queries for one and for four', async () => {
  const desk = await deskOf(['amal']);
  let queries = 0;
  const counter: KyselyPlugin = {
    transformQuery: ({ node }) => {
      queries += 1;
      return node;
    },
    transformResult: async ({ result }) => result,
  };
  const app = deskApp({ ...desk.ctx, db: desk.ctx.db.withPlugin(counter) });
  const admin = supertest.agent(app);
  await press(admin, await signInLink(desk.ctx, cast.amal.email)).expect(303);
  const cost = async (people: number): Promise<number> => {
    queries = 0;
    const { text } = await admin.get('/admin/people').expect(200);
    assert.equal(text.match(/\/admin\/people\/[\w-]{36}"/g)?.length, people);
    return queries;
  };
  const alone = await cost(1);
  for (const who of ['bo', 'eve', 'fin'] as const) await addStaff(desk.ctx, cast[who]);
  assert.equal(await cost(4), alone);
});
