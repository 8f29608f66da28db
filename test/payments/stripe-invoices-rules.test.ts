import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { InvoiceDocument } from '../../src/payments/rules/invoice-document.ts';
import { invoiceParams, type InvoiceSale } from '../../src/payments/rules/invoice-params.ts';
import { invoiceVerdict, partsAlone } from '../../src/payments/rules/invoice-verdict.ts';
import { taxIdOf } from '../../src/payments/rules/tax-id.ts';
import { readCash, readInvoice } from '../../src/payments/stripe/read-invoice.ts';
import type { InvoiceThere } from '../../src/platform/payment-service.ts';
import { securityHeaders } from '../../src/platform/security.ts';
import { readConfig } from '../../src/platform/config.ts';
import express from 'express';
import request from 'supertest';

const document: InvoiceDocument = {
  seller: {
    ...{ name: 'Harbour Gazette Ltd', address: '1 Quay', country: 'GB' },
    ...{ vatNumber: 'GB980780684', email: 'desk@example.org' },
  },
  buyer: {
    ...{ name: 'Daily Example Ltd', contact: 'Dana Desk', address: '2 Press Lane\n\nHarbour\nHB1' },
    ...{ country: 'DE', vatNumber: 'DE 136 695 976', email: 'accounts@example.org' },
  },
  reference: 'RQ-1',
  purchaseOrder: 'PO 4711',
  lines: [
    { label: 'Licence: One', detail: 'On a website.', net: 5000 },
    { label: 'Licence: Two', detail: 'In print.', net: 1667 },
  ],
  taxes: [{ label: 'VAT, 20 %', rate: 2000, net: 6667, amount: 1333 }],
  notes: ['Reverse charge: VAT is due from the recipient.', 'Thank you.'],
  bankDetails: '',
  supply: 'on_payment',
  ...{ offerVersion: 3, termsVersion: 1, language: 'en-GB', dueDays: 30 },
};

const sale: InvoiceSale = {
  ...{ portal: 'https://rights.example.org', requestId: 'r', offerId: 'o', attemptId: 'a' },
  ...{ total: 8000, currency: 'GBP' },
  words: { reference: 'Reference', purchaseOrder: 'Purchase order', taxNumber: 'Tax number' },
};

test('the parameters of an invoice are its document, to the unit, and nothing that Stripe would do by itself', () => {
  const metadata = { portal: sale.portal, request_id: 'r', offer_id: 'o', attempt_id: 'a' };
  assert.deepEqual(invoiceParams(document, sale), {
    customer: {
      ...{ name: 'Daily Example Ltd', email: 'accounts@example.org', metadata },
      description: 'RQ-1: Dana Desk',
      address: { line1: '2 Press Lane', line2: 'Harbour, HB1', country: 'DE' },
      tax_id_data: [{ type: 'eu_vat', value: 'DE136695976' }],
    },
    invoice: {
      ...{ collection_method: 'send_invoice', days_until_due: 30, currency: 'gbp' },
      ...{ auto_advance: false, pending_invoice_items_behavior: 'exclude' },
      metadata: { ...metadata, offer_version: '3' },
      custom_fields: [
        { name: 'Reference', value: 'RQ-1' },
        { name: 'Purchase order', value: 'PO 4711' },
      ],
      footer: 'Reverse charge: VAT is due from the recipient.\n\nThank you.',
    },
    items: [
      { amount: 5000, currency: 'gbp', description: 'Licence: One. On a website.' },
      { amount: 1667, currency: 'gbp', description: 'Licence: Two. In print.' },
      { amount: 1333, currency: 'gbp', description: 'VAT, 20 %' },
    ],
  });
});

test('what a Stripe field cannot hold is cut, and a document that does not add up is no invoice', () => {
  const long = 'long '.repeat(400);
  const given = {
    ...document,
    purchaseOrder: long,
    notes: [long.repeat(4)],
    lines: [{ label: long, detail: long, net: 6667 }],
    buyer: { ...document.buyer, name: long, contact: long, vatNumber: 'no number' },
  };
  const { customer, invoice, items } = invoiceParams(given, sale);
  const lengths = JSON.stringify([customer, invoice, items], (_name, value: unknown) =>
    typeof value === 'string' ? value.length : value,
  );
  const [who, what, rows] = JSON.parse(lengths);
  assert.ok(who.name <= 256 && who.description <= 350 && who.tax_id_data === undefined);
  assert.ok(what.footer <= 5000);
  assert.equal(what.custom_fields.length, 3);
  for (const { name, value } of what.custom_fields) assert.ok(name <= 40 && value <= 140);
  for (const { description } of rows) assert.ok(description <= 500);
  assert.throws(() => invoiceParams(document, { ...sale, total: 8001 }), RangeError);
});

test('a sum whose parts Stripe cannot count is one item, which names them', () => {
  const parts = (currency: string, nets: number[], amount: number) => {
    const total = nets.reduce((sum, net) => sum + net, amount);
    const lines = nets.map((net) => ({ label: 'Licence', detail: 'Web.', net }));
    const taxes = [{ label: 'VAT', rate: 500, net: 0, amount }];
    return invoiceParams({ ...document, lines, taxes }, { ...sale, currency, total }).items;
  };
  assert.deepEqual(
    parts('KWD', [5001, 5009], 500).map((item) => Reflect.get(item, 'amount')),
    [10_510],
  );
  assert.match(
    String(Reflect.get(parts('KWD', [5001, 5009], 500)[0] ?? {}, 'description')),
    /^Licence\. Web\. \(.*5\.001\); .*5\.009\); VAT \(.*0\.500\)$/u,
  );
  assert.deepEqual(
    parts('KWD', [5010], 500).map((item) => Reflect.get(item, 'amount')),
    [5010, 500],
  );
  assert.deepEqual(
    parts('JPY', [9000], 900).map((item) => Reflect.get(item, 'amount')),
    [9000, 900],
  );
});

test('a tax number is told to Stripe where it has a kind for it and the number is right in form', () => {
  for (const [number, country, type, value] of [
    ['GB 980 7806 84', 'GB', 'gb_vat', 'GB980780684'],
    ['136695976', 'DE', 'eu_vat', 'DE136695976'],
    // A business may have the number of another country.
    ['DE136695976', 'FR', 'eu_vat', 'DE136695976'],
    ['EL094259216', 'GR', 'eu_vat', 'EL094259216'],
    ['CHE-107.787.577 IVA', 'CH', 'ch_vat', 'CHE-107.787.577 IVA'],
    ['51 824 753 556', 'AU', 'au_abn', '51824753556'],
    ['12-3456789', 'US', 'us_ein', '12-3456789'],
  ] as const)
    assert.deepEqual(taxIdOf(number, country), { type, value }, number);
  for (const [number, country] of [
    ['', 'GB'],
    ['DE136695977', 'DE'],
    ['123', 'US'],
    ['1234567890', 'JP'],
  ] as const)
    assert.equal(taxIdOf(number, country), null, number);
});

const now = new Date('2026-11-23T10:00:00Z');
const owed: InvoiceThere = {
  ...{ id: 'in_1', status: 'open', number: 'A-1', hostedUrl: 'https://i', pdfUrl: 'https://p' },
  ...{ customerId: 'cus_1', currency: 'GBP', total: 8000, amountPaid: 0, amountRemaining: 8000 },
  ...{ amountOverpaid: 0, dueAt: null, payments: [], liveMoney: false, metadata: {} },
};
const part = (amount: number, isPaid = true) => ({
  ...{ paymentIntent: `pi_${amount}`, chargeId: null, amount, isPaid },
});

test('what an invoice comes to follows from its state and from what was paid on it', () => {
  const kind = (changes: Partial<InvoiceThere>): string =>
    invoiceVerdict({ ...owed, ...changes }, now).kind;
  const paid = { status: 'paid', amountPaid: 8000, amountRemaining: 0 } as const;
  for (const [changes, wanted] of [
    [{ status: 'draft' }, 'draft'],
    [{}, 'open'],
    [{ dueAt: new Date(now.getTime() + 1) }, 'open'],
    [{ dueAt: now }, 'overdue'],
    [{ status: 'void' }, 'void'],
    [{ status: 'uncollectible' }, 'written_off'],
    [{ ...paid, payments: [part(8000)] }, 'whole'],
    [{ ...paid, payments: [part(8000), part(3000, false)] }, 'whole'],
    // It was paid outside.
    [paid, 'whole'],
    [{ ...paid, payments: [part(5000), part(3000)] }, 'parts'],
    [{ ...paid, payments: [part(5000)] }, 'parts'],
    // Credit notes took back all of it.
    [{ status: 'paid', amountRemaining: 0 }, 'nothing'],
  ] satisfies [Partial<InvoiceThere>, string][])
    assert.equal(kind(changes), wanted, JSON.stringify(changes));
});

test('money that pays an open invoice is no part of it: the invoice is about to be paid', () => {
  const whole = { ...owed, amountPaid: 8000, amountRemaining: 0, payments: [part(8000)] };
  assert.deepEqual(partsAlone(whole), []);
  const both = { ...whole, payments: [part(5000), part(3000)] };
  assert.deepEqual(partsAlone(both), []);
  const some = { ...owed, amountPaid: 5000, amountRemaining: 3000, payments: [part(5000)] };
  assert.deepEqual(
    partsAlone(some).map(({ amount }) => amount),
    [5000],
  );
  assert.equal(partsAlone({ ...both, status: 'void' }).length, 2);
});

const answer = {
  ...{ id: 'in_1', object: 'invoice', livemode: false, status: 'open', currency: 'isk' },
  ...{ total: 800_000, amount_paid: 0, amount_remaining: 800_000, amount_overpaid: 0 },
  ...{ number: 'A-1', customer: 'cus_1', due_date: 1_795_000_000, metadata: null },
  payments: { object: 'list', data: [] },
};

test('an answer that is no invoice of our mode in a state that we know is refused', () => {
  const { total, currency, metadata } = readInvoice(answer, false);
  assert.deepEqual([total, currency, metadata], [8000, 'ISK', {}]);
  for (const [changes, kind, code] of [
    [{ object: 'checkout.session' }, 'ambiguous', 'not_an_invoice'],
    [{ id: 'inv_1' }, 'ambiguous', 'not_an_invoice'],
    [{ total: '8000' }, 'ambiguous', 'not_an_invoice'],
    [{ amount_paid: undefined }, 'ambiguous', 'not_an_invoice'],
    [{ payments: undefined }, 'ambiguous', 'not_an_invoice'],
    [{ livemode: true }, 'config', 'other_mode'],
    [{ status: 'half_paid' }, 'config', 'unknown_status'],
  ] as const)
    assert.throws(() => readInvoice({ ...answer, ...changes }, false), { kind, code });
  for (const nothing of [null, '', {}, { message: 'Bad gateway' }])
    assert.throws(() => readInvoice(nothing, false), { kind: 'ambiguous' });
});

test('what a customer transferred is read by currency, and only from a cash balance of our mode', () => {
  const cash = { object: 'cash_balance', livemode: false, available: { gbp: 5000, eur: 0 } };
  assert.deepEqual(readCash(cash, false), [{ amount: 5000, currency: 'GBP' }]);
  assert.deepEqual(readCash({ ...cash, available: null }, false), []);
  assert.throws(() => readCash(cash, true), { kind: 'config', code: 'other_mode' });
  for (const nothing of [null, {}, { available: { gbp: 5000 } }])
    assert.throws(() => readCash(nothing, false), { kind: 'ambiguous' });
});

test('the Pay button may lead to the pages of Stripe for cards and for invoices, and to no other site', async () => {
  const config = readConfig({
    NODE_ENV: 'test',
    SECRET_KEY: 'test-key-0123456789-abcdefghijklmnop',
  });
  const leads = async (stripeApiBase: string | null): Promise<string> => {
    const app = express().use(securityHeaders({ ...config, stripeApiBase }));
    // What nobody answers gets headers of Express itself.
    app.get('/', (_request, response) => void response.end());
    const { headers } = await request(app).get('/');
    return /form-action ([^;]*)/u.exec(String(headers['content-security-policy']))?.[1] ?? '';
  };
  assert.equal(await leads(null), "'self' https://checkout.stripe.com https://invoice.stripe.com");
  assert.equal(await leads('http://127.0.0.1:12111/v1'), "'self' http://127.0.0.1:12111");
});
