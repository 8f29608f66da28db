import type { Kysely } from 'kysely';
import type { Context, OutgoingLetter, Tx } from '../platform/context.ts';
import type { DB } from '../platform/db/schema.gen.ts';
import { conflict, notFound } from '../platform/errors.ts';
import { recordEvent, system, type Actor } from '../platform/events.ts';
import { readSettings } from '../platform/settings.ts';
import { holdsSignInLink, type Letter, type LetterKind } from './rules/letters.ts';
import { claimMs, retryDelay } from './rules/retry.ts';
import { recipient } from './rules/words.ts';
import { writeLetter, type WrittenLetter } from './rules/write.ts';
import * as store from './store.ts';

/**
 * Writes a letter and its job in the caller's transaction; both go with it or not at all. Returns
 * the letter's id. A worker sends it after the commit.
 */
export async function queueEmail<K extends LetterKind>(tx: Tx, letter: Letter<K>): Promise<string> {
  const to = recipient(letter.to);
  const written = await write(tx, { ...letter, to });
  const id = tx.newId();
  const now = tx.now();
  await store.insertEmail(tx.db, {
    id,
    kind: letter.kind,
    request_id: letter.requestId,
    to_name: to.name,
    to_address: to.address,
    ...written,
    queued_at: now,
    next_try_at: now,
  });
  await tx.enqueue('send-email', { id });
  return id;
}

/** The letter as it would go out, for staff to read beforehand: secret links are masked, nothing is stored. */
export async function previewEmail<K extends LetterKind>(
  tx: Tx,
  letter: Letter<K>,
): Promise<WrittenLetter> {
  const { subject, text, html } = await write(tx, letter);
  return { subject, text: tx.links.mask(text), html: tx.links.mask(html) };
}

async function write(tx: Tx, letter: Letter): Promise<WrittenLetter> {
  const { settings } = await readSettings(tx.db);
  return writeLetter(letter, {
    views: tx.views,
    links: tx.links,
    settings,
    testMode: tx.testMode,
  });
}

/**
 * Job `send-email`: one attempt at one letter, at most one at a time. Accepted letters are marked
 * sent, put-off ones wait for their next try, refused ones are marked failed for staff to see. Run
 * twice it sends once; after a crash between sending and marking, a second copy has the same Message-ID.
 */
export async function sendEmail(ctx: Context, { id }: { id: string }): Promise<void> {
  const now = ctx.now();
  const until = new Date(now.getTime() + claimMs);
  const claimed = await store.claimEmail(ctx.db, id, { now, until });
  if (claimed === null) return comeBack(ctx, id);
  try {
    await ctx.mailer.send(await outgoing(ctx, claimed));
  } catch (error) {
    return keepUnsent(ctx, claimed, error);
  }
  await store.markSent(ctx.db, id, { at: ctx.now(), forget: forgets(ctx, claimed.kind) });
}

/** Should the worker that holds the letter die, the job is there again when its hold ends. */
async function comeBack(ctx: Context, id: string): Promise<void> {
  await ctx.transaction(async (tx) => {
    const row = await store.emailById(tx.db, id);
    if (row?.state !== 'queued') return;
    const wait = Math.max(row.next_try_at.getTime() - tx.now().getTime(), 0);
    await tx.enqueue('send-email', { id }, { delaySeconds: wait / 1000, key: id });
  });
}

/** The letter with its secret links, as it leaves the house; replies go to the newsroom. */
export async function outgoing(ctx: Context, row: store.EmailRow): Promise<OutgoingLetter> {
  const { settings } = await readSettings(ctx.db);
  const { name, email } = settings;
  return {
    id: row.id,
    from: ctx.config.mailFrom,
    to: { name: row.to_name, address: row.to_address },
    ...(email === '' ? {} : { replyTo: { name, address: email } }),
    subject: row.subject,
    text: ctx.links.reveal(row.text),
    html: ctx.links.reveal(row.html),
  };
}

async function keepUnsent(ctx: Context, row: store.EmailRow, error: unknown): Promise<void> {
  const message = error instanceof Error ? error.message : String(error);
  const { permanent, answered } = (error ?? {}) as { permanent?: unknown; answered?: unknown };
  // The message may quote the recipient's address, which has no place in the log.
  ctx.log.warn(
    { email: row.id, tries: row.tries, permanent: permanent === true },
    'letter not sent',
  );
  if (permanent === true) return fail(ctx, row, message);
  const delay = retryDelay(row.tries, ctx.config.mailRetryMs, answered === true);
  await ctx.transaction(async (tx) => {
    const until = new Date(tx.now().getTime() + delay);
    if (!(await store.putOff(tx.db, row, { error: message, until }))) return;
    await tx.enqueue('send-email', { id: row.id }, { delaySeconds: delay / 1000, key: row.id });
  });
}

async function fail(ctx: Context, row: store.EmailRow, error: string): Promise<void> {
  await ctx.transaction(async (tx) => {
    const forget = forgets(ctx, row.kind);
    if (!(await store.markFailed(tx.db, row, { error, forget }))) return;
    await recordEvent(tx, {
      requestId: row.request_id,
      subject: { type: 'email', id: row.id },
      verb: 'fail',
      by: system,
      before: 'queued',
      after: 'failed',
      data: { kind: row.kind },
    });
  });
}

/** Without an SMTP server the mailbox page is the only place to read a letter, so it is kept. */
function forgets(ctx: Context, kind: string): boolean {
  return holdsSignInLink(kind) && ctx.config.smtpUrl !== null;
}

/**
 * Sends a letter again at once: a failed or waiting one, or another copy of a sent one. Refuses with
 * conflict('letter_is_being_sent') while a worker holds it, and conflict('letter_not_repeatable') for
 * sign-in links and invitations, which are asked for anew instead.
 */
export async function resendEmail(ctx: Context, id: string, by: Actor): Promise<void> {
  await ctx.transaction(async (tx) => {
    const row = await store.emailById(tx.db, id);
    if (row === null) throw notFound();
    if (holdsSignInLink(row.kind)) throw conflict('letter_not_repeatable');
    if (!(await store.queueAgain(tx.db, id, tx.now()))) throw conflict('letter_is_being_sent');
    await recordEvent(tx, {
      requestId: row.request_id,
      subject: { type: 'email', id },
      verb: 'resend',
      by,
      before: row.state,
      after: 'queued',
      data: { kind: row.kind },
    });
    await tx.enqueue('send-email', { id });
  });
}

/** For the banner of staff pages: letters that wait after a failed try, and letters refused for good. */
export async function lettersWaiting(db: Kysely<DB>): Promise<{ waiting: number; failed: number }> {
  return store.countUnsent(db);
}

/**
 * Lets go of letters that a process held when it died, so that nobody waits for the end of its hold. Only
 * for a process that has just started and is the only one on its database.
 */
export async function takeBackHeldLetters(ctx: Context): Promise<void> {
  await store.endHolds(ctx.db, ctx.now());
}

const lostAfterMs = 5 * 60_000;

/** Gives every letter that has been due for five minutes a job again, should one ever be lost; returns how many. */
export async function requeueLostLetters(ctx: Context): Promise<number> {
  return ctx.transaction(async (tx) => {
    const ids = await store.overdueEmailIds(tx.db, new Date(tx.now().getTime() - lostAfterMs));
    for (const id of ids) await tx.enqueue('send-email', { id }, { key: id });
    return ids.length;
  });
}
