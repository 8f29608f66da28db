import assert from 'node:assert/strict';
import { test } from 'node:test';
import request from 'supertest';
import { setSettings } from '../requests/cast.ts';
import { testContext } from '../support/context.ts';

const t = await testContext();
const app = await t.app();
const path = '/.well-known/security.txt';

test('whoever finds a weakness is told where to report it, once the newsroom has an address', async () => {
  assert.equal((await request(app).get(path)).status, 404);
  await setSettings(t.ctx, { email: 'desk@example.org', language: 'en-GB' });
  const { status, headers, text } = await request(app).get(path);
  assert.equal(status, 200);
  assert.match(headers['content-type'] ?? '', /^text\/plain; charset=utf-8/);
  assert.match(text, /^Contact: mailto:desk@example\.org\n/);
  const expires = new Date(/^Expires: (.+)$/m.exec(text)?.[1] ?? '');
  assert.ok(expires > t.clock.now);
  assert.match(text, /^Canonical: http:\/\/portal\.localhost\/\.well-known\/security\.txt$/m);
});
