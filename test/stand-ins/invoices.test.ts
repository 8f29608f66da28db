import assert from 'node:assert/strict';
import { test } from 'node:test';
import type Stripe from 'stripe';
import { answerBank, payByCard } from './stripe/payer.ts';
import { eventTypes, openSession, start } from './support.ts';

/** A sent invoice over £144.00, due in 30 days. */
async function sentInvoice(stripe: Stripe) {
  const customer = (
    await stripe.customers.create({ name: 'Daily Example', email: 'a@example.org' })
  ).id;
  const { id } = await stripe.invoices.create({
    customer,
    collection_method: 'send_invoice',
    days_until_due: 30,
    currency: 'gbp',
    custom_fields: [{ name: 'PO number', value: 'PO-1' }],
  });
  const licence = { customer, invoice: id, description: 'Licence (web)', currency: 'gbp' };
  await stripe.invoiceItems.create({ ...licence, amount: 14_400 });
  return stripe.invoices.sendInvoice(id);
}

test('the page of an invoice shows what is due, takes a card, and then says that it is paid', async (t) => {
  const { stripe, standIn } = await start(t);
  const invoice = await sentInvoice(stripe);
  const page = invoice.hosted_invoice_url ?? '';
  const shown = await (await fetch(page)).text();
  for (const words of ['£144.00', 'Licence (web)', 'PO-1', 'no money moves', invoice.number ?? '?'])
    assert.ok(shown.includes(words), words);
  assert.equal((await payByCard(page, '4000000000000002')).status, 402);
  assert.ok(eventTypes(standIn).includes('invoice.payment_failed'));
  const asked = await payByCard(page, '4000002760003184');
  assert.equal((await answerBank(asked.location ?? '', 'complete')).location, `/i/${invoice.id}`);
  assert.deepEqual(eventTypes(standIn).slice(-6), [
    'charge.succeeded',
    'payment_intent.succeeded',
    'invoice_payment.paid',
    'invoice.paid',
    'invoice.updated',
    'invoice.payment_succeeded',
  ]);
  assert.match(await (await fetch(page)).text(), /is paid/);
  assert.equal((await payByCard(page, '4242424242424242')).status, 410);
});

test('the PDF of an invoice is one, and says what it is worth', async (t) => {
  const { stripe } = await start(t);
  const answer = await fetch((await sentInvoice(stripe)).invoice_pdf ?? '');
  const text = await answer.text();
  assert.equal(answer.headers.get('content-type'), 'application/pdf');
  assert.match(text, /^%PDF-1\.4\n[^]*Licence \\\(web\\\): GBP 144\.00[^]*%%EOF\n$/);
  const [, at] = /startxref\n(\d+)/.exec(text) ?? [];
  assert.equal(text.slice(Number(at), Number(at) + 4), 'xref');
});

test('an invoice that is past its day is told once, and can still be paid outside', async (t) => {
  const { stripe, standIn } = await start(t);
  const { id } = await sentInvoice(stripe);
  standIn.levers.clock({ advance: 29 * 24 * 3600 });
  assert.ok(!eventTypes(standIn).includes('invoice.overdue'));
  standIn.levers.clock({ advance: 2 * 24 * 3600 });
  standIn.levers.clock({ advance: 2 * 24 * 3600 });
  assert.equal(eventTypes(standIn).filter((type) => type === 'invoice.overdue').length, 1);
  const paid = await stripe.invoices.pay(id, { paid_out_of_band: true });
  assert.deepEqual([paid.status, paid.amount_paid_off_stripe], ['paid', 14_400]);
  const [payment] = (await stripe.invoicePayments.list({ invoice: id })).data;
  assert.equal(payment?.status, 'canceled');
});

test('a transfer that is short leaves the invoice open; the rest pays it, and what is over is told', async (t) => {
  const { stripe, standIn } = await start(t);
  const { id } = await sentInvoice(stripe);
  assert.deepEqual(standIn.levers.transfer({ id, amount: 14_000 }), { status: 'open' });
  assert.equal((await stripe.invoices.retrieve(id)).amount_remaining, 14_400);
  assert.deepEqual(standIn.levers.transfer({ id, amount: 500 }), { status: 'paid' });
  const paid = await stripe.invoices.retrieve(id);
  assert.deepEqual([paid.amount_paid, paid.amount_overpaid], [14_400, 100]);
  assert.equal(eventTypes(standIn).at(-1), 'invoice.overpaid');
});

test('a paid session with an invoice of its own has both in euro cents and tax alike', async (t) => {
  const { stripe } = await start(t, { taxPercent: 20 });
  const price = { currency: 'eur', unit_amount: 999, product_data: { name: 'Licence' } };
  const total = async (behaviour: 'exclusive' | 'inclusive') => {
    const { id, page } = await openSession(stripe, {
      line_items: [{ quantity: 1, price_data: { ...price, tax_behavior: behaviour } }],
      automatic_tax: { enabled: true },
      invoice_creation: { enabled: true },
      name_collection: { business: { enabled: true } },
      tax_id_collection: { enabled: true },
    });
    const typed = { country: 'DE', business_name: 'Beispiel GmbH', tax_id: 'DE 123456789' };
    assert.equal((await payByCard(page, '4242424242424242', { country: 'DE' })).status, 422);
    assert.equal((await payByCard(page, '4242424242424242', typed)).status, 303);
    const session = await stripe.checkout.sessions.retrieve(id, { expand: ['invoice'] });
    assert.equal(session.automatic_tax.status, 'complete');
    assert.deepEqual(session.customer_details?.tax_ids, [{ type: 'eu_vat', value: 'DE123456789' }]);
    assert.equal(session.customer_details?.business_name, 'Beispiel GmbH');
    assert.ok(session.invoice && typeof session.invoice === 'object');
    assert.equal(session.invoice.amount_paid, session.amount_total);
    return [session.amount_subtotal, session.total_details?.amount_tax, session.amount_total];
  };
  assert.deepEqual(await total('exclusive'), [999, 200, 1199]);
  assert.deepEqual(await total('inclusive'), [999, 167, 999]);
});
