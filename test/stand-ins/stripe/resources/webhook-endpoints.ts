import type Stripe from 'stripe';
import type { Call, Route } from '../call.ts';
import { apiVersion } from '../events.ts';
import { pageOf, pagingAndTime } from '../lists.ts';
import { bad, missing } from '../refusal.ts';
import { address, list, metadata, object, text, type NamesOf } from '../shape.ts';
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
const nothing = object({});

/** Adds an endpoint. Only addresses of this machine are taken: the stand-in talks to nobody else. */
export function addEndpoint(world: World, url: string, secret: string, events = ['*']) {
  const host = new URL(url).hostname;
  if (!['127.0.0.1', 'localhost', '[::1]'].includes(host))
    throw bad('The stand-in delivers to this machine only.', 'url_invalid', 'url');
  const endpoint: Stripe.WebhookEndpoint = {
    id: freshId('we_1'),
    object: 'webhook_endpoint',
    api_version: apiVersion,
    application: null,
    created: world.now(),
    description: null,
    enabled_events: events,
    livemode: false,
    metadata: {},
    secret,
    status: 'enabled',
    url,
  };
  world.records.endpoints.set(endpoint.id, endpoint);
  return endpoint;
}

function create({ world, params }: Call) {
  const asked = createParams(params, '');
  return addEndpoint(world, asked.url, freshId('whsec_', 32), asked.enabled_events);
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
  nothing(params, '');
  const endpoint = world.records.endpoints.get(id);
  if (!endpoint) throw missing('webhook endpoint', id);
  return withoutSecret(endpoint);
}

function remove({ world, id, params }: Call) {
  nothing(params, '');
  if (!world.records.endpoints.delete(id)) throw missing('webhook endpoint', id);
  return { id, object: 'webhook_endpoint', deleted: true };
}
