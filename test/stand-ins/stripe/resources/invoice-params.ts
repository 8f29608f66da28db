import type Stripe from 'stripe';
import {
  flag,
  integer,
  list,
  metadata,
  object,
  oneOf,
  refused,
  text,
  type NamesOf,
} from '../shape.ts';
import { customFields } from './customers.ts';

const seconds = integer(0, 99_999_999_999);

const created = {
  customer: text(255),
  currency: text(3),
  collection_method: oneOf('charge_automatically', 'send_invoice'),
  days_until_due: integer(0, 1000),
  due_date: seconds,
  effective_at: seconds,
  auto_advance: flag,
  pending_invoice_items_behavior: oneOf('exclude', 'include'),
  description: text(5000),
  footer: text(5000),
  number: text(26),
  custom_fields: customFields,
  metadata,
  payment_settings: object({ payment_method_types: list(text(40)) }),
  statement_descriptor: text(22),
  expand: list(text(200)),
  automatic_tax: refused('automatic tax on invoices'),
  default_tax_rates: refused('tax rates'),
  discounts: refused('discounts'),
  subscription: refused('subscriptions'),
} satisfies NamesOf<Stripe.InvoiceCreateParams>;

export const createParams = object(created, ['customer']);

const period = object({ start: seconds, end: seconds }, ['start', 'end']);

const item = {
  customer: text(255),
  invoice: text(255),
  amount: integer(-99_999_999, 99_999_999),
  unit_amount_decimal: text(30),
  quantity: integer(0, 999_999),
  currency: text(3),
  description: text(5000),
  metadata,
  period,
  tax_behavior: oneOf('exclusive', 'inclusive', 'unspecified'),
  tax_code: text(50),
  expand: list(text(200)),
  pricing: refused('stored prices on invoices'),
  price_data: refused('stored products on invoices'),
  tax_rates: refused('tax rates'),
  discounts: refused('discounts'),
  subscription: refused('subscriptions'),
} satisfies NamesOf<Stripe.InvoiceItemCreateParams>;

export const itemParams = object(item, ['customer']);
