import type Stripe from 'stripe';
import type { Call, Route } from '../call.ts';
import { thinEvent } from '../events.ts';
import { pageOf, pagingAndTime } from '../lists.ts';
import { bad, missing } from '../refusal.ts';
import { expandOnly, flag, list, nothing, object, text, type NamesOf } from '../shape.ts';
import type { SnapshotEvent, World } from '../world.ts';

export const eventRoutes: Route[] = [
  { method: 'GET', path: '/events', answer: listEvents },
  { method: 'GET', path: '/events/:id', answer: retrieve },
  { method: 'GET', path: '/v2/core/events/:id', answer: retrieveThin },
];

const thirtyDays = 30 * 24 * 3600;
const listed = {
  ...pagingAndTime,
  type: text(100),
  types: list(text(100), 20),
  delivery_success: flag,
} satisfies NamesOf<Stripe.EventListParams>;
const listParams = object(listed);

/** `pending_webhooks` is counted when it is asked for, since deliveries go on all the time. */
function current(world: World, event: SnapshotEvent): SnapshotEvent {
  const pending = [...world.records.deliveries.values()].filter((each) => each.event === event.id);
  return { ...event, pending_webhooks: pending.length };
}

function readable(world: World) {
  const oldest = world.now() - thirtyDays;
  return [...world.records.events.values()]
    .filter((event) => event.created >= oldest)
    .map((event) => current(world, event));
}

function listEvents({ world, params }: Call) {
  const { type, types, delivery_success: delivered, ...page } = listParams(params, '');
  if (type && types) throw bad('Only one of type and types is allowed.', 'parameters_exclusive');
  const found = readable(world).filter(
    (event) =>
      (!type || event.type === type) &&
      (!types || types.includes(event.type)) &&
      (delivered === undefined || (event.pending_webhooks === 0) === delivered),
  );
  return pageOf(found, page, '/v1/events');
}

function retrieve({ world, id, params }: Call) {
  expandOnly(params, '');
  const event = readable(world).find((each) => each.id === id);
  if (!event) throw missing('event', id);
  return event;
}

function retrieveThin({ world, id, params }: Call) {
  nothing(params, '');
  const thin = readable(world)
    .map(thinEvent)
    .find((each) => each.id === id);
  if (!thin) throw missing('event', id);
  return thin;
}
