import assert from 'node:assert/strict';
import { test } from 'node:test';
import { payByCard } from './stripe/payer.ts';
import { openSession, start, startEndpoint, typesOf, webhookSecret } from './support.ts';

test('events arrive signed so that the SDK accepts them, and only with the right secret', async (t) => {
  const endpoint = await startEndpoint(t);
  const { stripe, standIn } = await start(t, { webhookUrl: endpoint.url, webhookSecret });
  const { id, page } = await openSession(stripe);
  await payByCard(page, '4242424242424242');
  await standIn.levers.idle();
  assert.ok(typesOf(endpoint.letters).includes('checkout.session.completed'));
  for (const { body, signature } of endpoint.letters) {
    const event = stripe.webhooks.constructEvent(body, signature, webhookSecret);
    assert.equal(event.livemode, false);
    assert.throws(() => stripe.webhooks.constructEvent(body, signature, 'whsec_other'));
    assert.throws(() => stripe.webhooks.constructEvent(`${body} `, signature, webhookSecret));
    assert.equal((await stripe.events.retrieve(event.id)).pending_webhooks, 0);
  }
  const completed = await stripe.events.list({ types: ['checkout.session.completed'] });
  assert.equal(Object(completed.data[0]?.data.object).id, id);
});

test('a failed delivery is tried again until it is taken', async (t) => {
  const endpoint = await startEndpoint(t, [500, 503, 302]);
  const { stripe, standIn } = await start(t, {
    webhookUrl: endpoint.url,
    webhookSecret,
    retryMs: 2,
  });
  const { id } = await openSession(stripe);
  await stripe.checkout.sessions.expire(id);
  await standIn.levers.idle();
  assert.deepEqual(typesOf(endpoint.letters), Array(4).fill('checkout.session.expired'));
  assert.equal(new Set(endpoint.letters.map(({ body }) => JSON.parse(body).id)).size, 1);
});

test('an endpoint that never takes an event leaves it undelivered and findable', async (t) => {
  const endpoint = await startEndpoint(t, Array(20).fill(500));
  const { stripe, standIn } = await start(t, {
    webhookUrl: endpoint.url,
    webhookSecret,
    retryMs: 0,
  });
  const { id } = await openSession(stripe);
  await stripe.checkout.sessions.expire(id);
  await standIn.levers.idle();
  assert.equal(endpoint.letters.length, 12);
  const missed = await stripe.events.list({ delivery_success: false });
  assert.deepEqual(
    missed.data.map(({ type }) => type),
    ['checkout.session.expired'],
  );
});

test('held events come out in reverse, and one can be delivered again and again', async (t) => {
  const endpoint = await startEndpoint(t);
  const { stripe, standIn } = await start(t, { webhookUrl: endpoint.url, webhookSecret });
  standIn.levers.hold();
  const { page } = await openSession(stripe);
  await payByCard(page, '4242424242424242');
  assert.deepEqual(endpoint.letters, []);
  await standIn.levers.release({ reverse: true });
  assert.deepEqual(typesOf(endpoint.letters), [
    'checkout.session.completed',
    'payment_intent.succeeded',
    'charge.succeeded',
    'payment_intent.created',
    'customer.created',
  ]);
  const type = 'checkout.session.completed';
  const { statuses } = await standIn.levers.redeliver({ type, times: 8 });
  assert.deepEqual(statuses, Array(8).fill(200));
  assert.equal(typesOf(endpoint.letters).filter((each) => each === type).length, 9);
});

test('endpoints can be added by the API, on this machine only', async (t) => {
  const endpoint = await startEndpoint(t);
  const { stripe, standIn } = await start(t);
  const events = ['checkout.session.expired'] as const;
  const added = await stripe.webhookEndpoints.create({
    url: endpoint.url,
    enabled_events: [...events],
  });
  const outside = { url: 'https://example.org/hook', enabled_events: [...events] };
  await assert.rejects(stripe.webhookEndpoints.create(outside), /this machine only/);
  const { id, page } = await openSession(stripe);
  await payByCard(page, '4000000000000002');
  await stripe.checkout.sessions.expire(id);
  await standIn.levers.idle();
  assert.deepEqual(typesOf(endpoint.letters), ['checkout.session.expired']);
  const [letter] = endpoint.letters;
  stripe.webhooks.constructEvent(letter?.body ?? '', letter?.signature ?? '', added.secret ?? '');
  const [listed] = (await stripe.webhookEndpoints.list()).data;
  assert.deepEqual([listed?.id, listed?.secret], [added.id, undefined]);
});

test('a thin twin tells only which object it is about, and is read anew with the same id', async (t) => {
  const endpoint = await startEndpoint(t);
  const { stripe, standIn } = await start(t);
  standIn.levers.endpoint({ url: endpoint.url, secret: webhookSecret, thin: true });
  const { id, page } = await openSession(stripe);
  await payByCard(page, '4242424242424242');
  await standIn.levers.idle();
  const letter = endpoint.letters.find(({ body }) =>
    body.includes('v1.checkout.session.completed'),
  );
  const { body = '', signature = '' } = letter ?? {};
  assert.throws(() => stripe.webhooks.constructEvent(body, signature, webhookSecret));
  const told = stripe.parseEventNotification(body, signature, webhookSecret);
  assert.equal(told.type, 'v1.checkout.session.completed');
  assert.ok(told.type === 'v1.checkout.session.completed');
  assert.equal(told.related_object.id, id);
  assert.equal((await told.fetchRelatedObject()).payment_status, 'paid');
  const whole = await told.fetchEvent();
  assert.equal(whole.id, told.id);
  const snapshot = await stripe.events.retrieve(whole.snapshot_event ?? '');
  assert.equal(snapshot.type, 'checkout.session.completed');
});

test('an endpoint that is switched off or removed hears nothing more', async (t) => {
  const endpoint = await startEndpoint(t);
  const { stripe, standIn } = await start(t, { webhookUrl: endpoint.url, webhookSecret });
  const [listed] = (await stripe.webhookEndpoints.list()).data;
  assert.deepEqual([listed?.url, listed?.status], [endpoint.url, 'enabled']);
  const expire = async () => {
    await stripe.checkout.sessions.expire((await openSession(stripe)).id);
    await standIn.levers.idle();
    return endpoint.letters.length;
  };
  assert.equal(await expire(), 1);
  standIn.levers.mutate({ id: listed?.id ?? '', fields: { status: 'disabled' } });
  assert.equal(await expire(), 1);
  assert.equal((await stripe.webhookEndpoints.retrieve(listed?.id ?? '')).status, 'disabled');
  await stripe.webhookEndpoints.del(listed?.id ?? '');
  assert.deepEqual((await stripe.webhookEndpoints.list()).data, []);
});
