import assert from 'node:assert/strict';
import { test } from 'node:test';
import supertest from 'supertest';
import { markPaidByTransfer } from '../../src/payments/actions/mark-paid.ts';
import { adminRoutes } from '../../src/payments/admin.ts';
import { openCheckout } from '../../src/payments/actions/open-checkout.ts';
import { reconcilePayments } from '../../src/payments/actions/reconcile.ts';
import { adminRoutes as staffRoutes } from '../../src/staff/admin.ts';
import { timetable } from '../../src/work.ts';
import { pagesOf } from '../pricing/desk.ts';
import { payByCard } from '../stand-ins/stripe/payer.ts';
import { signatureOf } from '../stand-ins/stripe/post-room.ts';
import { testContext } from '../support/context.ts';
import { acceptedRequest, fin, takeBack } from './builders.ts';
import { deskOf, healthPage, healthPath, payOne } from './health-support.ts';
import { inboxOf, moneyOf, paidOnce } from './look.ts';
import { openTill, webhookSecret, type Till } from './till.ts';

const troublesIn = async (till: Till): Promise<string[]> =>
  [...(await healthPage(till.ctx)).matchAll(/notice-warning"><p><strong>([^<]+)/g)].map(
    (found) => found[1] ?? '',
  );

async function deliver(till: Till, body: string, signature?: string): Promise<number> {
  const headers = signature === undefined ? {} : { 'stripe-signature': signature };
  const { status } = await fetch(till.webhookUrl, { method: 'POST', body, headers });
  return status;
}

const now = ({ clock }: Till): number => Math.floor(clock.now.getTime() / 1000);

test('before anything came the page says so plainly', async (t) => {
  const till = await openTill(t, { browsable: true });
  const text = await healthPage(till.ctx, 'viewer');
  assert.match(text, /None ever/);
  assert.match(text, /No round has ended yet/);
  assert.match(text, /Nothing has been booked yet/);
  assert.match(text, /None: every payment counts or was given back/);
  assert.doesNotMatch(text, /notice-warning|Compare with Stripe now/);
});

test('the round runs by the clock, ten minutes apart and at the start, and by the button of finance', async (t) => {
  const till = await openTill(t);
  const clock = timetable(till.ctx).find(({ name }) => name === 'reconcile-payments');
  assert.equal(clock?.everyMs, 600_000);
  await supertest(deskOf(till.ctx, 'editor')).post(`${healthPath}/compare`).expect(403);
  assert.deepEqual(till.queue, []);
  const asked = await supertest(deskOf(till.ctx)).post(`${healthPath}/compare`).expect(303);
  assert.equal(asked.headers['location'], `${healthPath}?done=asked`);
  await till.settle();
  const text = await healthPage(till.ctx);
  assert.match(text, /Last round/);
  assert.match(text, /no missed message, no difference/);
  await supertest(deskOf(till.ctx)).get(`${healthPath}?done=x`).expect(422);
});

test('last message, last round, held money and unclear attempts stand on the page', async (t) => {
  const till = await openTill(t, { browsable: true });
  await payOne(till);
  await till.settle();
  const held = await acceptedRequest(till.ctx);
  const { url } = await openCheckout(till.ctx, held.id);
  till.levers.hold();
  await payByCard(url, '4242424242424242');
  await takeBack(till.ctx, held.id);
  await till.work();
  const unclear = await acceptedRequest(till.ctx);
  till.levers.fault({ path: '/v1/checkout/sessions', method: 'POST', kind: 'drop', times: 2 });
  await assert.rejects(openCheckout(till.ctx, unclear.id));
  till.clock.advance({ minutes: 2 });
  const text = await healthPage(till.ctx);
  assert.match(text, /23 November 2026 at 10:00 GMT<\/time><br><code>[a-z_.]+<\/code>/);
  const places = ['id="held"', held.reference, 'id="unclear"', unclear.reference].map((words) =>
    text.indexOf(words),
  );
  assert.deepEqual(
    places,
    places.toSorted((a, b) => a - b),
  );
  assert.ok(
    places.every((place) => place > 0),
    String(places),
  );
  assert.match(text, /The answer to opening the payment page was lost/);
});

test('case 36: all webhooks lost: the round finds the payment, and the desk is told that no message came', async (t) => {
  const till = await openTill(t, { deaf: true });
  const { id } = await payOne(till);
  await reconcilePayments(till.ctx);
  assert.deepEqual(await moneyOf(till.ctx, id), paidOnce);
  till.clock.advance({ minutes: 11 });
  const troubles = await troublesIn(till);
  assert.match(troubles.join('\n'), /Stripe has no webhook for the address of this portal/);
  assert.match(troubles.join('\n'), /Stripe had \d+ events for us of which none arrived/);
  assert.match(await healthPage(till.ctx), /None ever/);
  const list = await supertest(deskOf(till.ctx)).get('/admin/payments').expect(200);
  assert.match(list.text, /2 things are wrong with the connection to Stripe/);
  const desk = pagesOf(till.ctx, 'admin', adminRoutes(till.ctx), staffRoutes(till.ctx));
  const settings = await supertest(desk).get('/admin/settings').expect(200);
  assert.match(settings.text, /href="\/admin\/payments\/health">Payments health/);
});

test('case 52: an old event is lost for good, a newer one arrives: the round still finds the older payment', async (t) => {
  const till = await openTill(t, { deaf: true });
  const lost = await payOne(till);
  till.clock.advance({ minutes: 5 });
  const heard = await payOne(till);
  const event = till.levers
    .events()
    .data.findLast(({ type }) => type === 'checkout.session.completed');
  const body = JSON.stringify(event);
  assert.equal(await deliver(till, body, signatureOf(body, webhookSecret, now(till))), 200);
  await till.work();
  assert.deepEqual(await moneyOf(till.ctx, heard.id), paidOnce);
  assert.equal((await moneyOf(till.ctx, lost.id)).payments.length, 0);
  await reconcilePayments(till.ctx);
  assert.deepEqual(await moneyOf(till.ctx, lost.id), paidOnce);
});

test('case 35: the process dies after an event was stored: the round puts it back to work', async (t) => {
  const till = await openTill(t);
  const { id } = await payOne(till);
  await till.levers.idle();
  till.queue.length = 0;
  till.clock.advance({ minutes: 2 });
  await reconcilePayments(till.ctx);
  await till.work();
  assert.deepEqual(await moneyOf(till.ctx, id), paidOnce);
  assert.ok((await inboxOf(till.ctx)).every((line) => /done|ignored/.test(line)));
});

test('case +: events older than thirty days are gone at Stripe: the pages and the balance are read instead', async (t) => {
  const till = await openTill(t, { deaf: true });
  await reconcilePayments(till.ctx);
  const { id } = await payOne(till);
  till.clock.advance({ days: 35 });
  await reconcilePayments(till.ctx);
  assert.deepEqual(await moneyOf(till.ctx, id), paidOnce);
});

test('case 13: a live event on a test system is answered, kept, counts for nothing, and the desk is told', async (t) => {
  const till = await openTill(t);
  const event = { id: 'evt_1live', object: 'event', type: 'checkout.session.completed' };
  const data = { object: { id: 'cs_live_12345678', object: 'checkout.session' } };
  const body = JSON.stringify({ ...event, created: now(till), livemode: true, data });
  assert.equal(await deliver(till, body, signatureOf(body, webhookSecret, now(till))), 200);
  await till.work();
  assert.match(
    (await troublesIn(till)).join(),
    /One message of the other mode .* counted for nothing/,
  );
});

test('refused deliveries are counted with their likely cause, and cry only while nothing real comes', async (t) => {
  const till = await openTill(t);
  const body = '{"id":"evt_1"}';
  const signed = (secret: string, at: number): string => signatureOf(body, secret, at);
  await deliver(till, body);
  assert.deepEqual(await troublesIn(till), [], 'anybody can call without a signature');
  await deliver(till, body, signed('whsec_other', now(till)));
  await deliver(till, body, signed('whsec_other', now(till)));
  await deliver(till, body, signed(webhookSecret, now(till) - 301));
  await deliver(till, body, signed(webhookSecret, now(till) + 301));
  const text = await healthPage(till.ctx);
  const counts = [
    ...text.matchAll(/<td>([^<]+)<\/td>\s*<td data-label="How many" class="figure">(\d+)/g),
  ];
  assert.deepEqual(counts.map(([, words, count]) => `${words?.slice(0, 24)} ${count}`).toSorted(), [
    'It carried no signature  1',
    'It was signed in the fut 1',
    'It was signed more than  1',
    'The signature fits none  2',
  ]);
  assert.match((await troublesIn(till)).join(), /refused because of their signature/);
  till.clock.advance({ minutes: 1 });
  await payOne(till);
  await till.settle();
  assert.deepEqual(await troublesIn(till), []);
});

test('a message that failed shows its error; finance tries it again, others may not, and only once', async (t) => {
  const till = await openTill(t);
  const { id } = await payOne(till);
  till.levers.fault({ kind: 'status', status: 503, method: 'GET', times: 60 });
  await till.settle();
  till.levers.clearFaults();
  const failed = await till.ctx.db
    .selectFrom('stripe_events')
    .select('id')
    .where('state', '=', 'failed')
    .where('type', '=', 'checkout.session.completed')
    .executeTakeFirstOrThrow();
  const retry = `${healthPath}/events/${failed.id}/retry`;
  assert.match(await healthPage(till.ctx), /the payment service: unavailable/);
  assert.doesNotMatch(await healthPage(till.ctx, 'viewer'), /Try again/);
  await supertest(deskOf(till.ctx, 'viewer')).post(retry).expect(403);
  await supertest(deskOf(till.ctx)).post(`${healthPath}/events/evt_nobody/retry`).expect(404);
  await supertest(deskOf(till.ctx)).post(`${healthPath}/events/%00/retry`).expect(404);
  const asked = await supertest(deskOf(till.ctx)).post(retry).expect(303);
  assert.equal(asked.headers['location'], `${healthPath}?done=retried`);
  await till.work();
  assert.deepEqual(await moneyOf(till.ctx, id), paidOnce);
  const again = await supertest(deskOf(till.ctx)).post(retry).set('Accept', 'application/json');
  assert.deepEqual([again.status, again.body.title], [409, 'event_worked']);
});

test('Stripe is unreachable: the round says why it failed, and the page stands, asking nobody', async (t) => {
  const till = await openTill(t, { timeoutMs: 200 });
  till.levers.fault({ kind: 'status', status: 503, body: '<html>', times: 500 });
  await reconcilePayments(till.ctx);
  const before = till.levers.requests().data.length;
  const troubles = await troublesIn(till);
  assert.equal(till.levers.requests().data.length, before);
  assert.match(troubles.join(), /The last round could not see everything at Stripe/);
  assert.match(
    await healthPage(till.ctx),
    /in \d+ steps<br>Stripe did not answer\. <code>unavailable: /,
  );
});

test('a key without the right to read the webhooks is no trouble, but the page says what it cannot check', async (t) => {
  const till = await openTill(t);
  const error = { type: 'invalid_request_error', code: 'more_permissions_required', message: 'No' };
  till.levers.fault({
    kind: 'status',
    status: 403,
    path: '/v1/webhook_endpoints',
    body: { error },
  });
  await reconcilePayments(till.ctx);
  assert.deepEqual(await troublesIn(till), []);
  assert.match(await healthPage(till.ctx), /Our key may not see it/);
});

test('without Stripe the page tells that there is nothing to compare, and transfers make no trouble', async () => {
  const { ctx } = await testContext();
  const { id } = await acceptedRequest(ctx);
  await markPaidByTransfer(ctx, { requestId: id, offerVersion: 1, bankReference: 'TR 7', by: fin });
  assert.match(await healthPage(ctx), /no Stripe key is set/);
  const { text } = await supertest(deskOf(ctx)).get('/admin/payments').expect(200);
  assert.doesNotMatch(text, /wrong with the connection/);
});
