import assert from 'node:assert/strict';
import type { Stripe } from 'stripe';
import { refusal } from '../support.ts';
import { type Case, type Desk } from './desk.ts';

const newCustomer = ({ stripe }: Desk) =>
  stripe.customers.create({
    name: 'The Daily Example',
    email: 'accounts@example.org',
    address: { line1: '1 Test Street', city: 'London', postal_code: 'W1A 1AA', country: 'GB' },
    metadata: { organisation_id: 'o-1' },
    tax_id_data: [{ type: 'gb_vat', value: 'GB123456789' }],
  });

/** An open invoice of two lines, 120.00 and 24.00. */
async function openInvoice(desk: Desk, more: Stripe.InvoiceCreateParams = {}) {
  const { stripe } = desk;
  const customer = (await newCustomer(desk)).id;
  const draft = await stripe.invoices.create({
    customer,
    collection_method: 'send_invoice',
    days_until_due: 30,
    currency: 'gbp',
    auto_advance: false,
    pending_invoice_items_behavior: 'exclude',
    metadata: { attempt_id: 'a-1' },
    custom_fields: [{ name: 'PO number', value: 'PO-1' }],
    footer: 'Thank you.',
    ...more,
  });
  for (const [description, amount] of [
    ['Licence', 12_000],
    ['VAT 20 %', 2400],
  ] as const)
    await stripe.invoiceItems.create({
      customer,
      invoice: draft.id,
      description,
      amount,
      currency: 'gbp',
    });
  const invoice = await stripe.invoices.finalizeInvoice(draft.id, { auto_advance: false });
  return { customer, invoice };
}

export const invoiceCases: Case[] = [
  {
    name: 'a customer has an address and tax numbers',
    async run(desk) {
      const { stripe } = desk;
      const { id } = await newCustomer(desk);
      const added = await stripe.customers.createTaxId(id, {
        type: 'eu_vat',
        value: 'DE123456789',
      });
      assert.equal((await stripe.customers.retrieveTaxId(id, added.id)).value, 'DE123456789');
      assert.equal((await stripe.customers.listTaxIds(id)).data.length, 2);
      assert.equal((await stripe.customers.deleteTaxId(id, added.id)).deleted, true);
      const cash = await stripe.customers.retrieveCashBalance(id);
      assert.deepEqual([cash.customer, cash.available], [id, null]);
      const read = await stripe.customers.retrieve(id, { expand: ['tax_ids'] });
      assert.ok(!read.deleted && read.tax_ids?.data.length === 1);
      const found = await stripe.customers.list({ email: 'accounts@example.org', limit: 1 });
      assert.equal(found.data[0]?.id, id);
      await assert.rejects(
        stripe.customers.createTaxId(id, { type: 'gb_vat', value: 'nonsense' }),
        refusal('tax_id_invalid'),
      );
    },
  },
  {
    name: 'an invoice is drafted, finalized, sent and paid outside',
    async run(desk) {
      const { stripe } = desk;
      const { customer, invoice } = await openInvoice(desk);
      assert.deepEqual(
        [invoice.status, invoice.total, invoice.amount_remaining],
        ['open', 14_400, 14_400],
      );
      assert.ok(invoice.number && invoice.hosted_invoice_url && invoice.invoice_pdf);
      await assert.rejects(
        stripe.invoiceItems.create({ customer, invoice: invoice.id, amount: 1, currency: 'gbp' }),
      );
      assert.equal((await stripe.invoices.listLineItems(invoice.id)).data.length, 2);
      const items = await stripe.invoiceItems.list({ invoice: invoice.id });
      assert.equal((await stripe.invoiceItems.retrieve(items.data[0]?.id ?? '')).amount, 2400);
      await stripe.invoices.sendInvoice(invoice.id);
      const paid = await stripe.invoices.pay(invoice.id, { paid_out_of_band: true });
      assert.deepEqual([paid.status, paid.amount_remaining], ['paid', 0]);
      const listed = await stripe.invoices.list({ customer, status: 'paid' });
      assert.equal(listed.data[0]?.id, invoice.id);
    },
  },
  {
    name: 'an invoice is paid by card, and its payment is found by the intent',
    async run(desk) {
      const { stripe } = desk;
      const { customer, invoice } = await openInvoice(desk);
      const declined = await stripe.paymentMethods.attach('pm_card_chargeCustomerFail', {
        customer,
      });
      await assert.rejects(
        stripe.invoices.pay(invoice.id, { payment_method: declined.id }),
        /declined/i,
      );
      const method = await stripe.paymentMethods.attach('pm_card_visa', { customer });
      assert.equal((await stripe.paymentMethods.retrieve(method.id)).customer, customer);
      await stripe.invoices.pay(invoice.id, { payment_method: method.id });
      const read = await stripe.invoices.retrieve(invoice.id, { expand: ['payments'] });
      assert.deepEqual([read.status, read.amount_paid], ['paid', 14_400]);
      const [payment] = (await stripe.invoicePayments.list({ invoice: invoice.id, status: 'paid' }))
        .data;
      assert.ok(payment);
      const intent = payment.payment.payment_intent;
      assert.ok(typeof intent === 'string');
      const byIntent = await stripe.invoicePayments.list({
        payment: { type: 'payment_intent', payment_intent: intent },
      });
      assert.equal(byIntent.data[0]?.invoice, invoice.id);
      assert.equal((await stripe.invoicePayments.retrieve(payment.id)).amount_paid, 14_400);
    },
  },
  {
    name: 'an invoice is voided, marked uncollectible, or deleted while it is a draft',
    async run(desk) {
      const { stripe } = desk;
      const { customer, invoice } = await openInvoice(desk);
      assert.equal((await stripe.invoices.voidInvoice(invoice.id)).status, 'void');
      await assert.rejects(stripe.invoices.pay(invoice.id));
      const other = await openInvoice(desk);
      assert.equal(
        (await stripe.invoices.markUncollectible(other.invoice.id)).status,
        'uncollectible',
      );
      await stripe.invoiceItems.create({
        customer,
        amount: 1000,
        currency: 'gbp',
        description: 'Later',
      });
      const draft = await stripe.invoices.create({
        customer,
        collection_method: 'send_invoice',
        days_until_due: 7,
        pending_invoice_items_behavior: 'include',
      });
      assert.deepEqual([draft.status, draft.total], ['draft', 1000]);
      assert.equal((await stripe.invoices.del(draft.id)).deleted, true);
      await assert.rejects(stripe.invoices.retrieve(draft.id), refusal('resource_missing'));
      await assert.rejects(stripe.invoices.del(other.invoice.id));
    },
  },
  {
    name: 'a credit note takes off what is due, and gives back what was paid',
    async run(desk) {
      const { stripe } = desk;
      const { customer, invoice } = await openInvoice(desk);
      const early = await stripe.creditNotes.create({
        invoice: invoice.id,
        amount: 2400,
        memo: 'No VAT',
      });
      assert.deepEqual([early.type, early.status], ['pre_payment', 'issued']);
      assert.equal((await stripe.invoices.retrieve(invoice.id)).amount_remaining, 12_000);
      assert.equal((await stripe.creditNotes.voidCreditNote(early.id)).status, 'void');
      const method = await stripe.paymentMethods.attach('pm_card_visa', { customer });
      await stripe.invoices.pay(invoice.id, { payment_method: method.id });
      const late = await stripe.creditNotes.create({
        invoice: invoice.id,
        lines: [
          {
            type: 'invoice_line_item',
            invoice_line_item: invoice.lines.data[0]?.id ?? '',
            amount: 1000,
          },
        ],
        refund_amount: 1000,
        reason: 'order_change',
      });
      assert.equal(late.refunds[0]?.amount_refunded, 1000);
      assert.equal((await stripe.creditNotes.retrieve(late.id)).post_payment_amount, 1000);
      assert.equal((await stripe.creditNotes.list({ invoice: invoice.id })).data.length, 2);
      const [payment] = (await stripe.invoicePayments.list({ invoice: invoice.id, status: 'paid' }))
        .data;
      const intent = payment?.payment.payment_intent;
      assert.ok(typeof intent === 'string');
      const refund = await stripe.refunds.create({ payment_intent: intent, amount: 2000 });
      const linking = (amount: number): Promise<Stripe.CreditNote> =>
        stripe.creditNotes.create({
          invoice: invoice.id,
          amount,
          refunds: [{ refund: refund.id }],
        });
      await assert.rejects(linking(1000));
      assert.deepEqual((await linking(2000)).refunds[0]?.refund, refund.id);
      await assert.rejects(linking(2000));
    },
  },
];
