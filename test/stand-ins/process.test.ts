import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { test, type TestContext } from 'node:test';
import { payByCard } from './stripe/payer.ts';
import { openSession, sdkFor, start } from './support.ts';

const main = join(import.meta.dirname, 'stripe/main.ts');

async function startProcess(t: TestContext, args: string[]) {
  const child = spawn(process.execPath, [main, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = await once(createInterface(child.stdout), 'line');
  const { port } = JSON.parse(String(line));
  const exited = once(child, 'exit');
  const stop = async () => {
    child.kill('SIGTERM');
    await exited;
  };
  t.after(stop);
  return { port: Number(port), stop };
}

function temporaryFolder(t: TestContext) {
  const folder = mkdtempSync(join(tmpdir(), 'stand-in-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

test('as a process it says its port and keeps its records over a restart', async (t) => {
  const folder = temporaryFolder(t);
  const args = ['--port', '0', '--state', join(folder, 'state.json')];
  const first = await startProcess(t, args);
  const before = sdkFor(first);
  const paid = await openSession(before);
  await payByCard(paid.page, '4242424242424242');
  const open = await openSession(before);
  await first.stop();
  const second = await startProcess(t, args);
  const after = sdkFor(second);
  assert.equal((await after.checkout.sessions.retrieve(paid.id)).payment_status, 'paid');
  const page = `http://127.0.0.1:${second.port}/c/pay/${open.id}`;
  assert.equal((await after.checkout.sessions.retrieve(open.id)).url, page);
  assert.equal((await payByCard(page, '4242424242424242')).status, 303);
  await second.stop();
});

test('it listens on the loopback address only', async (t) => {
  const { standIn } = await start(t);
  const outside = Object.values(networkInterfaces())
    .flat()
    .filter((each) => each && !each.internal && each.family === 'IPv4');
  for (const each of outside)
    await assert.rejects(fetch(`http://${each?.address}:${standIn.port}/`), /fetch failed/);
  assert.match(await (await fetch(standIn.url)).text(), /no money moves/);
});

test('levers work over HTTP as well', async (t) => {
  const { standIn, stripe } = await start(t);
  const pull = async (name: string, argument: object) => {
    const body = JSON.stringify(argument);
    return (await fetch(`${standIn.url}/_test/${name}`, { method: 'POST', body })).json();
  };
  const { id, page } = await openSession(stripe);
  await pull('mutate', { id, fields: { amount_total: 1 } });
  assert.equal((await stripe.checkout.sessions.retrieve(id)).amount_total, 1);
  assert.match(JSON.stringify(await pull('requests', {})), /checkout\/sessions/);
  assert.deepEqual(await pull('nothing', {}), { error: 'There is no lever nothing.' });
  await pull('clock', { advance: 90_000 });
  assert.equal((await payByCard(page, '4242424242424242')).status, 410);
});
