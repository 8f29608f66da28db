import { Stripe } from 'stripe';
import type { Config } from '../platform/config.ts';
import type { Checkout, CheckoutSession } from '../platform/payment-service.ts';
import { watchedTypes } from './rules/event.ts';
import { CheckoutFailure } from './rules/failure.ts';
import { bookCalls } from './stripe/books.ts';
import { disputeCalls } from './stripe/disputes.ts';
import { parseEvent, readEvent } from './stripe/events.ts';
import { reading, writing } from './stripe/failures.ts';
import { invoiceCalls } from './stripe/invoices.ts';
import { all, createdSince } from './stripe/lists.ts';
import { readSession } from './stripe/read.ts';
import { refundCalls } from './stripe/refunds.ts';

const expanded = 'payment_intent.latest_charge';

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

type SessionCalls = Omit<
  Checkout,
  | 'liveMoney'
  | 'eventsSince'
  | 'parseEvent'
  | keyof ReturnType<typeof bookCalls>
  | keyof ReturnType<typeof refundCalls>
  | keyof ReturnType<typeof disputeCalls>
  | keyof ReturnType<typeof invoiceCalls>
>;

function sessionCalls({ checkout: { sessions } }: Stripe, liveMoney: boolean): SessionCalls {
  const session = (answer: unknown): CheckoutSession => readSession(answer, liveMoney);
  return {
    createSession: (params, idempotencyKey) => {
      const wanted = params as Stripe.Checkout.SessionCreateParams;
      return writing(async () => session(await sessions.create(wanted, { idempotencyKey })));
    },
    retrieveSession: (id) =>
      reading(async () => session(await sessions.retrieve(id, { expand: [expanded] }))),
    expireSession: (id) => expire(sessions, id, session),
    sessionsSince: (since) =>
      reading(() => all(sessions.list({ ...page, ...createdSince(since) }), session)),
    sessionByIntent: async (intent) => {
      const wanted = { ...page, payment_intent: intent };
      const found = await reading(() => all(sessions.list(wanted), session));
      return found[0] ?? null;
    },
  };
}

const page = { limit: 100, expand: [`data.${expanded}`] };

function serverOf(base: string | null): Stripe.StripeConfig {
  if (base === null) return {};
  const { hostname, port, protocol } = new URL(base);
  return {
    host: hostname,
    port: port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port),
    protocol: protocol === 'https:' ? 'https' : 'http',
  };
}

/** Closes a page; one that was paid or had ended before is answered as it is. */
async function expire(
  sessions: Stripe['checkout']['sessions'],
  id: string,
  session: (answer: unknown) => CheckoutSession,
): Promise<CheckoutSession> {
  const expand = [expanded];
  try {
    return await reading(async () => session(await sessions.expire(id, { expand })));
  } catch (error) {
    if (!(error instanceof CheckoutFailure) || error.kind !== 'refused') throw error;
    return reading(async () => session(await sessions.retrieve(id, { expand })));
  }
}
