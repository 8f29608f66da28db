import type Stripe from 'stripe';
import { pagingAndTime } from '../lists.ts';
import {
  address,
  email,
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

const productData = {
  name: text(1500),
  description: text(1000),
  metadata,
  images: list(address, 8),
  tax_code: text(50),
} satisfies NamesOf<Stripe.Checkout.SessionCreateParams.LineItem.PriceData.ProductData>;

const priceData = {
  currency: text(3),
  unit_amount: integer(0, 99_999_999_999),
  tax_behavior: oneOf('exclusive', 'inclusive', 'unspecified'),
  product_data: object(productData, ['name']),
  recurring: refused('subscriptions'),
} satisfies NamesOf<Stripe.Checkout.SessionCreateParams.LineItem.PriceData>;

const lineItem = {
  quantity: integer(1, 999_999),
  price_data: object(priceData, ['currency', 'unit_amount', 'product_data']),
  price: text(255),
  adjustable_quantity: refused('adjustable quantities'),
  tax_rates: refused('tax rates'),
} satisfies NamesOf<Stripe.Checkout.SessionCreateParams.LineItem>;

const intentData = {
  description: text(1000),
  metadata,
  statement_descriptor_suffix: text(22),
  receipt_email: email,
  capture_method: oneOf('automatic', 'automatic_async'),
} satisfies NamesOf<Stripe.Checkout.SessionCreateParams.PaymentIntentData>;

const business = object({ enabled: flag, optional: flag }, ['enabled']);
const invoiceData = {
  description: text(1500),
  footer: text(5000),
  metadata,
  custom_fields: customFields,
} satisfies NamesOf<Stripe.Checkout.SessionCreateParams.InvoiceCreation.InvoiceData>;

const create = {
  mode: oneOf('payment'),
  line_items: list(object(lineItem, ['quantity']), 100),
  client_reference_id: text(200),
  metadata,
  payment_intent_data: object(intentData),
  customer: text(255),
  customer_email: email,
  customer_creation: oneOf('always', 'if_required'),
  billing_address_collection: oneOf('auto', 'required'),
  name_collection: object({ business, individual: business }),
  tax_id_collection: object({ enabled: flag, required: oneOf('if_supported', 'never') }, [
    'enabled',
  ]),
  adaptive_pricing: object({ enabled: flag }),
  allowed_payment_method_types: list(text(40)),
  excluded_payment_method_types: list(text(40)),
  expires_at: integer(0, 99_999_999_999),
  locale: text(10),
  submit_type: oneOf('auto', 'book', 'donate', 'pay'),
  custom_text: object({
    submit: object({ message: text(1200) }, ['message']),
    after_submit: object({ message: text(1200) }, ['message']),
  }),
  success_url: address,
  cancel_url: address,
  ui_mode: oneOf('hosted_page'),
  origin_context: oneOf('web'),
  automatic_tax: object({ enabled: flag }, ['enabled']),
  invoice_creation: object({ enabled: flag, invoice_data: object(invoiceData) }, ['enabled']),
  expand: list(text(200)),
  allow_promotion_codes: refused('promotion codes'),
  discounts: refused('discounts'),
  optional_items: refused('optional items'),
  shipping_address_collection: refused('shipping'),
  phone_number_collection: refused('phone numbers'),
  subscription_data: refused('subscriptions'),
} satisfies NamesOf<Stripe.Checkout.SessionCreateParams>;

export const createParams = object(create, ['mode', 'line_items', 'success_url']);
export type CreateParams = ReturnType<typeof createParams>;
export type LineItemParams = NonNullable<CreateParams['line_items']>[number];

const listed = {
  ...pagingAndTime,
  payment_intent: text(255),
  customer: text(255),
  status: oneOf('open', 'complete', 'expired'),
} satisfies NamesOf<Stripe.Checkout.SessionListParams>;

export const listParams = object(listed);
