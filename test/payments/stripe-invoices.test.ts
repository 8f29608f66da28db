import assert from 'node:assert/strict';
import { test } from 'node:test';
import { closePage } from '../../src/payments/actions/close-page.ts';
import { openCheckout } from '../../src/payments/actions/open-checkout.ts';
import { payInvoiceOutside } from '../../src/payments/actions/pay-outside.ts';
import { reconcilePayments } from '../../src/payments/actions/reconcile.ts';
import { syncInvoice } from '../../src/payments/actions/sync-invoice.ts';
import {
  voidStripeInvoice,
  writeOffStripeInvoice,
} from '../../src/payments/actions/void-invoice.ts';
import { addStaff } from '../../src/staff/actions.ts';
import { payByCard } from '../stand-ins/stripe/payer.ts';
import { fin, offer, takeBack } from './builders.ts';
import { lettersOf } from './look.ts';
import {
  billedRequest,
  doThere,
  invoiceOf,
  invoicesThere,
  order,
  owedInvoice,
  owingOf,
  paidInvoice,
} from './stripe-invoicing.ts';
import { openTill, webhookSecret, type Till } from './till.ts';

const card = '4242424242424242';

/** Whatever may be told again is told again, and nothing changes. */
async function staysSo(till: Till, id: string): Promise<void> {
  const before = [await owingOf(till.ctx, id), await lettersOf(till.ctx, id)];
  for (const type of ['invoice.finalized', 'invoice.paid', 'invoice.voided', 'invoice.overpaid'])
    await till.levers.redeliver({ type }).catch(() => undefined);
  await reconcilePayments(till.ctx);
  await till.settle();
  assert.deepEqual([await owingOf(till.ctx, id), await lettersOf(till.ctx, id)], before);
}

const trouble = async ({ ctx }: Till): Promise<string[]> =>
  (
    await ctx.db
      .selectFrom('emails')
      .select('text')
      .where('kind', 'in', ['staff-invoice-trouble', 'staff-held-payment'])
      .orderBy('id')
      .execute()
  ).map(({ text }) => text.split('\n\n')[1] ?? '');

test('an invoice is made to the unit, shown, and paid by card on its page', async (t) => {
  const till = await openTill(t);
  const { id, page, stripeId } = await owedInvoice(till, { vatNumber: 'GB 980 7806 84' });
  const [there] = await invoicesThere(till);
  assert.equal(there?.id, stripeId);
  assert.deepEqual(
    there.lines.data.map(({ description, amount }) => [description, amount]),
    [
      ['Licence: River town floods. Republish the whole article on a website for a year.', 6667],
      ['Tax', 1333],
    ],
  );
  const row = await invoiceOf(till.ctx, id);
  const days = ((row.due_at?.getTime() ?? 0) - row.issued_at.getTime()) / 86_400_000;
  assert.deepEqual([days, row.hosted_url], [30, page]);
  assert.match(row.number ?? '', /-0001$/u);
  for (const words of ['PO 4711', '£80.00'])
    assert.ok((await (await fetch(page)).text()).includes(words), words);
  assert.equal((await payByCard(page, card)).status, 303);
  await till.settle();
  assert.deepEqual(await owingOf(till.ctx, id), paidInvoice);
  assert.deepEqual(await lettersOf(till.ctx, id), ['payment-received']);
  await staysSo(till, id);
  const keys = till.levers
    .requests()
    .data.filter(({ method, key }) => method === 'POST' && key !== null)
    .map(({ key }) => (key ?? '').replace(/[0-9a-f-]{36}/u, '#'));
  assert.deepEqual(keys, [
    'customer:#',
    ...['create', 'item:1', 'item:2', 'finalize'].map((step) => `invoice:#:${step}`),
  ]);
});

test('case +: an invoice overpaid by transfer counts once, and staff are told once of what is too much', async (t) => {
  const till = await openTill(t);
  await addStaff(till.ctx, { name: 'Fin', email: 'fin@example.org', role: 'finance' });
  const { id, stripeId } = await owedInvoice(till);
  till.levers.transfer({ id: stripeId, amount: 8500 });
  await till.settle();
  assert.deepEqual(await owingOf(till.ctx, id), paidInvoice);
  await staysSo(till, id);
  assert.deepEqual(await trouble(till), [
    'The invoice over £80.00 needs a decision: £5.00 more than that were paid. They stand with the customer at Stripe: give them back there.',
  ]);
});

test('case +: an invoice underpaid by transfer stays owed until the rest has come', async (t) => {
  const till = await openTill(t);
  const { id, stripeId } = await owedInvoice(till);
  till.levers.transfer({ id: stripeId, amount: 5000 });
  await till.settle();
  await reconcilePayments(till.ctx);
  const owed = { request: 'accepted', attempts: ['open'], payments: [], licences: 0 };
  assert.deepEqual(await owingOf(till.ctx, id), { ...owed, invoices: ['due'] });
  till.levers.transfer({ id: stripeId, amount: 3000 });
  await till.settle();
  assert.deepEqual(await owingOf(till.ctx, id), paidInvoice);
  await staysSo(till, id);
});

for (const how of ['transfer', 'payPart'] as const)
  test(`case +: an invoice is void after part payment (${how}): what came is held and staff are told`, async (t) => {
    const till = await openTill(t);
    await addStaff(till.ctx, { name: 'Fin', email: 'fin@example.org', role: 'finance' });
    const { id, page, stripeId } = await owedInvoice(till);
    till.levers[how]({ id: stripeId, amount: 5000 });
    await till.settle();
    await takeBack(till.ctx, id);
    await reconcilePayments(till.ctx);
    assert.equal((await payByCard(page, card)).status, 410);
    assert.deepEqual(await owingOf(till.ctx, id), {
      ...{ request: 'withdrawn', attempts: ['expired'], invoices: ['cancelled'], licences: 0 },
      payments: ['orphan amount_differs 5000 GBP'],
    });
    await staysSo(till, id);
    assert.deepEqual(await trouble(till), [
      'A payment of £50.00 is held and needs a decision: The sum is not the one that was offered.',
    ]);
  });

test('where the key may not read what was transferred for a voided invoice, that fails until it may', async (t) => {
  const till = await openTill(t, { deaf: true });
  const { id, stripeId } = await owedInvoice(till);
  till.levers.transfer({ id: stripeId, amount: 5000 });
  await doThere(till, `invoices/${stripeId}/void`);
  const error = { type: 'invalid_request_error', code: 'more_permissions_required', message: 'No' };
  const forbidden = { kind: 'status', status: 403, times: 1, body: { error } } as const;
  till.levers.fault({ path: '/cash_balance', ...forbidden });
  await assert.rejects(syncInvoice(till.ctx, stripeId), { kind: 'config' });
  assert.deepEqual((await owingOf(till.ctx, id)).payments, []);
  await syncInvoice(till.ctx, stripeId);
  assert.deepEqual((await owingOf(till.ctx, id)).payments, ['orphan amount_differs 5000 GBP']);
});

test('an invoice that was paid in several parts grants nothing: each part is held', async (t) => {
  const till = await openTill(t);
  const { id, page, stripeId } = await owedInvoice(till);
  till.levers.payPart({ id: stripeId, amount: 5000 });
  await till.settle();
  assert.deepEqual((await owingOf(till.ctx, id)).invoices, ['due']);
  await payByCard(page, card);
  await till.settle();
  assert.deepEqual(await owingOf(till.ctx, id), {
    ...{ request: 'accepted', attempts: ['paid'], invoices: ['paid'], licences: 0 },
    payments: ['orphan amount_differs 5000 GBP', 'orphan amount_differs 3000 GBP'],
  });
  await staysSo(till, id);
});

test('finance saw the money on an account of their own: it counts, with its reference, once', async (t) => {
  const till = await openTill(t);
  const { id } = await owedInvoice(till);
  const paid = { bankReference: 'TR 77', by: fin };
  till.levers.fault({ kind: 'drop_after', path: '/pay', times: 2 });
  const invoice = await invoiceOf(till.ctx, id);
  await assert.rejects(payInvoiceOutside(till.ctx, invoice, paid), { kind: 'ambiguous' });
  await payInvoiceOutside(till.ctx, invoice, paid);
  await payInvoiceOutside(till.ctx, invoice, paid);
  await till.settle();
  assert.deepEqual(await owingOf(till.ctx, id), paidInvoice);
  const { bank_reference: reference, payment_intent: intent } = await till.ctx.db
    .selectFrom('payments')
    .selectAll()
    .executeTakeFirstOrThrow();
  assert.deepEqual([reference, intent], ['TR 77', null]);
  await staysSo(till, id);
});

test('finance marks as paid what was voided at Stripe a moment before: that is said, and nothing is recorded', async (t) => {
  const till = await openTill(t, { deaf: true });
  const { id, stripeId } = await owedInvoice(till);
  const invoice = await invoiceOf(till.ctx, id);
  await doThere(till, `invoices/${stripeId}/void`);
  await assert.rejects(payInvoiceOutside(till.ctx, invoice, { bankReference: 'TR 78', by: fin }), {
    code: 'already_changed',
  });
  const { payments, invoices } = await owingOf(till.ctx, id);
  assert.deepEqual([payments, invoices], [[], ['cancelled']]);
});

test('events in the wrong order, whole and thin, and told by webhook and by rounds at once, make one payment', async (t) => {
  const till = await openTill(t);
  const { ctx, levers } = till;
  levers.endpoint({ url: till.webhookUrl, secret: webhookSecret, thin: true });
  levers.hold();
  const { id, page, stripeId } = await owedInvoice(till);
  await payByCard(page, card);
  await Promise.all([
    syncInvoice(ctx, stripeId),
    reconcilePayments(ctx),
    syncInvoice(ctx, stripeId),
    levers.release({ reverse: true }),
    reconcilePayments(ctx),
  ]);
  await till.settle();
  assert.deepEqual(await owingOf(ctx, id), paidInvoice);
  assert.deepEqual(await lettersOf(ctx, id), ['payment-received']);
  await staysSo(till, id);
});

test('with every webhook lost, a round finds that an invoice was paid, also one that was never known to be owed', async (t) => {
  const till = await openTill(t, { deaf: true });
  const { ctx } = till;
  const { id, page } = await owedInvoice(till);
  // As if the process had died before it heard that the invoice was final.
  await ctx.db
    .updateTable('payment_attempts')
    .set({ state: 'creating', session_url: null })
    .execute();
  await ctx.db.updateTable('invoices').set({ state: 'draft', number: null }).execute();
  await payByCard(page, card);
  till.clock.advance({ minutes: 2 });
  await reconcilePayments(ctx);
  assert.deepEqual(await owingOf(ctx, id), paidInvoice);
  assert.match((await invoiceOf(ctx, id)).number ?? '', /-0001$/u);
});

test('case +: an invoice is open when Pay is pressed: Pay leads to its page, and no other is made', async (t) => {
  const till = await openTill(t);
  const { ctx } = till;
  const { id } = await billedRequest(till);
  await order(ctx, id);
  // The job has not run yet: whoever presses Pay makes the invoice.
  const pages = await Promise.all([openCheckout(ctx, id), openCheckout(ctx, id)]);
  const { hosted_url: page } = await invoiceOf(ctx, id);
  assert.deepEqual(new Set(pages.map(({ url }) => url)), new Set([page]));
  assert.equal((await invoicesThere(till)).length, 1);
  assert.deepEqual(till.levers.sessions().data, []);
  await payByCard(page ?? '', card);
  await till.settle();
  assert.deepEqual(await owingOf(ctx, id), paidInvoice);
  await assert.rejects(openCheckout(ctx, id), { code: 'already_paid' });
});

test('case +: a checkout is open when an invoice is issued: its page ends first', async (t) => {
  const till = await openTill(t);
  const { ctx } = till;
  const { id } = await billedRequest(till);
  const { url } = await openCheckout(ctx, id);
  await order(ctx, id);
  await till.work();
  assert.equal((await payByCard(url, card)).status, 410);
  const { hosted_url: page } = await invoiceOf(ctx, id);
  assert.equal((await payByCard(page ?? '', card)).status, 303);
  await till.settle();
  assert.deepEqual(await owingOf(ctx, id), { ...paidInvoice, attempts: ['expired', 'paid'] });
});

test('case 22: the payment of an invoice beat its withdrawal: it counts', async (t) => {
  const till = await openTill(t, { deaf: true });
  const { ctx } = till;
  const { id, page } = await owedInvoice(till);
  await payByCard(page, card);
  await closePage(ctx, id);
  await assert.rejects(takeBack(ctx, id));
  assert.deepEqual(await owingOf(ctx, id), paidInvoice);
});

test('an invoice is voided when its offer is replaced or its request withdrawn; what was paid a moment before is held', async (t) => {
  const till = await openTill(t, { deaf: true });
  const { ctx } = till;
  const replaced = await owedInvoice(till);
  const late = await owedInvoice(till);
  await offer(ctx, replaced.id, 9600);
  await payByCard(late.page, card);
  await takeBack(ctx, late.id);
  await reconcilePayments(ctx);
  assert.equal((await payByCard(replaced.page, card)).status, 410);
  assert.deepEqual(await owingOf(ctx, replaced.id), {
    ...{ request: 'offered', attempts: ['expired'], payments: [], licences: 0 },
    invoices: ['cancelled'],
  });
  assert.deepEqual(await owingOf(ctx, late.id), {
    ...{ request: 'withdrawn', attempts: ['paid'], licences: 0, invoices: ['paid'] },
    payments: ['orphan request_ended 8000 GBP'],
  });
});

test('staff void an invoice with a reason, and write one off: what still comes for it is held', async (t) => {
  const till = await openTill(t);
  const { ctx } = till;
  const { id } = await owedInvoice(till);
  const why = { by: fin, why: 'Wrong address' };
  const voided = await voidStripeInvoice(ctx, await invoiceOf(ctx, id), why);
  assert.deepEqual([voided.state, voided.why], ['cancelled', 'Wrong address']);
  const [event] = await ctx.db
    .selectFrom('events')
    .select(['actor_name', 'after_state'])
    .where('verb', '=', 'cancel_invoice')
    .execute();
  assert.deepEqual(event, { actor_name: 'Fin', after_state: 'cancelled' });
  await order(ctx, id);
  await till.work();
  const second = await invoiceOf(ctx, id);
  till.clock.advance({ days: 31 });
  till.levers.clock({});
  await till.settle();
  assert.equal((await invoiceOf(ctx, id)).state, 'overdue');
  const off = await writeOffStripeInvoice(ctx, second, { by: fin, why: 'Insolvent' });
  assert.equal(off.state, 'written_off');
  await payByCard(second.hosted_url ?? '', card);
  await till.settle();
  assert.deepEqual(await owingOf(ctx, id), {
    ...{ request: 'cancelled', attempts: ['expired', 'paid'], licences: 0 },
    ...{ payments: ['orphan request_ended 8000 GBP'], invoices: ['cancelled', 'paid'] },
  });
});

test('a failure that Stripe keeps under the key of voiding stands in the way for a minute, not for a day', async (t) => {
  const till = await openTill(t);
  const { ctx } = till;
  const { id } = await owedInvoice(till);
  const ending = { by: fin, why: 'Wrong address' };
  till.levers.fault({ method: 'POST', path: '/void', kind: 'saved500' });
  await assert.rejects(voidStripeInvoice(ctx, await invoiceOf(ctx, id), ending));
  assert.deepEqual((await owingOf(ctx, id)).invoices, ['due']);
  till.clock.advance({ minutes: 1 });
  await voidStripeInvoice(ctx, await invoiceOf(ctx, id), ending);
  assert.deepEqual((await owingOf(ctx, id)).invoices, ['cancelled']);
});
