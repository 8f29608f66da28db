import assert from 'node:assert/strict';
import { test } from 'node:test';
import { giveBack } from '../../src/payments/actions/give-back.ts';
import { creditInvoice } from '../../src/payments/actions/invoice-credit-note.ts';
import { openCheckout } from '../../src/payments/actions/open-checkout.ts';
import { payInvoiceOutside } from '../../src/payments/actions/pay-outside.ts';
import { reconcilePayments } from '../../src/payments/actions/reconcile.ts';
import { voidStripeInvoice } from '../../src/payments/actions/void-invoice.ts';
import { addStaff } from '../../src/staff/actions.ts';
import type { Context } from '../../src/platform/context.ts';
import { payByCard } from '../stand-ins/stripe/payer.ts';
import { bookOf } from './accounting-support.ts';
import { fin } from './builders.ts';
import { trusted } from './invoicing.ts';
import { lettersOf } from './look.ts';
import { licenceOf, paymentOf, refundThere, wish } from './refunding.ts';
import {
  billedRequest,
  doThere,
  invoiceOf,
  order,
  owedInvoice,
  owingOf,
  paidInvoice,
} from './stripe-invoicing.ts';
import { openTill, type Till } from './till.ts';

const card = '4242424242424242';

test('what was licensed on terms is owed until it is paid: no round ends its invoice, and Pay leads to it', async (t) => {
  const till = await openTill(t);
  const { ctx } = till;
  await trusted(ctx);
  const { id, page } = await owedInvoice(till);
  const owed = { request: 'granted', attempts: ['open'], payments: [], licences: 1 };
  assert.deepEqual(await owingOf(ctx, id), { ...owed, invoices: ['due'] });
  till.clock.advance({ days: 20 });
  await reconcilePayments(ctx, { requestId: id });
  await reconcilePayments(ctx);
  assert.deepEqual(await owingOf(ctx, id), { ...owed, invoices: ['due'] });
  assert.deepEqual(await openCheckout(ctx, id), { url: page });
  await payByCard(page, card);
  await till.settle();
  assert.deepEqual(await owingOf(ctx, id), paidInvoice);
  assert.deepEqual(await lettersOf(ctx, id), ['payment-received']);
  await assert.rejects(openCheckout(ctx, id), { code: 'already_paid' });
});

test('a licence on terms ends with its invoice', async (t) => {
  const till = await openTill(t);
  const { ctx } = till;
  await trusted(ctx);
  const { id } = await owedInvoice(till);
  await voidStripeInvoice(ctx, await invoiceOf(ctx, id), { by: fin, why: 'Agreed' });
  const { licences, invoices } = await owingOf(ctx, id);
  assert.deepEqual({ licences, invoices }, { licences: 0, invoices: ['cancelled'] });
});

test('what was licensed on terms and then turns out to be paid on a page that the database had lost stays licensed', async (t) => {
  const till = await openTill(t, { deaf: true });
  const { ctx } = till;
  await trusted(ctx);
  const { id } = await billedRequest(till);
  await payByCard((await openCheckout(ctx, id)).url, card);
  // As after the backup of an hour before was restored.
  await ctx.db.deleteFrom('payment_attempts').where('request_id', '=', id).execute();
  await order(ctx, id);
  await till.work();
  assert.equal((await owingOf(ctx, id)).request, 'granted');
  till.clock.advance({ minutes: 10 });
  await reconcilePayments(ctx);
  await till.work();
  const { payments, licences, invoices } = await owingOf(ctx, id);
  assert.deepEqual([payments, licences], [['primary 8000 GBP'], 1]);
  assert.deepEqual(invoices, ['cancelled']);
});

interface Paid {
  id: string;
  stripeId: string;
  paymentId: string;
  intent: string;
}

async function paidByInvoice(till: Till): Promise<Paid> {
  const { id, page, stripeId } = await owedInvoice(till);
  await payByCard(page, card);
  await till.settle();
  return { id, stripeId, ...(await paymentOf(till.ctx, id)) };
}

/** The credit notes of a request in our books. */
async function notesOf({ db }: Pick<Context, 'db'>, requestId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('invoices as notes')
    .innerJoin('invoices', 'invoices.id', 'notes.credits')
    .select(['notes.number', 'notes.net', 'notes.tax', 'notes.total', 'invoices.number as of'])
    .where('notes.request_id', '=', requestId)
    .orderBy('notes.id')
    .execute();
  return rows.map(
    ({ number, of, net, tax, total }) =>
      `${(number ?? '').replace(of ?? '?', '')} ${net} + ${tax} = ${total}`,
  );
}

interface NoteThere {
  amount: number;
  out_of_band_amount: number | null;
  refunds: { amount_refunded: number }[];
}

/** What they come to at the payment service, oldest first: the sum, and how much of it a refund gave back. */
async function notesThere({ standIn }: Till, invoice: string): Promise<string[]> {
  const headers = { authorization: 'Bearer sk_test_look' };
  const answer = await fetch(`${standIn.url}/v1/credit_notes?invoice=${invoice}`, { headers });
  const { data } = (await answer.json()) as { data: NoteThere[] };
  return data.toReversed().map(({ amount, refunds, out_of_band_amount: outside }) => {
    const refunded = refunds.reduce((sum, each) => sum + each.amount_refunded, 0);
    return `${amount}: ${refunded} refunded, ${outside ?? 0} outside`;
  });
}

test('what is given back of an invoice has a credit note, one for each refund, whose sums add up to the invoice', async (t) => {
  const till = await openTill(t);
  const { ctx } = till;
  const { id, stripeId, paymentId, intent } = await paidByInvoice(till);
  await giveBack(ctx, wish(paymentId, { amount: 2000 }));
  await till.settle();
  assert.equal(await licenceOf(ctx, id), 'active');
  await refundThere(till, intent);
  await till.settle();
  const ours = ['-CN-01 1667 + 333 = 2000', '-CN-02 5000 + 1000 = 6000'];
  assert.deepEqual(await notesOf(ctx, id), ours);
  assert.equal(await licenceOf(ctx, id), 'revoked refunded');
  await Promise.all([creditInvoice(ctx, { paymentId }), creditInvoice(ctx, { paymentId })]);
  await reconcilePayments(ctx);
  assert.deepEqual(await notesOf(ctx, id), ours);
  assert.deepEqual(await notesThere(till, stripeId), [
    '2000: 2000 refunded, 0 outside',
    '6000: 6000 refunded, 0 outside',
  ]);
});

test('a credit note that staff make at Stripe together with the refund is taken over', async (t) => {
  const till = await openTill(t);
  const { id, stripeId } = await paidByInvoice(till);
  await doThere(till, 'credit_notes', { invoice: stripeId, amount: '3000', refund_amount: '3000' });
  await till.settle();
  assert.deepEqual(await notesOf(till.ctx, id), ['-CN-01 2500 + 500 = 3000']);
  assert.deepEqual(await notesThere(till, stripeId), ['3000: 3000 refunded, 0 outside']);
});

test('what was paid outside and goes back outside has a credit note too', async (t) => {
  const till = await openTill(t);
  const { ctx } = till;
  const { id, stripeId } = await owedInvoice(till);
  await payInvoiceOutside(ctx, await invoiceOf(ctx, id), { bankReference: 'TR 1', by: fin });
  const { paymentId } = await paymentOf(ctx, id);
  await giveBack(ctx, wish(paymentId, { bankReference: 'TR 2' }));
  await till.settle();
  assert.deepEqual(await notesOf(ctx, id), ['-CN-01 6667 + 1333 = 8000']);
  assert.deepEqual(await notesThere(till, stripeId), ['8000: 0 refunded, 8000 outside']);
});

for (const [what, fault] of [
  ['is lost', { kind: 'drop_after', times: 2 }],
  ['fails for good under its key, undone', { kind: 'saved500' }],
  ['fails for good under its key, though done', { kind: 'saved500', effect: true }],
  [
    'is refused for lack of a right',
    {
      kind: 'status',
      status: 403,
      body: { error: { type: 'invalid_request_error', message: 'No' } },
    },
  ],
] as const)
  test(`a credit note that ${what} is made once in the end`, async (t) => {
    const till = await openTill(t);
    const { id, stripeId, paymentId } = await paidByInvoice(till);
    till.levers.fault({ path: '/v1/credit_notes', method: 'POST', ...fault });
    await giveBack(till.ctx, wish(paymentId));
    await till.settle();
    // The job was given up: the next round finds what is missing.
    await reconcilePayments(till.ctx);
    assert.deepEqual(await notesOf(till.ctx, id), ['-CN-01 6667 + 1333 = 8000']);
    assert.deepEqual(await notesThere(till, stripeId), ['8000: 8000 refunded, 0 outside']);
  });

test('a credit note that Stripe refuses is told of once, and is not asked for again', async (t) => {
  const till = await openTill(t);
  const { ctx } = till;
  await addStaff(ctx, { name: 'Fin', email: 'fin@example.org', role: 'finance' });
  const { id, stripeId, paymentId } = await paidByInvoice(till);
  // Somebody has credited all of it by hand, with nothing to do with the refund.
  await doThere(till, 'credit_notes', { invoice: stripeId, amount: '8000', credit_amount: '8000' });
  await giveBack(ctx, wish(paymentId, { amount: 1000 }));
  await till.settle();
  for (let round = 0; round < 2; round += 1) await reconcilePayments(ctx);
  assert.deepEqual(await notesOf(ctx, id), []);
  const letters = await ctx.db
    .selectFrom('emails')
    .select('text')
    .where('kind', '=', 'staff-invoice-trouble')
    .execute();
  assert.equal(letters.length, 1);
  assert.match(letters[0]?.text ?? '', /Stripe refused the credit note/u);
});

test('the file of invoices adds up to what was asked for: what is given back is taken off, and what is void asks for nothing', async (t) => {
  const till = await openTill(t);
  const { ctx } = till;
  const { paymentId } = await paidByInvoice(till);
  await giveBack(ctx, wish(paymentId, { amount: 3000 }));
  await till.settle();
  const { id } = await owedInvoice(till);
  await voidStripeInvoice(ctx, await invoiceOf(ctx, id), { by: fin, why: 'Agreed' });
  const rows = await bookOf(ctx, 'invoices', { from: '2026-01-01', to: '2026-12-31' });
  assert.deepEqual(
    rows.map((row) => [row['Type'], row['State'], row['Gross']]),
    [
      ['invoice', 'paid', '80.00'],
      ['credit note', 'issued', '-30.00'],
      ['invoice', 'cancelled', '0.00'],
    ],
  );
  const [paid, note] = rows;
  assert.equal(note?.['Takes back'], paid?.['Number']);
});
