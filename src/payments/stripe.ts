import { Stripe } from 'stripe';
import type { Config } from '../platform/config.ts';
import type { Checkout } from '../platform/payment-service.ts';
import { watchedTypes } from './rules/event.ts';
import { bookCalls } from './stripe/books.ts';
import { disputeCalls } from './stripe/disputes.ts';
import { parseEvent, readEvent } from './stripe/events.ts';
import { reading } from './stripe/failures.ts';
import { invoiceCalls } from './stripe/invoices.ts';
import { all, createdSince } from './stripe/lists.ts';
import { refundCalls } from './stripe/refunds.ts';
import { sessionCalls } from './stripe/sessions.ts';

/** What the SDK is made with; the tests shorten its patience. */
export interface Patience {
  timeoutMs: number;
}

/**
 * The one door to the payment service; null where no key is set, so that card payment is off. Every
 * answer is checked for kind, id and mode, and everything that goes wrong is a CheckoutFailure.
 */
export function createCheckout(
  config: Pick<Config, 'stripeSecretKey' | 'stripeApiBase' | 'stripeWebhookSecrets'>,
  { timeoutMs }: Patience = { timeoutMs: 15_000 },
): Checkout | null {
  if (config.stripeSecretKey === null) return null;
  const liveMoney = config.stripeSecretKey.includes('_live_');
  const stripe = new Stripe(config.stripeSecretKey, {
    ...serverOf(config.stripeApiBase),
    timeout: timeoutMs,
    maxNetworkRetries: 1,
    telemetry: false,
    appInfo: { name: 'Offprint' },
  });
  return {
    liveMoney,
    ...sessionCalls(stripe, liveMoney),
    ...bookCalls(stripe),
    ...refundCalls(stripe),
    ...disputeCalls(stripe, liveMoney),
    ...invoiceCalls(stripe, liveMoney),
    eventsSince: (since) => {
      const wanted = { types: [...watchedTypes], limit: 100, ...createdSince(since) };
      return reading(() => all(stripe.events.list(wanted), readEvent));
    },
    parseEvent: (raw, signature, now) =>
      parseEvent(stripe, config.stripeWebhookSecrets, { raw, signature, now }),
  };
}

function serverOf(base: string | null): Stripe.StripeConfig {
  if (base === null) return {};
  const { hostname, port, protocol } = new URL(base);
  return {
    host: hostname,
    port: port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port),
    protocol: protocol === 'https:' ? 'https' : 'http',
  };
}
