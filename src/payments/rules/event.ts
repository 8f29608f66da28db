import type { StripeEvent } from '../../platform/context.ts';

/** Events that make us look at a payment again; whatever they say, the object is read anew. */
export const watchedTypes = [
  'checkout.session.completed',
  'checkout.session.expired',
  'checkout.session.async_payment_succeeded',
  'checkout.session.async_payment_failed',
  'payment_intent.succeeded',
  'charge.refunded',
  'refund.created',
  'refund.updated',
  'refund.failed',
] as const;

export type EventSubject = { session: string } | { intent: string } | { refundsOf: string } | null;

/**
 * What an event is about: a session, directly or by its payment intent, or the refunds of such an intent; null where it
 * does not matter to us.
 */
export function subjectOf(event: Pick<StripeEvent, 'type' | 'objectId' | 'payload'>): EventSubject {
  if (!(watchedTypes as readonly string[]).includes(event.type)) return null;
  if (event.type.startsWith('checkout.session.')) return { session: event.objectId };
  if (event.type.startsWith('payment_intent.')) return { intent: event.objectId };
  const intent = intentIn(event.payload);
  return intent === null ? null : { refundsOf: intent };
}

function intentIn(payload: unknown): string | null {
  const object = fieldOf(fieldOf(payload, 'data'), 'object');
  const intent = fieldOf(object, 'payment_intent');
  return typeof intent === 'string' ? intent : null;
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

const toleranceMs = 300_000;

/** A signature proves who wrote it, not when: an event from the future is refused as well. */
export function isFromFuture(event: Pick<StripeEvent, 'createdAt'>, now: Date): boolean {
  return event.createdAt.getTime() > now.getTime() + toleranceMs;
}

/** A session id as the service writes it; guards the return address. */
export function isSessionId(text: unknown): text is string {
  return typeof text === 'string' && /^cs_(test|live)_\w{8,200}$/.test(text);
}
