import assert from 'node:assert/strict';
import { test } from 'node:test';
import supertest from 'supertest';
import { markPaidByTransfer } from '../../src/payments/actions/mark-paid.ts';
import { saveSettings, defaultSettings } from '../../src/platform/settings.ts';
import { htmlProblems } from '../support/browser.ts';
import { signatureOf } from '../stand-ins/stripe/post-room.ts';
import { payByCard } from '../stand-ins/stripe/payer.ts';
import { acceptedRequest, fin, offer, takeBack } from './builders.ts';
import { moneyOf, paidOnce } from './look.ts';
import { payPath, show } from './pages.ts';
import { openTill, siteOf, webhookSecret, type Till } from './till.ts';

const card = '4242424242424242';

test('the pay page says who sells what to whom for how much, and leads to the hosted page', async (t) => {
  const till = await openTill(t);
  const bankDetails = 'IBAN GB00 0000';
  await till.ctx.transaction((tx) =>
    saveSettings(tx, { ...defaultSettings, name: 'The Harbour Gazette', bankDetails }, 0),
  );
  const { id, reference } = await acceptedRequest(till.ctx);
  const path = payPath(till.ctx, id);
  const text = await show(till, path);
  for (const words of [
    'The Harbour Gazette',
    'The Daily Example',
    'River town floods',
    '£80.00',
    '£66.67',
    '£13.33',
    reference,
    bankDetails,
    '7 December 2026',
  ])
    assert.ok(text.includes(words), words);
  const pressed = await supertest(till.site).post(path).expect(303);
  assert.equal(pressed.headers['location'], till.levers.sessions().data[0]?.url);
});

test('a guessed kind of link does not open the pay page', async (t) => {
  const till = await openTill(t);
  const { id } = await acceptedRequest(till.ctx);
  await supertest(till.site)
    .get(`/pay/${till.ctx.links.token('request', id)}`)
    .expect(404);
});

test('what cannot be paid says why', async (t) => {
  const till = await openTill(t);
  const repriced = await acceptedRequest(till.ctx);
  await offer(till.ctx, repriced.id, 6000);
  assert.match(await show(till, payPath(till.ctx, repriced.id)), /has not been accepted yet/);
  const withdrawn = await acceptedRequest(till.ctx);
  await takeBack(till.ctx, withdrawn.id);
  assert.match(await show(till, payPath(till.ctx, withdrawn.id)), /Nothing is to be paid/);
  const late = await acceptedRequest(till.ctx);
  till.clock.advance({ days: 14 });
  assert.match(await show(till, payPath(till.ctx, late.id)), /The offer has ended/);
  const pressed = await supertest(till.site).post(payPath(till.ctx, late.id)).expect(409);
  assert.match(pressed.text, /nothing was charged/);
  assert.equal(till.levers.sessions().data.length, 0);
});

test('case 14: nothing about money is read from the request', async (t) => {
  const till = await openTill(t);
  const { id } = await acceptedRequest(till.ctx);
  const form = { amount: '1', currency: 'jpy', total: '1', offer: 'other' };
  await supertest(till.site).post(payPath(till.ctx, id)).type('form').send(form).expect(303);
  const [session] = till.levers.sessions().data;
  assert.deepEqual([session?.amount_total, session?.currency], [8000, 'gbp']);
});

test('case 26: with Stripe down the page says that nothing is lost, and the next click pays once', async (t) => {
  const till = await openTill(t, { timeoutMs: 500 });
  const { id } = await acceptedRequest(till.ctx);
  const path = payPath(till.ctx, id);
  till.levers.fault({ kind: 'drop', times: 2 });
  const answer = await supertest(till.site).post(path).expect(503);
  assert.match(answer.text, /Nothing is lost and nothing was charged/);
  assert.equal(answer.headers['retry-after'], '60');
  assert.deepEqual(await htmlProblems(answer.text, path), []);
  const again = await supertest(till.site).post(path).expect(303);
  await payByCard(again.headers['location'] ?? '', card);
  await till.settle();
  assert.equal(till.levers.sessions().data.length, 1);
  assert.deepEqual(await moneyOf(till.ctx, id), paidOnce);
});

test('without a Stripe key, and for sums that cards cannot pay, the page names the account', async (t) => {
  const till = await openTill(t);
  const { id, reference } = await acceptedRequest(till.ctx);
  const off: Till = { ...till, site: siteOf({ ...till.ctx, checkout: null }) };
  const text = await show(off, payPath(till.ctx, id));
  assert.match(text, /By invoice/);
  assert.ok(text.includes(reference));
  assert.doesNotMatch(text, /by card/);
  await supertest(off.site).post(payPath(till.ctx, id)).expect(409);
  await supertest(off.site).post('/webhooks/stripe').send('{}').expect(404);
  const small = await acceptedRequest(till.ctx);
  await offer(till.ctx, small.id, 20);
  assert.doesNotMatch(await show(till, payPath(till.ctx, small.id)), /by card/);
});

test('a transfer that staff have seen makes the page say that it is paid', async (t) => {
  const till = await openTill(t);
  const { id } = await acceptedRequest(till.ctx);
  await markPaidByTransfer(till.ctx, {
    requestId: id,
    offerVersion: 1,
    bankReference: 'TR 7',
    by: fin,
  });
  assert.match(await show(till, payPath(till.ctx, id)), /23 November 2026/);
});

test('an event that cannot be stored is answered 503, so that it comes again', async (t) => {
  const till = await openTill(t);
  const seconds = Math.floor(till.clock.now.getTime() / 1000);
  const object = { id: 'cs_test_abcdefgh' };
  const body = JSON.stringify({
    id: 'evt_1',
    object: 'event',
    type: 'checkout.session.completed',
    created: seconds,
    livemode: false,
    data: { object },
  });
  const broken = siteOf({
    ...till.ctx,
    transaction: () => Promise.reject(new Error('connection refused')),
  });
  const signature = signatureOf(body, webhookSecret, seconds);
  const answer = await supertest(broken)
    .post('/webhooks/stripe')
    .set('Stripe-Signature', signature)
    .type('json')
    .send(body)
    .expect(503);
  assert.deepEqual(answer.body, { error: 'unavailable' });
});
