import assert from 'node:assert/strict';
import { test } from 'node:test';
import { signInLink } from '../../src/staff/actions.ts';
import { cast, deskOf, linksIn, press, type Desk } from './desk.ts';

type Browser = ReturnType<Desk['browser']>;
const { amal } = cast;

const ask = (browser: Browser, email: string, next = '') =>
  browser.post('/admin/sign-in').type('form').send({ email, next });

const lettersTo = async ({ ctx }: Desk) =>
  ctx.db.selectFrom('emails').select(['to_address', 'kind', 'text']).execute();

test('who asks for a link gets a letter, presses the button behind it and is at the page asked for', async () => {
  const desk = await deskOf(['amal']);
  const browser = desk.browser();
  const away = await browser.get('/admin/people?done=changed').expect(303);
  assert.equal(away.headers['location'], '/admin/sign-in?next=%2Fadmin%2Fpeople%3Fdone%3Dchanged');
  const form = await browser.get(away.headers['location']).expect(200);
  assert.match(form.text, /name="next" value="\/admin\/people\?done&#x3D;changed"/);
  await ask(browser, ' Amal@Example.ORG ', '/admin/people?done=changed').expect(303);

  const [letter] = await lettersTo(desk);
  assert.equal(letter?.to_address, amal.email);
  const [link = ''] = linksIn(letter.text);
  const page = await browser.get(link.replace(/^http:\/\/[^/]+/, '')).expect(200);
  assert.match(page.text, /<button class="button" type="submit">Sign in<\/button>/);
  assert.equal(page.headers['referrer-policy'], 'no-referrer');
  const arrival = await press(browser, link).expect(303);
  assert.equal(arrival.headers['location'], '/admin/people?done=changed');
  const people = await browser.get('/admin/people').expect(200);
  assert.match(people.text, /amal@example\.org/);
});

test('an unknown address gets no letter, and whoever asks sees the same as for a known one', async () => {
  const desk = await deskOf(['amal']);
  const known = await ask(desk.browser(), amal.email);
  const unknown = await ask(desk.browser(), 'nobody@example.org');
  const told = ({ status, headers, text }: typeof known) => ({
    status,
    text,
    location: headers['location'],
    cookie: headers['set-cookie'],
  });
  assert.deepEqual(told(unknown), told(known));
  assert.equal(known.headers['location'], '/admin/sign-in/sent');
  assert.deepEqual(
    (await lettersTo(desk)).map((letter) => letter.to_address),
    [amal.email],
  );
  assert.equal(desk.queue.length, 1);
});

test('an address that is none is refused beside its field and kept', async () => {
  const desk = await deskOf(['amal']);
  const answer = await ask(desk.browser(), 'amal at example', '/admin/people').expect(422);
  assert.match(answer.text, /Enter an e-mail address like name@example\.org\./);
  assert.match(answer.text, /value="amal at example"/);
  assert.match(answer.text, /name="next" value="\/admin\/people"/);
});

test('opening the link uses nothing up, pressing the button does', async () => {
  const desk = await deskOf(['amal']);
  const link = await signInLink(desk.ctx, amal.email);
  const scanner = desk.browser();
  for (let time = 0; time < 3; time += 1)
    await scanner.get(link.replace(/^http:\/\/[^/]+/, '')).expect(200);
  await scanner.get('/admin/people').expect(303);
  await press(desk.browser(), link).expect(303);
  const again = desk.browser();
  const refused = await press(again, link).expect(404);
  assert.match(refused.text, /This link does not work/);
  await again.get('/admin/people').expect(303);
});

test('of eight browsers that press the same button at once, one is signed in', async () => {
  const desk = await deskOf(['amal']);
  const link = await signInLink(desk.ctx, amal.email);
  const answers = await Promise.all(
    Array.from({ length: 8 }, async () => (await press(desk.browser(), link)).status),
  );
  assert.deepEqual(answers.toSorted(), [303, 404, 404, 404, 404, 404, 404, 404]);
  const sessions = await desk.ctx.db.selectFrom('staff_sessions').select('id').execute();
  assert.equal(sessions.length, 1);
});

test('a link that is too old opens nothing', async () => {
  const desk = await deskOf(['amal']);
  const link = await signInLink(desk.ctx, amal.email);
  const past = new Date(Date.now() - 1000);
  await desk.ctx.db.updateTable('staff_verifications').set({ expires_at: past }).execute();
  const refused = await press(desk.browser(), link).expect(404);
  assert.match(refused.text, /it is too old/);
});

test('the database holds no token of a link, and its endpoints are not reachable from outside', async () => {
  const desk = await deskOf(['amal']);
  const link = await signInLink(desk.ctx, amal.email);
  const token = new URL(link).searchParams.get('token') ?? '';
  assert.equal(token.length, 32);
  const rows = await desk.ctx.db.selectFrom('staff_verifications').selectAll().execute();
  assert.equal(rows.length, 1);
  assert.ok(!JSON.stringify(rows).includes(token));
  const browser = desk.browser();
  for (const path of [`magic-link/verify?token=${token}`, 'get-session', 'ok']) {
    const answer = await browser.get(`/admin/auth/${path}`).expect(303);
    assert.match(answer.headers['location'] ?? '', /^\/admin\/sign-in/);
  }
  await press(browser, link).expect(303);
});

test('the session is a cookie that no script reads and no other site sends along', async () => {
  const desk = await deskOf(['amal'], { config: { baseUrl: 'https://desk.example.org' } });
  const answer = await press(desk.browser(), await signInLink(desk.ctx, amal.email)).expect(303);
  const [cookie = '', ...others] = answer.get('Set-Cookie') ?? [];
  assert.deepEqual(others, []);
  const [pair, ...attributes] = cookie.split('; ');
  assert.match(pair ?? '', /^__Host-offprint-desk=/);
  assert.deepEqual(attributes.toSorted(), [
    'HttpOnly',
    'Max-Age=604800',
    'Path=/',
    'SameSite=Lax',
    'Secure',
  ]);
});

test('signing in anew ends the session that the browser had and makes another', async () => {
  const desk = await deskOf(['amal']);
  const browser = await desk.as('amal');
  const ids = async () =>
    (await desk.ctx.db.selectFrom('staff_sessions').select('id').execute()).map(({ id }) => id);
  const [first] = await ids();
  await press(browser, await signInLink(desk.ctx, amal.email)).expect(303);
  const [second, ...others] = await ids();
  assert.notEqual(first, second);
  assert.deepEqual(others, []);
  await browser.get('/admin/people').expect(200);
});

test('signing out ends the session, also for a copy of its cookie', async () => {
  const desk = await deskOf(['amal']);
  const browser = desk.browser();
  const answer = await press(browser, await signInLink(desk.ctx, amal.email)).expect(303);
  const [cookie = ''] = answer.get('Set-Cookie') ?? [];
  const copy = () =>
    desk
      .browser()
      .get('/admin/people')
      .set('Cookie', cookie.split(';')[0] ?? '');
  await copy().expect(200);
  const out = await browser.post('/admin/sign-out').expect(303);
  assert.match(out.get('Set-Cookie')?.[0] ?? '', /^offprint-desk=;.*1970/);
  await browser.get('/admin/people').expect(303);
  await copy().expect(303);
});

test('a cookie with a forged or stolen token but no signature is nobody', async () => {
  const desk = await deskOf(['amal']);
  await desk.as('amal');
  const { token } = await desk.ctx.db
    .selectFrom('staff_sessions')
    .select('token')
    .executeTakeFirstOrThrow();
  for (const value of [token, `${token}.`, `${token}.${'A'.repeat(43)}%3D`, 'x', '']) {
    const answer = await desk
      .browser()
      .get('/admin/people')
      .set('Cookie', `offprint-desk=${value}`);
    assert.equal(answer.status, 303, value);
  }
});

test('the sixth letter for one address within an hour is refused, with the time to wait', async () => {
  const desk = await deskOf(['amal']);
  const tries = Array.from({ length: 6 }, () => ask(desk.browser(), 'someone@example.org'));
  const statuses = (await Promise.all(tries)).map(({ status }) => status);
  assert.deepEqual(statuses.toSorted(), [303, 303, 303, 303, 303, 429]);
  const late = await ask(desk.browser(), 'someone@example.org').expect(429);
  assert.match(late.text, /That was tried too often\. Try again in 60 minutes\./);
  assert.match(late.text, /value="someone@example\.org"/);
  assert.ok(Number(late.headers['retry-after']) > 3000);
  await ask(desk.browser(), amal.email).expect(303);
  const keys = await desk.ctx.db.selectFrom('limits').select('key').execute();
  assert.ok(keys.length > 0 && !JSON.stringify(keys).includes('example'));
});

test('one place that tries thirty addresses has to wait, another place does not', async () => {
  const desk = await deskOf(['amal'], { config: { trustProxy: true } });
  const from = (place: string, email: string) =>
    ask(desk.browser(), email).set('X-Forwarded-For', place);
  const tries = Array.from({ length: 32 }, (_, n) =>
    from('2001:db8:1:2::' + n, `a${n}@example.org`),
  );
  const statuses = (await Promise.all(tries)).map(({ status }) => status);
  assert.equal(statuses.filter((status) => status === 303).length, 30);
  assert.equal(statuses.filter((status) => status === 429).length, 2);
  await from('2001:db8:1:3::1', amal.email).expect(303);
});
