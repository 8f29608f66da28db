import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { reconcilePayments } from '../../src/payments/actions/reconcile.ts';
import { payInvoice } from '../../src/payments/actions/pay-invoice.ts';
import { tickInvoices } from '../../src/payments/actions/tick-invoices.ts';
import { writeOffInvoice } from '../../src/payments/actions/write-off-invoice.ts';
import { addStaff } from '../../src/staff/actions.ts';
import { tickClocks } from '../../src/requests/actions/tick-clocks.ts';
import { paid } from './accounting-support.ts';
import { fin, takeBack } from './builders.ts';
import { documentsOf, invoicedRequest, invoiceLetters, trusted } from './invoicing.ts';
import { lettersOf, moneyOf } from './look.ts';
import { checkInvoices } from '../journeys/invoice-invariants.ts';
import { testDatabase } from '../support/database.ts';
import { openTill, type Till } from './till.ts';

const cashOnly = { cards: false };
afterEach(async () => checkInvoices((await testDatabase()).db));
const days = async (till: Till, count: number): Promise<void> => {
  till.clock.advance({ days: count });
  await Promise.all([tickInvoices(till.ctx), tickInvoices(till.ctx)]);
  await tickClocks(till.ctx);
};
const licencesOf = ({ ctx }: Till) =>
  ctx.db.selectFrom('licences').select(['state', 'reason']).execute();

test('an unpaid invoice is reminded of three days before, three and ten after, and its request never lapses under it', async (t) => {
  const till = await openTill(t, cashOnly);
  const { id } = await invoicedRequest(till.ctx);
  await days(till, 26);
  assert.deepEqual(await invoiceLetters(till.ctx, id), ['invoice dana', 'invoice accounts']);
  for (const step of [1, 0, 3, 3, 7, 30]) await days(till, step);
  assert.deepEqual((await invoiceLetters(till.ctx, id)).slice(2), [
    ...['invoice-reminder dana', 'invoice-reminder accounts'],
    ...['invoice-reminder dana', 'invoice-reminder accounts'],
    ...['invoice-reminder dana', 'invoice-reminder accounts'],
  ]);
  assert.deepEqual(await documentsOf(till.ctx, id), ['INV-2026-000001 overdue 8000']);
  assert.deepEqual((await moneyOf(till.ctx, id)).request, 'accepted');
  // No letter of the request's own clock says anything of paying beside them.
  assert.deepEqual(await lettersOf(till.ctx, id), []);
});

test('after a standstill only the latest reminder is sent', async (t) => {
  const till = await openTill(t, cashOnly);
  const { id } = await invoicedRequest(till.ctx);
  await days(till, 45);
  assert.deepEqual((await invoiceLetters(till.ctx, id)).slice(2), [
    ...['invoice-reminder dana', 'invoice-reminder accounts'],
  ]);
  const { reminded_day: day } = await till.ctx.db
    .selectFrom('invoices')
    .select('reminded_day')
    .executeTakeFirstOrThrow();
  assert.equal(day, 10);
});

test('who may pay later has the licence with the invoice; it is suspended ten days after the day and goes on with the money', async (t) => {
  const till = await openTill(t, cashOnly);
  await trusted(till.ctx);
  const { id, invoice } = await invoicedRequest(till.ctx);
  assert.equal(invoice.on_terms, true);
  assert.deepEqual((await moneyOf(till.ctx, id)).licences, 1);
  const letters = await invoiceLetters(till.ctx, id);
  assert.deepEqual(letters.toSorted(), ['invoice accounts', 'invoice dana', 'licence-issued dana']);
  await days(till, 39);
  assert.deepEqual(await licencesOf(till), [{ state: 'active', reason: '' }]);
  await days(till, 1);
  assert.deepEqual(await licencesOf(till), [{ state: 'suspended', reason: 'invoice_overdue' }]);
  assert.equal((await invoiceLetters(till.ctx, id)).at(-1), 'licence-changed dana');
  const seen = { amount: 8000, bankReference: 'TR 9', locale: 'en-GB', by: fin };
  await payInvoice(till.ctx, { invoiceId: invoice.id, ...seen });
  assert.deepEqual(await licencesOf(till), [{ state: 'active', reason: '' }]);
  assert.deepEqual(await documentsOf(till.ctx, id), ['INV-2026-000001 paid 8000']);
  const { request, payments, attempts } = await moneyOf(till.ctx, id);
  assert.deepEqual([request, payments, attempts], ['granted', ['primary 8000 GBP'], ['paid']]);
  assert.equal((await invoiceLetters(till.ctx, id)).at(-1), 'licence-changed dana');
  await days(till, 60);
  assert.deepEqual(await documentsOf(till.ctx, id), ['INV-2026-000001 paid 8000']);
});

test('the invoice of a request that was withdrawn is taken back by a credit note, with or without a card key', async (t) => {
  for (const cards of [false, true]) {
    const till = await openTill(t, { cards });
    const currency = cards ? 'UGX' : 'GBP';
    const { id } = await invoicedRequest(till.ctx, currency);
    await takeBack(till.ctx, id);
    await till.work();
    await reconcilePayments(till.ctx, { requestId: id });
    const documents = await documentsOf(till.ctx, id);
    assert.deepEqual(
      documents.map((text) => text.replace(/\S*(INV|CN)-\d+-0*/, '$1 ')),
      ['INV 1 cancelled 8000', 'CN 1 issued 8000'],
    );
    assert.deepEqual((await moneyOf(till.ctx, id)).attempts, ['expired']);
    assert.equal((await invoiceLetters(till.ctx, id)).at(-1), 'invoice-cancelled accounts');
    await till.database.empty();
  }
});

test('what is written off ends the licence that came before the money, or cancels the request; money that comes later is held', async (t) => {
  const till = await openTill(t, cashOnly);
  await addStaff(till.ctx, { name: 'Fin', email: 'fin@example.org', role: 'finance' });
  const waiting = await invoicedRequest(till.ctx);
  await trusted(till.ctx);
  const licensed = await invoicedRequest(till.ctx);
  const ending = { by: fin, why: 'Insolvent' };
  for (const { invoice } of [waiting, licensed, licensed])
    await writeOffInvoice(till.ctx, invoice.id, ending);
  assert.equal((await moneyOf(till.ctx, waiting.id)).request, 'cancelled');
  assert.deepEqual(await licencesOf(till), [{ state: 'revoked', reason: 'invoice_written_off' }]);
  assert.equal((await invoiceLetters(till.ctx, licensed.id)).at(-1), 'licence-changed dana');
  const seen = { amount: 8000, bankReference: 'TR 9', locale: 'en-GB', by: fin };
  await payInvoice(till.ctx, { invoiceId: waiting.invoice.id, ...seen });
  await payInvoice(till.ctx, { invoiceId: waiting.invoice.id, ...seen });
  const { payments, attempts, licences } = await moneyOf(till.ctx, waiting.id);
  assert.deepEqual(
    [payments, attempts, licences],
    [['orphan request_ended 8000 GBP'], ['paid'], 0],
  );
  const told = await till.ctx.db
    .selectFrom('emails')
    .select('request_id')
    .where('kind', '=', 'staff-held-payment')
    .execute();
  assert.deepEqual(told, [{ request_id: waiting.id }]);
});

test('an invoice on terms whose licence turns out to be paid already is taken back, and the licence stays', async (t) => {
  const till = await openTill(t, cashOnly);
  const { ctx } = till;
  await trusted(ctx);
  const { id, invoice } = await invoicedRequest(ctx);
  // On a page that a restored database had lost, while no card key was set.
  const at = ctx.now();
  const offerId = invoice.offer_id;
  await paid(ctx, { requestId: id, offerId, amount: 8000, currency: 'GBP', at });
  await days(till, 41);
  assert.deepEqual(await licencesOf(till), [{ state: 'active', reason: '' }]);
  assert.deepEqual(await documentsOf(ctx, id), [
    'INV-2026-000001 cancelled 8000',
    'CN-2027-000001 issued 8000',
  ]);
});
