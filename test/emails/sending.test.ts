import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { lettersWaiting, sendEmail, queueEmail } from '../../src/emails/actions.ts';
import type { EmailRow } from '../../src/emails/store.ts';
import type { Context } from '../../src/platform/context.ts';
import { startSmtp, type TestSmtp } from '../support/smtp.ts';
import { letters, requestId } from './samples.ts';
import { contextWithSmtp, workOnce, write } from './sending.ts';

let smtp: TestSmtp;
before(async () => {
  smtp = await startSmtp();
});
after(() => smtp.close());
beforeEach(() => {
  smtp.behave('take');
  smtp.received.length = 0;
});

const rowOf = (ctx: Context, id: string): Promise<EmailRow> =>
  ctx.db.selectFrom('emails').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
const idsReceived = (): (string | undefined)[] => smtp.received.map(({ mail }) => mail.messageId);
const eventsOf = (ctx: Context) =>
  ctx.db
    .selectFrom('events')
    .select(['request_id', 'subject_id', 'verb', 'actor_name', 'before_state', 'after_state'])
    .orderBy('id')
    .execute();

test('each kind of letter arrives with both parts as written and links that open', async (t) => {
  const desk = await contextWithSmtp(t, smtp);
  const { ctx } = desk;
  for (const letter of letters(ctx.links)) await ctx.transaction((tx) => queueEmail(tx, letter));
  const rows = await ctx.db.selectFrom('emails').selectAll().execute();
  await workOnce(desk);
  assert.equal(smtp.received.length, rows.length);
  for (const row of rows) {
    const found = smtp.received.find(({ mail }) => mail.messageId?.includes(row.id));
    assert.ok(found, row.kind);
    assert.equal(found.mail.subject, row.subject);
    assert.equal(found.mail.text, ctx.links.reveal(row.text));
    assert.equal(found.mail.html, ctx.links.reveal(row.html));
    assert.doesNotMatch(found.mail.text ?? '', /__(request|verify|licence|pay)\./);
  }
  const verify = smtp.received.find(({ mail }) => mail.subject?.includes('confirm'))?.mail.text;
  const page = ctx.links.token('request', requestId);
  const proof = ctx.links.token('verify', requestId);
  assert.ok(verify?.includes(`http://portal.localhost/requests/${page}?verify=${proof}\n`));
});

test('a sent letter is marked so, and its job run again sends nothing', async (t) => {
  const desk = await contextWithSmtp(t, smtp);
  const id = await write(desk.ctx);
  await workOnce(desk);
  await sendEmail(desk.ctx, { id });
  const { state, tries, sent_at, last_error } = await rowOf(desk.ctx, id);
  assert.deepEqual(
    { state, tries, sent_at, last_error },
    { state: 'sent', tries: 1, sent_at: desk.ctx.now(), last_error: null },
  );
  assert.deepEqual(idsReceived(), [`<${id}@portal.localhost>`]);
  assert.deepEqual(desk.queue, []);
});

test('of two workers with one letter, one sends it', async (t) => {
  const desk = await contextWithSmtp(t, smtp);
  const id = await write(desk.ctx);
  const before = smtp.attempts();
  await Promise.all([1, 2, 3, 4].map(() => sendEmail(desk.ctx, { id })));
  assert.equal(smtp.attempts() - before, 1);
  assert.deepEqual(idsReceived(), [`<${id}@portal.localhost>`]);
  assert.equal((await rowOf(desk.ctx, id)).tries, 1);
  desk.queue.shift();
  await workOnce(desk);
  assert.equal(smtp.received.length, 1);
});

test('a letter that is put off waits, twice as long each time, and then goes', async (t) => {
  const desk = await contextWithSmtp(t, smtp);
  const id = await write(desk.ctx);
  smtp.behave('later');
  await workOnce(desk);
  const first = await rowOf(desk.ctx, id);
  assert.equal(first.state, 'queued');
  assert.match(first.last_error ?? '', /451 Greylisted/);
  assert.equal(first.next_try_at.getTime() - desk.ctx.now().getTime(), 60_000);
  assert.deepEqual(desk.queue, [
    { name: 'send-email', data: { id }, options: { delaySeconds: 60, key: id } },
  ]);
  desk.clock.advance({ seconds: 60 });
  await workOnce(desk);
  assert.deepEqual(desk.queue[0]?.options, { delaySeconds: 120, key: id });
  smtp.behave('take');
  desk.clock.advance({ seconds: 120 });
  await workOnce(desk);
  const { state, tries, last_error } = await rowOf(desk.ctx, id);
  assert.deepEqual({ state, tries, last_error }, { state: 'sent', tries: 3, last_error: null });
  assert.deepEqual(idsReceived(), [`<${id}@portal.localhost>`]);
  assert.deepEqual(await eventsOf(desk.ctx), []);
});

for (const behaviour of ['busy', 'hang', 'drop', 'closed'] as const) {
  test(`a letter waits while the server behaves "${behaviour}", and goes once afterwards`, async (t) => {
    const desk = await contextWithSmtp(t, smtp);
    const id = await write(desk.ctx);
    smtp.behave(behaviour);
    await workOnce(desk);
    assert.equal((await rowOf(desk.ctx, id)).state, 'queued');
    assert.equal(smtp.received.length, 0);
    smtp.behave('take');
    desk.clock.advance({ minutes: 1 });
    await workOnce(desk);
    assert.equal((await rowOf(desk.ctx, id)).state, 'sent');
    assert.deepEqual(idsReceived(), [`<${id}@portal.localhost>`]);
  });
}

test('while no server is there all letters wait and staff see it; then each goes once', async (t) => {
  const away = await startSmtp();
  const desk = await contextWithSmtp(t, away);
  await away.close();
  const ids = [await write(desk.ctx), await write(desk.ctx, 'offer'), await write(desk.ctx)];
  for (let tries = 1; tries <= 3; tries += 1) {
    await workOnce(desk);
    assert.deepEqual(await lettersWaiting(desk.ctx.db), { waiting: 3, failed: 0 });
    desk.clock.advance({ minutes: 15 });
  }
  const back = await startSmtp(away.port);
  await workOnce(desk);
  await back.close();
  assert.deepEqual(
    back.received.map(({ mail }) => mail.messageId).toSorted(),
    ids.map((id) => `<${id}@portal.localhost>`).toSorted(),
  );
  assert.deepEqual(await lettersWaiting(desk.ctx.db), { waiting: 0, failed: 0 });
  assert.deepEqual(desk.queue, []);
});

test('where the reply is lost a second copy carries the same Message-ID', async (t) => {
  const desk = await contextWithSmtp(t, smtp);
  const id = await write(desk.ctx);
  smtp.behave('lose-reply');
  await workOnce(desk);
  smtp.behave('take');
  desk.clock.advance({ minutes: 1 });
  await workOnce(desk);
  assert.deepEqual(idsReceived(), [`<${id}@portal.localhost>`, `<${id}@portal.localhost>`]);
  assert.equal((await rowOf(desk.ctx, id)).state, 'sent');
});
