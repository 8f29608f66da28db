import type Stripe from 'stripe';
import { emit } from './events.ts';
import { intentWith, openIntent } from './intents.ts';
import { notePayment, openPaymentOf } from './invoicing.ts';
import { makeMethod, nobody } from './methods.ts';
import { confirmPayment } from './payments.ts';
import { idOf, type World } from './world.ts';

/**
 * A bank transfer for an invoice arrives (minor units). Less than what is due leaves the invoice open,
 * since invoices are never paid in part; what is too much is credited to the customer.
 */
export function receiveTransfer(world: World, invoice: Stripe.Invoice, amount: number) {
  const payment = openPaymentOf(world, invoice.id);
  if (!payment) throw new Error(`Invoice ${invoice.id} does not wait for money.`);
  const received = (world.records.transfers.get(invoice.id) ?? 0) + amount;
  const over = received - invoice.amount_remaining;
  world.records.transfers.set(invoice.id, Math.min(received, invoice.amount_remaining));
  if (over < 0) return;
  const customer = world.records.customers.get(idOf(invoice.customer) ?? '');
  invoice.amount_overpaid = over;
  if (customer) customer.balance -= over;
  const intent = intentWith(world, idOf(payment.payment.payment_intent));
  confirmPayment(world, intent, makeMethod(world, { transfer: true }, nobody));
  if (over > 0) emit(world, 'invoice.overpaid', invoice);
}

/** Staff charge a part of an invoice (minor units), as the dashboard lets them: the rest of it stays due. */
export function payPart(world: World, invoice: Stripe.Invoice, amount: number) {
  if (invoice.status !== 'open' || amount >= invoice.amount_remaining)
    throw new Error(`Invoice ${invoice.id} takes no such part.`);
  const { currency } = invoice;
  const customer = idOf(invoice.customer);
  const intent = openIntent(world, { amount, currency, customer, methods: ['customer_balance'] });
  notePayment(world, invoice, intent.id, amount);
  confirmPayment(world, intent, makeMethod(world, { transfer: true }, nobody));
}

/** What a customer transferred that has paid no invoice yet, by currency. */
export function cashOf(world: World, { id }: Stripe.Customer): Record<string, number> | null {
  const cash = new Map<string, number>();
  for (const [invoiceId, received] of world.records.transfers) {
    const invoice = world.records.invoices.get(invoiceId);
    if (!invoice || idOf(invoice.customer) !== id || invoice.status === 'paid') continue;
    cash.set(invoice.currency, (cash.get(invoice.currency) ?? 0) + received);
  }
  return cash.size === 0 ? null : Object.fromEntries(cash);
}
