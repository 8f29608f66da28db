import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addStaff, firstAdminCode } from '../../src/staff/actions.ts';
import { cast, deskOf, type Desk } from './desk.ts';

const form = (code: string, email: string = cast.amal.email) => ({ code, name: 'Amal', email });

const setUp = (browser: ReturnType<Desk['browser']>, fields: object) =>
  browser.post('/admin/set-up').type('form').send(fields);

const staff = async ({ ctx }: Desk) =>
  ctx.db.selectFrom('staff_users').select(['email', 'role']).execute();

test('whoever has the code of the console becomes the first admin and is signed in', async () => {
  const desk = await deskOf([]);
  const browser = desk.browser();
  for (const path of ['/admin', '/admin/sign-in', '/admin/requests']) {
    const answer = await browser.get(path).expect(303);
    assert.equal(answer.headers['location'], '/admin/set-up');
  }
  const code = (await firstAdminCode(desk.ctx)) ?? '';
  const page = await browser.get('/admin/set-up').expect(200);
  assert.match(page.text, /Become the first admin/);
  const done = await setUp(browser, form(` ${code.toLowerCase().replaceAll('-', ' ')}`)).expect(
    303,
  );
  assert.equal(done.headers['location'], '/admin/settings');
  const settings = await browser.get('/admin/settings').expect(200);
  assert.match(settings.text, /6 points are still missing\./);
  assert.deepEqual(await staff(desk), [{ email: 'amal@example.org', role: 'admin' }]);
  assert.equal(await firstAdminCode(desk.ctx), null);
  await browser.get('/admin/set-up').expect(404);
  await setUp(desk.browser(), form(code, 'eve@example.org')).expect(404);
  assert.deepEqual(await desk.ctx.db.selectFrom('staff_setup_codes').selectAll().execute(), []);
});

test('a wrong code makes nobody an admin and uses up no other, and the form is kept', async () => {
  const desk = await deskOf([]);
  const code = (await firstAdminCode(desk.ctx)) ?? '';
  const wrong = await setUp(desk.browser(), form('AAAA-BBBB-CCCC-DDDD')).expect(422);
  assert.match(wrong.text, /This code does not fit\./);
  assert.match(wrong.text, /value="amal@example\.org"/);
  assert.deepEqual(await staff(desk), []);
  const rows = await desk.ctx.db.selectFrom('staff_setup_codes').selectAll().execute();
  assert.equal(rows.length, 1);
  assert.ok(!JSON.stringify(rows).includes(code.replaceAll('-', '')));
  await setUp(desk.browser(), form(code)).expect(303);
});

test('a code works for a day', async () => {
  const desk = await deskOf([]);
  const code = (await firstAdminCode(desk.ctx)) ?? '';
  desk.clock.advance({ hours: 24 });
  const late = await setUp(desk.browser(), form(code)).expect(422);
  assert.match(late.text, /This code does not fit\./);
});

test('of two who set up at once, also with two codes, one becomes admin', async () => {
  const desk = await deskOf([]);
  const codes = [await firstAdminCode(desk.ctx), await firstAdminCode(desk.ctx)];
  const answers = await Promise.all(
    codes.map((code, n) => setUp(desk.browser(), form(code ?? '', `person${n}@example.org`))),
  );
  const statuses = answers.map(({ status }) => status);
  assert.equal(statuses.filter((status) => status === 303).length, 1, String(statuses));
  assert.equal((await staff(desk)).length, 1);
});

test('once there is somebody, an earlier code is worth nothing', async () => {
  const desk = await deskOf([]);
  const code = (await firstAdminCode(desk.ctx)) ?? '';
  await addStaff(desk.ctx, cast.bo);
  await setUp(desk.browser(), form(code)).expect(404);
  assert.deepEqual(await staff(desk), [{ email: 'bo@example.org', role: 'viewer' }]);
});

test('codes cannot be guessed at speed', async () => {
  const desk = await deskOf([]);
  const tries = Array.from({ length: 12 }, () => setUp(desk.browser(), form('AAAA')));
  const statuses = (await Promise.all(tries)).map(({ status }) => status);
  assert.equal(statuses.filter((status) => status === 422).length, 10);
  assert.equal(statuses.filter((status) => status === 429).length, 2);
});
