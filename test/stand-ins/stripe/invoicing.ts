import type Stripe from 'stripe';
import { whole } from './contract/whole.ts';
import { change, emit } from './events.ts';
import { cancelIntent, openIntent } from './intents.ts';
import {
  draftObject,
  lineObject,
  recount,
  type NewInvoice,
  type NewLine,
} from './invoice-objects.ts';
import { freshId, idOf, type CheckoutRecord, type World } from './world.ts';

type Invoice = Stripe.Invoice;

export function draftInvoice(world: World, wish: NewInvoice): Invoice {
  const invoice = draftObject(world, wish);
  world.records.invoices.set(invoice.id, invoice);
  emit(world, 'invoice.created', invoice);
  return invoice;
}

/** Adds a line to a draft and counts its sums anew. */
export function addLine(invoice: Invoice, line: NewLine) {
  invoice.lines.data.push(lineObject(invoice, line));
  recount(invoice);
}

/** Gives a draft its number and its pages; from now on it can be paid and no longer be changed. */
export function finalizeInvoice(world: World, invoice: Invoice) {
  const customer = world.records.customers.get(idOf(invoice.customer) ?? '');
  const sequence = customer?.next_invoice_sequence ?? 1;
  if (customer) customer.next_invoice_sequence = sequence + 1;
  invoice.number ??= `${customer?.invoice_prefix ?? 'INVOICE'}-${String(sequence).padStart(4, '0')}`;
  invoice.status = 'open';
  invoice.status_transitions.finalized_at = world.now();
  invoice.effective_at ??= world.now();
  invoice.hosted_invoice_url = `${world.origin}/i/${invoice.id}`;
  invoice.invoice_pdf = `${world.origin}/i/${invoice.id}/pdf`;
  if (invoice.amount_due > 0) requestPayment(world, invoice);
  emit(world, 'invoice.finalized', invoice);
  if (invoice.amount_due === 0) settle(world, invoice, 0);
}

/** The payment that a finalized invoice waits for. */
function requestPayment(world: World, invoice: Invoice) {
  const intent = openIntent(world, {
    amount: invoice.amount_remaining,
    currency: invoice.currency,
    customer: idOf(invoice.customer),
    methods: ['card', 'customer_balance'],
    description: invoice.description,
    metadata: {},
  });
  notePayment(world, invoice, intent.id);
}

export function notePayment(world: World, invoice: Invoice, intent: string, part?: number) {
  const payment = whole('InvoicePayment', {
    id: freshId('inpay_1'),
    amount_paid: null,
    amount_requested: part ?? invoice.amount_remaining,
    created: world.now(),
    currency: invoice.currency,
    invoice: invoice.id,
    is_default: part === undefined,
    payment: { type: 'payment_intent', payment_intent: intent },
    status: 'open',
  });
  world.records.invoicePayments.set(payment.id, payment);
  return payment;
}

export const paymentsOf = (world: World, invoice: string) =>
  [...world.records.invoicePayments.values()].filter((each) => idOf(each.invoice) === invoice);

export const openPaymentOf = (world: World, invoice: string) =>
  paymentsOf(world, invoice).find(({ status }) => status === 'open');

export function invoicePaidByIntent(world: World, invoice: Invoice, intent: Stripe.PaymentIntent) {
  const payment = paymentsOf(world, invoice.id).find(
    (each) => idOf(each.payment.payment_intent) === intent.id,
  );
  if (payment) {
    payment.status = 'paid';
    payment.amount_paid = intent.amount_received;
    payment.status_transitions.paid_at = world.now();
    emit(world, 'invoice_payment.paid', payment);
  }
  invoice.attempted = true;
  invoice.attempt_count += 1;
  if (intent.amount_received < invoice.amount_remaining)
    return lowerRest(world, invoice, intent.amount_received);
  settle(world, invoice, intent.amount_received);
  emit(world, 'invoice.payment_succeeded', invoice);
}

/** A part was paid: the rest stays due, and the payment that waits asks for no more than that. */
function lowerRest(world: World, invoice: Invoice, amount: number) {
  const before = change(invoice, {
    amount_paid: invoice.amount_paid + amount,
    amount_remaining: invoice.amount_remaining - amount,
  });
  const waiting = openPaymentOf(world, invoice.id);
  const intent = world.records.intents.get(idOf(waiting?.payment.payment_intent) ?? '');
  if (waiting) waiting.amount_requested = invoice.amount_remaining;
  if (intent) intent.amount = invoice.amount_remaining;
  emit(world, 'invoice.updated', invoice, before);
}

export function invoiceFailed(world: World, invoice: Invoice) {
  invoice.attempted = true;
  invoice.attempt_count += 1;
  emit(world, 'invoice.payment_failed', invoice);
}

/** Somebody says that the money came outside of the API, as by a wire to another account. */
export function payOutOfBand(world: World, invoice: Invoice) {
  const due = invoice.amount_remaining;
  withdrawPayment(world, invoice);
  invoice.amount_paid_off_stripe = due;
  settle(world, invoice, due);
}

function settle(world: World, invoice: Invoice, amount: number) {
  const before = change(invoice, {
    status: 'paid',
    amount_paid: invoice.amount_paid + amount,
    amount_remaining: 0,
  });
  invoice.status_transitions.paid_at = world.now();
  emit(world, 'invoice.paid', invoice);
  emit(world, 'invoice.updated', invoice, before);
}

export function voidInvoice(world: World, invoice: Invoice) {
  withdrawPayment(world, invoice);
  invoice.status = 'void';
  invoice.status_transitions.voided_at = world.now();
  emit(world, 'invoice.voided', invoice);
}

export function markUncollectible(world: World, invoice: Invoice) {
  invoice.status = 'uncollectible';
  invoice.status_transitions.marked_uncollectible_at = world.now();
  emit(world, 'invoice.marked_uncollectible', invoice);
}

/** The payment that is still asked for is asked for no longer. */
export function withdrawPayment(world: World, invoice: Invoice) {
  const payment = openPaymentOf(world, invoice.id);
  if (!payment) return;
  payment.status = 'canceled';
  payment.status_transitions.canceled_at = world.now();
  cancelIntent(world, idOf(payment.payment.payment_intent));
}

/** The paid invoice of a checkout session, with its lines and sums. */
export function invoiceForSession(world: World, { session, lineItems }: CheckoutRecord): Invoice {
  const data = session.invoice_creation?.invoice_data;
  const invoice = draftInvoice(world, {
    customer: idOf(session.customer) ?? '',
    currency: session.currency ?? '',
    collection: 'charge_automatically',
    description: data?.description ?? null,
    footer: data?.footer ?? null,
    customFields: data?.custom_fields ?? null,
    metadata: data?.metadata ?? {},
  });
  for (const item of lineItems)
    addLine(invoice, {
      amount: item.amount_subtotal,
      description: item.description,
      quantity: item.quantity ?? 1,
      tax: item.amount_total - item.amount_subtotal,
    });
  finalizeInvoice(world, invoice);
  withdrawPayment(world, invoice);
  const intent = world.records.intents.get(idOf(session.payment_intent) ?? '');
  if (intent) {
    notePayment(world, invoice, intent.id);
    invoicePaidByIntent(world, invoice, intent);
  }
  return invoice;
}

/** Tells once of every invoice that is past its day. */
export function tellOverdue(world: World): boolean {
  const { invoices, overdue } = world.records;
  const late = [...invoices.values()].filter(
    ({ id, status, due_date: due }) =>
      status === 'open' && due !== null && due <= world.now() && !overdue.has(id),
  );
  for (const invoice of late) {
    overdue.set(invoice.id, true);
    emit(world, 'invoice.overdue', invoice);
  }
  return late.length > 0;
}
