import type Stripe from 'stripe';
import type { Call, Route } from '../call.ts';
import { emit } from '../events.ts';
import { intentWith } from '../intents.ts';
import {
  addLine,
  draftInvoice,
  finalizeInvoice,
  markUncollectible,
  openPaymentOf,
  payOutOfBand,
  voidInvoice,
} from '../invoicing.ts';
import { listOf, pageOf, paging } from '../lists.ts';
import { methodWith } from '../methods.ts';
import { checkCurrency, checkTotal } from '../money.ts';
import { confirmPayment } from '../payments.ts';
import { bad, missing, Refusal } from '../refusal.ts';
import { expandOnly, flag, list, nothing, object, oneOf, text, type NamesOf } from '../shape.ts';
import { idOf, type World } from '../world.ts';
import { customerWith } from './customers.ts';
import { createParams } from './invoice-params.ts';
import { lineOf } from './invoice-items.ts';
import { readRoutes } from './reading.ts';

type Invoice = Stripe.Invoice;

const payParams = object({
  paid_out_of_band: flag,
  payment_method: text(255),
  expand: list(text(200)),
} satisfies NamesOf<Stripe.InvoicePayParams>);
const finalizeParams = object({ auto_advance: flag, expand: list(text(200)) });
const filters = {
  customer: text(255),
  status: oneOf('draft', 'open', 'paid', 'uncollectible', 'void'),
  collection_method: oneOf('charge_automatically', 'send_invoice'),
} satisfies NamesOf<Stripe.InvoiceListParams>;
const ofPayments = {
  invoice: text(255),
  status: oneOf('open', 'paid', 'canceled'),
  payment: object({ type: oneOf('payment_intent'), payment_intent: text(255) }, ['type']),
} satisfies NamesOf<Stripe.InvoicePaymentListParams>;
const page = object(paging);

export const invoiceRoutes: Route[] = [
  { method: 'POST', path: '/invoices', answer: create },
  ...readRoutes({ path: '/invoices', kind: 'invoices', noun: 'invoice', filters }),
  { method: 'DELETE', path: '/invoices/:id', answer: remove },
  { method: 'GET', path: '/invoices/:id/lines', answer: lines },
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
  ...readRoutes({
    path: '/invoice_payments',
    kind: 'invoicePayments',
    noun: 'invoice payment',
    filters: ofPayments,
    keeps: (found, name, wanted) =>
      name === 'payment'
        ? idOf((found as Stripe.InvoicePayment).payment.payment_intent) ===
          (wanted as { payment_intent?: string }).payment_intent
        : Reflect.get(found, name) === wanted,
  }),
];

export function invoiceWith(world: World, id: string, param = 'invoice'): Invoice {
  const invoice = world.records.invoices.get(id);
  if (!invoice) throw missing('invoice', id, param);
  return invoice;
}

function create({ world, params }: Call) {
  const asked = createParams(params, '');
  const customer = customerWith(world, asked.customer);
  const collection = asked.collection_method ?? 'charge_automatically';
  const sends = collection === 'send_invoice';
  if (sends && asked.days_until_due === undefined && asked.due_date === undefined)
    throw bad(
      'An invoice to be sent needs days_until_due or due_date.',
      'parameter_missing',
      'days_until_due',
    );
  if (!sends && (asked.days_until_due ?? asked.due_date) !== undefined)
    throw bad(
      'Only an invoice to be sent has a day on which it is due.',
      undefined,
      'days_until_due',
    );
  const pending = [...world.records.invoiceItems.values()].filter(
    (item) => item.customer === customer.id && item.invoice === null,
  );
  const taken = asked.pending_invoice_items_behavior === 'include' ? pending : [];
  const currency = asked.currency ?? taken[0]?.currency ?? customer.currency ?? 'gbp';
  checkCurrency(currency, 'currency');
  const invoice = draftInvoice(world, {
    customer: customer.id,
    currency,
    collection,
    daysUntilDue: asked.days_until_due,
    dueDate: asked.due_date,
    description: asked.description ?? null,
    footer: asked.footer ?? customer.invoice_settings.footer,
    customFields: asked.custom_fields ?? customer.invoice_settings.custom_fields,
    metadata: asked.metadata ?? {},
    number: asked.number ?? null,
    effectiveAt: asked.effective_at ?? null,
    paymentMethods: asked.payment_settings?.payment_method_types ?? null,
  });
  for (const item of taken) {
    item.invoice = invoice.id;
    addLine(invoice, lineOf(item));
  }
  return invoice;
}

function lines({ world, id, params }: Call) {
  const { data } = invoiceWith(world, id).lines;
  const url = `/v1/invoices/${id}/lines`;
  const asked = page(params, '');
  return Object.keys(asked).length === 0
    ? listOf(data, url)
    : pageOf(data.toReversed(), asked, url);
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

function remove({ world, id, params }: Call) {
  nothing(params, '');
  const invoice = invoiceWith(world, id);
  if (invoice.status !== 'draft')
    throw bad('Only a draft can be deleted; void a finalized invoice.', 'invoice_not_editable');
  world.records.invoices.delete(id);
  for (const [item, { invoice: of }] of world.records.invoiceItems)
    if (of === id) world.records.invoiceItems.delete(item);
  emit(world, 'invoice.deleted', invoice);
  return { id, object: 'invoice', deleted: true };
}
