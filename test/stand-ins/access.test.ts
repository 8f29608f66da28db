import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Stripe } from 'stripe';
import { openSession, refusal, sdkFor, start } from './support.ts';

test('sessions are listed newest first, page by page, and by time', async (t) => {
  const { stripe, standIn } = await start(t);
  const ids: string[] = [];
  for (let n = 0; n < 3; n += 1) {
    ids.unshift((await openSession(stripe)).id);
    standIn.levers.clock({ advance: 10 });
  }
  const first = await stripe.checkout.sessions.list({ limit: 2 });
  assert.deepEqual([first.data.map(({ id }) => id), first.has_more], [ids.slice(0, 2), true]);
  const all: string[] = [];
  for await (const session of stripe.checkout.sessions.list({ limit: 1 })) all.push(session.id);
  assert.deepEqual(all, ids);
  const since = first.data[0]?.created ?? 0;
  const late = await stripe.checkout.sessions.list({ created: { gte: since } });
  assert.deepEqual(
    late.data.map(({ id }) => id),
    [ids[0]],
  );
});

test('only test keys are taken', async (t) => {
  const { standIn } = await start(t);
  for (const key of ['sk_live_example', 'pk_test_example', 'example']) {
    const list = sdkFor(standIn, { key }).checkout.sessions.list();
    await assert.rejects(list, Stripe.errors.StripeAuthenticationError);
  }
  const restricted = await sdkFor(standIn, { key: 'rk_test_example' }).checkout.sessions.list();
  assert.deepEqual(restricted.data, []);
});

test('objects and addresses that do not exist are told apart from others', async (t) => {
  const { stripe } = await start(t);
  await assert.rejects(
    stripe.checkout.sessions.retrieve('cs_test_none'),
    refusal('resource_missing'),
  );
  await assert.rejects(stripe.paymentIntents.retrieve('pi_none'), refusal('resource_missing'));
  await assert.rejects(stripe.payouts.list(), /Unrecognized request URL/);
  const { id } = await openSession(stripe);
  await assert.rejects(
    stripe.checkout.sessions.retrieve(id, { expand: ['nonsense'] }),
    refusal(undefined, 'expand'),
  );
});
