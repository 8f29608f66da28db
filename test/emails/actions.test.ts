import assert from 'node:assert/strict';
import { test } from 'node:test';
import { previewEmail, queueEmail } from '../../src/emails/actions.ts';
import { createLinks } from '../../src/platform/links.ts';
import { readSettings, saveSettings } from '../../src/platform/settings.ts';
import { testContext } from '../support/context.ts';
import { letters, requestId, samples } from './samples.ts';

const dana = { name: 'Dana', address: 'dana@example.org' };

test('a letter and its job stand in the transaction of the change that causes them', async () => {
  const { ctx, queue } = await testContext();
  const data = samples(ctx.links)['request-received'];
  const id = await ctx.transaction((tx) =>
    queueEmail(tx, { kind: 'request-received', requestId, to: dana, data }),
  );
  const row = await ctx.db.selectFrom('emails').selectAll().executeTakeFirstOrThrow();
  assert.deepEqual(
    { ...row, text: '', html: '' },
    {
      id,
      kind: 'request-received',
      request_id: requestId,
      to_name: 'Dana',
      to_address: 'dana@example.org',
      subject: 'Request received: “River town floods” (RQ-2026-000042)',
      ...{ text: '', html: '', state: 'queued', tries: 0, last_error: null, sent_at: null },
      queued_at: ctx.now(),
      next_try_at: ctx.now(),
    },
  );
  assert.deepEqual(queue, [{ name: 'send-email', data: { id }, options: {} }]);
});

test('a rollback takes the letter and its job along', async () => {
  const { ctx, queue } = await testContext();
  const change = ctx.transaction(async (tx) => {
    const data = samples(ctx.links).lapsed;
    await queueEmail(tx, { kind: 'lapsed', requestId, to: dana, data });
    throw new Error('the change failed after all');
  });
  await assert.rejects(change, /failed after all/);
  assert.deepEqual(await ctx.db.selectFrom('emails').select('id').execute(), []);
  assert.deepEqual(queue, []);
});

test('the database holds no token of a secret link, whatever the letter', async () => {
  const { ctx } = await testContext();
  for (const letter of letters(ctx.links)) await ctx.transaction((tx) => queueEmail(tx, letter));
  const rows = await ctx.db.selectFrom('emails').selectAll().execute();
  assert.equal(rows.length, letters(ctx.links).length);
  const stored = JSON.stringify(rows);
  for (const kind of ['request', 'verify', 'licence', 'pay'] as const)
    assert.equal(stored.includes(ctx.links.token(kind, requestId)), false, kind);
  assert.match(stored, /__request\./);
});

test('a letter speaks in the name and the direction that the newsroom has set', async () => {
  const { ctx } = await testContext();
  await ctx.transaction(async (tx) => {
    const { settings, version } = await readSettings(tx.db);
    await saveSettings(tx, { ...settings, name: 'صحيفة الميناء', language: 'ar' }, version);
  });
  const data = samples(ctx.links).lapsed;
  await ctx.transaction((tx) => queueEmail(tx, { kind: 'lapsed', requestId, to: dana, data }));
  const { text, html } = await ctx.db.selectFrom('emails').selectAll().executeTakeFirstOrThrow();
  assert.match(text, /\n-- ?\nصحيفة الميناء/);
  assert.match(html, /<html lang="ar" dir="rtl">/);
});

test('a preview is the letter with its secret links masked, and stores nothing', async () => {
  const { ctx, queue } = await testContext();
  const data = samples(ctx.links).offer;
  const shown = await ctx.transaction((tx) =>
    previewEmail(tx, { kind: 'offer', requestId, to: dana, data }),
  );
  assert.equal(shown.subject, 'Offer: £120.00 for “River town floods” (RQ-2026-000042)');
  assert.match(shown.text, /^http:\/\/portal\.localhost\/requests\/…$/m);
  assert.doesNotMatch(shown.text + shown.html, /__request/);
  assert.deepEqual(await ctx.db.selectFrom('emails').select('id').execute(), []);
  assert.deepEqual(queue, []);
});

test('a letter to no plain address, or with a link elsewhere, is a fault and leaves nothing', async () => {
  const { ctx, queue } = await testContext();
  const foreign = createLinks('https://elsewhere.example', 'another key, 0123456789 abcdefgh');
  const lapsed = samples(ctx.links).lapsed;
  const to = { name: 'x', address: 'dana@example.org\r\nBcc: eve@example.org' };
  await assert.rejects(
    ctx.transaction((tx) => queueEmail(tx, { kind: 'lapsed', requestId, to, data: lapsed })),
    /no plain e-mail address/,
  );
  const data = samples(foreign).invite;
  await assert.rejects(
    ctx.transaction((tx) => queueEmail(tx, { kind: 'invite', requestId: null, to: dana, data })),
    /only link to this portal/,
  );
  assert.deepEqual(await ctx.db.selectFrom('emails').select('id').execute(), []);
  assert.deepEqual(queue, []);
});
