import type Stripe from 'stripe';
import type { Call, Route } from '../call.ts';
import { emit } from '../events.ts';
import { intentWith } from '../intents.ts';
import {
  finalizeInvoice,
  markUncollectible,
  openPaymentOf,
  payOutOfBand,
  voidInvoice,
} from '../invoicing.ts';
import { methodWith } from '../methods.ts';
import { checkTotal } from '../money.ts';
import { confirmPayment } from '../payments.ts';
import { bad, missing, Refusal } from '../refusal.ts';
import { expandOnly, flag, list, object, text, type NamesOf } from '../shape.ts';
import { idOf, type World } from '../world.ts';

type Invoice = Stripe.Invoice;

const payParams = object({
  paid_out_of_band: flag,
  payment_method: text(255),
  expand: list(text(200)),
} satisfies NamesOf<Stripe.InvoicePayParams>);
const finalizeParams = object({ auto_advance: flag, expand: list(text(200)) });
/** What becomes of a draft, one call a step. */
export const invoiceStepRoutes: Route[] = [
  { method: 'POST', path: '/invoices/:id/finalize', answer: finalize },
  { method: 'POST', path: '/invoices/:id/send', answer: send },
  { method: 'POST', path: '/invoices/:id/pay', answer: pay },
  {
    method: 'POST',
    path: '/invoices/:id/void',
    answer: ending(voidInvoice, 'open', 'uncollectible'),
  },
  {
    method: 'POST',
    path: '/invoices/:id/mark_uncollectible',
    answer: ending(markUncollectible, 'open'),
  },
];

export function invoiceWith(world: World, id: string, param = 'invoice'): Invoice {
  const invoice = world.records.invoices.get(id);
  if (!invoice) throw missing('invoice', id, param);
  return invoice;
}

function finalize({ world, id, params }: Call) {
  finalizeParams(params, '');
  const invoice = invoiceWith(world, id);
  makeFinal(world, invoice);
  return invoice;
}

function makeFinal(world: World, invoice: Invoice) {
  if (invoice.status !== 'draft')
    throw bad('This invoice is already finalized.', 'invoice_not_editable');
  if (invoice.lines.data.length === 0)
    throw bad('This invoice has no lines.', 'invoice_no_customer_line_items');
  if (invoice.amount_due > 0) checkTotal(invoice.amount_due, invoice.currency, 'invoice');
  finalizeInvoice(world, invoice);
}

function send({ world, id, params }: Call) {
  expandOnly(params, '');
  const invoice = invoiceWith(world, id);
  if (invoice.collection_method !== 'send_invoice')
    throw bad('Only invoices with the collection method send_invoice can be sent.');
  if (invoice.status === 'draft') makeFinal(world, invoice);
  emit(world, 'invoice.sent', invoice);
  return invoice;
}

function pay({ world, id, params }: Call) {
  const asked = payParams(params, '');
  const invoice = invoiceWith(world, id);
  if (invoice.status === 'draft') makeFinal(world, invoice);
  mustBe(invoice, 'open', 'uncollectible');
  if (asked.paid_out_of_band) {
    payOutOfBand(world, invoice);
    return invoice;
  }
  const payment = openPaymentOf(world, invoice.id);
  const found = asked.payment_method ?? attachedTo(world, idOf(invoice.customer));
  if (!payment || !found)
    throw bad(
      'This customer has no payment method to charge.',
      'resource_missing',
      'payment_method',
    );
  const intent = intentWith(world, idOf(payment.payment.payment_intent));
  const outcome = confirmPayment(world, intent, methodWith(world, found));
  if (typeof outcome !== 'object') return invoice;
  const { message, ...why } = outcome.declined;
  throw new Refusal(402, message, { type: 'card_error', ...why });
}

const attachedTo = (world: World, customer: string | null) =>
  [...world.records.methods.values()].find((each) => customer && each.customer === customer)?.id;

function ending(end: (world: World, invoice: Invoice) => void, ...from: Stripe.Invoice.Status[]) {
  return ({ world, id, params }: Call) => {
    expandOnly(params, '');
    const invoice = invoiceWith(world, id);
    mustBe(invoice, ...from);
    end(world, invoice);
    return invoice;
  };
}

function mustBe(invoice: Invoice, ...allowed: Stripe.Invoice.Status[]) {
  if (!allowed.includes(invoice.status ?? 'draft'))
    throw bad(
      `This is not possible with an invoice that is ${String(invoice.status)}.`,
      'status_transition_invalid',
    );
}
