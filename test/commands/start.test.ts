import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { rootFolder } from '../../src/platform/create-context.ts';
import { takeOwnership } from '../../src/platform/db/lock.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'offprint-start-'));
after(() => rmSync(dataDir, { recursive: true, force: true }));

/** Starts the portal with these settings and waits until it ends by itself. */
function start(env: Record<string, string>): Promise<{ code: number; err: string }> {
  const all = { PATH: process.env['PATH'] ?? '', DATA_DIR: dataDir, LOG_LEVEL: 'error', ...env };
  const options = { cwd: rootFolder(''), env: all, timeout: 60_000 };
  return new Promise((resolve) => {
    execFile(process.execPath, ['src/main.ts'], options, (error, _out, err) =>
      resolve({ code: error === null ? 0 : Number(error.code), err }),
    );
  });
}

test('in production all missing settings are named at once, without a stack', async () => {
  const { code, err } = await start({ NODE_ENV: 'production', WORKER_POLL_MS: 'often' });
  assert.equal(code, 1);
  for (const name of ['BASE_URL', 'SECRET_KEY', 'SMTP_URL', 'MAIL_FROM', 'WORKER_POLL_MS'])
    assert.match(err, new RegExp(`- ${name} `));
  assert.doesNotMatch(err, /\n\s+at /);
});

test('a second portal on one embedded database is refused with a sentence', async () => {
  const release = takeOwnership(dataDir);
  const { code, err } = await start({ PORT: '0' });
  release();
  assert.equal(code, 1);
  assert.match(err, /is in use/);
  assert.doesNotMatch(err, /\n\s+at /);
});

test('a port that is taken is said so', async () => {
  const server = createServer().listen(0);
  await once(server, 'listening');
  const { code, err } = await start({ PORT: String((server.address() as AddressInfo).port) });
  server.close();
  assert.equal(code, 1);
  assert.match(err, /its port is taken\. Choose another with PORT/);
});
