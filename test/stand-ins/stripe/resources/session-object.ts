import type Stripe from 'stripe';
import { debitFor } from '../cards.ts';
import { whole } from '../contract/whole.ts';
import { freshId, type World } from '../world.ts';
import type { CreateParams } from './session-params.ts';

/** What a line costs, however its price was told. */
export type Priced = {
  price: Stripe.Price;
  name: string;
  quantity: number;
};

/** The session as the API answers it right after it was created; `total` in minor units. */
export function sessionObject(world: World, params: CreateParams, currency: string, total: number) {
  const id = freshId('cs_test_', 58);
  return whole('Checkout.Session', {
    ...echoed(params),
    ...features(params),
    id,
    amount_subtotal: total,
    amount_total: total,
    created: world.now(),
    currency,
    expires_at: params.expires_at ?? world.now() + 24 * 3600,
    mode: 'payment',
    payment_method_collection: 'if_required',
    payment_method_options: {},
    payment_method_types: methodsFor(params, currency),
    payment_status: 'unpaid',
    status: 'open',
    total_details: { amount_discount: 0, amount_shipping: 0, amount_tax: 0 },
    ui_mode: 'hosted_page',
    url: `${world.origin}/c/pay/${id}`,
  });
}

function echoed(params: CreateParams) {
  const { after_submit: after, submit } = params.custom_text ?? {};
  return {
    adaptive_pricing: { enabled: params.adaptive_pricing?.enabled ?? false },
    allowed_payment_method_types: params.allowed_payment_method_types ?? null,
    excluded_payment_method_types: params.excluded_payment_method_types ?? [],
    billing_address_collection: params.billing_address_collection ?? null,
    cancel_url: params.cancel_url ?? null,
    client_reference_id: params.client_reference_id ?? null,
    custom_text: { after_submit: after ?? null, submit: submit ?? null },
    customer: params.customer ?? null,
    customer_creation: params.customer ? null : (params.customer_creation ?? 'if_required'),
    customer_email: params.customer_email ?? null,
    locale: params.locale as Stripe.Checkout.Session.Locale,
    metadata: params.metadata ?? {},
    submit_type: params.submit_type ?? null,
    success_url: params.success_url ?? null,
  } as const;
}

function features(params: CreateParams) {
  const { business, individual } = params.name_collection ?? {};
  const data = params.invoice_creation?.invoice_data ?? {};
  const taxed = params.automatic_tax?.enabled ?? false;
  return {
    automatic_tax: {
      enabled: taxed,
      ...(taxed && {
        liability: { type: 'self' },
        provider: 'stripe',
        status: 'requires_location_inputs',
      }),
    },
    invoice_creation: {
      enabled: params.invoice_creation?.enabled ?? false,
      invoice_data: { ...data, metadata: data.metadata ?? {} },
    },
    tax_id_collection: { enabled: false, required: 'never', ...params.tax_id_collection },
    ...((business || individual) && {
      name_collection: {
        ...(business && { business: { optional: false, ...business } }),
        ...(individual && { individual: { optional: false, ...individual } }),
      },
    }),
  } as const;
}

/** Cards always; the delayed debit of the currency unless the caller filters it away. */
function methodsFor(params: CreateParams, currency: string): string[] {
  const debit = debitFor(currency);
  return ['card', ...(debit ? [debit] : [])].filter(
    (method) =>
      (params.allowed_payment_method_types?.includes(method) ?? true) &&
      !params.excluded_payment_method_types?.includes(method),
  );
}

export function lineItemObject({ price, name, quantity }: Priced): Stripe.LineItem {
  const total = (price.unit_amount ?? 0) * quantity;
  return whole('LineItem', {
    id: freshId('li_1'),
    amount_discount: 0,
    amount_subtotal: total,
    amount_tax: 0,
    amount_total: total,
    currency: price.currency,
    description: name,
    metadata: {},
    quantity,
    price: { ...price, unit_amount_decimal: String(price.unit_amount) } as object,
  });
}
