import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { sql } from 'kysely';
import { compose } from '../../src/compose.ts';
import { readConfig } from '../../src/platform/config.ts';
import { jobHandlers, timetable } from '../../src/work.ts';
import { startStripeStandIn, type StandIn } from '../stand-ins/stripe/server.ts';
import { blankDatabase, serverUrl } from '../support/database.ts';
import { createRobot, type Robot } from '../support/robot.ts';
import { startSmtp } from '../support/smtp.ts';
import { checkInvariants } from './invariants.ts';
import { portalProcess } from './portal-process.ts';
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
  signInLink,
  typedBy,
  type Letter,
} from './steps.ts';
import { until } from './until.ts';

const webhookSecret = 'whsec_a2lsbGVkLXdoaWxlLXJlZnVuZGluZw';
const closes: (() => unknown)[] = [];
after(async () => {
  for (const close of closes.toReversed()) await close();
});

const smtp = await startSmtp();
closes.push(() => smtp.close());
let standIn!: StandIn;
const portal = await portalProcess(async (port) => {
  const webhookUrl = `http://127.0.0.1:${port}/webhooks/stripe`;
  standIn = await startStripeStandIn({ webhookUrl, webhookSecret, retryMs: 300 });
  closes.push(() => standIn.close());
  return {
    ...(await databaseSettings()),
    SMTP_URL: smtp.url,
    STRIPE_SECRET_KEY: 'sk_test_refunds',
    STRIPE_WEBHOOK_SECRET: webhookSecret,
    STRIPE_API_BASE: standIn.url,
  };
});
closes.push(() => portal.dispose());

/** A new database on the server where there is one; else the embedded one. */
async function databaseSettings(): Promise<Record<string, string>> {
  if (serverUrl === undefined) return {};
  const closing = {
    after(close: () => unknown): void {
      closes.push(close);
    },
  };
  const { db } = await blankDatabase(closing);
  const { rows } = await sql<{ name: string }>`select current_database() as name`.execute(db);
  const url = new URL(serverUrl);
  url.pathname = `/${rows[0]?.name ?? ''}`;
  return { DATABASE_URL: url.href };
}

const letterTo = (email: string, about: RegExp): Promise<Letter> =>
  until(`a letter ${String(about)} to ${email}`, async () => {
    const found = smtp.received.findLast(
      ({ mail, to }) => to[0] === email && about.test(`${mail.subject ?? ''}\n${mail.text ?? ''}`),
    );
    if (found === undefined) return null;
    const { subject = '', text = '', html, messageId = '' } = found.mail;
    return { to: email, subject, text, html: html || '', messageId };
  });

async function signedIn(email: string): Promise<Robot> {
  const desk = createRobot(portal.base);
  const door = await good(desk.get('/admin/requests'));
  await good(desk.submit(door, /\/admin\/sign-in/, { email }));
  const page = await good(desk.get(linkIn(await letterTo(email, signInLink), signInLink)));
  await good(desk.submit(page, /\/admin\/sign-in\/confirm/));
  return desk;
}

/** A licence that was bought by card; the address of its payment at the desk, and the charge. */
async function bought(desk: Robot, email: string): Promise<{ path: string; intent: string }> {
  const robot = createRobot(portal.base);
  const form = await openForm(robot, nightBus);
  const { url } = await good(robot.submit(form, /\/republish$/, typedBy(email)));
  await confirmAddress(robot, await letterTo(email, confirmLink));
  await decide(desk, await openAtDesk(desk, email), { verb: 'approve' });
  await payHosted(robot, await good(robot.submit(await accept(robot, url), /\/pay\//)));
  await letterTo(email, /OP-\d{4}-\d{6}/);
  const { html } = await openAtDesk(desk, email);
  const [path = ''] = /\/admin\/payments\/[\da-f-]{36}/.exec(html) ?? [];
  const [intent = ''] = /pi_\w+/.exec((await good(desk.get(path))).html) ?? [];
  return { path, intent };
}

const callsForRefunds = (): number =>
  standIn.levers
    .requests()
    .data.filter(({ method, path }) => method === 'POST' && path === '/v1/refunds').length;

/** What the payment service has given back of a charge. */
async function there(intent: string): Promise<{ amount: number }[]> {
  const headers = { authorization: 'Bearer sk_test_dashboard' };
  const answer = await fetch(`${standIn.url}/v1/refunds?payment_intent=${intent}`, { headers });
  return ((await answer.json()) as { data: { amount: number }[] }).data;
}

/** Presses the button, and kills the portal as soon as the moment has come; then starts it again. */
async function killedAt(
  desk: Robot,
  path: string,
  { amount, moment }: { amount: string; moment: () => Promise<unknown> },
): Promise<void> {
  const page = await good(desk.get(path));
  const fields = { amount, reason: 'price' };
  const letter = await good(desk.submit(page, /\/refund\/preview$/, fields));
  const pressed = desk.submit(letter, /\/refund$/).catch(() => null);
  await moment();
  await portal.kill();
  await pressed;
  await portal.start();
}

const create = { path: '/v1/refunds', method: 'POST' } as const;

test('killed at each step of giving back and started again, the portal gives back once and says so once', async () => {
  await portal.command('seed');
  await portal.start();
  const desk = await signedIn('amal@example.org');
  const { path, intent } = await bought(desk, 'kim@example.org');
  let calls = callsForRefunds();
  const called = (): Promise<unknown> =>
    until('the call', async () => (callsForRefunds() > calls ? true : null));

  // The row is written and the call is out, but nothing was done.
  standIn.levers.fault({ ...create, kind: 'hang' });
  await killedAt(desk, path, { amount: '5', moment: called });
  await until('the first refund', async () => ((await there(intent)).length === 1 ? true : null));

  // It was done while the portal lay dead: the answer met nobody.
  await letterTo('kim@example.org', /Money given back: £5\.00/);
  calls = callsForRefunds();
  standIn.levers.fault({ ...create, kind: 'slow', ms: 500 });
  await killedAt(desk, path, { amount: '6', moment: called });
  await letterTo('kim@example.org', /Money given back: £6\.00/);

  // The answer is here: killed while it is written down, or right after.
  await killedAt(desk, path, {
    amount: '7',
    moment: () =>
      until('the third', async () => ((await there(intent)).length === 3 ? true : null)),
  });
  await letterTo('kim@example.org', /Money given back: £7\.00/);

  // All that is left, given back at the payment service's own pages, while its messages arrive.
  const body = new URLSearchParams({ payment_intent: intent });
  const headers = { authorization: 'Bearer sk_test_dashboard' };
  await fetch(`${standIn.url}/v1/refunds`, { method: 'POST', headers, body });
  await portal.kill();
  await portal.start();
  await letterTo('kim@example.org', /Money given back: £22\.00/);

  await portal.stop();
  assert.deepEqual(
    (await there(intent)).map(({ amount }) => amount).toReversed(),
    [500, 600, 700, 2200],
  );
  await drained();
});

/** Lets what still waits be done, and looks into the database. */
async function drained(): Promise<void> {
  const last = await compose(readConfig(portal.env), { worker: false });
  try {
    await last.jobs.start(
      jobHandlers(last.ctx, async () => undefined),
      timetable(last.ctx),
    );
    await until('the end of all work', async () => {
      await checkInvariants(last.ctx.db);
      return true;
    });
    const states = await last.ctx.db.selectFrom('refunds').select('state').execute();
    assert.deepEqual(
      states.map(({ state }) => state),
      ['succeeded', 'succeeded', 'succeeded', 'succeeded'],
    );
    const licence = await last.ctx.db.selectFrom('licences').select('state').executeTakeFirst();
    assert.equal(licence?.state, 'revoked');
  } finally {
    await last.close();
  }
}
