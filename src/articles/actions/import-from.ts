import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { PassThrough, pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type { Context } from '../../platform/context.ts';
import type { Actor } from '../../platform/events.ts';
import { readJsonLines } from '../import/json-lines.ts';
import { largestFeed } from '../import/read-feed.ts';
import { note } from '../import/types.ts';
import { claimImport, importById } from '../store/imports.ts';
import { newReport, type ImportReport } from './import-report.ts';
import { failImport, ownNames, runImport, storeItems, type Storing } from './run-import.ts';
import { insertStarted } from './start-import.ts';

export interface FinishedImport extends Omit<ImportReport, 'problems'> {
  /** Finished sentences; `item` is empty for what concerns the whole feed. */
  problems: { item: string; reason: string }[];
  /** Why nothing could be read, or null. */
  error: string | null;
}

const commandLine: Actor = { type: 'system', id: null, name: 'Command line' };

/**
 * Imports a feed by address or path at once, for the command line. Files that end in `.jsonl` or `.jsonl.gz` hold an item
 * of a JSON Feed on each line and may be of any length; other files at most 20 MB. Throws where the file is not there.
 */
export async function importFrom(
  ctx: Context,
  source: string,
  onProgress: (report: ImportReport) => void,
): Promise<FinishedImport> {
  const isAddress = /^https?:\/\//iu.test(source);
  const isLines = !isAddress && /\.jsonl(?:\.gz)?$/iu.test(source);
  const file = isAddress || isLines ? null : await bytesOf(source);
  if (isLines) await stat(source);
  const started = { source: isAddress ? source : basename(source), file, by: commandLine };
  const id = await ctx.transaction((tx) => insertStarted(tx, started));
  if (isLines) await storeLines(ctx, source, { id, report: newReport(), onProgress });
  else await runImport(ctx, { id }, onProgress);
  return finished(ctx, id);
}

async function bytesOf(path: string): Promise<Uint8Array> {
  const { size } = await stat(path);
  if (size <= largestFeed) return readFile(path);
  throw new Error('The file is larger than 20 MB; larger archives are read as .jsonl files.');
}

async function storeLines(ctx: Context, path: string, storing: Storing): Promise<void> {
  await claimImport(ctx.db, storing.id);
  try {
    await storeItems(ctx, readJsonLines(linesOf(path), await ownNames(ctx)), storing);
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (!reason.startsWith('Z_')) throw error;
    await failImport(ctx, storing.id, note('The archive is damaged ({reason}).', { reason }));
  }
}

/** The lines of a file as they are asked for; packed ones are unpacked on the way. */
async function* linesOf(path: string): AsyncGenerator<string> {
  const bytes = createReadStream(path);
  const unpack = path.toLowerCase().endsWith('.gz') ? createGunzip() : new PassThrough();
  // An error of the file ends the reading below, which throws it.
  pipeline(bytes, unpack, () => undefined);
  let rest = '';
  for await (const chunk of unpack.setEncoding('utf8')) {
    const lines = `${rest}${String(chunk)}`.split(/\r?\n/u);
    rest = lines.pop() ?? '';
    yield* lines;
  }
  if (rest !== '') yield rest;
}

async function finished(ctx: Context, id: string): Promise<FinishedImport> {
  const row = await importById(ctx.db, id);
  if (row === null) throw new Error(`import ${id} vanished`);
  return {
    read: row.items_read,
    created: row.items_new,
    changed: row.items_changed,
    unchanged: row.items_unchanged,
    skipped: row.items_skipped,
    problems: row.problems.map(({ item, message, params, count }) => ({
      item: count > 1 ? `${count} × ${item}` : item,
      reason: ctx.views.t(message, params),
    })),
    error: row.error,
  };
}
