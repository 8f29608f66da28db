import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Stripe } from 'stripe';
import { sdkFor, sessionParams, start } from './support.ts';

const key = (idempotencyKey: string) => ({ idempotencyKey });

test('the same key and parameters give the same session again, and the answer says so', async (t) => {
  const { stripe } = await start(t);
  const first = await stripe.checkout.sessions.create(sessionParams, key('k1'));
  const again = await stripe.checkout.sessions.create(sessionParams, key('k1'));
  assert.equal(again.id, first.id);
  assert.equal(again.lastResponse.headers['idempotent-replayed'], 'true');
  assert.equal((await stripe.checkout.sessions.list()).data.length, 1);
});

test('a key with other parameters is refused, and free again after a day', async (t) => {
  const { stripe, standIn } = await start(t);
  const other = { ...sessionParams, client_reference_id: 'offer:2' };
  await stripe.checkout.sessions.create(sessionParams, key('k1'));
  await assert.rejects(
    stripe.checkout.sessions.create(other, key('k1')),
    Stripe.errors.StripeIdempotencyError,
  );
  standIn.levers.clock({ advance: 25 * 3600 });
  assert.equal(
    (await stripe.checkout.sessions.create(other, key('k1'))).client_reference_id,
    'offer:2',
  );
});

test('refused parameters are not kept under the key', async (t) => {
  const { stripe } = await start(t);
  const wrong = { ...sessionParams, success_url: 'nowhere' };
  await assert.rejects(stripe.checkout.sessions.create(wrong, key('k1')), /Not a valid URL/);
  assert.match((await stripe.checkout.sessions.create(sessionParams, key('k1'))).id, /^cs_test_/);
});

test('two calls with one key at once: one is told that the other is under way', async (t) => {
  const { stripe, standIn } = await start(t);
  standIn.levers.fault({ kind: 'slow', ms: 50 });
  const calls = [1, 2].map(() => stripe.checkout.sessions.create(sessionParams, key('k1')));
  const [slow, quick] = await Promise.allSettled(calls);
  assert.equal(slow?.status, 'fulfilled');
  assert.equal(quick?.status, 'rejected');
  assert.equal(quick?.reason.code, 'idempotency_key_in_use');
});

test('a 500 is kept under its key, whether or not the work was done', async (t) => {
  const { stripe, standIn } = await start(t);
  for (const effect of [false, true]) {
    standIn.levers.fault({ kind: 'saved500', effect });
    const create = () => stripe.checkout.sessions.create(sessionParams, key(`k-${effect}`));
    await assert.rejects(create(), Stripe.errors.StripeAPIError);
    await assert.rejects(create(), Stripe.errors.StripeAPIError);
    assert.equal((await stripe.checkout.sessions.list()).data.length, effect ? 1 : 0);
  }
});

test('a lost answer is had again with the key; a lost call did nothing', async (t) => {
  const { stripe, standIn } = await start(t);
  const count = async () => (await stripe.checkout.sessions.list()).data.length;
  // The SDK tries a cut line once more by itself, so both tries must fail.
  standIn.levers.fault({ kind: 'drop', path: '/v1/checkout/sessions', method: 'POST', times: 2 });
  const create = () => stripe.checkout.sessions.create(sessionParams, key('k1'));
  await assert.rejects(create(), Stripe.errors.StripeConnectionError);
  assert.equal(await count(), 0);
  standIn.levers.fault({ kind: 'drop_after', method: 'POST', times: 2 });
  await assert.rejects(create(), Stripe.errors.StripeConnectionError);
  assert.equal(await count(), 1);
  await create();
  assert.equal(await count(), 1);
});

test('the SDK takes a 502 without an error for an answer, and a hanging line for a lost one', async (t) => {
  const { stripe, standIn } = await start(t);
  standIn.levers.fault({ kind: 'status', status: 502, body: { message: 'Bad gateway' } });
  const taken = await stripe.checkout.sessions.create(sessionParams);
  assert.equal(taken.object, undefined);
  standIn.levers.fault({ kind: 'hang' });
  await assert.rejects(
    stripe.checkout.sessions.create(sessionParams, { timeout: 100 }),
    Stripe.errors.StripeConnectionError,
  );
  standIn.levers.fault({ kind: 'status', status: 429, body: { error: { message: 'Too many' } } });
  await assert.rejects(
    sdkFor(standIn).checkout.sessions.create(sessionParams),
    Stripe.errors.StripeRateLimitError,
  );
});
