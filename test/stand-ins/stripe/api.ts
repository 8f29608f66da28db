import { createHash } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import qs from 'qs';
import { matchRoute, type Route } from './call.ts';
import { apiVersion } from './events.ts';
import { expand } from './expand.ts';
import { takeFault, type Fault } from './faults.ts';
import { bad, Refusal } from './refusal.ts';
import { checkoutSessionRoutes } from './resources/checkout-sessions.ts';
import { eventRoutes } from './resources/events.ts';
import { readOnlyRoutes } from './resources/readable.ts';
import { refundRoutes } from './resources/refunds.ts';
import { webhookEndpointRoutes } from './resources/webhook-endpoints.ts';
import { freshId, type SeenRequest, type World } from './world.ts';

const routes: Route[] = [
  ...checkoutSessionRoutes,
  ...readOnlyRoutes,
  ...refundRoutes,
  ...eventRoutes,
  ...webhookEndpointRoutes,
];

export type ApiRequest = {
  method: string;
  path: string;
  query: string;
  body: string;
  authorization: string | undefined;
  key: string | undefined;
  version: string | undefined;
};
/** `cut` means that the line is dropped and `silent` that nothing is ever answered. */
export type ApiAnswer =
  { status: number; body: unknown; headers: Record<string, string> } | 'cut' | 'silent';

/** One call of `/v1`: key, version, faults, idempotency, then the resource. */
export async function answerApi(world: World, request: ApiRequest): Promise<ApiAnswer> {
  const seen = note(world, request);
  const headers = {
    'request-id': seen.id,
    'stripe-version': request.version ?? apiVersion,
    ...(request.key && { 'idempotency-key': request.key }),
  };
  const fault = takeFault(world.faults, request.method, request.path);
  if (fault?.kind === 'drop') return 'cut';
  if (fault?.kind === 'hang') return 'silent';
  if (fault?.kind === 'status')
    return { status: fault.status ?? 502, body: fault.body ?? {}, headers };
  const answer = await answerOnce(world, request, seen, fault);
  seen.status = answer.status;
  if (fault?.kind === 'drop_after') return 'cut';
  return { ...answer, headers: { ...headers, ...answer.headers } };
}

type Plain = { status: number; body: unknown; headers?: Record<string, string> };

async function answerOnce(
  world: World,
  request: ApiRequest,
  seen: SeenRequest,
  fault: Fault | undefined,
): Promise<Plain> {
  try {
    checkAuthorization(request.authorization);
    checkVersion(request.version);
    const { method, key } = request;
    if (method !== 'POST' || !key) {
      await slowDown(fault);
      return perform(world, request, seen.params, fault);
    }
    return await performOnce(world, { ...request, key }, seen.params, fault);
  } catch (error) {
    if (error instanceof Refusal) return { status: error.status, body: error.body() };
    throw error;
  }
}

/** Replays the kept answer of a key; keeps new ones unless the parameters were refused. */
async function performOnce(
  world: World,
  request: ApiRequest & { key: string },
  params: unknown,
  fault: Fault | undefined,
): Promise<Plain> {
  const { key } = request;
  if (key.length > 255) throw bad('An idempotency key has at most 255 characters.', 'key_too_long');
  const fingerprint = fingerprintOf(request, params);
  const kept = world.records.answers.get(key);
  if (kept && kept.savedAt > world.now() - 24 * 3600) {
    if (kept.fingerprint !== fingerprint) throw mismatch(key);
    return { ...kept, headers: { 'idempotent-replayed': 'true' } };
  }
  if (world.underWay.has(key)) throw inUse(key);
  world.underWay.add(key);
  try {
    await slowDown(fault);
    const answer = perform(world, request, params, fault);
    const { status, body } = structuredClone(answer);
    world.records.answers.set(key, { fingerprint, status, body, savedAt: world.now() });
    return answer;
  } finally {
    world.underWay.delete(key);
  }
}

/** Slowness lies inside the lock of the key, so that a second call meets the first one. */
async function slowDown(fault: Fault | undefined) {
  if (fault?.kind === 'slow') await wait(fault.ms ?? 1000);
}

function perform(
  world: World,
  request: ApiRequest,
  params: unknown,
  fault: Fault | undefined,
): Plain {
  const broken = fault?.kind === 'saved500';
  if (broken && !fault.effect) return brokenAnswer;
  const found = matchRoute(routes, request.method, request.path);
  if (!found)
    throw new Refusal(404, `Unrecognized request URL (${request.method}: ${request.path}).`);
  const body = found.route.answer({ world, id: found.id, params });
  return broken ? brokenAnswer : { status: 200, body: expand(world, body, expansions(params)) };
}

const brokenAnswer: Plain = {
  status: 500,
  body: { error: { type: 'api_error', message: 'Something went wrong on our side.' } },
  headers: { 'stripe-should-retry': 'false' },
};

function expansions(params: unknown): string[] {
  const wish = typeof params === 'object' && params && 'expand' in params ? params.expand : [];
  return Array.isArray(wish) ? wish.filter((path) => typeof path === 'string') : [];
}

function note(world: World, { method, path, query, body, key }: ApiRequest) {
  const params: unknown = qs.parse(method === 'POST' ? body : query, {
    depth: 10,
    arrayLimit: 200,
    parameterLimit: 2000,
  });
  const id = freshId('req_', 14);
  const seen: SeenRequest = { id, method, path, params, key: key ?? null, status: null };
  world.seen.push(seen);
  if (world.seen.length > 2000) world.seen.shift();
  return seen;
}

/** The key itself is neither kept nor repeated in the answer. */
function checkAuthorization(header: string | undefined) {
  const [scheme, credentials = ''] = (header ?? '').split(' ');
  const basic = scheme?.toLowerCase() === 'basic';
  const key = basic ? atob(credentials).split(':')[0] : credentials;
  if (!key) throw new Refusal(401, 'No API key was given.');
  if (!/^(sk|rk)_test_\w+$/.test(key))
    throw new Refusal(401, 'The stand-in takes test keys only (sk_test_… or rk_test_…).');
}

function checkVersion(version: string | undefined) {
  if (version !== undefined && !/^\d{4}-\d{2}-\d{2}(\.[a-z]+)?$/.test(version))
    throw new Refusal(400, `Invalid Stripe API version: ${version}`);
}

const fingerprintOf = ({ method, path }: ApiRequest, params: unknown) =>
  createHash('sha256')
    .update(`${method} ${path} ${JSON.stringify(params)}`)
    .digest('hex');

const mismatch = (key: string) =>
  new Refusal(400, `The key ${key} was first used with other parameters or another address.`, {
    type: 'idempotency_error',
  });

const inUse = (key: string) =>
  new Refusal(409, `Another call with the key ${key} is under way.`, {
    type: 'idempotency_error',
    code: 'idempotency_key_in_use',
  });
