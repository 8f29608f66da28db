import type Stripe from 'stripe';
import type { Call, Route } from '../call.ts';
import { whole } from '../contract/whole.ts';
import { emit } from '../events.ts';
import type { NewLine } from '../invoice-objects.ts';
import { addLine } from '../invoicing.ts';
import { checkCurrency, checkPrecision } from '../money.ts';
import { bad, missing } from '../refusal.ts';
import { decimal, text, type NamesOf } from '../shape.ts';
import { freshId } from '../world.ts';
import { customerWith } from './customers.ts';
import { itemParams } from './invoice-params.ts';
import { readRoutes } from './reading.ts';

const filters = {
  customer: text(255),
  invoice: text(255),
} satisfies NamesOf<Stripe.InvoiceItemListParams>;

export const invoiceItemRoutes: Route[] = [
  { method: 'POST', path: '/invoiceitems', answer: create },
  ...readRoutes({ path: '/invoiceitems', kind: 'invoiceItems', noun: 'invoiceitem', filters }),
];

/** Without an invoice the item waits for the next one that includes pending items. */
function create({ world, params }: Call) {
  const asked = itemParams(params, '');
  const customer = customerWith(world, asked.customer);
  const invoice = asked.invoice ? world.records.invoices.get(asked.invoice) : null;
  if (invoice === undefined) throw missing('invoice', asked.invoice ?? '', 'invoice');
  if (invoice && invoice.status !== 'draft')
    throw bad(
      'This invoice is finalized and takes no more lines.',
      'invoice_not_editable',
      'invoice',
    );
  const currency = asked.currency ?? invoice?.currency ?? customer.currency ?? 'gbp';
  checkCurrency(currency, 'currency');
  if (invoice && invoice.currency !== currency)
    throw bad('The item has another currency than its invoice.', undefined, 'currency');
  const quantity = asked.quantity ?? 1;
  const amount = amountOf(asked.amount, asked.unit_amount_decimal, quantity);
  checkPrecision(amount, currency, 'amount');
  const item = whole('InvoiceItem', {
    id: freshId('ii_1'),
    amount,
    currency,
    customer: customer.id,
    date: world.now(),
    description: asked.description ?? null,
    discountable: true,
    discounts: [],
    invoice: invoice?.id ?? null,
    metadata: asked.metadata ?? {},
    period: asked.period ?? { start: world.now(), end: world.now() },
    quantity,
    quantity_decimal: String(quantity),
    tax_rates: [],
  });
  world.records.invoiceItems.set(item.id, item);
  if (invoice) addLine(invoice, lineOf(item));
  emit(world, 'invoiceitem.created', item);
  return item;
}

/** Minor units of the whole item; half of one is rounded up. */
function amountOf(amount: number | undefined, unit: string | undefined, quantity: number) {
  if (amount !== undefined && unit !== undefined)
    throw bad('Only one of amount and unit_amount_decimal is allowed.', 'parameters_exclusive');
  if (amount !== undefined) return amount;
  if (unit === undefined) throw bad('The item needs an amount.', 'parameter_missing', 'amount');
  return Math.round(decimal(unit, 'unit_amount_decimal') * quantity);
}

export const lineOf = (item: Stripe.InvoiceItem): NewLine => ({
  amount: item.amount,
  description: item.description,
  quantity: item.quantity,
  metadata: item.metadata ?? {},
});
