import assert from 'node:assert/strict';
import { test } from 'node:test';
import { answerBank, badBacs, goodBacs, payByCard, payByDebit } from './stripe/payer.ts';
import { eventTypes, openSession, start } from './support.ts';

const declines = [
  ['4000000000000002', 'card_declined', 'generic_decline'],
  ['4000000000009995', 'card_declined', 'insufficient_funds'],
  ['4000000000000069', 'expired_card', undefined],
] as const;

test('a declined card leaves the session open, and the next card pays with the same intent', async (t) => {
  const { stripe, standIn } = await start(t);
  for (const [number, code, decline] of declines) {
    const { id, page } = await openSession(stripe);
    const step = await payByCard(page, number);
    assert.equal(step.status, 402);
    assert.match(step.body, /role="alert"/);
    const session = await stripe.checkout.sessions.retrieve(id, { expand: ['payment_intent'] });
    const intent = session.payment_intent;
    assert.ok(intent && typeof intent === 'object');
    assert.deepEqual([session.status, intent.status], ['open', 'requires_payment_method']);
    assert.deepEqual(
      [intent.last_payment_error?.code, intent.last_payment_error?.decline_code],
      [code, decline],
    );
    assert.equal((await payByCard(page, '5555555555554444')).status, 303);
    assert.equal((await stripe.paymentIntents.retrieve(intent.id)).status, 'succeeded');
    const charges = await stripe.charges.list({ payment_intent: intent.id });
    assert.deepEqual(
      charges.data.map(({ status }) => status),
      ['succeeded', 'failed'],
    );
  }
  assert.equal(
    eventTypes(standIn).filter((type) => type === 'payment_intent.payment_failed').length,
    3,
  );
});

test('any number but the public test cards is refused and nothing is tried', async (t) => {
  const { stripe, standIn } = await start(t);
  const { page } = await openSession(stripe);
  const step = await payByCard(page, '4111111111111111');
  assert.equal(step.status, 422);
  assert.match(step.body, /public test card numbers/);
  assert.ok(!step.body.includes('4111111111111111'));
  for (const [fields, words] of [
    [{ expiry: '12/20' }, /not past/],
    [{ expiry: 'soon' }, /month and year/],
    [{ cvc: '12' }, /three digits/],
    [{ name: ' ' }, /Enter the name/],
  ] as const)
    assert.match((await payByCard(page, '4242424242424242', fields)).body, words);
  assert.deepEqual(eventTypes(standIn), []);
});

test('3-D Secure asks the bank: failing leads back to the page, completing pays', async (t) => {
  const { stripe } = await start(t);
  const { id, page } = await openSession(stripe);
  const asked = await payByCard(page, '4000002760003184');
  assert.match(asked.location ?? '', /\/c\/3ds\/pi_/);
  const waiting = await stripe.checkout.sessions.retrieve(id, { expand: ['payment_intent'] });
  assert.equal(waiting.status, 'open');
  const failed = await answerBank(asked.location ?? '', 'fail');
  assert.equal(failed.status, 402);
  const again = await payByCard(page, '4000002760003184');
  const done = await answerBank(again.location ?? '', 'complete');
  assert.equal(done.location, `http://127.0.0.1:9/done?session_id=${id}`);
  assert.equal((await stripe.checkout.sessions.retrieve(id)).payment_status, 'paid');
});

test('a bank page that is answered after the session has ended charges nobody', async (t) => {
  const { stripe, standIn } = await start(t);
  const { id, page } = await openSession(stripe);
  const asked = await payByCard(page, '4000002760003184');
  await stripe.checkout.sessions.expire(id);
  const late = await answerBank(asked.location ?? '', 'complete');
  assert.equal(late.location, `/c/pay/${id}`);
  assert.ok(!eventTypes(standIn).includes('charge.succeeded'));
});

test('of three payers who press Pay at once, one is charged', async (t) => {
  const { stripe, standIn } = await start(t);
  const { page } = await openSession(stripe);
  const steps = await Promise.all([1, 2, 3].map(() => payByCard(page, '4242424242424242')));
  assert.deepEqual(steps.map(({ status }) => String(status)).toSorted(), ['303', '410', '410']);
  assert.equal(eventTypes(standIn).filter((type) => type === 'charge.succeeded').length, 1);
});

test('a debit completes unpaid and is settled or refused later', async (t) => {
  const { stripe, standIn } = await start(t);
  for (const [outcome, status, event] of [
    ['succeed', 'paid', 'checkout.session.async_payment_succeeded'],
    ['fail', 'unpaid', 'checkout.session.async_payment_failed'],
  ] as const) {
    const { id, page } = await openSession(stripe);
    assert.equal((await payByDebit(page, goodBacs)).status, 303);
    const waiting = await stripe.checkout.sessions.retrieve(id, { expand: ['payment_intent'] });
    assert.deepEqual([waiting.status, waiting.payment_status], ['complete', 'unpaid']);
    assert.ok(waiting.payment_intent && typeof waiting.payment_intent === 'object');
    assert.equal(waiting.payment_intent.status, 'processing');
    standIn.levers.settle({ id, outcome });
    assert.equal((await stripe.checkout.sessions.retrieve(id)).payment_status, status);
    assert.equal(eventTypes(standIn).at(-1), event);
  }
});

test('on the balance a debit counts as a charge and what is given back of it as a refund, like those of cards', async (t) => {
  const { stripe, standIn } = await start(t);
  const { id, page } = await openSession(stripe);
  await payByDebit(page, goodBacs);
  standIn.levers.settle({ id, outcome: 'succeed' });
  const [charge] = standIn.levers.books().charges;
  standIn.levers.refund({ id: charge?.id ?? '', amount: 100 });
  const { data } = await stripe.balanceTransactions.list();
  assert.deepEqual(
    data.map(({ type, reporting_category: category }) => `${type} ${category}`),
    ['payment_refund refund', 'payment charge'],
  );
});

test('a debit settles by itself when its time has come, as its test account says', async (t) => {
  const { stripe, standIn } = await start(t, { debitSeconds: 60 });
  const good = await openSession(stripe);
  const bad = await openSession(stripe);
  await payByDebit(good.page, goodBacs);
  await payByDebit(bad.page, badBacs);
  standIn.levers.clock({ advance: 61 });
  assert.equal((await stripe.checkout.sessions.retrieve(good.id)).payment_status, 'paid');
  assert.equal((await stripe.checkout.sessions.retrieve(bad.id)).payment_status, 'unpaid');
  assert.ok(eventTypes(standIn).includes('checkout.session.async_payment_failed'));
});

test('euro sessions take SEPA accounts, and a filtered method is not taken', async (t) => {
  const { stripe } = await start(t);
  const euro = [
    { quantity: 1, price_data: { currency: 'eur', unit_amount: 900, product_data: { name: 'x' } } },
  ];
  const { page } = await openSession(stripe, { line_items: euro });
  assert.equal((await payByDebit(page, goodBacs)).status, 422);
  assert.equal((await payByDebit(page, { iban: 'AT61 1904 3002 3457 3201' })).status, 303);
  const cardsOnly = await openSession(stripe, { allowed_payment_method_types: ['card', 'link'] });
  const shown = await (await fetch(cardsOnly.page)).text();
  assert.ok(!shown.includes('Direct Debit'));
  assert.equal((await payByDebit(cardsOnly.page, goodBacs)).status, 422);
});
