import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { sql } from 'kysely';
import { compose } from '../../src/compose.ts';
import { readConfig } from '../../src/platform/config.ts';
import type { Context } from '../../src/platform/context.ts';
import { signInLink } from '../../src/staff/actions.ts';
import { accept } from '../payments/builders.ts';
import { anArticle, decided, inReview, theDesk } from '../requests/cast.ts';
import { payByCard } from '../stand-ins/stripe/payer.ts';
import { startStripeStandIn, type StandIn } from '../stand-ins/stripe/server.ts';
import { blankDatabase, serverUrl } from '../support/database.ts';
import { createRobot, type Robot, type RobotPage } from '../support/robot.ts';
import { startSmtp } from '../support/smtp.ts';
import { atRest } from './at-rest.ts';
import { portalProcess, stoppable } from './portal-process.ts';
import type { Stop } from './stoppable-portal.ts';
import { good, openAtDesk, payHosted } from './steps.ts';
import { until } from './until.ts';

const webhookSecret = 'whsec_a2lsbGVkLWF0LWV2ZXJ5LWJvcmRlcg';
const card = '4242424242424242';
const closes: (() => unknown)[] = [];
after(async () => {
  for (const close of closes.toReversed()) await close();
});

const smtp = await startSmtp();
closes.push(() => smtp.close());
let standIn!: StandIn;
const portal = await portalProcess(
  async (port) => {
    const webhookUrl = `http://127.0.0.1:${port}/webhooks/stripe`;
    standIn = await startStripeStandIn({ webhookUrl, webhookSecret, retryMs: 300 });
    closes.push(() => standIn.close());
    return {
      ...(await databaseSettings()),
      SMTP_URL: smtp.url,
      STRIPE_SECRET_KEY: 'sk_test_borders',
      STRIPE_WEBHOOK_SECRET: webhookSecret,
      STRIPE_API_BASE: standIn.url,
      WORKER_POLL_MS: '100',
      // One round at each start is enough; a second one might come to the border that another is meant for.
      RECONCILE_MS: '3600000',
    };
  },
  { main: stoppable },
);
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

interface Buyer {
  robot: Robot;
  reference: string;
  payUrl: string;
}

/** So many republishers who have accepted an offer, and the link with which finance signs in. */
async function prepared(count: number): Promise<{ buyers: Buyer[]; link: string }> {
  const made = await compose(readConfig(portal.env), { worker: false });
  try {
    await made.migrate();
    const { ctx } = made;
    await theDesk(ctx);
    await anArticle(ctx);
    const buyers: Buyer[] = [];
    for (let index = 0; index < count; index += 1) {
      const submission = { email: `kim-${index}@example.org` };
      const request = await inReview(ctx, { submission });
      const { id, reference } = request;
      await decided(ctx, request, { verb: 'approve' });
      await accept(ctx, id);
      const payUrl = ctx.links.to(`/pay/${ctx.links.token('pay', id)}`);
      buyers.push({ robot: createRobot(portal.base), reference, payUrl });
    }
    return { buyers, link: await signInLink(ctx, 'fin@example.org') };
  } finally {
    await made.close();
  }
}

/** Presses Pay and is led to the hosted page. */
async function press({ robot, payUrl }: Buyer): Promise<RobotPage> {
  return good(robot.submit(await good(robot.get(payUrl)), /\/pay\//));
}

/** Pays as a person does to whom pages did not load: looks again, and presses Pay where that is possible. */
const paid = (buyer: Buyer): Promise<RobotPage> =>
  until(`the payment of ${buyer.reference}`, async () => {
    const page = await good(buyer.robot.get(buyer.payUrl));
    if (/Paid, thank you/.test(page.html)) return page;
    if (!/<form[^>]*\/pay\//.test(page.html)) return null;
    const hosted = await good(buyer.robot.submit(page, /\/pay\//));
    if (/\/c\/pay\//.test(hosted.url)) await payHosted(buyer.robot, hosted);
    return null;
  });

/** The page of a payment at the desk. */
async function paymentAtDesk(desk: Robot, { reference }: Buyer): Promise<RobotPage> {
  const { html } = await openAtDesk(desk, reference);
  return good(desk.get(/\/admin\/payments\/[\da-f-]{36}/.exec(html)?.[0] ?? ''));
}

/** Looks at the letter and presses the button that gives £5.00 back. */
async function giveBack(desk: Robot, buyer: Buyer): Promise<RobotPage> {
  const page = await paymentAtDesk(desk, buyer);
  const letter = await good(
    desk.submit(page, /\/refund\/preview$/, { amount: '5', reason: 'price' }),
  );
  return good(desk.submit(letter, /\/refund$/));
}

async function killAndStart(): Promise<void> {
  await portal.kill();
  await portal.start();
}

const stop = (when: Stop['when'], writes: string): Stop => ({ what: 'transaction', when, writes });
const call = (when: Stop['when'], what: string): Stop => ({ what, when });

test('killed at each border of paying and of giving back, and started again, the portal takes and gives once', async () => {
  const { buyers, link } = await prepared(12);
  const buyer = (index: number): Buyer => buyers[index]!;
  await portal.start();
  const desk = createRobot(portal.base);
  await good(desk.submit(await good(desk.get(link)), /\/admin\/sign-in\/confirm/));

  // The attempt is written and not yet called for; its answer is here and not yet written; it is written and nobody was led
  // on; and last, since it holds up the embedded database, the attempt before its commit.
  await portal.standsStill(call('before', 'createSession'), () => press(buyer(0)));
  await portal.standsStill(call('after', 'createSession'), () => press(buyer(1)));
  await portal.standsStill(stop('after', 'update payment_attempts'), () => press(buyer(2)));
  await portal.standsStill(stop('inside', 'insert payment_attempts'), () => press(buyer(3)));
  await killAndStart();
  for (const index of [0, 1, 2, 3]) await paid(buyer(index));

  // The event was answered and its job has begun; another one is stored and not yet answered; the page before its commit.
  const { url: begun } = await press(buyer(4));
  const { url: stored } = await press(buyer(5));
  await portal.standsStill(call('before', 'sessionByIntent'), () => payByCard(begun, card));
  await standIn.levers.idle();
  await portal.standsStill(stop('after', 'insert stripe_events'), () => payByCard(stored, card));
  await portal.standsStill(stop('inside', 'update payment_attempts'), () => press(buyer(6)));
  await killAndStart();
  for (const index of [4, 5, 6]) await paid(buyer(index));

  // The money is recorded and granted, and no letter is out yet; and, by the payer's way back, the same before its commit.
  const { url: granted } = await press(buyer(7));
  const hosted = await press(buyer(8));
  await portal.standsStill(stop('after', 'insert payments'), () => payByCard(granted, card));
  await portal.standsStill(stop('inside', 'insert payments'), () =>
    payHosted(buyer(8).robot, hosted),
  );
  await killAndStart();
  for (const index of [7, 8]) await paid(buyer(index));

  // A letter is about to go; another one was taken and is not yet noted; an event before its commit.
  const urls = [await press(buyer(9)), await press(buyer(10)), await press(buyer(11))];
  const pay = (index: number) => payByCard(urls[index]?.url ?? '', card);
  await portal.standsStill(call('before', 'send'), () => pay(0));
  await portal.standsStill(call('after', 'send'), () => pay(1));
  await standIn.levers.idle();
  await portal.standsStill(stop('inside', 'insert stripe_events'), () => pay(2));
  await killAndStart();
  for (const index of [9, 10, 11]) await paid(buyer(index));

  // Money on its way back: the answer before its commit, then, for what was given back at the payment service, the row.
  await portal.standsStill(stop('inside', 'update refunds'), () => giveBack(desk, buyer(4)));
  await killAndStart();
  const [intent = ''] = /pi_\w+/.exec((await paymentAtDesk(desk, buyer(5))).html) ?? [];
  const charge = standIn.levers.books().charges.find((each) => each.payment_intent === intent);
  await portal.standsStill(stop('inside', 'insert refunds'), () =>
    standIn.levers.refund({ id: intent, amount: charge?.amount ?? 0 }),
  );
  await killAndStart();

  // The answer is written and nobody was told; not yet called; the answer is here; the wish before its commit.
  await portal.standsStill(stop('after', 'update refunds'), () => giveBack(desk, buyer(2)));
  await portal.standsStill(call('before', 'createRefund'), () => giveBack(desk, buyer(0)));
  await portal.standsStill(call('after', 'createRefund'), () => giveBack(desk, buyer(1)));
  await portal.standsStill(stop('inside', 'insert refunds'), () => giveBack(desk, buyer(3)));
  await killAndStart();
  await giveBack(desk, buyer(3));
  await portal.kill();
  await atRest(portal, oneEnded);
  checkService(charge?.amount ?? 0);
});

/** Who was given all of it back has no licence any more; everybody else has one. */
async function oneEnded({ db }: Context): Promise<void> {
  const licences = await db.selectFrom('licences').select('state').execute();
  const ended = licences.filter(({ state }) => state === 'revoked');
  assert.deepEqual([licences.length, ended.length], [12, 1]);
}

/** Everybody was charged once, and got back once what was to be given back. */
function checkService(whole: number): void {
  const { charges, refunds } = standIn.levers.books();
  const taken = charges.filter(({ status }) => status === 'succeeded');
  assert.equal(taken.length, 12);
  assert.equal(new Set(taken.map(({ metadata }) => metadata['request_id'])).size, 12);
  assert.deepEqual(refunds.map(({ amount, status }) => `${amount} ${status}`).toSorted(), [
    `${whole} succeeded`,
    ...Array.from({ length: 5 }, () => '500 succeeded'),
  ]);
  assert.equal(new Set(refunds.map(({ charge }) => charge)).size, 6, 'each of another payment');
}
