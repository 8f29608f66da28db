import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { rootFolder } from '../../src/platform/create-context.ts';
import type { Stop } from './stoppable-portal.ts';

const root = rootFolder('');
/** Another start of the portal, which can be told where to stand still. */
export const stoppable = fileURLToPath(new URL('./stoppable-portal.ts', import.meta.url));

/** A real portal in a process of its own, on its own folder, that can be killed and started again. */
export interface PortalProcess {
  readonly base: string;
  readonly env: Record<string, string>;
  /** Starts it and waits until it is ready; its address stays the same. */
  start(): Promise<void>;
  /** Tells a stoppable one at which border to stand still next; resolves when the act has brought it there. */
  standsStill(stop: Stop, act: () => unknown): Promise<void>;
  /** kill -9, without any farewell. */
  kill(): Promise<void>;
  /** SIGTERM: it finishes what it does and goes. */
  stop(): Promise<void>;
  /** Runs one command of the command line while the portal is down. */
  command(...args: string[]): Promise<string>;
  dispose(): Promise<void>;
}

export async function portalProcess(
  more: (port: number) => Promise<Record<string, string>>,
  { main = 'src/main.ts' }: { main?: string } = {},
): Promise<PortalProcess> {
  const dataDir = mkdtempSync(join(tmpdir(), 'offprint-journey-'));
  const port = await freePort();
  const base = `http://127.0.0.1:${port}`;
  const env = {
    PATH: process.env['PATH'] ?? '',
    NODE_ENV: 'test',
    PORT: String(port),
    BASE_URL: base,
    DATA_DIR: dataDir,
    SECRET_KEY: 'k3Jd9sPq0vX7mBz2LwR8tYc5NfGh1AeU',
    MAIL_FROM: 'The Harbour Gazette <licensing@example.org>',
    WORKER_POLL_MS: '500',
    MAIL_RETRY_MS: '200',
    RECONCILE_MS: '1000',
    LOG_LEVEL: 'error',
    ...(await more(port)),
  };
  let child: ChildProcess | null = null;
  const stop = async (signal: NodeJS.Signals): Promise<void> => {
    const running = child;
    child = null;
    if (running === null || running.exitCode !== null || running.signalCode !== null) return;
    running.kill(signal);
    await once(running, 'exit');
  };
  return {
    base,
    env,
    async start() {
      child = spawn(process.execPath, [main], {
        cwd: root,
        env,
        stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      });
      await ready(base, child);
    },
    async standsStill(stop, act) {
      const running = child;
      if (running === null) throw new Error('the portal does not run');
      const signal = AbortSignal.timeout(60_000);
      const told = once(running, 'message', { signal });
      running.send(stop);
      await told;
      const there = once(running, 'message', { signal });
      // Its answer may never come.
      Promise.resolve(act()).catch(() => undefined);
      await there.catch((cause: unknown) => {
        throw new Error(`nothing came to ${JSON.stringify(stop)}`, { cause });
      });
    },
    kill: () => stop('SIGKILL'),
    stop: () => stop('SIGTERM'),
    async command(...args) {
      const running = spawn(process.execPath, ['src/cli.ts', ...args], { cwd: root, env });
      const output: Buffer[] = [];
      running.stdout.on('data', (part: Buffer) => output.push(part));
      running.stderr.on('data', (part: Buffer) => output.push(part));
      const [code] = (await once(running, 'close')) as [number];
      const text = Buffer.concat(output).toString();
      if (code !== 0) throw new Error(`offprint ${args.join(' ')} ended with ${code}: ${text}`);
      return text;
    },
    async dispose() {
      await stop('SIGTERM');
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

async function ready(base: string, child: ChildProcess): Promise<void> {
  const said: Buffer[] = [];
  child.stderr?.on('data', (part: Buffer) => said.push(part));
  const deadline = Date.now() + 60_000;
  while (Date.now() < deadline) {
    if (child.exitCode !== null)
      throw new Error(`the portal ended: ${Buffer.concat(said).toString()}`);
    // Killed while it was still starting: whoever killed it starts it again.
    if (child.signalCode !== null) return;
    const answer = await fetch(`${base}/readyz`).catch(() => null);
    await answer?.arrayBuffer();
    if (answer?.status === 200) return;
    await pause(100);
  }
  throw new Error(`the portal did not become ready: ${Buffer.concat(said).toString()}`);
}
