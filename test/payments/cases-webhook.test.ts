import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openCheckout } from '../../src/payments/actions/open-checkout.ts';
import { reconcilePayments } from '../../src/payments/actions/reconcile.ts';
import { syncSession } from '../../src/payments/actions/sync-session.ts';
import { payByCard } from '../stand-ins/stripe/payer.ts';
import { acceptedRequest } from './builders.ts';
import { healthPage } from './health-support.ts';
import { inboxOf, lettersOf, moneyOf, paidOnce } from './look.ts';
import { refundThere } from './refunding.ts';
import { openTill, siteOf, webhookSecret, type Till } from './till.ts';

const card = '4242424242424242';

test('case 34: while the database is away a webhook is answered 503, and its repetition pays once', async (t) => {
  const till = await openTill(t);
  const { ctx, levers } = till;
  const { id } = await acceptedRequest(ctx);
  const { url } = await openCheckout(ctx, id);
  const { site } = till;
  const away = (): Promise<never> => Promise.reject(new Error('connection refused'));
  till.site = siteOf({ ...ctx, transaction: away });
  levers.hold();
  await payByCard(url, card);
  const type = 'checkout.session.completed';
  assert.deepEqual(await levers.redeliver({ type, times: 2 }), { statuses: [503, 503] });
  await till.work();
  assert.deepEqual(await inboxOf(ctx), []);
  assert.equal((await moneyOf(ctx, id)).request, 'accepted');
  till.site = site;
  assert.deepEqual(await levers.redeliver({ type, times: 2 }), { statuses: [200, 200] });
  await till.work();
  assert.deepEqual(await moneyOf(ctx, id), paidOnce);
  assert.deepEqual(await lettersOf(ctx, id), ['payment-received']);
});

/** Another application sells something through the same account. */
async function sellElsewhere({ standIn }: Till, fields: Record<string, string>): Promise<string> {
  const body = new URLSearchParams({
    mode: 'payment',
    success_url: 'https://shop.example.org/thanks',
    'line_items[0][quantity]': '1',
    'line_items[0][price_data][currency]': 'gbp',
    'line_items[0][price_data][unit_amount]': '4500',
    'line_items[0][price_data][product_data][name]': 'A tea towel',
    ...fields,
  });
  const headers = { authorization: 'Bearer sk_test_of_the_shop' };
  const address = `${standIn.url}/v1/checkout/sessions`;
  const answer = await fetch(address, { method: 'POST', headers, body });
  assert.equal(answer.status, 200);
  return ((await answer.json()) as { url: string }).url;
}

for (const [what, fields] of [
  ['without any metadata', {}],
  ['with metadata of its own', { 'metadata[order]': '7', 'metadata[request_id]': 'order 7' }],
] as const)
  test(`case +: what another application sells through the same account, ${what}, is none of ours and alerts nobody`, async (t) => {
    const till = await openTill(t, { browsable: true });
    const { id } = await acceptedRequest(till.ctx);
    const url = await sellElsewhere(till, fields);
    const buyer = { email: 'buyer@example.org' };
    assert.equal((await payByCard(url, card, buyer)).status, 303);
    await till.settle();
    const [session] = till.levers.sessions().data;
    await refundThere(till, String(session?.payment_intent));
    await till.settle();
    const inbox = await inboxOf(till.ctx);
    assert.ok(inbox.includes('checkout.session.completed ignored'), inbox.join('\n'));
    assert.ok(inbox.includes('charge.refunded ignored'), inbox.join('\n'));
    assert.deepEqual(
      inbox.filter((line) => !line.endsWith(' ignored')),
      [],
    );
    till.clock.advance({ minutes: 10 });
    await reconcilePayments(till.ctx);
    await till.settle();
    const { ctx } = till;
    assert.deepEqual(await ctx.db.selectFrom('payments').select('id').execute(), []);
    assert.deepEqual(till.mailbox, []);
    assert.equal((await moneyOf(ctx, id)).request, 'accepted');
    const text = await healthPage(ctx);
    assert.match(text, /All is well/u);
    assert.doesNotMatch(text, /notice-warning/u);
  });

for (const thinToo of [false, true])
  test(`case +: ${thinToo ? 'the thin and the whole event of one payment are worked off once' : 'thin events alone are enough, for a payment as for a refund'}`, async (t) => {
    const till = await openTill(t, { deaf: !thinToo });
    const { ctx, levers } = till;
    levers.endpoint({ url: till.webhookUrl, secret: webhookSecret, thin: true });
    const { id } = await acceptedRequest(ctx);
    await payByCard((await openCheckout(ctx, id)).url, card);
    await till.settle();
    assert.deepEqual(await moneyOf(ctx, id), paidOnce);
    assert.deepEqual(await lettersOf(ctx, id), ['payment-received']);
    const events = await ctx.db
      .selectFrom('stripe_events')
      .select(['id', 'type', 'state'])
      .execute();
    const completed = events.filter(({ type }) => type === 'checkout.session.completed');
    assert.deepEqual(
      completed.map(({ state }) => state),
      ['done'],
    );
    assert.ok(events.every(({ id: eventId }) => !eventId.startsWith('evt_test_')));
    const [session] = levers.sessions().data;
    await refundThere(till, String(session?.payment_intent));
    await till.settle();
    const refunds = await ctx.db.selectFrom('refunds').select(['origin', 'state']).execute();
    assert.deepEqual(refunds, [{ origin: 'stripe', state: 'succeeded' }]);
  });

test('case +: a page of real money that an answer under a test key shows is believed by nobody', async (t) => {
  const till = await openTill(t, { deaf: true });
  const { ctx, levers } = till;
  const { id } = await acceptedRequest(ctx);
  await payByCard((await openCheckout(ctx, id)).url, card);
  const [session] = levers.sessions().data;
  assert.ok(session !== undefined);
  levers.mutate({ id: session.id, fields: { livemode: true } });
  await assert.rejects(syncSession(ctx, session.id), /config \(other_mode\)/u);
  assert.deepEqual(await moneyOf(ctx, id), { ...nothingPaid, attempts: ['open'] });
  levers.mutate({ id: session.id, fields: { livemode: false } });
  await syncSession(ctx, session.id);
  assert.deepEqual(await moneyOf(ctx, id), paidOnce);
});

const nothingPaid = { request: 'accepted', payments: [], licences: 0 };
