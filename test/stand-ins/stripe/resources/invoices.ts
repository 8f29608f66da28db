import type Stripe from 'stripe';
import type { Call, Route } from '../call.ts';
import { emit } from '../events.ts';
import { addLine, draftInvoice } from '../invoicing.ts';
import { listOf, pageOf, paging } from '../lists.ts';
import { checkCurrency } from '../money.ts';
import { bad } from '../refusal.ts';
import { nothing, object, oneOf, text, type NamesOf } from '../shape.ts';
import { idOf } from '../world.ts';
import { customerWith } from './customers.ts';
import { lineOf } from './invoice-items.ts';
import { createParams } from './invoice-params.ts';
import { invoiceWith } from './invoice-steps.ts';
import { readRoutes } from './reading.ts';

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
