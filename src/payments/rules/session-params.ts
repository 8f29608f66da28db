import { shorten } from '../../values/text.ts';
import { chargeUnits } from './charge-units.ts';

/** What the hosted page is asked to sell. Addresses may hold placeholders of secret links. */
export interface Sale {
  portal: string;
  attemptId: string;
  requestId: string;
  offerId: string;
  offerVersion: number;
  reference: string;
  /** What is bought, in a few words, and how the sum is made up. */
  name: string;
  description: string;
  /** Minor units and upper-case ISO 4217 code. */
  total: number;
  currency: string;
  email: string;
  endsAt: Date;
  returnUrl: string;
  cancelUrl: string;
  note: string;
}

/**
 * Parameters of a hosted checkout page: one line at the offered total, nothing that a payer could
 * change. They are frozen in the attempt and sent again word for word, so the time is part of them.
 */
export function sessionParams(sale: Sale): object {
  const metadata = {
    portal: sale.portal,
    request_id: sale.requestId,
    offer_id: sale.offerId,
    offer_version: String(sale.offerVersion),
    attempt_id: sale.attemptId,
  };
  const product = { name: shorten(sale.name, 250), description: shorten(sale.description, 500) };
  const price = {
    currency: sale.currency.toLowerCase(),
    unit_amount: chargeUnits({ amount: sale.total, currency: sale.currency }),
    product_data: product,
  };
  return {
    mode: 'payment',
    line_items: [{ quantity: 1, price_data: price }],
    client_reference_id: sale.reference,
    metadata,
    // The session has no payment intent before somebody pays, so both carry the ids.
    payment_intent_data: { metadata, description: shorten(`${sale.reference}: ${sale.name}`, 500) },
    customer_email: sale.email,
    customer_creation: 'always',
    billing_address_collection: 'required',
    adaptive_pricing: { enabled: false },
    submit_type: 'pay',
    locale: 'auto',
    custom_text: { submit: { message: shorten(sale.note, 500) } },
    expires_at: Math.floor(sale.endsAt.getTime() / 1000),
    // The service replaces the braces; URLSearchParams would encode them.
    success_url: `${sale.returnUrl}?session_id={CHECKOUT_SESSION_ID}`,
    cancel_url: sale.cancelUrl,
  };
}
