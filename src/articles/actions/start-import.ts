import type { Context, Tx } from '../../platform/context.ts';
import { invalid } from '../../platform/errors.ts';
import { recordEvent, type Actor } from '../../platform/events.ts';
import { normaliseLine } from '../../values/text.ts';
import { safeHttpUrl } from '../../values/url.ts';
import { largestFeed } from '../import/read-feed.ts';
import { insertImport } from '../store/imports.ts';

export type ImportSource = { url: string } | { name: string; bytes: Uint8Array };

/**
 * Notes an import of a feed by address or file and queues it; returns its id. Throws `invalid` for what is no web
 * address and for an empty or too large file.
 */
export async function startImport(ctx: Context, source: ImportSource, by: Actor): Promise<string> {
  const started =
    'url' in source
      ? { source: addressIn(source.url), file: null, by }
      : { source: nameOf(source), file: source.bytes, by };
  return ctx.transaction(async (tx) => {
    const id = await insertStarted(tx, started);
    await tx.enqueue('run-import', { id });
    return id;
  });
}

export interface Started {
  /** Address or name of the file. */
  source: string;
  file: Uint8Array | null;
  by: Actor;
}

/** The row and the line of history of an import that begins. */
export async function insertStarted(tx: Tx, { source, file, by }: Started): Promise<string> {
  const id = tx.newId();
  await insertImport(tx.db, { id, source, file, started_by: by.name, created_at: tx.now() });
  await recordEvent(tx, {
    requestId: null,
    subject: { type: 'import', id },
    verb: 'start',
    by,
    after: 'waiting',
    data: { source },
  });
  return id;
}

function addressIn(text: string): string {
  const url = safeHttpUrl(text);
  if (url !== null) return url;
  throw invalid([
    { field: 'url', message: 'Enter the whole address of a feed, beginning with https://' },
  ]);
}

function nameOf({ name, bytes }: { name: string; bytes: Uint8Array }): string {
  if (bytes.length === 0) throw invalid([{ field: 'file', message: 'The file is empty.' }]);
  if (bytes.length > largestFeed)
    throw invalid([{ field: 'file', message: 'The file is larger than 20 MB.' }]);
  return normaliseLine(name).slice(0, 200) || 'feed';
}
