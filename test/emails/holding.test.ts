import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import {
  lettersWaiting,
  requeueLostLetters,
  resendEmail,
  sendEmail,
  takeBackHeldLetters,
} from '../../src/emails/actions.ts';
import type { EmailRow } from '../../src/emails/store.ts';
import type { Context } from '../../src/platform/context.ts';
import type { Actor } from '../../src/platform/events.ts';
import { testContext } from '../support/context.ts';
import { startSmtp, type TestSmtp } from '../support/smtp.ts';
import { requestId } from './samples.ts';
import { contextWithSmtp, workOnce, write } from './sending.ts';

const amal: Actor = { type: 'staff', id: '0197a000-0000-7000-8000-0000000000a1', name: 'Amal' };

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

test('a refused letter fails for staff to see; they send it again and it goes', async (t) => {
  const desk = await contextWithSmtp(t, smtp);
  const id = await write(desk.ctx);
  smtp.behave('unknown');
  await workOnce(desk);
  const failed = await rowOf(desk.ctx, id);
  assert.equal(failed.state, 'failed');
  assert.match(failed.last_error ?? '', /550 No such mailbox/);
  assert.deepEqual(desk.queue, []);
  assert.deepEqual(await lettersWaiting(desk.ctx.db), { waiting: 0, failed: 1 });
  smtp.behave('take');
  await resendEmail(desk.ctx, id, amal);
  await workOnce(desk);
  assert.equal((await rowOf(desk.ctx, id)).state, 'sent');
  assert.deepEqual(idsReceived(), [`<${id}@portal.localhost>`]);
  const common = { request_id: requestId, subject_id: id };
  assert.deepEqual(await eventsOf(desk.ctx), [
    {
      ...common,
      verb: 'fail',
      actor_name: 'Offprint',
      before_state: 'queued',
      after_state: 'failed',
    },
    {
      ...common,
      verb: 'resend',
      actor_name: 'Amal',
      before_state: 'failed',
      after_state: 'queued',
    },
  ]);
});

test('a sent letter can be sent in another copy, which is the same letter', async (t) => {
  const desk = await contextWithSmtp(t, smtp);
  const id = await write(desk.ctx);
  await workOnce(desk);
  await resendEmail(desk.ctx, id, amal);
  await workOnce(desk);
  const [one, two] = smtp.received.map(({ mail }) => mail);
  assert.deepEqual(
    [two?.messageId, two?.subject, two?.text, two?.html],
    [one?.messageId, one?.subject, one?.text, one?.html],
  );
  assert.equal(smtp.received.length, 2);
});

/** A mailer that hangs in its first letter until told how that ends, and takes all others. */
function stuckOnce(): { send: () => Promise<void>; end: (error?: Error) => void } {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  let letters = 0;
  const send = (): Promise<void> => (letters++ === 0 ? promise : Promise.resolve());
  return { send, end: (error) => (error === undefined ? resolve() : reject(error)) };
}

test('a letter whose worker died is left alone until its hold ends, and then sent by another', async () => {
  const stuck = stuckOnce();
  const desk = await testContext({ send: stuck.send });
  const id = await write(desk.ctx);
  desk.queue.length = 0;
  const dead = sendEmail(desk.ctx, { id });
  desk.clock.advance({ seconds: 60 });
  while ((await rowOf(desk.ctx, id)).tries === 0) await new Promise(setImmediate);
  await sendEmail(desk.ctx, { id });
  assert.deepEqual(desk.queue, [
    { name: 'send-email', data: { id }, options: { delaySeconds: 30, key: id } },
  ]);
  await assert.rejects(resendEmail(desk.ctx, id, amal), { code: 'letter_is_being_sent' });
  desk.clock.advance({ seconds: 30 });
  await workOnce(desk);
  assert.equal(desk.mailbox.length, 1);
  const { state, tries } = await rowOf(desk.ctx, id);
  assert.deepEqual({ state, tries }, { state: 'sent', tries: 2 });
  stuck.end(new Error('too late'));
  await dead;
  assert.equal((await rowOf(desk.ctx, id)).state, 'sent');
  assert.deepEqual(desk.queue, []);
});

test('a late failure of an attempt that is no longer the latest changes nothing', async () => {
  const stuck = stuckOnce();
  const desk = await testContext({ send: stuck.send });
  const id = await write(desk.ctx);
  const late = sendEmail(desk.ctx, { id });
  while ((await rowOf(desk.ctx, id)).tries === 0) await new Promise(setImmediate);
  await desk.ctx.db.updateTable('emails').set({ tries: 2 }).execute();
  const before = await rowOf(desk.ctx, id);
  stuck.end(Object.assign(new Error('refused'), { permanent: true }));
  await late;
  assert.deepEqual(await rowOf(desk.ctx, id), before);
  assert.deepEqual(await eventsOf(desk.ctx), []);
});

test('a letter that has lost its job gets it back, once it is five minutes late', async () => {
  const desk = await testContext();
  const id = await write(desk.ctx);
  desk.queue.length = 0;
  desk.clock.advance({ minutes: 5 });
  assert.equal(await requeueLostLetters(desk.ctx), 0);
  desk.clock.advance({ seconds: 1 });
  assert.equal(await requeueLostLetters(desk.ctx), 1);
  await workOnce(desk);
  assert.deepEqual(
    desk.mailbox.map((letter) => letter.id),
    [id],
  );
  desk.clock.advance({ minutes: 10 });
  assert.equal(await requeueLostLetters(desk.ctx), 0);
});

test('a letter held by a process that died goes at once when the only process has started again', async () => {
  const desk = await testContext();
  const id = await write(desk.ctx);
  const { next_try_at: due } = await rowOf(desk.ctx, id);
  const held = new Date(due.getTime() + 90_000);
  await desk.ctx.db.updateTable('emails').set({ tries: 1, next_try_at: held }).execute();
  await sendEmail(desk.ctx, { id });
  assert.deepEqual(desk.mailbox, []);
  await takeBackHeldLetters(desk.ctx);
  await sendEmail(desk.ctx, { id });
  assert.equal((await rowOf(desk.ctx, id)).state, 'sent');
  assert.equal(desk.mailbox.length, 1);
});

test('taking back letters that were held leaves those alone that wait after a failed try', async () => {
  const desk = await testContext();
  const id = await write(desk.ctx);
  const later = new Date(desk.clock.now.getTime() + 60_000);
  const waits = { tries: 1, last_error: '451 later', next_try_at: later };
  await desk.ctx.db.updateTable('emails').set(waits).execute();
  await takeBackHeldLetters(desk.ctx);
  assert.deepEqual((await rowOf(desk.ctx, id)).next_try_at, later);
});

test('a sign-in link is forgotten once sent or refused, and never sent again', async (t) => {
  const desk = await contextWithSmtp(t, smtp);
  const sent = await write(desk.ctx, 'sign-in');
  await workOnce(desk);
  smtp.behave('unknown');
  const refused = await write(desk.ctx, 'invite');
  await workOnce(desk);
  assert.match(smtp.received[0]?.mail.text ?? '', /magic-link\/verify\?token=abc/);
  for (const id of [sent, refused]) {
    const { text, html } = await rowOf(desk.ctx, id);
    assert.deepEqual({ text, html }, { text: '', html: '' });
    await assert.rejects(resendEmail(desk.ctx, id, amal), { code: 'letter_not_repeatable' });
  }
});

test('without an SMTP server a sign-in link stays readable for the mailbox page', async () => {
  const desk = await testContext();
  const id = await write(desk.ctx, 'sign-in');
  await workOnce(desk);
  const { state, text } = await rowOf(desk.ctx, id);
  assert.equal(state, 'sent');
  assert.match(text, /magic-link\/verify\?token=abc/);
});

test('a letter that is not there is nobody’s to send', async () => {
  const { ctx, queue, mailbox } = await testContext();
  const id = ctx.newId();
  await sendEmail(ctx, { id });
  await assert.rejects(resendEmail(ctx, id, amal), { code: 'not_found' });
  assert.deepEqual([queue, mailbox], [[], []]);
});
