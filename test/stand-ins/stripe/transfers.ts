import type Stripe from 'stripe';
import { emit } from './events.ts';
import { intentWith } from './intents.ts';
import { openPaymentOf } from './invoicing.ts';
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
