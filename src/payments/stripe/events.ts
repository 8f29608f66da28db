import { Stripe } from 'stripe';
import type { StripeEvent } from '../../platform/payment-service.ts';
import { CheckoutFailure } from '../rules/failure.ts';
import { idOf, isObject } from './shapes.ts';

export interface Delivery {
  raw: Buffer;
  signature: string;
  now: Date;
}

/** The event of a delivery that one of the secrets signed within the last five minutes, whole or thin. */
export function parseEvent(
  stripe: Stripe,
  secrets: readonly string[],
  { raw, signature, now }: Delivery,
): StripeEvent {
  const text = raw.toString('utf8');
  const isThin = isObject(JSON.parse(text), thin, anyId);
  for (const secret of secrets) {
    const proof = [text, signature, secret, 300, undefined, now.getTime()] as const;
    try {
      return isThin
        ? readThin(stripe.parseEventNotification(...proof))
        : readEvent(stripe.webhooks.constructEvent(...proof));
    } catch (error) {
      if (!(error instanceof Stripe.errors.StripeSignatureVerificationError)) throw error;
    }
  }
  throw new CheckoutFailure('refused', 'signature');
}

const thin = 'v2.core.event';
const anyId = /^evt_\w+$/u;

/** An event, of which only kind and object count: what happened is read anew. */
export function readEvent(answer: unknown): StripeEvent {
  if (!isObject(answer, 'event', anyId)) throw notAnEvent();
  const { id, type, created, livemode, data } = answer;
  const object: unknown =
    typeof data === 'object' && data !== null ? Reflect.get(data, 'object') : null;
  const at = typeof created === 'number' ? new Date(created * 1000) : null;
  return eventOf({ id, type, objectId: idOf(object), at, livemode, payload: answer });
}

/** Its thin twin, under the id of the whole one: of the two, one is worked off. */
function readThin(answer: unknown): StripeEvent {
  if (!isObject(answer, thin, anyId)) throw notAnEvent();
  const { id, snapshot_event: whole, type, created, livemode, related_object: related } = answer;
  const at = typeof created === 'string' ? new Date(created) : null;
  const named = typeof type === 'string' ? type.replace(/^v\d+\./u, '') : type;
  return eventOf({
    id: typeof whole === 'string' ? whole : id,
    ...{ type: named, objectId: idOf(related), at, livemode, payload: plain(answer) },
  });
}

/** Without what the SDK adds to it. */
const plain = (answer: object): unknown => JSON.parse(JSON.stringify(answer)) as unknown;

interface Fields {
  id: unknown;
  type: unknown;
  objectId: string | null;
  at: Date | null;
  livemode: unknown;
  payload: unknown;
}

function eventOf({ id, type, objectId, at, livemode, payload }: Fields): StripeEvent {
  const fits =
    typeof id === 'string' &&
    typeof type === 'string' &&
    /^[\w.]+$/u.test(type) &&
    objectId !== null &&
    /^\w+$/u.test(objectId) &&
    at !== null &&
    !Number.isNaN(at.getTime()) &&
    typeof livemode === 'boolean';
  if (!fits) throw notAnEvent();
  return { id, type, objectId, createdAt: at, liveMoney: livemode, payload };
}

const notAnEvent = (): CheckoutFailure => new CheckoutFailure('refused', 'not_an_event');
