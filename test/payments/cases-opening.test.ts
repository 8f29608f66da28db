import assert from 'node:assert/strict';
import { test } from 'node:test';
import supertest from 'supertest';
import { openCheckout } from '../../src/payments/actions/open-checkout.ts';
import { reconcilePayments } from '../../src/payments/actions/reconcile.ts';
import { createCheckout } from '../../src/payments/stripe.ts';
import { readConfig } from '../../src/platform/config.ts';
import type { Context } from '../../src/platform/context.ts';
import { tickClocks } from '../../src/requests/actions/tick-clocks.ts';
import { payByCard } from '../stand-ins/stripe/payer.ts';
import { acceptedRequest } from './builders.ts';
import { healthPage } from './health-support.ts';
import { moneyOf, paidOnce } from './look.ts';
import { payPath } from './pages.ts';
import { openTill, type Till } from './till.ts';

const card = '4242424242424242';
const create = { path: '/v1/checkout/sessions', method: 'POST' } as const;

/** Somebody presses Pay on the page behind the pay link. */
const press = (till: Till, id: string): supertest.Test =>
  supertest(till.site).post(payPath(till.ctx, id));

const chargesAt = ({ levers }: Till): number =>
  levers.events().data.filter(({ type }) => type === 'charge.succeeded').length;

test('case 18: of three payers who press Pay on one page at once, one is charged', async (t) => {
  const till = await openTill(t);
  const { id } = await acceptedRequest(till.ctx);
  const pages = await Promise.all([1, 2, 3].map(() => press(till, id).expect(303)));
  const steps = await Promise.all(
    pages.map(({ headers }) => payByCard(String(headers['location']), card)),
  );
  assert.deepEqual(steps.map(({ status }) => status).toSorted(), [303, 410, 410]);
  await till.settle();
  assert.equal(chargesAt(till), 1);
  assert.deepEqual(await moneyOf(till.ctx, id), paidOnce);
});

test('case 23: on a page that has ended nobody is charged, and pressing Pay opens a new one', async (t) => {
  const till = await openTill(t);
  const { id } = await acceptedRequest(till.ctx);
  const old = await openCheckout(till.ctx, id);
  till.clock.advance({ hours: 24 });
  assert.equal((await payByCard(old.url, card)).status, 410);
  await till.settle();
  assert.deepEqual((await moneyOf(till.ctx, id)).attempts, ['expired']);
  const fresh = await openCheckout(till.ctx, id);
  assert.equal((await payByCard(fresh.url, card)).status, 303);
  await till.settle();
  assert.equal(chargesAt(till), 1);
  assert.deepEqual(await moneyOf(till.ctx, id), { ...paidOnce, attempts: ['expired', 'paid'] });
});

test('case 24: an offer past its date cannot be paid: 409, and no page is made', async (t) => {
  const till = await openTill(t);
  const { id } = await acceptedRequest(till.ctx);
  till.clock.advance({ days: 15 });
  const { text } = await press(till, id).expect(409);
  assert.match(text, /The offer has ended/u);
  assert.deepEqual(till.levers.sessions().data, []);
  assert.deepEqual((await moneyOf(till.ctx, id)).attempts, []);
});

test('case 25: what is paid cannot be paid again: 409, and no second page is made', async (t) => {
  const till = await openTill(t);
  const { id } = await acceptedRequest(till.ctx);
  await payByCard((await openCheckout(till.ctx, id)).url, card);
  await till.settle();
  const { text } = await press(till, id).expect(409);
  assert.match(text, /Paid, thank you/u);
  assert.equal(till.levers.sessions().data.length, 1);
  assert.deepEqual(await moneyOf(till.ctx, id), paidOnce);
});

test('case 30: a 500 of Stripe’s own is not asked for again with its key: it is looked for, then made anew', async (t) => {
  const till = await openTill(t);
  const { id } = await acceptedRequest(till.ctx);
  const error = { type: 'api_error', message: 'Something went wrong on our side.' };
  till.levers.fault({ ...create, kind: 'status', status: 500, body: { error }, times: 2 });
  const { headers } = await press(till, id).expect(303);
  assert.equal((await payByCard(String(headers['location']), card)).status, 303);
  await till.settle();
  assert.equal(till.levers.sessions().data.length, 1);
  assert.deepEqual(await moneyOf(till.ctx, id), { ...paidOnce, attempts: ['abandoned', 'paid'] });
});

test('case 50: a live key is refused beside the stand-in, at the start and by the stand-in itself', async (t) => {
  const till = await openTill(t);
  const { config } = till.ctx;
  const live = { STRIPE_SECRET_KEY: 'sk_live_abc', STRIPE_API_BASE: till.standIn.url };
  const secrets = { SECRET_KEY: 'k3Jd9sPq0vX7mBz2LwR8tYc5NfGh1AeU', NODE_ENV: 'test' };
  assert.throws(() => readConfig({ ...secrets, ...live }), /live key/u);
  const checkout = createCheckout({ ...config, stripeSecretKey: live.STRIPE_SECRET_KEY });
  const { id } = await acceptedRequest(till.ctx);
  await assert.rejects(openCheckout({ ...till.ctx, checkout }, id), { kind: 'config' });
  assert.deepEqual(till.levers.sessions().data, []);
});

/** The portal after another key of the same account was set. */
const withKey = ({ ctx }: Till, stripeSecretKey: string): Context => ({
  ...ctx,
  checkout: createCheckout({ ...ctx.config, stripeSecretKey }),
});

for (const kind of ['drop', 'drop_after'] as const)
  test(`case +: the key is changed while a page is being made (${kind}): one page is made in all`, async (t) => {
    const till = await openTill(t);
    const { id } = await acceptedRequest(till.ctx);
    till.levers.fault({ ...create, kind, times: 2 });
    await assert.rejects(openCheckout(till.ctx, id), { kind: 'ambiguous' });
    const error = { type: 'invalid_request_error', message: 'Expired API key' };
    till.levers.fault({ ...create, kind: 'status', status: 401, body: { error } });
    await assert.rejects(openCheckout(till.ctx, id), { kind: 'config' });
    assert.deepEqual((await moneyOf(till.ctx, id)).attempts, ['creating']);
    const { url } = await openCheckout(withKey(till, 'rk_test_of_today'), id);
    assert.equal(till.levers.sessions().data.length, 1);
    await payByCard(url, card);
    await till.settle();
    assert.deepEqual(await moneyOf(till.ctx, id), paidOnce);
  });

/** Moves the clock to `seconds` from the end of the offer of a request. */
async function moveToEnd({ ctx, clock }: Till, id: string, seconds: number): Promise<void> {
  const { expires_at: end } = await ctx.db
    .selectFrom('offers')
    .select('expires_at')
    .where('request_id', '=', id)
    .executeTakeFirstOrThrow();
  clock.now = new Date(end.getTime() + seconds * 1000);
}

test('case +: a page opened in the last second of an offer is paid in the very second it ends: it counts', async (t) => {
  const till = await openTill(t);
  const { ctx } = till;
  const paid = await acceptedRequest(ctx);
  const late = await acceptedRequest(ctx);
  // An offer that stands longer than its acceptance waits for money: both end in the same second.
  const end = new Date(till.clock.now.getTime() + 30 * 86_400_000);
  await ctx.db.updateTable('offers').set({ expires_at: end }).execute();
  await moveToEnd(till, paid.id, -1);
  const { url } = await openCheckout(ctx, paid.id);
  await moveToEnd(till, paid.id, 0);
  await assert.rejects(openCheckout(ctx, late.id), { code: 'offer_expired' });
  till.levers.hold();
  assert.equal((await payByCard(url, card)).status, 303);
  await tickClocks(ctx);
  await till.work();
  await till.levers.release();
  await till.settle();
  assert.deepEqual(await moneyOf(ctx, paid.id), paidOnce);
  assert.equal((await moneyOf(ctx, late.id)).request, 'lapsed');
});

test('case +: a page that nobody pays on keeps its request from lapsing for a day and no longer', async (t) => {
  const till = await openTill(t, { deaf: true });
  const { ctx } = till;
  const { id } = await acceptedRequest(ctx);
  const end = new Date(till.clock.now.getTime() + 30 * 86_400_000);
  await ctx.db.updateTable('offers').set({ expires_at: end }).execute();
  await moveToEnd(till, id, -1);
  await openCheckout(ctx, id);
  await moveToEnd(till, id, 60);
  await tickClocks(ctx);
  assert.equal((await moneyOf(ctx, id)).request, 'accepted');
  till.clock.advance({ hours: 24 });
  // Nobody has heard that the page has ended.
  assert.deepEqual((await moneyOf(ctx, id)).attempts, ['open']);
  await tickClocks(ctx);
  assert.equal((await moneyOf(ctx, id)).request, 'lapsed');
});

for (const minutes of [10, -10])
  test(`case +: our clock is ten minutes ${minutes > 0 ? 'slow' : 'fast'}: pages open and are paid, and nothing is lost`, async (t) => {
    const till = await openTill(t, { browsable: true });
    const { ctx, levers } = till;
    levers.clock({ advance: minutes * 60 });
    const long = await acceptedRequest(ctx);
    const ending = await acceptedRequest(ctx);
    const soon = new Date(till.clock.now.getTime() + 300_000);
    await ctx.db
      .updateTable('offers')
      .set({ expires_at: soon })
      .where('request_id', '=', ending.id)
      .execute();
    levers.hold();
    for (const { id } of [long, ending])
      assert.equal((await payByCard((await openCheckout(ctx, id)).url, card)).status, 303);
    // A delivery looks too old, or of the future, and is refused: it comes again, and the round finds what it was about.
    const delivered = await levers.redeliver({ type: 'checkout.session.completed' });
    assert.deepEqual(delivered, { statuses: [400] });
    till.clock.advance({ minutes: 1 });
    await reconcilePayments(ctx);
    for (const { id } of [long, ending]) assert.deepEqual(await moneyOf(ctx, id), paidOnce);
    assert.match(
      await healthPage(ctx),
      minutes > 0 ? /signed in the future/u : /signed more than/u,
    );
  });
