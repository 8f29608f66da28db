import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import supertest from 'supertest';
import { giveBack } from '../../src/payments/actions/give-back.ts';
import { payInvoice } from '../../src/payments/actions/pay-invoice.ts';
import { openCheckout } from '../../src/payments/actions/open-checkout.ts';
import { orderInvoice } from '../../src/payments/actions/order-invoice.ts';
import { markPaidByTransfer } from '../../src/payments/actions/mark-paid.ts';
import { htmlProblems } from '../support/browser.ts';
import { acceptedRequest, fin, requestRow, takeBack } from './builders.ts';
import {
  bill,
  billForm,
  documentsOf,
  invoicedRequest,
  invoiceLetters,
  keepBill,
} from './invoicing.ts';
import { gazette, order, settle } from './invoicing.ts';
import { moneyOf } from './look.ts';
import { paymentOf, wish } from './refunding.ts';
import { payPath, show } from './pages.ts';
import { checkInvoices } from '../journeys/invoice-invariants.ts';
import { testDatabase } from '../support/database.ts';
import { openTill } from './till.ts';

const cashOnly = { cards: false };
afterEach(async () => checkInvoices((await testDatabase()).db));

test('a payer asks for an invoice on the pay page; it is numbered, due in 30 days, and shown in place of the form', async (t) => {
  const till = await openTill(t, cashOnly);
  await settle(till.ctx);
  const { id, reference } = await acceptedRequest(till.ctx);
  const path = payPath(till.ctx, id);
  assert.match(await show(till, path), /Pay by invoice/);
  const form = await show(till, `${path}/invoice`);
  assert.match(form, /value="The Daily Example"/);
  await order(till, id).expect(303);
  await order(till, id).expect(303);
  assert.deepEqual(await documentsOf(till.ctx, id), ['INV-2026-000001 due 8000']);
  assert.deepEqual((await moneyOf(till.ctx, id)).attempts, ['open']);
  const shown = await show(till, path);
  for (const words of ['INV-2026-000001', '23 December 2026', 'IBAN GB33', 'PO 4711'])
    assert.ok(shown.includes(words), words);
  assert.doesNotMatch(shown, /by card/);
  const document = await show(till, `${path}/invoices/INV-2026-000001`);
  const { address, vatNumber, legalName, bankDetails } = gazette;
  const { legalName: buyer, billingAddress, ownReference } = billForm;
  const said = [legalName, address, vatNumber, bankDetails, buyer, billingAddress, ownReference];
  const sums = ['£66.67', '£13.33', '£80.00', '23 November 2026', '23 December 2026', reference];
  for (const words of [...said, ...sums, 'United Kingdom', 'On the day of payment'])
    assert.ok(document.includes(words), words);
  await supertest(till.site).get(`${path}/invoice`).expect(303);
});

test('the invoice goes to the accounts department with a link that opens nothing but payment, and to who asked', async (t) => {
  const till = await openTill(t, cashOnly);
  const { id } = await invoicedRequest(till.ctx);
  assert.deepEqual(await invoiceLetters(till.ctx, id), ['invoice dana', 'invoice accounts']);
  await till.work();
  const letter = till.mailbox.find(({ to }) => to.address === 'accounts@example.org');
  const { links } = till.ctx;
  assert.ok(letter?.text.includes(`/pay/${links.token('pay', id)}/invoices/INV-2026-000001`));
  for (const part of [letter?.text, letter?.html])
    assert.ok(!part?.includes(links.token('request', id)));
});

test('what is missing on the form is said beside its field, and nothing typed is lost', async (t) => {
  const till = await openTill(t, cashOnly);
  const { id } = await acceptedRequest(till.ctx);
  const wrong = { ...billForm, legalName: '', billingCountry: 'UK', invoiceEmail: 'accounts' };
  const answer = await order(till, id, wrong).expect(422);
  assert.deepEqual(await htmlProblems(answer.text, 'the form'), []);
  assert.match(answer.text, /Enter the legal name for the invoice/);
  assert.match(answer.text, /GB is meant/);
  assert.ok(answer.text.includes('5 Press Lane') && answer.text.includes('PO 4711'));
  await order(till, id, { ...billForm, total: '1' }).expect(422);
  assert.deepEqual(await documentsOf(till.ctx, id), []);
});

test('another number opens no document, nor does the link of another request', async (t) => {
  const till = await openTill(t, cashOnly);
  const { id } = await invoicedRequest(till.ctx);
  const other = await acceptedRequest(till.ctx);
  const of = (requestId: string, number: string): string =>
    `${payPath(till.ctx, requestId)}/invoices/${number}`;
  for (const number of ['INV-2026-000002', '%00', 'x'.repeat(5000)])
    await supertest(till.site).get(of(id, number)).expect(404);
  await supertest(till.site).get(of(other.id, 'INV-2026-000001')).expect(404);
});

test('numbers of a year have no gap, whatever failed in between, and begin anew with the year', async (t) => {
  const till = await openTill(t, cashOnly);
  await settle(till.ctx, { ...gazette, timeZone: 'Asia/Tokyo' });
  const first = await invoicedRequest(till.ctx);
  const failing = await acceptedRequest(till.ctx);
  await assert.rejects(
    orderInvoice(till.ctx, { requestId: failing.id, bill: null, by: fin }),
    /bill_incomplete/,
  );
  const others = await Promise.all([invoicedRequest(till.ctx), invoicedRequest(till.ctx)]);
  till.clock.now = new Date('2026-12-31T16:00:00Z');
  const next = await invoicedRequest(till.ctx);
  const numbers = others.map(({ invoice }) => invoice.number).toSorted();
  assert.equal(first.invoice.number, 'INV-2026-000001');
  assert.deepEqual(numbers, ['INV-2026-000002', 'INV-2026-000003']);
  assert.equal(next.invoice.number, 'INV-2027-000001');
});

test('an invoice is refused for what is not accepted, has ended or was paid', async (t) => {
  const till = await openTill(t, cashOnly);
  const refusal = (requestId: string): Promise<string> =>
    orderInvoice(till.ctx, { requestId, bill, by: fin }).then(
      ({ kind }) => kind,
      (error: Error) => error.message,
    );
  const withdrawn = await acceptedRequest(till.ctx);
  await takeBack(till.ctx, withdrawn.id);
  const paid = await acceptedRequest(till.ctx);
  const transfer = { offerVersion: 1, bankReference: 'TR 1', by: fin };
  await markPaidByTransfer(till.ctx, { requestId: paid.id, ...transfer });
  const late = await acceptedRequest(till.ctx);
  assert.equal(await refusal(withdrawn.id), 'not_payable');
  assert.equal(await refusal(paid.id), 'already_paid');
  till.clock.advance({ days: 15 });
  assert.equal(await refusal(late.id), 'offer_expired');
  assert.equal(await refusal(till.ctx.newId()), 'not_found');
});

test('case +: checkout open when an invoice is issued: the card page is closed first, and pays no more', async (t) => {
  const till = await openTill(t);
  const { id } = await acceptedRequest(till.ctx);
  await keepBill(till.ctx, id);
  await openCheckout(till.ctx, id);
  // From here on nobody can charge this sum: the invoice is one of our own.
  await till.ctx.db.updateTable('offers').set({ currency: 'UGX' }).execute();
  const { kind } = await orderInvoice(till.ctx, { requestId: id, bill: null, by: fin });
  assert.equal(kind, 'invoice');
  assert.deepEqual((await moneyOf(till.ctx, id)).attempts, ['expired', 'open']);
  assert.deepEqual(
    till.levers.sessions().data.map(({ status }) => status),
    ['expired'],
  );
  assert.deepEqual(await documentsOf(till.ctx, id), ['TEST-INV-2026-000001 due 8000']);
  const text = await show(till, `${payPath(till.ctx, id)}/invoices/TEST-INV-2026-000001`);
  assert.match(text, /class="watermark"/);
});

test('case +: invoice open when Pay is pressed: the page shows the invoice, and no card page opens', async (t) => {
  const till = await openTill(t);
  const { id } = await acceptedRequest(till.ctx);
  await till.ctx.db.updateTable('offers').set({ currency: 'UGX' }).execute();
  await orderInvoice(till.ctx, { requestId: id, bill, by: fin });
  await till.ctx.db.updateTable('offers').set({ currency: 'GBP' }).execute();
  await assert.rejects(openCheckout(till.ctx, id), /invoice_open/);
  const pressed = await supertest(till.site).post(payPath(till.ctx, id)).expect(409);
  assert.match(pressed.text, /TEST-INV-2026-000001/);
  assert.equal(till.levers.sessions().data.length, 0);
  assert.equal((await requestRow(till.ctx, id)).state, 'accepted');
});

test('what is given back of an invoice is a credit note of its own, and all of them together are the invoice', async (t) => {
  const till = await openTill(t, cashOnly);
  const { id, invoice } = await invoicedRequest(till.ctx);
  const seen = { amount: 8000, bankReference: 'TR 9', locale: 'en-GB', by: fin };
  await payInvoice(till.ctx, { invoiceId: invoice.id, ...seen });
  const { paymentId } = await paymentOf(till.ctx, id);
  const back = (amount: number | null, times: number) =>
    giveBack(till.ctx, wish(paymentId, { amount, seen: times, bankReference: `TR ${times}` }));
  // The tax of each by itself would be rounded to one penny too much in all.
  await back(2669, 0);
  await back(2669, 1);
  await back(null, 2);
  assert.deepEqual(await documentsOf(till.ctx, id), [
    'INV-2026-000001 paid 8000',
    'CN-2026-000001 issued 2669',
    'CN-2026-000002 issued 2669',
    'CN-2026-000003 issued 2662',
  ]);
  const notes = await till.ctx.db
    .selectFrom('invoices')
    .select((eb) => [eb.fn.sum('net').as('net'), eb.fn.sum('tax').as('tax')])
    .where('kind', '=', 'credit_note')
    .executeTakeFirstOrThrow();
  assert.deepEqual([Number(notes.net), Number(notes.tax)], [invoice.net, invoice.tax]);
  const page = `${payPath(till.ctx, id)}/invoices/CN-2026-000001`;
  const { text } = await supertest(till.site).get(page).expect(200);
  assert.match(text, /Given back/);
  assert.match(text, /£26\.69/);
});
