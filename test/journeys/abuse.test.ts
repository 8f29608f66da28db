import assert from 'node:assert/strict';
import { test } from 'node:test';
import { jobHandlers } from '../../src/work.ts';
import { signedIn } from '../review/sign-in.ts';
import { formsOf, type Robot, type RobotPage } from '../support/robot.ts';
import { openHouse, type House } from './house.ts';
import { checkInvariants } from './invariants.ts';
import { form, send, type RawAnswer } from './raw.ts';
import {
  accept,
  confirmAddress,
  confirmLink,
  decide,
  good,
  linkIn,
  nightBus,
  openAtDesk,
  openForm,
  payHosted,
  plainUse,
  typedBy,
  wordsOf,
} from './steps.ts';

const kim = 'kim@example.org';

/** Presses the button of this form several times at the same moment; the statuses, in order. */
async function pressed(
  house: House,
  page: RobotPage,
  press: { action: RegExp; fields?: Record<string, string>; times?: number; cookie?: string },
): Promise<RawAnswer[]> {
  const { action, fields = {}, times = 4, cookie = '' } = press;
  const found = formsOf(page.html).find((one) => action.test(one.action));
  if (found === undefined) throw new Error(`no form ${String(action)} on ${page.url}`);
  const kept = found.fields.filter(([name]) => !(name in fields));
  const body = new URLSearchParams([...kept, ...Object.entries(fields)]).toString();
  const { pathname } = new URL(found.action, page.url);
  const headers = { ...form, cookie };
  const once = { method: 'POST', path: pathname, headers, body };
  return Promise.all(Array.from({ length: times }, () => send(house.base, once)));
}

const statuses = (answers: readonly RawAnswer[]): number[] =>
  answers.map(({ status }) => status).toSorted();

async function asked(house: House, robot: Robot): Promise<RobotPage> {
  const page = await openForm(robot, nightBus);
  const sent = await good(robot.submit(page, /\/republish$/, typedBy(kim)));
  await house.settle();
  return sent;
}

const count = async (house: House, table: 'requests' | 'offers' | 'messages' | 'acceptances') => {
  const { id } = await requestOf(house);
  const rows = await house.ctx.db
    .selectFrom(table as 'offers')
    .select('id')
    .where(table === 'requests' ? 'id' : ('request_id' as never), '=', id as never)
    .execute();
  return rows.length;
};

const requestOf = ({ ctx }: House) =>
  ctx.db.selectFrom('requests').selectAll().where('email', '=', kim).executeTakeFirstOrThrow();

const subjectsTo = (house: House, address: string): string[] =>
  house.lettersTo(address).map(({ subject }) => subject);

test('whatever is pressed several times at once is done once: send, confirm, decide, answer, accept, pay', async (t) => {
  const house = await openHouse(t);
  const robot = house.robot();
  const page = await openForm(robot, nightBus);
  const sends = await pressed(house, page, { action: /\/republish$/, fields: typedBy(kim) });
  assert.deepEqual(statuses(sends), [303, 303, 303, 303]);
  const places = new Set(sends.map(({ headers }) => headers.location));
  assert.equal(places.size, 1, 'all lead to the same page');
  const [url = ''] = places;
  await house.settle();

  const letter = house.letter(kim, confirmLink);
  const confirm = await good(robot.get(linkIn(letter, confirmLink)));
  const confirms = await pressed(house, confirm, { action: /\/verify$/ });
  assert.deepEqual(statuses(confirms), [303, 303, 303, 303]);
  await house.settle();

  const cookie = await signedIn(house.ctx, 'amal@example.org');
  const desk = await house.deskOf('amal');
  const question = { verb: 'ask', note: 'Only online?' };
  await twiceDecided(house, desk, { cookie, decision: question });
  const guest = await good(robot.get(url ?? ''));
  const answer = { action: /\/reply$/, fields: { message: 'Only online.' } };
  assert.deepEqual(statuses(await pressed(house, guest, answer)), [303, 303, 303, 303]);
  assert.equal(await count(house, 'messages'), 2);
  await twiceDecided(house, desk, { cookie, decision: { verb: 'approve' } });
  assert.equal(await count(house, 'offers'), 1);

  const offered = await good(robot.get(url ?? ''));
  const accepts = await pressed(house, offered, {
    action: /\/accept$/,
    fields: { agreeTerms: 'yes' },
  });
  assert.deepEqual(statuses(accepts), [303, 303, 303, 303]);
  assert.equal(await count(house, 'acceptances'), 1);
  const till = await good(robot.get(accepts[0]?.headers.location ?? ''));
  const pays = await pressed(house, till, { action: /\/pay\// });
  assert.deepEqual(statuses(pays), [303, 303, 303, 303]);
  assert.equal(new Set(pays.map(({ headers }) => headers.location)).size, 1);
  assert.equal(house.standIn.levers.sessions().data.length, 1);
  await payHosted(robot, await good(robot.get(pays[0]?.headers.location ?? '')));
  await house.settle();
  const subjects = subjectsTo(house, kim);
  assert.deepEqual(subjects.toSorted(), [...new Set(subjects)].toSorted(), 'each letter once');
  await checkInvariants(house.ctx.db);
});

/** Two editors, or one with a nervous finger: one decision is taken, the other is told so. */
async function twiceDecided(
  house: House,
  desk: Robot,
  { cookie, decision }: { cookie: string; decision: Record<string, string> & { verb: string } },
): Promise<void> {
  const preview = await good(desk.submit(await openAtDesk(desk, kim), /\/preview$/, decision));
  const decisions = await pressed(house, preview, { action: /\/decide$/, cookie });
  assert.deepEqual(statuses(decisions), [303, 409, 409, 409]);
  await house.settle();
}

test('taking back several times at once is done once', async (t) => {
  const house = await openHouse(t);
  const robot = house.robot();
  const sent = await asked(house, robot);
  await confirmAddress(robot, house.letter(kim, confirmLink));
  const page = await good(robot.get(sent.url));
  const backs = await pressed(house, page, { action: /\/withdraw$/ });
  assert.deepEqual(statuses(backs), [303, 303, 303, 303]);
  await house.settle();
  assert.equal(subjectsTo(house, kim).filter((subject) => /withdrawn/i.test(subject)).length, 1);
  await checkInvariants(house.ctx.db);
});

/** Fields about money and state that nobody may decide from outside. */
const wishes = ['price', 'total', 'net', 'amount', 'currency', 'state', 'quote', 'standing', 'id'];

test('a price, a state or a standing that the client sends is refused, and changes nothing', async (t) => {
  const house = await openHouse(t);
  const robot = house.robot();
  const page = await openForm(robot, nightBus);
  for (const wish of wishes) {
    const refused = await robot.submit(page, /\/republish$/, { ...typedBy(kim), [wish]: '1' });
    assert.equal(refused.status, 422, wish);
    // The currency is the republisher's to choose, of those that there are.
    const why = wish === 'currency' ? /Choose the currency from the list/ : /does not belong/;
    assert.match(wordsOf(refused), why);
  }
  const { url } = await asked(house, robot);
  await confirmAddress(robot, house.letter(kim, confirmLink));
  const desk = await house.deskOf('amal');
  for (const wish of wishes.filter((name) => name !== 'amount')) {
    const decision = { verb: 'approve', [wish]: '1' };
    const refused = await desk.submit(await openAtDesk(desk, kim), /\/preview$/, decision);
    assert.equal(refused.status, 422, wish);
  }
  await decide(desk, await openAtDesk(desk, kim), { verb: 'approve' });
  for (const wish of wishes) {
    const fields = { agreeTerms: 'yes', [wish]: '1' };
    const refused = await robot.submit(await good(robot.get(url)), /\/accept$/, fields);
    assert.equal(refused.status, 422, wish);
  }
  const till = await accept(robot, url);
  const hosted = await good(robot.submit(till, /\/pay\//, { amount: '1', total: '1' }));
  assert.match(wordsOf(hosted), /£40\.00/);
  assert.deepEqual(
    house.standIn.levers.sessions().data.map(({ amount_total: total }) => total),
    [4000],
  );
});

test('the price of a machine’s question is the tariff’s, whatever it says about it', async (t) => {
  const house = await openHouse(t);
  const article = await good(house.robot().get(`/find?url=${nightBus}`));
  const path = `${new URL(article.url).pathname}/quote`;
  const body = `${plainUse}&net=1&total=1&verifiedClass=charity&standing=charity&licencesLast30Days=0`;
  const headers = { ...form, accept: 'application/json' };
  const answer = await send(house.base, { method: 'POST', path, headers, body });
  const { net, total } = JSON.parse(answer.text) as { net: number; total: number };
  assert.deepEqual([net, total], [4000, 4000]);
});

test('an offer that was replaced cannot be accepted by the page that still shows it', async (t) => {
  const house = await openHouse(t);
  const robot = house.robot();
  const { url } = await asked(house, robot);
  await confirmAddress(robot, house.letter(kim, confirmLink));
  const desk = await house.deskOf('amal');
  await decide(desk, await openAtDesk(desk, kim), { verb: 'approve' });
  const old = await good(robot.get(url));
  await decide(desk, await openAtDesk(desk, kim), {
    verb: 'reprice',
    amount: '75',
    waiver: 'goodwill',
    note: '',
  });
  const late = await robot.submit(old, /\/accept$/, { agreeTerms: 'yes' });
  assert.equal(late.status, 409);
  assert.equal((await requestOf(house)).state, 'offered');
});

test('case 04: eight deliveries of one event at once, while the payer comes back, give one licence and one letter', async (t) => {
  const house = await openHouse(t);
  const robot = house.robot();
  const { url } = await asked(house, robot);
  await confirmAddress(robot, house.letter(kim, confirmLink));
  const desk = await house.deskOf('amal');
  await decide(desk, await openAtDesk(desk, kim), { verb: 'approve' });
  const hosted = await good(robot.submit(await accept(robot, url), /\/pay\//));
  const { levers } = house.standIn;
  levers.hold();
  const returning = payHosted(robot, hosted);
  const type = 'checkout.session.completed';
  while (!levers.events().data.some((event) => event.type === type))
    await new Promise(setImmediate);
  const delivered = await levers.redeliver({ type, times: 8 });
  assert.deepEqual(
    delivered.statuses,
    Array.from({ length: 8 }, () => 200),
  );
  // As many workers as processes may have, each with the same job.
  const [event] = levers.events().data.filter((one) => one.type === type);
  const work = jobHandlers(house.ctx, async () => undefined)['work-stripe-event'];
  await Promise.all(Array.from({ length: 8 }, () => work({ id: event?.id } as never)));
  await returning;
  await levers.release();
  await house.settle();
  assert.equal(subjectsTo(house, kim).filter((subject) => /OP-2026/.test(subject)).length, 1);
  const licences = await house.ctx.db.selectFrom('licences').select('id').execute();
  assert.equal(licences.length, 1);
  await checkInvariants(house.ctx.db);
});

test('no Host header ever gets into a letter, a redirect or a page', async (t) => {
  const house = await openHouse(t);
  const evil = {
    host: 'evil.example.org',
    'x-forwarded-host': 'evil.example.org',
    'x-forwarded-proto': 'https',
    forwarded: 'host=evil.example.org',
  };
  const page = await openForm(house.robot(), nightBus);
  const found = formsOf(page.html).find(({ action }) => action.endsWith('/republish'));
  const typed = Object.entries(typedBy(kim));
  const fields = [...(found?.fields ?? []).filter(([name]) => !(name in typedBy(kim))), ...typed];
  const parts = fields.map(
    ([name, value]) =>
      `--b0rder\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  );
  const sent = await send(house.base, {
    method: 'POST',
    path: new URL(found?.action ?? '', page.url).pathname,
    headers: { ...evil, 'content-type': 'multipart/form-data; boundary=b0rder' },
    body: `${parts.join('')}--b0rder--\r\n`,
  });
  assert.equal(sent.status, 303);
  assert.match(sent.headers.location ?? '', /^\/requests\//);
  const signIn = { method: 'POST', path: '/admin/sign-in', body: 'email=amal%40example.org' };
  await send(house.base, { ...signIn, headers: { ...evil, ...form } });
  await house.settle();
  for (const address of [kim, 'amal@example.org']) {
    const letters = house.lettersTo(address);
    assert.ok(letters.length > 0);
    for (const { text, html } of letters) assert.doesNotMatch(`${text}${html}`, /evil/);
  }
  assert.ok(linkIn(house.letter(kim, confirmLink), confirmLink).startsWith(house.base));
  for (const path of ['/', '/admin', '/sitemap.xml', '/robots.txt', '/articles?page=x']) {
    const answer = await send(house.base, { path, headers: evil });
    assert.doesNotMatch(`${answer.text}${JSON.stringify(answer.headers)}`, /evil/, path);
  }
});
