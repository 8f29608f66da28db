import type { eventTypes } from './contract/operations.ts';
import { freshId, type SnapshotEvent, type World } from './world.ts';

export const apiVersion = '2026-10-28.endive';
export type EventType = (typeof eventTypes)[number];

/**
 * Records what happened to an object, as it is at this moment, and hands it to the post room.
 * `before` are the former values of what has changed.
 */
export function emit(
  world: World,
  type: EventType,
  object: { id: string; object: string },
  before?: object,
) {
  const event: SnapshotEvent = {
    id: freshId('evt_1'),
    object: 'event',
    api_version: apiVersion,
    created: world.now(),
    livemode: false,
    pending_webhooks: 0,
    request: { ...world.request },
    type,
    data: {
      object: structuredClone(object),
      ...(before && { previous_attributes: structuredClone(before) }),
    },
  };
  world.records.events.set(event.id, event);
  world.publish(event);
}

/** Changes fields of an object and gives back what they were before. */
export function change<T extends object>(object: T, fields: Partial<T>): Partial<T> {
  const before = Object.fromEntries(
    Object.keys(fields).map((name) => [name, Reflect.get(object, name) ?? null]),
  );
  Object.assign(object, fields);
  return before as Partial<T>;
}

/** Where the API has the object that an event is about. */
const paths: Record<string, string> = {
  'checkout.session': 'checkout/sessions',
  invoiceitem: 'invoiceitems',
  'radar.early_fraud_warning': 'radar/early_fraud_warnings',
};

/** The thin twin of an event: that something happened to which object, and nothing of its state. */
export function thinEvent(event: SnapshotEvent) {
  const { id, object } = event.data.object;
  const { id: request, idempotency_key: key } = event.request ?? {};
  return {
    id: event.id.replace(/^evt_1/, 'evt_test_'),
    object: 'v2.core.event',
    created: new Date(event.created * 1000).toISOString(),
    livemode: false,
    type: `v1.${event.type}`,
    related_object: { id, type: object, url: `/v1/${paths[object] ?? `${object}s`}/${id}` },
    snapshot_event: event.id,
    ...(request && {
      reason: { type: 'request', request: { id: request, idempotency_key: key ?? '' } },
    }),
  };
}
