import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import autocannon from 'autocannon';
import { compose } from '../src/compose.ts';
import { readConfig } from '../src/platform/config.ts';
import { serve } from '../src/serve.ts';
import { seedDemo } from '../src/seed.ts';
import { grantedNumber } from './grant.ts';
import { quoteTable } from './quote.ts';

/**
 * `npm run bench`: each path of the portal beside a bare node:http server that sends the same bytes,
 * in the same run, one after the other, three rounds each; the table shows medians and their ratio.
 * Embedded database unless DATABASE_URL is set. Loopback only; ends by itself. Before it, the answers that
 * the tariff alone gives in a second (`node bench/quote.ts` for those only).
 */
interface Path {
  name: string;
  path: string;
  request?: Partial<autocannon.Options>;
}

const seconds = Number(process.env['BENCH_SECONDS'] ?? 3);
const rounds = 3;

const median = (numbers: number[]): number =>
  numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;

async function shoot(port: number, path: Path): Promise<{ rate: number; p99: number }> {
  const result = await autocannon({
    url: `http://127.0.0.1:${port}${path.path}`,
    connections: 16,
    duration: seconds,
    ...path.request,
  });
  if (result.non2xx > 0 || result.errors > 0)
    throw new Error(`${path.name}: ${result.non2xx} answers were not 2xx, ${result.errors} failed`);
  return { rate: result.requests.average, p99: result.latency.p99 };
}

/** A server in its own process that answers everything with these bytes from memory. */
async function bareServer(bytes: Buffer, type: string): Promise<{ port: number; stop(): void }> {
  const script = `
    const bytes = Buffer.from(process.argv[1], 'base64');
    const server = require('node:http').createServer((req, res) => {
      req.resume();
      res.writeHead(200, { 'Content-Type': process.argv[2], 'Content-Length': bytes.length });
      res.end(bytes);
    });
    server.listen(0, '127.0.0.1', () => console.log(server.address().port));`;
  const child = spawn(process.execPath, ['-e', script, bytes.toString('base64'), type], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const port = await new Promise<number>((resolve) =>
    child.stdout.once('data', (data) => resolve(Number(data))),
  );
  return { port, stop: () => child.kill() };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0);
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function measure(port: number, path: Path): Promise<string> {
  const init = path.request as
    { method?: string; headers?: Record<string, string>; body?: string } | undefined;
  const answer = await fetch(`http://127.0.0.1:${port}${path.path}`, init);
  const bytes = Buffer.from(await answer.arrayBuffer());
  const bare = await bareServer(bytes, answer.headers.get('content-type') ?? 'text/plain');
  const ours: { rate: number; p99: number }[] = [];
  const limit: { rate: number; p99: number }[] = [];
  for (let round = 0; round < rounds; round += 1) {
    ours.push(await shoot(port, path));
    limit.push(await shoot(bare.port, path));
  }
  bare.stop();
  const rate = median(ours.map((one) => one.rate));
  const bound = median(limit.map((one) => one.rate));
  const columns = [
    path.name,
    `${bytes.length}`,
    rate.toFixed(0),
    bound.toFixed(0),
    (rate / bound).toFixed(3),
  ];
  return [...columns, String(median(ours.map((one) => one.p99)))]
    .map((text, i) => (i === 0 ? text.padEnd(16) : text.padStart(10)))
    .join('');
}

console.log(quoteTable().join('\n'));

const dataDir = mkdtempSync(join(tmpdir(), 'offprint-bench-'));
const port = await freePort();
const config = readConfig({
  DATA_DIR: dataDir,
  PORT: String(port),
  LOG_LEVEL: 'error',
  DATABASE_URL: process.env['DATABASE_URL'],
});
const portal = await compose(config, { worker: true });
const served = await serve(portal, port);
try {
  await seedDemo(portal.ctx);
  const number = await grantedNumber(portal.ctx);
  const use =
    'use=republish_full&medium=website&reach=50000&duration=12m&organisation=news_commercial&country=GB&purpose=news';
  const paths: Path[] = [
    { name: 'article list', path: '/articles' },
    { name: 'article page', path: '/articles/the-last-bus-home-now-waits-for-the-last-shift' },
    {
      name: 'quote (JSON)',
      path: '/articles/the-last-bus-home-now-waits-for-the-last-shift/quote',
      request: {
        method: 'POST',
        body: use,
        headers: {
          'content-type': 'application/x-www-form-urlencoded',
          accept: 'application/json',
        },
      },
    },
    { name: 'verify', path: `/verify/${number}` },
  ];
  console.log(
    `${portal.database.engine} database, 16 connections, ${rounds} rounds of ${seconds} s, medians`,
  );
  console.log(
    'path'.padEnd(16) +
      ['bytes', 'ours/s', 'bare/s', 'ratio', 'p99 ms'].map((text) => text.padStart(10)).join(''),
  );
  for (const path of paths) console.log(await measure(port, path));
} finally {
  await served.stop();
  rmSync(dataDir, { recursive: true, force: true });
}
