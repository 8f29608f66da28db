import type Stripe from 'stripe';
import { debitFor } from '../cards.ts';
import { freshId, type WireLineItem, type World } from '../world.ts';
import type { CreateParams, LineItemParams } from './session-params.ts';

type Session = Stripe.Checkout.Session;

/** The fields that stay as they are here, because this stand-in has none of these features. */
const unused = {
  after_expiration: null,
  allow_promotion_codes: null,
  automatic_tax: { enabled: false, liability: null, provider: null, status: null },
  client_secret: null,
  collected_information: null,
  consent: null,
  consent_collection: null,
  currency_conversion: null,
  custom_fields: [],
  customer_account: null,
  discounts: [],
  integration_identifier: null,
  invoice: null,
  invoice_creation: null,
  managed_payments: null,
  origin_context: null,
  payment_link: null,
  payment_method_configuration_details: null,
  payment_method_options: {},
  permissions: null,
  phone_number_collection: { enabled: false },
  recovered_from: null,
  saved_payment_method_options: null,
  setup_intent: null,
  shipping_address_collection: null,
  shipping_cost: null,
  shipping_options: [],
  subscription: null,
  wallet_options: null,
} satisfies Partial<Session>;

/** The session as the API answers it right after it was created. */
export function sessionObject(world: World, params: CreateParams, total: number): Session {
  const id = freshId('cs_test_', 58);
  const currency = params.line_items?.[0]?.price_data.currency ?? '';
  return {
    ...unused,
    ...echoed(params),
    id,
    object: 'checkout.session',
    livemode: false,
    mode: 'payment',
    ui_mode: 'hosted_page',
    status: 'open',
    payment_status: 'unpaid',
    payment_intent: null,
    payment_method_collection: 'if_required',
    payment_method_types: methodsFor(params, currency),
    url: `${world.origin}/c/pay/${id}`,
    currency,
    amount_subtotal: total,
    amount_total: total,
    total_details: { amount_discount: 0, amount_shipping: 0, amount_tax: 0 },
    created: world.now(),
    expires_at: params.expires_at ?? world.now() + 24 * 3600,
  };
}

function echoed(params: CreateParams) {
  const text = params.custom_text;
  return {
    adaptive_pricing: { enabled: params.adaptive_pricing?.enabled ?? false },
    allowed_payment_method_types: params.allowed_payment_method_types ?? null,
    excluded_payment_method_types: params.excluded_payment_method_types ?? [],
    billing_address_collection: params.billing_address_collection ?? null,
    cancel_url: params.cancel_url ?? null,
    client_reference_id: params.client_reference_id ?? null,
    custom_text: {
      after_submit: text?.after_submit ?? null,
      shipping_address: null,
      submit: text?.submit ?? null,
      terms_of_service_acceptance: null,
    },
    customer: params.customer ?? null,
    customer_creation: params.customer ? null : (params.customer_creation ?? 'if_required'),
    customer_details: null,
    customer_email: params.customer_email ?? null,
    locale: params.locale ?? null,
    metadata: params.metadata ?? {},
    submit_type: params.submit_type ?? null,
    success_url: params.success_url ?? null,
    tax_id_collection: { enabled: false, required: 'never', ...params.tax_id_collection },
  } satisfies Partial<Session>;
}

/** Cards always; the delayed debit of the currency unless the caller filters it away. */
export function methodsFor(params: CreateParams, currency: string) {
  const debit = debitFor(currency);
  return ['card', ...(debit ? [debit] : [])].filter(
    (method) =>
      (params.allowed_payment_method_types?.includes(method) ?? true) &&
      !params.excluded_payment_method_types?.includes(method),
  );
}

export function lineItemObject(world: World, item: LineItemParams): WireLineItem {
  const { currency, unit_amount: unit, product_data: product, tax_behavior } = item.price_data;
  const total = unit * item.quantity;
  return {
    id: freshId('li_1'),
    object: 'item',
    adjustable_quantity: null,
    amount_discount: 0,
    amount_subtotal: total,
    amount_tax: 0,
    amount_total: total,
    currency,
    description: product.name,
    metadata: {},
    quantity: item.quantity,
    price: {
      id: freshId('price_1'),
      object: 'price',
      active: false,
      billing_scheme: 'per_unit',
      created: world.now(),
      currency,
      custom_unit_amount: null,
      livemode: false,
      lookup_key: null,
      metadata: {},
      nickname: null,
      product: freshId('prod_', 14),
      recurring: null,
      tax_behavior: tax_behavior ?? 'unspecified',
      tiers_mode: null,
      transform_quantity: null,
      type: 'one_time',
      unit_amount: unit,
      unit_amount_decimal: String(unit),
    },
  };
}
