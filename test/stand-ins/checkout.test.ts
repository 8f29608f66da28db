import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Stripe } from 'stripe';
import { payByCard } from './stripe/payer.ts';
import { eventTypes, openSession, refusal, sessionParams, start } from './support.ts';

test('a new session is open, unpaid, test money and has no payment intent yet', async (t) => {
  const { stripe, standIn } = await start(t);
  const session = await stripe.checkout.sessions.create(sessionParams);
  assert.match(session.id, /^cs_test_/);
  assert.equal(session.url, `${standIn.url}/c/pay/${session.id}`);
  const { status, payment_status, payment_intent, livemode, amount_total, currency } = session;
  assert.deepEqual(
    { status, payment_status, payment_intent, livemode, amount_total, currency },
    {
      status: 'open',
      payment_status: 'unpaid',
      payment_intent: null,
      livemode: false,
      amount_total: 14000,
      currency: 'gbp',
    },
  );
  assert.equal(session.expires_at - session.created, 24 * 3600);
  assert.equal(session.lastResponse.apiVersion, '2026-10-28.endive');
  const items = await stripe.checkout.sessions.listLineItems(session.id);
  assert.deepEqual(
    items.data.map((item) => [
      item.description,
      item.amount_total,
      item.price?.unit_amount_decimal?.toString(),
    ]),
    [['Licence', 14000, '14000']],
  );
});

test('a paid session leads back with its id and has intent, charge and fee behind it', async (t) => {
  const { stripe, standIn } = await start(t);
  const { id, page } = await openSession(stripe);
  const step = await payByCard(page, '4242 4242 4242 4242');
  assert.equal(step.status, 303);
  assert.equal(step.location, `http://127.0.0.1:9/done?session_id=${id}`);
  const session = await stripe.checkout.sessions.retrieve(id, {
    expand: ['payment_intent.latest_charge.balance_transaction'],
  });
  assert.deepEqual(
    [session.status, session.payment_status, session.url],
    ['complete', 'paid', null],
  );
  assert.equal(session.customer_details?.email, 'payer@example.org');
  const intent = session.payment_intent;
  assert.ok(intent && typeof intent === 'object');
  assert.deepEqual([intent.status, intent.amount_received], ['succeeded', 14000]);
  assert.deepEqual(intent.metadata, { attempt_id: 'a-1' });
  const charge = intent.latest_charge;
  assert.ok(charge && typeof charge === 'object');
  assert.deepEqual([charge.paid, charge.payment_method_details?.card?.last4], [true, '4242']);
  const movement = charge.balance_transaction;
  assert.ok(movement && typeof movement === 'object');
  assert.equal(movement.net, 14000 - movement.fee);
  assert.deepEqual(eventTypes(standIn), [
    'customer.created',
    'payment_intent.created',
    'charge.succeeded',
    'payment_intent.succeeded',
    'checkout.session.completed',
  ]);
});

test('unknown names are refused at every depth', async (t) => {
  const { stripe } = await start(t);
  const create = (more: object) => stripe.checkout.sessions.create({ ...sessionParams, ...more });
  await assert.rejects(
    create({ client_reference: 'x' }),
    refusal('parameter_unknown', 'client_reference'),
  );
  await assert.rejects(
    create({ payment_method_types: ['card'] }),
    refusal('parameter_unknown', 'payment_method_types'),
  );
  const priceData = { currency: 'gbp', unit_amount: 500, amount: 500, product_data: { name: 'x' } };
  await assert.rejects(
    create({ line_items: [{ quantity: 1, price_data: priceData }] }),
    refusal('parameter_unknown', 'line_items[0][price_data][amount]'),
  );
  await assert.rejects(
    stripe.checkout.sessions.list(Object({ state: 'open' })),
    refusal('parameter_unknown'),
  );
});

test('wrong kinds, missing names and features that would have to be faked are refused', async (t) => {
  const { stripe } = await start(t);
  const create = (more: object) => stripe.checkout.sessions.create({ ...sessionParams, ...more });
  await assert.rejects(create({ mode: undefined }), refusal('parameter_missing', 'mode'));
  await assert.rejects(create({ success_url: '/back' }), refusal('url_invalid', 'success_url'));
  await assert.rejects(create({ customer_email: 'nobody' }), refusal('email_invalid'));
  await assert.rejects(
    create({ adaptive_pricing: { enabled: 'maybe' } }),
    refusal(undefined, 'adaptive_pricing[enabled]'),
  );
  await assert.rejects(create({ allow_promotion_codes: true }), refusal('stand_in_not_emulated'));
  const long = Object.fromEntries(Array.from({ length: 51 }, (_, n) => [`k${n}`, 'v']));
  await assert.rejects(create({ metadata: long }), refusal(undefined, 'metadata'));
  await assert.rejects(
    create({ metadata: { a: 'v'.repeat(501) } }),
    refusal(undefined, 'metadata[a]'),
  );
});

const priced = (currency: string, amount: number): Stripe.Checkout.SessionCreateParams => ({
  line_items: [
    { quantity: 1, price_data: { currency, unit_amount: amount, product_data: { name: 'x' } } },
  ],
});

test('each currency has its smallest charge and its own number of decimals', async (t) => {
  const { stripe } = await start(t);
  for (const [currency, least] of [
    ['gbp', 30],
    ['eur', 50],
    ['jpy', 50],
    ['sek', 300],
    ['kwd', 500],
  ] as const) {
    await assert.rejects(
      openSession(stripe, priced(currency, least - 10)),
      refusal('amount_too_small'),
    );
    await openSession(stripe, priced(currency, least));
  }
  await assert.rejects(openSession(stripe, priced('kwd', 5124)), refusal(undefined, 'line_items'));
  // Sent with two decimals that have to be nought.
  await assert.rejects(openSession(stripe, priced('isk', 5050)), refusal(undefined, 'line_items'));
  await openSession(stripe, priced('isk', 5000));
  await assert.rejects(
    openSession(stripe, priced('xxx', 500)),
    refusal(undefined, 'line_items[0][price_data][currency]'),
  );
  await assert.rejects(
    openSession(stripe, priced('gbp', 100_000_000)),
    refusal('amount_too_large'),
  );
});

test('a session lives between 30 minutes and 24 hours of the movable clock', async (t) => {
  const { stripe, standIn } = await start(t);
  const now = standIn.levers.clock({}).now;
  await assert.rejects(openSession(stripe, { expires_at: now + 60 }), /30 minutes/);
  await assert.rejects(openSession(stripe, { expires_at: now + 90_000 }), /30 minutes/);
  const { id, page } = await openSession(stripe, { expires_at: now + 3600 });
  standIn.levers.clock({ advance: 3601 });
  const session = await stripe.checkout.sessions.retrieve(id);
  assert.deepEqual([session.status, session.url], ['expired', null]);
  assert.deepEqual(eventTypes(standIn), ['checkout.session.expired']);
  const late = await payByCard(page, '4242424242424242');
  assert.equal(late.status, 410);
  assert.match(late.body, /has expired/);
});

test('only an open session can be expired, and nobody can pay on it afterwards', async (t) => {
  const { stripe, standIn } = await start(t);
  const { id, page } = await openSession(stripe);
  assert.equal((await stripe.checkout.sessions.expire(id)).status, 'expired');
  await assert.rejects(stripe.checkout.sessions.expire(id), /Only a session with the status open/);
  assert.equal((await payByCard(page, '4242424242424242')).status, 410);
  assert.ok(!eventTypes(standIn).includes('charge.succeeded'));
});
