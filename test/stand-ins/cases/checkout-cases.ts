import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { Stripe } from 'stripe';
import { refusal, sessionParams } from '../support.ts';
import { payBy, type Case, type Desk } from './desk.ts';

/** Confirms a session's page as the official command line tool does. */
async function payPage({ stripe }: Desk, session: string, token: string, amount: number) {
  const method = await stripe.paymentMethods.create({
    type: 'card',
    card: { token },
    billing_details: { name: 'Pat Payer', email: 'payer@example.org', address: { country: 'GB' } },
  });
  await stripe.rawRequest('GET', `/v1/payment_pages/${session}`);
  await stripe.rawRequest('POST', `/v1/payment_pages/${session}/confirm`, {
    payment_method: method.id,
    expected_amount: amount,
  });
}

const licence = (currency: string, amount: number) => [
  { quantity: 1, price_data: { currency, unit_amount: amount, product_data: { name: 'Licence' } } },
];

export const checkoutCases: Case[] = [
  {
    name: 'a checkout session is made, read, listed, paid and found by its payment',
    async run(desk) {
      const { stripe } = desk;
      const made = await stripe.checkout.sessions.create({
        ...sessionParams,
        name_collection: { business: { enabled: true, optional: true } },
        tax_id_collection: { enabled: true },
        submit_type: 'pay',
        locale: 'auto',
        custom_text: { submit: { message: 'Licence OP-2026-000001' } },
        invoice_creation: {
          enabled: true,
          invoice_data: {
            description: 'Licence',
            footer: 'Thank you.',
            custom_fields: [{ name: 'PO number', value: 'PO-1' }],
          },
        },
        expires_at: Math.floor(Date.now() / 1000) + 3600,
      });
      assert.deepEqual([made.status, made.payment_intent, made.livemode], ['open', null, false]);
      const listed = await stripe.checkout.sessions.list({ limit: 1 });
      assert.equal(listed.data[0]?.id, made.id);
      const items = await stripe.checkout.sessions.listLineItems(made.id);
      assert.equal(items.data[0]?.amount_total, 14_000);
      await payPage(desk, made.id, 'tok_visa', 14_000);
      const expand = ['payment_intent.latest_charge.balance_transaction', 'invoice', 'line_items'];
      const paid = await desk.until(
        () => stripe.checkout.sessions.retrieve(made.id, { expand }),
        ({ payment_status: status, invoice }) => status === 'paid' && invoice !== null,
      );
      assert.equal(paid.status, 'complete');
      assert.ok(paid.invoice && typeof paid.invoice === 'object');
      assert.deepEqual([paid.invoice.status, paid.invoice.amount_paid], ['paid', 14_000]);
      const intent = paid.payment_intent;
      assert.ok(intent && typeof intent === 'object');
      const byIntent = await stripe.checkout.sessions.list({ payment_intent: intent.id });
      assert.equal(byIntent.data[0]?.id, made.id);
      const movements = await stripe.balanceTransactions.list({ type: 'charge', limit: 1 });
      assert.ok((movements.data[0]?.fee ?? 0) > 0);
    },
  },
  {
    name: 'an open session is expired once; it sells stored prices as well',
    async run({ stripe }) {
      const product = await stripe.products.create({ name: 'Licence', description: 'One year' });
      const price = await stripe.prices.create({
        product: product.id,
        currency: 'eur',
        unit_amount: 900,
      });
      const { id } = await stripe.checkout.sessions.create({
        mode: 'payment',
        line_items: [{ price: price.id, quantity: 2 }],
        success_url: sessionParams.success_url,
        allowed_payment_method_types: ['card', 'link'],
      });
      assert.equal((await stripe.checkout.sessions.retrieve(id)).amount_total, 1800);
      assert.equal((await stripe.checkout.sessions.expire(id)).status, 'expired');
      await assert.rejects(
        stripe.checkout.sessions.expire(id),
        Stripe.errors.StripeInvalidRequestError,
      );
    },
  },
  {
    name: 'unknown names, sums too small or with too many decimals, and long metadata are refused',
    async run({ stripe }) {
      const create = (more: object) =>
        stripe.checkout.sessions.create({ ...sessionParams, ...more });
      await assert.rejects(
        create({ payment_method_types: ['card'] }),
        refusal('parameter_unknown', 'payment_method_types'),
      );
      const price = { currency: 'gbp', unit_amount: 500, amount: 1, product_data: { name: 'x' } };
      await assert.rejects(
        create({ line_items: [{ quantity: 1, price_data: price }] }),
        refusal('parameter_unknown', 'line_items[0][price_data][amount]'),
      );
      await assert.rejects(create({ line_items: licence('gbp', 29) }), refusal('amount_too_small'));
      await assert.rejects(
        create({ line_items: licence('kwd', 5124) }),
        Stripe.errors.StripeInvalidRequestError,
      );
      await assert.rejects(
        create({ metadata: { note: 'v'.repeat(501) } }),
        Stripe.errors.StripeInvalidRequestError,
      );
      await assert.rejects(
        stripe.checkout.sessions.retrieve('cs_test_none'),
        refusal('resource_missing'),
      );
    },
  },
  {
    name: 'a key gives the same answer again and is refused with other parameters',
    async run({ stripe }) {
      const idempotencyKey = randomUUID();
      const create = (amount: number) =>
        stripe.checkout.sessions.create(
          { ...sessionParams, line_items: licence('gbp', amount) },
          { idempotencyKey },
        );
      const first = await create(500);
      assert.equal((await create(500)).id, first.id);
      await assert.rejects(create(600), Stripe.errors.StripeIdempotencyError);
    },
  },
  {
    name: 'a declined card is an error with its reason, and the intent waits for another card',
    async run(desk) {
      const failed = await payBy(desk, 'pm_card_chargeDeclined').catch((error: unknown) => error);
      assert.ok(failed instanceof Stripe.errors.StripeCardError, String(failed));
      assert.deepEqual([failed.code, failed.decline_code], ['card_declined', 'generic_decline']);
      const [intent] = (await desk.stripe.paymentIntents.list({ limit: 1 })).data;
      assert.equal(intent?.status, 'requires_payment_method');
      const read = await desk.stripe.paymentIntents.retrieve(intent.id);
      assert.equal(read.last_payment_error?.code, 'card_declined');
    },
  },
];
