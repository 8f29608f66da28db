import type Stripe from 'stripe';
import type { Call, Route } from '../call.ts';
import { whole } from '../contract/whole.ts';
import { apiVersion } from '../events.ts';
import { pageOf, pagingAndTime } from '../lists.ts';
import { bad, missing } from '../refusal.ts';
import {
  address,
  expandOnly,
  list,
  metadata,
  nothing,
  object,
  text,
  type NamesOf,
} from '../shape.ts';
import { freshId, type World } from '../world.ts';

export const webhookEndpointRoutes: Route[] = [
  { method: 'POST', path: '/webhook_endpoints', answer: create },
  { method: 'GET', path: '/webhook_endpoints', answer: listEndpoints },
  { method: 'GET', path: '/webhook_endpoints/:id', answer: retrieve },
  { method: 'DELETE', path: '/webhook_endpoints/:id', answer: remove },
];

const created = {
  url: address,
  enabled_events: list(text(100)),
  description: text(500),
  metadata,
  api_version: text(40),
  expand: list(text(200)),
} satisfies NamesOf<Stripe.WebhookEndpointCreateParams>;
const createParams = object(created, ['url', 'enabled_events']);
const listParams = object(pagingAndTime);

type NewEndpoint = {
  url: string;
  secret: string;
  events?: string[];
  description?: string;
  metadata?: Stripe.Metadata;
};

/** Adds an endpoint. Only addresses of this machine are taken: the stand-in talks to nobody else. */
export function addEndpoint(world: World, wish: NewEndpoint) {
  if (!['127.0.0.1', 'localhost', '[::1]'].includes(new URL(wish.url).hostname))
    throw bad('The stand-in delivers to this machine only.', 'url_invalid', 'url');
  const endpoint = whole('WebhookEndpoint', {
    id: freshId('we_1'),
    api_version: apiVersion,
    created: world.now(),
    description: wish.description ?? null,
    enabled_events: wish.events ?? ['*'],
    metadata: wish.metadata ?? {},
    secret: wish.secret,
    status: 'enabled',
    url: wish.url,
  });
  world.records.endpoints.set(endpoint.id, endpoint);
  return endpoint;
}

function create({ world, params }: Call) {
  const { url, enabled_events: events, description, metadata: own } = createParams(params, '');
  return addEndpoint(world, {
    url,
    events,
    secret: freshId('whsec_', 32),
    ...(description && { description }),
    ...(own && { metadata: own }),
  });
}

/** The secret is told once, in the answer to the creation. */
function withoutSecret(endpoint: Stripe.WebhookEndpoint) {
  const told = { ...endpoint };
  delete told.secret;
  return told;
}

function listEndpoints({ world, params }: Call) {
  const all = [...world.records.endpoints.values()].map(withoutSecret);
  return pageOf(all, listParams(params, ''), '/v1/webhook_endpoints');
}

function retrieve({ world, id, params }: Call) {
  expandOnly(params, '');
  const endpoint = world.records.endpoints.get(id);
  if (!endpoint) throw missing('webhook endpoint', id);
  return withoutSecret(endpoint);
}

function remove({ world, id, params }: Call) {
  nothing(params, '');
  if (!world.records.endpoints.delete(id)) throw missing('webhook endpoint', id);
  return { id, object: 'webhook_endpoint', deleted: true };
}
