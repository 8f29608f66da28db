import type { Stripe } from 'stripe';
import type { CheckoutSession, SessionCalls } from '../../platform/payment-service.ts';
import { CheckoutFailure } from '../rules/failure.ts';
import { reading, writing } from './failures.ts';
import { all, createdSince } from './lists.ts';
import { readSession } from './read.ts';

const expanded = 'payment_intent.latest_charge';
const page = { limit: 100, expand: [`data.${expanded}`] };

/** The calls that make, read and close hosted payment pages. */
export function sessionCalls({ checkout: { sessions } }: Stripe, liveMoney: boolean): SessionCalls {
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
