import { setTimeout as wait } from 'node:timers/promises';
import qs from 'qs';
import { matchRoute } from './call.ts';
import { apiVersion } from './events.ts';
import { expand } from './expand.ts';
import { takeFault, type Fault } from './faults.ts';
import { performOnce, type Plain } from './idempotency.ts';
import { withoutUnknown } from './leniency.ts';
import { Refusal } from './refusal.ts';
import { routes } from './routes.ts';
import { freshId, type SeenRequest, type World } from './world.ts';

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

/** One call of the API: key, version, faults, idempotency, then the resource. */
export async function answerApi(
  world: World,
  request: ApiRequest,
  check: (seen: SeenRequest, answer: Plain) => void,
): Promise<ApiAnswer> {
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
  // Who names no version is not held to this one, and a replay was checked the first time.
  if (request.version === apiVersion && !answer.headers?.['idempotent-replayed'])
    check(seen, answer);
  if (fault?.kind === 'drop_after') return 'cut';
  return { ...answer, headers: { ...headers, ...answer.headers } };
}

async function answerOnce(
  world: World,
  request: ApiRequest,
  seen: SeenRequest,
  fault: Fault | undefined,
): Promise<Plain> {
  const go = async (): Promise<Plain> => {
    // Slowness lies inside the lock of the key, so that a second call meets the first one.
    if (fault?.kind === 'slow') await wait(fault.ms ?? 1000);
    return perform(world, request, seen, fault);
  };
  try {
    checkAuthorization(request.authorization);
    checkVersion(request.version);
    const { method, path, key } = request;
    if (method !== 'POST' || !key) return await go();
    return await performOnce(world, { method, path, key }, seen.params, go);
  } catch (error) {
    if (error instanceof Refusal) return { status: error.status, body: error.body() };
    throw error;
  }
}

function perform(
  world: World,
  { method, path, version, key }: ApiRequest,
  seen: SeenRequest,
  fault: Fault | undefined,
): Plain {
  const broken = fault?.kind === 'saved500';
  if (broken && !fault.effect) return brokenAnswer;
  const found = matchRoute(routes, method, path);
  if (!found) throw new Refusal(404, `Unrecognized request URL (${method}: ${path}).`);
  const { route, id, other } = found;
  const answer = (params: unknown) => route.answer({ world, id, other, params });
  world.request = { id: seen.id, idempotency_key: key ?? null };
  try {
    const body = version ? answer(seen.params) : withoutUnknown(seen.params, answer);
    if (broken) return brokenAnswer;
    return { status: 200, body: expand(world, body, expansions(seen.params)) };
  } catch (error) {
    // A declined card is an answer like any other and is kept under the key.
    if (error instanceof Refusal && error.status === 402)
      return { status: 402, body: error.body() };
    throw error;
  } finally {
    world.request = { id: null, idempotency_key: null };
  }
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
