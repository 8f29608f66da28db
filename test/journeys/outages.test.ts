import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { createApp } from '../../src/app.ts';
import type { Context } from '../../src/platform/context.ts';
import { openDatabase } from '../../src/platform/db/open.ts';
import { createLog } from '../../src/platform/log.ts';
import type { Robot, RobotPage } from '../support/robot.ts';
import { checkInvariants } from './invariants.ts';
import { openRunning } from './running.ts';
import {
  accept,
  confirmAddress,
  confirmLink,
  decide,
  good,
  goodCard,
  nightBus,
  openAtDesk,
  openForm,
  payHosted,
  typedBy,
  wordsOf,
  type Letter,
} from './steps.ts';
import { until } from './until.ts';

const portal = await openRunning();

const letterTo = (address: string, about: RegExp): Promise<Letter> =>
  until(`a letter ${String(about)} to ${address}`, async () => {
    const fits = ({ to, subject, text }: Letter): boolean =>
      to === address && about.test(`${subject}\n${text}`);
    return portal.letters().find(fits) ?? null;
  });

const settled = (): Promise<boolean> =>
  until('the end of all work', async () => {
    await checkInvariants(portal.ctx.db);
    return true;
  });

/** Every letter once, known by its Message-ID. */
function eachOnce(): void {
  const ids = portal.letters().map(({ messageId }) => messageId);
  assert.deepEqual(ids.toSorted(), [...new Set(ids)].toSorted(), 'no letter went twice');
}

/** A request whose offer was accepted; the pay page. */
async function toTheTill(robot: Robot, email: string): Promise<RobotPage> {
  const form = await openForm(robot, nightBus);
  const { url } = await good(robot.submit(form, /\/republish$/, typedBy(email)));
  await confirmAddress(robot, await letterTo(email, confirmLink));
  const desk = await portal.deskOf('amal');
  await decide(desk, await openAtDesk(desk, email), { verb: 'approve' });
  return accept(robot, url);
}

test('without a mail server nothing stops: letters wait, the desk says so, and later each goes once', async (t) => {
  const robot = portal.robot();
  const desk = await portal.deskOf('amal');
  await settled();
  assert.doesNotMatch(wordsOf(await good(desk.get('/admin/requests'))), /letters? waits?/);

  const mailIsBack = await portal.withoutMail();
  t.after(mailIsBack);
  const form = await openForm(robot, nightBus);
  const sent = await good(robot.submit(form, /\/republish$/, typedBy('kim@example.org')));
  assert.match(sent.url, /\/requests\//);
  await until('the letter in the list of those that wait', async () => {
    const list = await good(desk.get('/admin/letters?state=waiting'));
    return list.html.includes('kim@example.org') || null;
  });
  const noticed = await good(desk.get('/admin/articles'));
  assert.match(wordsOf(noticed), /letters? waits?, because the mail server does not take/);
  assert.match(noticed.html, /href="\/admin\/letters\?state(=|&#x3D;)waiting"/);

  await mailIsBack();
  await confirmAddress(robot, await letterTo('kim@example.org', confirmLink));
  await settled();
  assert.doesNotMatch(wordsOf(await good(desk.get('/admin/requests'))), /letters? waits?/);
  eachOnce();
});

test('case 26: without the payment service the pay page says that nothing is lost; later one page is opened, and paid once', async () => {
  const robot = portal.robot();
  const till = await toTheTill(robot, 'pat@example.org');
  const { levers } = portal.standIn;
  // Twice it never heard of the page, once it made one and the answer was lost.
  levers.fault({ kind: 'drop', path: '/v1/checkout/sessions', method: 'POST', times: 4 });
  for (const _ of [1, 2]) {
    const away = await robot.submit(till, /\/pay\//);
    assert.equal(away.status, 503);
    assert.match(wordsOf(away), /Nothing is lost and nothing was charged/);
  }
  levers.clearFaults();
  levers.fault({ kind: 'drop_after', path: '/v1/checkout/sessions', method: 'POST', times: 2 });
  assert.equal((await robot.submit(till, /\/pay\//)).status, 503);
  levers.clearFaults();
  const hosted = await good(robot.submit(till, /\/pay\//));
  assert.equal(
    (await good(robot.submit(till, /\/pay\//))).url,
    hosted.url,
    'one page, however often',
  );
  await payHosted(robot, hosted);
  await letterTo('pat@example.org', /OP-\d{4}-\d{6}/);
  await settled();
  assert.equal(levers.sessions().data.length, 1);
  eachOnce();
});

interface Answer {
  status: number;
  type: string;
  retryAfter: string | null;
  text: string;
}

async function ask(path: string, init: RequestInit = {}, base = portal.base): Promise<Answer> {
  const answer = await fetch(`${base}${path}`, { redirect: 'manual', ...init });
  return {
    status: answer.status,
    type: answer.headers.get('content-type') ?? '',
    retryAfter: answer.headers.get('retry-after'),
    text: await answer.text(),
  };
}

const asHtml = { headers: { accept: 'text/html' } };
const asJson = { headers: { accept: 'application/json' } };

const paths = ['/', '/articles?q=bus', '/requests/x', '/pay/x', '/verify/OP-2026-000001', '/admin'];

/** What everybody is told while the database is away. */
async function sayUnavailable(base = portal.base): Promise<void> {
  const [machine, ready, alive, ...pages] = await Promise.all([
    ask('/articles/x/quote', { method: 'POST', ...asJson }, base),
    ask('/readyz', {}, base),
    ask('/healthz', {}, base),
    ...paths.map((path) => ask(path, asHtml, base)),
  ]);
  for (const [index, { status, retryAfter, text }] of pages.entries()) {
    assert.deepEqual([status, retryAfter], [503, '5'], paths[index]);
    assert.match(text, /We cannot answer just now/);
  }
  assert.deepEqual([machine.status, machine.type.split(';')[0]], [503, 'application/problem+json']);
  const problem = JSON.parse(machine.text) as Record<string, unknown>;
  assert.deepEqual([problem['status'], problem['title']], [503, 'unavailable']);
  const notReady = { ready: false, problems: ['the database does not answer'] };
  assert.deepEqual([ready.status, JSON.parse(ready.text)], [503, notReady]);
  assert.equal(alive.status, 200, 'the process itself is well');
}

/** Every connection of the pool works again. */
const wellAgain = (): Promise<boolean> =>
  until(
    'the portal to be well again',
    async () => {
      const answers = await Promise.all(Array.from({ length: 10 }, () => ask('/', asHtml)));
      const { status } = await ask('/readyz');
      return answers.every((answer) => answer.status === 200) && status === 200 ? true : null;
    },
    30,
  );

test('on either engine an error that says the database is away becomes a page and problem details with 503', async (t) => {
  const nowhere = 'postgres://nobody@127.0.0.1:1/nothing';
  const log = createLog('silent');
  const database = await openDatabase({ databaseUrl: nowhere, dataDir: '', worker: false, log });
  t.after(() => database.close());
  const { db } = database;
  const transaction: Context['transaction'] = () =>
    db.transaction().execute(() => Promise.reject(new Error('there is no transaction')));
  const health = { pendingMigrations: async () => [], oldestJobSeconds: async () => 0 };
  const app = createApp({ ...portal.ctx, db, transaction }, health);
  const server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => server.close());
  await sayUnavailable(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});

// The embedded database lives in the process and cannot be away from it.
if (portal.line !== null) {
  const { line } = portal;

  test('case 34: with the line to the database cut, everybody is told to come back; a payment of that time is not lost', async (t) => {
    t.after(() => line.restore());
    const robot = portal.robot();
    const till = await toTheTill(robot, 'cut@example.org');
    const hosted = await good(robot.submit(till, /\/pay\//));
    await line.cut();
    await sayUnavailable();
    const back = await robot.submit(hosted, /\/c\/pay\//, goodCard);
    assert.equal(back.status, 503, 'paid, but the page that thanks cannot be shown');
    const webhooks = await portal.standIn.levers.redeliver({ type: 'checkout.session.completed' });
    assert.deepEqual(webhooks, { statuses: [503] });

    await line.restore();
    await wellAgain();
    await letterTo('cut@example.org', /OP-\d{4}-\d{6}/);
    assert.match(wordsOf(await good(robot.get(back.url))), /Paid, thank you/);
    await settled();
    eachOnce();
  });

  test('a database that falls silent holds nobody for long, and connections that went dead are not used again', async (t) => {
    t.after(() => line.restore());
    const robot = portal.robot();
    await good(robot.get('/'));
    line.silence();
    await sayUnavailable();
    await line.restore();
    await wellAgain();
    const till = await toTheTill(robot, 'silent@example.org');
    await payHosted(robot, await good(robot.submit(till, /\/pay\//)));
    await letterTo('silent@example.org', /OP-\d{4}-\d{6}/);
    await settled();
    eachOnce();
  });
}
