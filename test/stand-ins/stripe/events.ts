import { freshId, type SnapshotEvent, type World } from './world.ts';

export const apiVersion = '2026-10-28.endive';

/** Records what happened to an object, as it is at this moment, and hands it to the post room. */
export function emit(world: World, type: string, object: { id: string; object: string }) {
  const event: SnapshotEvent = {
    id: freshId('evt_1'),
    object: 'event',
    api_version: apiVersion,
    created: world.now(),
    livemode: false,
    pending_webhooks: 0,
    request: { id: null, idempotency_key: null },
    type,
    data: { object: structuredClone(object) },
  };
  world.records.events.set(event.id, event);
  world.publish(event);
}
