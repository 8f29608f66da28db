import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import supertest from 'supertest';
import type { Express } from 'express';
import { adminRoutes } from '../../src/payments/admin.ts';
import type { Role } from '../../src/staff/rules.ts';
import { pagesOf } from '../pricing/desk.ts';
import { htmlProblems } from '../support/browser.ts';
import { acceptedRequest } from './builders.ts';
import {
  billForm,
  documentsOf,
  gazette,
  invoicedRequest,
  invoiceLetters,
  settle,
  trusted,
} from './invoicing.ts';
import { moneyOf, paidOnce } from './look.ts';
import { payPath } from './pages.ts';
import { checkInvoices } from '../journeys/invoice-invariants.ts';
import { testDatabase } from '../support/database.ts';
import { openTill, type Till } from './till.ts';

const cashOnly = { cards: false };
afterEach(async () => checkInvoices((await testDatabase()).db));
const desk = ({ ctx }: Till, role: Role): Express => pagesOf(ctx, role, adminRoutes(ctx));
const pathOf = ({ id }: { id: string }): string => `/admin/payments/invoices/${id}`;
const send = (till: Till, path: string, form: object, role: Role = 'finance'): supertest.Test =>
  supertest(desk(till, role)).post(path).type('form').send(form);
const get = (till: Till, path: string, role: Role = 'finance'): supertest.Test =>
  supertest(desk(till, role)).get(path);
const paid = { seen: 'due', amount: '80.00', bankReference: 'TR 9' };
const why = { seen: 'due', whyCancelled: 'Ordered twice' };

test('unpaid invoices stand on the page of payments before what is only accepted; the page of one shows the document', async (t) => {
  const till = await openTill(t, cashOnly);
  await settle(till.ctx);
  const waiting = await acceptedRequest(till.ctx);
  const { id, invoice } = await invoicedRequest(till.ctx);
  const { text } = await get(till, '/admin/payments', 'viewer').expect(200);
  assert.deepEqual(await htmlProblems(text, '/admin/payments'), []);
  assert.ok(text.indexOf('INV-2026-000001') < text.indexOf(waiting.reference));
  assert.equal(text.split(`/admin/requests/${id}`).length, 2);
  const shown = await get(till, pathOf(invoice)).expect(200);
  assert.deepEqual(await htmlProblems(shown.text, pathOf(invoice)), []);
  for (const words of [gazette.legalName, billForm.legalName, 'PO 4711', 'An invoice was issued'])
    assert.ok(shown.text.includes(words), words);
  const viewed = await get(till, pathOf(invoice), 'viewer').expect(200);
  assert.doesNotMatch(viewed.text, /<form method="post" action="\/admin\/payments\/invoices/);
  await get(till, pathOf({ id: till.ctx.newId() })).expect(404);
  await get(till, '/admin/payments/invoices/x').expect(404);
});

test('finance marks an invoice as paid, whole or not at all, and once', async (t) => {
  const till = await openTill(t, cashOnly);
  const { id, invoice } = await invoicedRequest(till.ctx);
  const path = `${pathOf(invoice)}/paid`;
  const less = await send(till, path, { ...paid, amount: '79.99' }).expect(422);
  assert.deepEqual(await htmlProblems(less.text, path), []);
  assert.match(less.text, /a part of it does not pay it/);
  assert.match(less.text, /value="TR 9"/);
  const more = await send(till, path, { ...paid, amount: '100' }).expect(422);
  assert.match(more.text, /Send back what is too much/);
  await send(till, path, { ...paid, amount: 'much' }).expect(422);
  await send(till, path, { ...paid, seen: 'overdue' }).expect(409);
  await send(till, path, { ...paid, state: 'paid' }).expect(422);
  assert.deepEqual((await moneyOf(till.ctx, id)).payments, []);
  await send(till, path, paid).expect(303);
  await send(till, path, paid).expect(303);
  const other = await send(till, path, { ...paid, bankReference: 'TR 10' }).expect(409);
  assert.match(other.text, /paid already|in the meantime/);
  assert.deepEqual(await moneyOf(till.ctx, id), paidOnce);
  assert.deepEqual(await documentsOf(till.ctx, id), ['INV-2026-000001 paid 8000']);
});

test('two of finance mark one invoice at once, or one marks and the other cancels: one thing happens', async (t) => {
  const till = await openTill(t, cashOnly);
  const first = await invoicedRequest(till.ctx);
  const both = await Promise.all([
    send(till, `${pathOf(first.invoice)}/paid`, paid),
    send(till, `${pathOf(first.invoice)}/paid`, { ...paid, bankReference: 'TR 10' }),
  ]);
  assert.deepEqual(both.map(({ status }) => status).toSorted(), [303, 409]);
  assert.deepEqual(await moneyOf(till.ctx, first.id), paidOnce);
  const second = await invoicedRequest(till.ctx);
  const either = await Promise.all([
    send(till, `${pathOf(second.invoice)}/paid`, paid),
    send(till, `${pathOf(second.invoice)}/cancel`, why),
  ]);
  assert.deepEqual(either.map(({ status }) => status).toSorted(), [303, 409]);
  const [state] = await documentsOf(till.ctx, second.id);
  const { payments } = await moneyOf(till.ctx, second.id);
  const isPaid = state === 'INV-2026-000002 paid 8000';
  assert.deepEqual(payments, isPaid ? ['primary 8000 GBP'] : []);
});

test('cancelling writes a credit note, says why, and the request can be paid again; twice is once', async (t) => {
  const till = await openTill(t, cashOnly);
  const { id, invoice } = await invoicedRequest(till.ctx);
  const path = `${pathOf(invoice)}/cancel`;
  const unsaid = await send(till, path, { ...why, whyCancelled: ' ' }).expect(422);
  assert.match(unsaid.text, /Say why/);
  await send(till, path, why).expect(303);
  await send(till, path, why).expect(303);
  assert.deepEqual(await documentsOf(till.ctx, id), [
    'INV-2026-000001 cancelled 8000',
    'CN-2026-000001 issued 8000',
  ]);
  assert.deepEqual((await invoiceLetters(till.ctx, id)).slice(2), [
    'invoice-cancelled dana',
    'invoice-cancelled accounts',
  ]);
  const page = payPath(till.ctx, id);
  const note = await supertest(till.site).get(`${page}/invoices/CN-2026-000001`).expect(200);
  assert.deepEqual(await htmlProblems(note.text, 'the credit note'), []);
  for (const words of ['Credit note', 'INV-2026-000001', 'Ordered twice', 'Total credited'])
    assert.ok(note.text.includes(words), words);
  const old = await supertest(till.site).get(`${page}/invoices/INV-2026-000001`).expect(200);
  assert.match(old.text, /Please do not pay it/);
  const again = await supertest(till.site).get(page).expect(200);
  assert.match(again.text, /Pay by invoice/);
  const form = { ...billForm, legalName: 'Another Ltd' };
  await supertest(till.site).post(`${page}/invoice`).type('form').send(form).expect(303);
  assert.equal((await documentsOf(till.ctx, id)).at(-1), 'INV-2026-000002 due 8000');
});

test('a correction is a credit note and a new invoice; what was licensed before the payment stays licensed', async (t) => {
  const till = await openTill(t, cashOnly);
  await trusted(till.ctx);
  const { id, invoice } = await invoicedRequest(till.ctx);
  const form = {
    ...billForm,
    legalName: 'Right Name Ltd',
    seen: 'due',
    whyCorrected: 'Wrong name',
  };
  const path = `${pathOf(invoice)}/correct`;
  const lacking = await send(till, path, { ...form, billingAddress: '' }).expect(422);
  assert.match(lacking.text, /Enter the postal address/);
  const done = await send(till, path, form).expect(303);
  const again = await send(till, path, form).expect(303);
  assert.equal(done.headers['location'], again.headers['location']);
  assert.deepEqual(await documentsOf(till.ctx, id), [
    'INV-2026-000001 cancelled 8000',
    'CN-2026-000001 issued 8000',
    'INV-2026-000002 due 8000',
  ]);
  const rows = await till.ctx.db
    .selectFrom('invoices')
    .select(['document', 'on_terms'])
    .orderBy('id')
    .execute();
  const buyers = rows.map(({ document }) => (document as { buyer: { name: string } }).buyer.name);
  assert.deepEqual(buyers, [billForm.legalName, billForm.legalName, 'Right Name Ltd']);
  assert.equal(rows.at(-1)?.on_terms, true);
  assert.equal((await moneyOf(till.ctx, id)).licences, 1);
  await send(till, `${String(done.headers['location']).split('?')[0]}/paid`, paid).expect(303);
  assert.equal((await moneyOf(till.ctx, id)).payments[0], 'primary 8000 GBP');
});

test('cancelling what was licensed before the payment ends the licence', async (t) => {
  const till = await openTill(t, cashOnly);
  await trusted(till.ctx);
  const { id, invoice } = await invoicedRequest(till.ctx);
  await send(till, `${pathOf(invoice)}/cancel`, why).expect(303);
  const licences = await till.ctx.db.selectFrom('licences').select(['state', 'reason']).execute();
  assert.deepEqual(licences, [{ state: 'revoked', reason: 'invoice_cancelled' }]);
  assert.ok((await invoiceLetters(till.ctx, id)).includes('licence-changed dana'));
});

test('the invoice is sent again by one click, and by two clicks once', async (t) => {
  const till = await openTill(t, cashOnly);
  const { id, invoice } = await invoicedRequest(till.ctx);
  const path = `${pathOf(invoice)}/send`;
  await Promise.all([send(till, path, { seen: 0 }), send(till, path, { seen: 0 })]);
  assert.equal((await invoiceLetters(till.ctx, id)).length, 4);
  await send(till, path, { seen: 1 }).expect(303);
  assert.equal((await invoiceLetters(till.ctx, id)).length, 6);
  await send(till, path, {}).expect(422);
});

test('staff put an accepted request on an invoice: those who decide and finance, nobody else', async (t) => {
  const till = await openTill(t, cashOnly);
  const { id } = await acceptedRequest(till.ctx);
  const path = `/admin/payments/invoice/${id}`;
  await get(till, path, 'viewer').expect(403);
  await send(till, path, billForm, 'viewer').expect(403);
  const form = await get(till, path, 'editor').expect(200);
  assert.deepEqual(await htmlProblems(form.text, path), []);
  const wrong = await send(till, path, { ...billForm, billingCountry: '' }, 'editor').expect(422);
  assert.match(wrong.text, /Choose the country for the invoice/);
  const done = await send(till, path, billForm, 'editor').expect(303);
  assert.match(String(done.headers['location']), /\/admin\/payments\/invoices\/.*done=issued/);
  assert.deepEqual(await documentsOf(till.ctx, id), ['INV-2026-000001 due 8000']);
  await get(till, path).expect(303);
  const { invoice } = await invoicedRequest(till.ctx);
  for (const step of ['paid', 'cancel', 'write-off', 'correct', 'send'])
    await send(till, `${pathOf(invoice)}/${step}`, {}, 'editor').expect(403);
  const off = { seen: 'due', whyWrittenOff: 'Insolvent' };
  await send(till, `${pathOf(invoice)}/write-off`, off).expect(303);
});

test('an invoice that is still being made at Stripe, or could not be, has its page too', async (t) => {
  const till = await openTill(t);
  const { id, invoice } = await invoicedRequest(till.ctx);
  const draft = await get(till, pathOf(invoice)).expect(200);
  assert.deepEqual(await htmlProblems(draft.text, 'the draft'), []);
  assert.match(draft.text, /Being made/);
  assert.match((await get(till, '/admin/payments')).text, /Being made/);
  const page = await supertest(till.site).get(payPath(till.ctx, id)).expect(200);
  assert.match(page.text, /The invoice is being made/);
  await till.settle();
  const due = await get(till, pathOf(invoice)).expect(200);
  assert.deepEqual(await htmlProblems(due.text, 'the invoice at Stripe'), []);
  assert.match(due.text, /The page on which it is paid/);
  const owed = await supertest(till.site).get(payPath(till.ctx, id)).expect(200);
  assert.match(owed.text, /See and pay the invoice/);
  till.levers.fault({ kind: 'drop', times: 2 });
  const away = await send(till, `${pathOf(invoice)}/cancel`, why).expect(503);
  assert.match(away.text, /Stripe does not answer just now/);
  await send(till, `${pathOf(invoice)}/cancel`, why).expect(303);
  const ended = await get(till, pathOf(invoice)).expect(200);
  assert.match(ended.text, /Ordered twice/);
  const last = (await invoiceLetters(till.ctx, id)).at(-1);
  assert.equal(last, 'invoice-cancelled accounts');
});
