import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { compose } from './compose.ts';
import { readConfig, type Config } from './platform/config.ts';
import { amal, seedDemo } from './seed.ts';
import { endWithReason, serve, stopOnSignal } from './serve.ts';
import { signInLink } from './staff/actions.ts';

/** What a second start needs to find again. */
interface DemoState {
  standInPort: number;
  webhookSecret: string;
}

/** `npm run demo`: the portal with a demo newsroom, a mailbox and the Stripe stand-in. */
async function main(): Promise<void> {
  const dataDir = join(process.env['DATA_DIR'] ?? './var', 'demo');
  if (process.argv.includes('--fresh')) rmSync(dataDir, { recursive: true, force: true });
  mkdirSync(dataDir, { recursive: true });
  const wanted = Number(process.env['PORT'] ?? 3000);
  const port = await freePort(wanted);
  if (port !== wanted) console.log(`Port ${wanted} is taken; the demo uses ${port}.`);

  const state = readState(dataDir);
  const standIn = await startStandIn(state, port, dataDir);
  writeFileSync(
    join(dataDir, 'demo.json'),
    JSON.stringify({ ...state, standInPort: standIn.port }),
  );
  const portal = await compose(demoConfig(dataDir, port, { ...state, standInPort: standIn.port }), {
    worker: true,
  });
  const served = await serve(portal, port);
  stopOnSignal(async () => {
    await served.stop();
    standIn.process.kill('SIGTERM');
  });
  await seedDemo(portal.ctx);
  console.log(welcome(portal.ctx.links.baseUrl, await signInLink(portal.ctx, amal.email)));
}

function welcome(base: string, signIn: string): string {
  return `
Offprint is running a demo newsroom, "The Harbour Gazette". No letter leaves this machine and no money moves.

  Public site    ${base}/
  Staff, Amal    ${signIn}
                 (works once; sign in again with ${amal.email} and the mailbox)
  Mailbox        ${base}/mailbox

Ctrl-C stops it; the data stay. "npm run demo -- --fresh" begins anew.`;
}

function readState(dataDir: string): DemoState {
  const file = join(dataDir, 'demo.json');
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as DemoState;
  return { standInPort: 0, webhookSecret: `whsec_${randomBytes(24).toString('hex')}` };
}

function demoConfig(dataDir: string, port: number, state: DemoState): Config {
  const config = readConfig({
    DATA_DIR: dataDir,
    PORT: String(port),
    BASE_URL: `http://localhost:${port}`,
    STRIPE_SECRET_KEY: 'sk_test_demo',
    STRIPE_WEBHOOK_SECRET: state.webhookSecret,
    STRIPE_API_BASE: `http://127.0.0.1:${state.standInPort}`,
    MAIL_FROM: 'The Harbour Gazette <licensing@example.org>',
    WORKER_POLL_MS: '500',
    LOG_LEVEL: process.env['LOG_LEVEL'] ?? 'warn',
  });
  return { ...config, demo: true };
}

/** The wanted port, or a free one where it is taken. */
async function freePort(wanted: number): Promise<number> {
  return (await probe(wanted)) ?? (await probe(0)) ?? wanted;
}

async function probe(port: number): Promise<number | null> {
  const server = createServer();
  try {
    server.listen(port);
    await once(server, 'listening');
    return (server.address() as { port: number }).port;
  } catch {
    return null;
  } finally {
    if (server.listening) {
      server.close();
      await once(server, 'close');
    }
  }
}

/** Starts the stand-in as a process of its own, on the port of last time where it is free. */
async function startStandIn(
  state: DemoState,
  port: number,
  dataDir: string,
): Promise<{ port: number; process: ChildProcess }> {
  const script = fileURLToPath(new URL('../test/stand-ins/stripe/main.ts', import.meta.url));
  const standInPort = state.standInPort === 0 ? 0 : await freePort(state.standInPort);
  const args = [
    ...['--port', String(standInPort)],
    ...['--webhook-url', `http://127.0.0.1:${port}/webhooks/stripe`],
    ...['--webhook-secret', state.webhookSecret],
    ...['--state', join(dataDir, 'stripe.json')],
  ];
  const child = spawn(process.execPath, [script, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  process.on('exit', () => child.kill());
  const lines = createInterface({ input: child.stdout });
  for await (const line of lines) {
    const told = JSON.parse(line) as { port: number };
    return { port: told.port, process: child };
  }
  throw new Error('the Stripe stand-in did not start');
}

main().catch(endWithReason);
