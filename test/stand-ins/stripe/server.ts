import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answerApi } from './api.ts';
import { answerHosted } from './hosted/hosted.ts';
import { inspectorOf, type Inspector } from './inspector.ts';
import { createLevers, type Levers } from './levers.ts';
import { createPostRoom, type PostRoom } from './post-room.ts';
import { addEndpoint } from './resources/webhook-endpoints.ts';
import { createSnapshot, loadRecords } from './snapshot.ts';
import { tick } from './tick.ts';
import type { World } from './world.ts';

export type StandInOptions = {
  port?: number;
  webhookUrl?: string;
  webhookSecret?: string;
  /** Where the records are kept over a restart; nowhere when left out. */
  stateFile?: string;
  /** Seconds after which a debit settles by itself; waits for the lever when left out. */
  debitSeconds?: number;
  /** Milliseconds before the first retry of a webhook; doubles with each try. */
  retryMs?: number;
  /** The clock that the movable clock starts from. */
  now?: () => Date;
  /** The rate of tax, in percent, where a session asks for automatic tax. */
  taxPercent?: number;
  /**
   * Whether every answer and event is held against the SDK's types. In tests it is, and closing then
   * fails on what was wrong.
   */
  contract?: boolean;
};
export type StandIn = { port: number; url: string; close(): Promise<void>; levers: Levers };

/** Starts the stand-in on 127.0.0.1 and on no other address. */
export async function startStripeStandIn(options: StandInOptions = {}): Promise<StandIn> {
  const world = createWorld(options);
  const snapshot = createSnapshot(options.stateFile, world.records);
  const post = createPostRoom(world, options.retryMs ?? 1000, snapshot.changed);
  const contract = options.contract ?? process.env.NODE_TEST_CONTEXT !== undefined;
  const inspector = contract ? await inspectorOf(world) : null;
  world.publish = (event) => {
    inspector?.event(event);
    post.publish(event);
  };
  const levers = createLevers(world, post);
  const server = createServer((request, response) => {
    handle({ world, levers, inspector }, request, response)
      .catch((error: unknown) => fail(response, error))
      .finally(snapshot.changed);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  world.origin = `http://127.0.0.1:${port}`;
  moveHere(world);
  setEndpoint(world, options);
  post.resume();
  const timer = setInterval(() => tick(world) && snapshot.changed(), 250).unref();
  const close = async () => {
    clearInterval(timer);
    await stop(server, post, snapshot.flush);
    if (world.violations.length > 0)
      throw new Error(`Not as the SDK types it:\n${world.violations.join('\n')}`);
  };
  return { port, url: world.origin, levers, close };
}

function createWorld(options: StandInOptions): World {
  const { stateFile, debitSeconds, taxPercent = 20, now = () => new Date() } = options;
  const offset = { seconds: 0 };
  return {
    records: loadRecords(stateFile),
    origin: '',
    offset,
    now: () => Math.floor(now().getTime() / 1000) + offset.seconds,
    debitSeconds: debitSeconds ?? null,
    taxPercent,
    nextRefunds: [],
    request: { id: null, idempotency_key: null },
    publish: () => undefined,
    faults: [],
    seen: [],
    underWay: new Set(),
    violations: [],
  };
}

/** Pages of sessions from a former run are now at this run's address. */
function moveHere(world: World) {
  for (const { session } of world.records.sessions.values())
    if (session.url) session.url = `${world.origin}/c/pay/${session.id}`;
  for (const invoice of world.records.invoices.values()) {
    if (!invoice.hosted_invoice_url) continue;
    invoice.hosted_invoice_url = `${world.origin}/i/${invoice.id}`;
    invoice.invoice_pdf = `${world.origin}/i/${invoice.id}/pdf`;
  }
}

/** The endpoint given at the start takes the place of one with the same address. */
function setEndpoint(world: World, { webhookUrl, webhookSecret }: StandInOptions) {
  if (!webhookUrl || !webhookSecret) return;
  const known = [...world.records.endpoints.values()].find(({ url }) => url === webhookUrl);
  if (known) known.secret = webhookSecret;
  else addEndpoint(world, { url: webhookUrl, secret: webhookSecret });
}

async function stop(server: ReturnType<typeof createServer>, post: PostRoom, flush: () => void) {
  post.stop();
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeAllConnections();
  await closed;
  flush();
}

type Parts = { world: World; levers: Levers; inspector: Inspector | null };

async function handle(parts: Parts, request: IncomingMessage, response: ServerResponse) {
  const { world } = parts;
  tick(world);
  const url = new URL(request.url ?? '/', world.origin);
  const body = await textOf(request);
  if (/^\/v[12]\//.test(url.pathname)) return handleApi(parts, { request, response, url, body });
  if (url.pathname.startsWith('/_test/'))
    return pull(parts.levers, url.pathname.slice(7), body, response);
  const page = answerHosted(world, request.method ?? 'GET', url.pathname, body);
  response.writeHead(page.status, {
    'content-type': page.type,
    'content-security-policy': "default-src 'none'; style-src 'self'; img-src data:",
    'referrer-policy': 'no-referrer',
    ...(page.location && { location: page.location }),
  });
  response.end(page.body);
}

type Exchange = { request: IncomingMessage; response: ServerResponse; url: URL; body: string };

async function handleApi({ world, inspector }: Parts, exchange: Exchange) {
  const { request, response, url, body } = exchange;
  const header = (name: string) => [request.headers[name]].flat()[0];
  const asked = {
    method: request.method ?? 'GET',
    path: url.pathname,
    query: url.search.slice(1),
    body,
    authorization: header('authorization'),
    key: header('idempotency-key'),
    version: header('stripe-version'),
  };
  const answer = await answerApi(world, asked, (seen, { body: told }) =>
    inspector?.exchange(seen, told),
  );
  if (answer === 'silent') return;
  if (answer === 'cut') request.socket.destroy();
  else sendJson(response, answer.status, answer.body, answer.headers);
}

async function pull(levers: Levers, name: string, body: string, response: ServerResponse) {
  const camel = name.replace(/_\w/g, (part) => part.charAt(1).toUpperCase());
  const lever = Object.entries(levers).find(([each]) => each === camel)?.[1];
  if (!lever) return sendJson(response, 404, { error: `There is no lever ${name}.` });
  const argument: unknown = body ? JSON.parse(body) : {};
  const result: unknown = await Reflect.apply(lever, undefined, [argument]);
  sendJson(response, 200, result);
}

async function textOf(request: IncomingMessage) {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

function sendJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
) {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(typeof body === 'string' ? body : JSON.stringify(body));
}

function fail(response: ServerResponse, error: unknown) {
  const message = error instanceof Error ? error.message : String(error);
  if (response.headersSent) response.destroy();
  else sendJson(response, 500, { error: { type: 'api_error', message: `Stand-in: ${message}` } });
}
