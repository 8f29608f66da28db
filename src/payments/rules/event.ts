import type { StripeEvent } from '../../platform/payment-service.ts';

/**
 * Events that make us look at a payment again; whatever they say, the object is read anew. The payment service lists no
 * more than twenty types at once.
 */
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
  'charge.dispute.created',
  'charge.dispute.updated',
  'charge.dispute.closed',
  'radar.early_fraud_warning.created',
  'invoice.finalized',
  'invoice.paid',
  'invoice.overpaid',
  'invoice.overdue',
  'invoice.payment_failed',
  'invoice.voided',
  'invoice.marked_uncollectible',
] as const;

/** What an event is about, by its id at the payment service. */
export type EventSubject =
  | { session: string }
  | { intent: string }
  | { charge: string }
  | { refund: string }
  | { dispute: string }
  | { warning: string }
  | { invoice: string }
  | null;

/** What an event is about; null where it does not matter to us. */
export function subjectOf({
  type,
  objectId,
}: Pick<StripeEvent, 'type' | 'objectId'>): EventSubject {
  if (!(watchedTypes as readonly string[]).includes(type)) return null;
  if (type.startsWith('checkout.session.')) return { session: objectId };
  if (type.startsWith('payment_intent.')) return { intent: objectId };
  if (type.startsWith('refund.')) return { refund: objectId };
  if (type.startsWith('charge.dispute.')) return { dispute: objectId };
  if (type.startsWith('radar.')) return { warning: objectId };
  return type.startsWith('invoice.') ? { invoice: objectId } : { charge: objectId };
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
