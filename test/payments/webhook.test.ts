import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openCheckout } from '../../src/payments/actions/open-checkout.ts';
import { signatureOf } from '../stand-ins/stripe/post-room.ts';
import { payByCard } from '../stand-ins/stripe/payer.ts';
import { acceptedRequest } from './builders.ts';
import { inboxOf, moneyOf, paidOnce } from './look.ts';
import { openTill, webhookSecret, type Till } from './till.ts';

const seconds = ({ clock }: Till): number => Math.floor(clock.now.getTime() / 1000);

function eventBody(till: Till, more: object = {}): string {
  return JSON.stringify({
    id: 'evt_1abc',
    object: 'event',
    type: 'checkout.session.completed',
    created: seconds(till),
    livemode: false,
    data: { object: { id: 'cs_test_unknown1', object: 'checkout.session' } },
    ...more,
  });
}

async function deliver(till: Till, body: string, signature?: string): Promise<number> {
  const answer = await fetch(till.webhookUrl, {
    method: 'POST',
    body,
    headers: {
      'content-type': 'application/json',
      ...(signature === undefined ? {} : { 'stripe-signature': signature }),
    },
  });
  return answer.status;
}

type Forged = [string, (till: Till) => [body: string, signature: string | undefined]];

/** An event as it is signed now, and what somebody makes of it. */
const signed =
  (make: (body: string, now: number) => [string, string | undefined]) =>
  (till: Till): [string, string | undefined] =>
    make(eventBody(till), seconds(till));

const refused: Forged[] = [
  [
    'case 06: a signature with another secret',
    signed((b, now) => [b, signatureOf(b, 'whsec_forged', now)]),
  ],
  ['case 07: no signature', signed((b) => [b, undefined])],
  ['case 07: rubbish for a signature', signed((b) => [b, 't=now,v1=zz'])],
  [
    'case 07: a signature of the old scheme only',
    signed((b, now) => [b, signatureOf(b, webhookSecret, now).replace('v1', 'v0')]),
  ],
  [
    'case 08: a signature of 301 seconds ago',
    signed((b, now) => [b, signatureOf(b, webhookSecret, now - 301)]),
  ],
  [
    'case 09: one more byte than was signed',
    signed((b, now) => [`${b} `, signatureOf(b, webhookSecret, now)]),
  ],
  [
    'case 09: the body read and written again',
    signed((b, now) => [
      JSON.stringify(JSON.parse(b), null, 2),
      signatureOf(b, webhookSecret, now),
    ]),
  ],
  [
    'an event of the future',
    (till) => {
      const body = eventBody(till, { created: seconds(till) + 301 });
      return [body, signatureOf(body, webhookSecret, seconds(till))];
    },
  ],
  ...(['{}', 'paid!', ''] as const).map((body): Forged => [
    `what is no event: “${body}”`,
    (till) => [body, signatureOf(body, webhookSecret, seconds(till))],
  ]),
];

for (const [what, make] of refused)
  test(`${what}: the delivery is refused and leaves nothing`, async (t) => {
    const till = await openTill(t);
    assert.equal(await deliver(till, ...make(till)), 400);
    assert.deepEqual(await inboxOf(till.ctx), []);
    assert.deepEqual(till.queue, []);
  });

test('case 10: each of the configured secrets is good, one that was removed is not', async (t) => {
  const till = await openTill(t);
  const signed = (id: string, secret: string): Promise<number> => {
    const body = eventBody(till, { id });
    return deliver(till, body, signatureOf(body, secret, seconds(till)));
  };
  assert.equal(await signed('evt_1new', webhookSecret), 200);
  assert.equal(await signed('evt_1old', 'whsec_of_yesterday'), 200);
  assert.equal(await signed('evt_1gone', 'whsec_of_last_year'), 400);
  assert.equal((await inboxOf(till.ctx)).length, 2);
});

test('case +: a body that is too large or packed is refused before it is read', async (t) => {
  const till = await openTill(t);
  const large = eventBody(till, { padding: 'x'.repeat(600_000) });
  assert.equal(await deliver(till, large, signatureOf(large, webhookSecret, seconds(till))), 413);
  const packed = await fetch(till.webhookUrl, {
    method: 'POST',
    headers: { 'content-encoding': 'gzip', 'stripe-signature': 't=1,v1=00' },
    body: 'x',
  });
  assert.equal(packed.status, 415);
  assert.deepEqual(await inboxOf(till.ctx), []);
});

test('any content type is read, since the signature is what counts', async (t) => {
  const till = await openTill(t);
  const body = eventBody(till);
  const answer = await fetch(till.webhookUrl, {
    method: 'POST',
    headers: { 'stripe-signature': signatureOf(body, webhookSecret, seconds(till)) },
    body: Buffer.from(body),
  });
  assert.equal(answer.status, 200);
  assert.deepEqual(await inboxOf(till.ctx), ['checkout.session.completed received']);
});

test('case 11: a signed event of a session that does not exist is kept as failed and grants nothing', async (t) => {
  const till = await openTill(t);
  const { id } = await acceptedRequest(till.ctx);
  const body = eventBody(till);
  await deliver(till, body, signatureOf(body, webhookSecret, seconds(till)));
  await till.work();
  assert.deepEqual(await inboxOf(till.ctx), ['checkout.session.completed failed']);
  assert.equal((await moneyOf(till.ctx, id)).request, 'accepted');
});

test('types that do not matter are taken and ignored, and so are events of the other mode', async (t) => {
  const till = await openTill(t);
  for (const more of [
    { id: 'evt_1a', type: 'customer.created' },
    { id: 'evt_1b', livemode: true },
  ]) {
    const body = eventBody(till, more);
    assert.equal(await deliver(till, body, signatureOf(body, webhookSecret, seconds(till))), 200);
  }
  await till.work();
  assert.deepEqual(await inboxOf(till.ctx), [
    'customer.created ignored',
    'checkout.session.completed ignored',
  ]);
});

test('case 12: what an event says is not believed: Stripe is asked', async (t) => {
  const till = await openTill(t);
  const { id } = await acceptedRequest(till.ctx);
  await openCheckout(till.ctx, id);
  const session = till.levers.sessions().data[0]?.id ?? '';
  const object = { id: session, object: 'checkout.session', payment_status: 'paid' };
  const body = eventBody(till, { data: { object } });
  await deliver(till, body, signatureOf(body, webhookSecret, seconds(till)));
  await till.work();
  assert.deepEqual(await moneyOf(till.ctx, id), {
    request: 'accepted',
    attempts: ['open'],
    payments: [],
    licences: 0,
  });
});

test('an event whose work failed is worked again when it is delivered again', async (t) => {
  const till = await openTill(t);
  const { id } = await acceptedRequest(till.ctx);
  await payByCard((await openCheckout(till.ctx, id)).url, '4242424242424242');
  till.levers.fault({ kind: 'status', status: 503, method: 'GET', times: 40 });
  await till.settle();
  assert.ok((await inboxOf(till.ctx)).includes('checkout.session.completed failed'));
  till.levers.clearFaults();
  await till.levers.redeliver({ type: 'checkout.session.completed' });
  await till.work();
  assert.ok((await inboxOf(till.ctx)).includes('checkout.session.completed done'));
  assert.deepEqual(await moneyOf(till.ctx, id), paidOnce);
});
