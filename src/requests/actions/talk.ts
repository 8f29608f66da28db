import { createHash } from 'node:crypto';
import type { Context, Tx } from '../../platform/context.ts';
import { conflict, invalid, notFound } from '../../platform/errors.ts';
import type { Actor } from '../../platform/events.ts';
import { readSettings } from '../../platform/settings.ts';
import { promiseAfter } from '../rules/clocks.ts';
import { mostFilesInAll, tooManyInAll } from '../rules/file-limit.ts';
import { mayTalk } from '../rules/life.ts';
import { filesOf, insertMessage } from '../store/messages.ts';
import { insertFiles, lockRequest, type RequestRow } from '../store/requests.ts';
import { advance } from './advance.ts';
import { fileRows, type SubmittedFile } from './file-rows.ts';
import { aboutRequest, writeToStaff } from './letters.ts';
import { republisher } from './verify-email.ts';

export interface Reply {
  /** One for each form shown. */
  key: string;
  message: string;
  /** Checked files, such as a proof that was asked for. */
  files?: readonly SubmittedFile[];
}

/**
 * A message of the republisher, also with files. While we wait for their answer it puts the request
 * before the editors again, with a new promise. The key makes a double click one message. Refuses
 * unconfirmed and ended requests with conflict('already_changed'), and an eleventh file.
 */
export async function reply(ctx: Context, requestId: string, sent: Reply): Promise<void> {
  const { files = [], ...message } = sent;
  await ctx.transaction(async (tx) => {
    const request = await lockRequest(tx.db, requestId);
    if (request === null) throw notFound();
    if (!mayTalk(request.state)) throw conflict('already_changed');
    const by = republisher(request);
    const isNew = await addMessage(tx, request, { ...message, by, author: 'republisher' });
    if (!isNew) return;
    await addFiles(tx, request, files);
    if (request.state === 'needs_info') await backToReview(tx, request);
    await writeToStaff(tx, request, 'message-to-staff', {
      ...(await aboutRequest(tx, request)),
      author: request.contact_name,
      organisation: request.organisation,
      message: sent.message,
    });
  });
}

async function addFiles(
  tx: Tx,
  request: RequestRow,
  files: readonly SubmittedFile[],
): Promise<void> {
  if (files.length === 0) return;
  const there = await filesOf(tx.db, request.id);
  if (there.length + files.length > mostFilesInAll) throw invalid([tooManyInAll]);
  await insertFiles(tx.db, fileRows(tx, request, files));
}

async function backToReview(tx: Tx, request: RequestRow): Promise<void> {
  const { settings } = await readSettings(tx.db);
  const promisedAt = promiseAfter(tx.now(), settings.promiseWorkingDays, settings.timeZone);
  await advance(tx, request, 'reply', {
    by: republisher(request),
    set: { promised_at: promisedAt },
  });
}

export interface NewMessage {
  /** One for each form shown. */
  key: string;
  message: string;
  author: 'republisher' | 'staff';
  by: Actor;
}

/** Adds a message to the thread; false where this very one stands there already. */
export async function addMessage(
  tx: Tx,
  request: RequestRow,
  { key, message, author, by }: NewMessage,
): Promise<boolean> {
  return insertMessage(tx.db, {
    id: idFrom(`${request.id} ${key}`),
    request_id: request.id,
    author,
    author_name: by.name,
    body: message,
    created_at: tx.now(),
  });
}

/** The same key always gives the same id, in the shape of a UUID of version 8 (made by a rule of one's own). */
function idFrom(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
