import type Stripe from 'stripe';
import { whole } from './contract/whole.ts';
import { taxIdsOf } from './customers.ts';
import { freshId, type World } from './world.ts';

export type NewInvoice = {
  customer: string;
  currency: string;
  collection: 'charge_automatically' | 'send_invoice';
  daysUntilDue?: number | undefined;
  dueDate?: number | undefined;
  description?: string | null;
  footer?: string | null;
  customFields?: { name: string; value: string }[] | null;
  metadata?: Stripe.Metadata;
  number?: string | null;
  effectiveAt?: number | null;
  paymentMethods?: string[] | null;
};
export type NewLine = {
  /** Minor units for the whole quantity, without tax. */
  amount: number;
  description: string | null;
  quantity: number;
  /** Minor units that come on top. */
  tax?: number;
  metadata?: Stripe.Metadata;
};

export function draftObject(world: World, wish: NewInvoice): Stripe.Invoice {
  const id = freshId('in_1');
  const customer = world.records.customers.get(wish.customer);
  const due = wish.daysUntilDue === undefined ? null : world.now() + wish.daysUntilDue * 24 * 3600;
  return whole('Invoice', {
    ...noSums,
    id,
    account_country: 'GB',
    account_name: 'The newsroom (test)',
    attempt_count: 0,
    auto_advance: false,
    automatic_tax: { enabled: false },
    billing_reason: 'manual',
    collection_method: wish.collection,
    created: world.now(),
    currency: wish.currency,
    custom_fields: wish.customFields ?? null,
    customer: wish.customer,
    customer_address: customer?.address ?? null,
    customer_email: customer?.email ?? null,
    customer_name: customer?.name ?? null,
    customer_tax_exempt: customer?.tax_exempt ?? 'none',
    customer_tax_ids: taxIdsOf(world, wish.customer).map(({ type, value }) => ({ type, value })),
    description: wish.description ?? null,
    due_date: wish.dueDate ?? due,
    effective_at: wish.effectiveAt ?? null,
    footer: wish.footer ?? null,
    hosted_invoice_url: null,
    invoice_pdf: null,
    issuer: { type: 'self' },
    lines: { object: 'list', data: [], has_more: false, url: `/v1/invoices/${id}/lines` },
    metadata: wish.metadata ?? {},
    number: wish.number ?? null,
    payment_settings: {
      payment_method_types: wish.paymentMethods ?? null,
    },
    period_end: world.now(),
    period_start: world.now(),
    status: 'draft',
  });
}

const noSums = {
  amount_due: 0,
  amount_overpaid: 0,
  amount_paid: 0,
  amount_remaining: 0,
  amount_shipping: 0,
  post_payment_credit_notes_amount: 0,
  pre_payment_credit_notes_amount: 0,
  starting_balance: 0,
  subtotal: 0,
  subtotal_excluding_tax: 0,
  total: 0,
  total_excluding_tax: 0,
  total_discount_amounts: [],
  total_pretax_credit_amounts: [],
  total_taxes: [],
};

export function lineObject(invoice: Stripe.Invoice, line: NewLine): Stripe.InvoiceLineItem {
  const tax = line.tax ?? 0;
  return whole('InvoiceLineItem', {
    id: freshId('il_1'),
    amount: line.amount,
    currency: invoice.currency,
    description: line.description,
    discount_amounts: [],
    discountable: true,
    invoice: invoice.id,
    metadata: line.metadata ?? {},
    period: { start: invoice.created, end: invoice.created },
    pretax_credit_amounts: [],
    pricing: {
      type: 'price_details',
      price_details: { price: freshId('price_1'), product: freshId('prod_', 14) },
      unit_amount_decimal: String(line.amount / line.quantity),
    },
    quantity: line.quantity,
    quantity_decimal: String(line.quantity),
    subtotal: line.amount,
    taxes: tax ? [taxObject(line.amount, tax)] : [],
  });
}

const taxObject = (base: number, amount: number) => ({
  amount,
  tax_behavior: 'exclusive' as const,
  tax_rate_details: { tax_rate: 'txr_1StandInOfOneRate' },
  taxability_reason: 'standard_rated' as const,
  taxable_amount: base,
  type: 'tax_rate_details' as const,
});

/** The sums of a draft from its lines. */
export function recount(invoice: Stripe.Invoice) {
  const { data } = invoice.lines;
  const subtotal = data.reduce((sum, line) => sum + line.amount, 0);
  const tax = data.flatMap((line) => line.taxes ?? []).reduce((sum, each) => sum + each.amount, 0);
  const total = subtotal + tax;
  Object.assign(invoice, {
    subtotal,
    subtotal_excluding_tax: subtotal,
    total,
    total_excluding_tax: subtotal,
    amount_due: Math.max(0, total),
    amount_remaining: Math.max(0, total),
    total_taxes: tax ? [taxObject(subtotal, tax)] : [],
  } satisfies Partial<Stripe.Invoice>);
}
