import type { Context, Tx } from '../../platform/context.ts';
import { recordEvent, system } from '../../platform/events.ts';
import { readSettings } from '../../platform/settings.ts';
import { readFeed } from '../import/read-feed.ts';
import type { FeedItem, ImportedArticle, Note, ReadFeed, UnreadableFeed } from '../import/types.ts';
import { knownArticles, tidyIndex } from '../store/batch.ts';
import { claimImport, updateImport, type ClaimedImport } from '../store/imports.ts';
import { storeBatch } from './import-batch.ts';
import { newReport, reportItem, reportNote, type ImportReport } from './import-report.ts';

const batchSize = 100;

/**
 * Job: fetches or reads the source of an import and stores its articles in batches, with progress in the row. May run
 * twice: articles that are there already are unchanged the second time. A source that cannot be read fails the import
 * with its sentence; a fault of ours is thrown, so that the job is tried again.
 */
export async function runImport(
  ctx: Context,
  { id }: { id: string },
  onProgress: (report: ImportReport) => void = () => undefined,
): Promise<void> {
  const row = await claimImport(ctx.db, id);
  if (row === null) return;
  const opened = await openSource(ctx, row);
  if (!opened.ok) return failImport(ctx, id, opened.error);
  const report = newReport();
  for (const warning of opened.warnings) reportNote(report, '', warning);
  await storeItems(ctx, opened.items, { id, report, onProgress });
}

/** Names of the newsroom: what it says about itself does not speak against selling. */
export async function ownNames(ctx: Context): Promise<string[]> {
  const { settings } = await readSettings(ctx.db);
  return [settings.name, settings.legalName].filter((name) => name !== '');
}

async function openSource(ctx: Context, row: ClaimedImport): Promise<ReadFeed | UnreadableFeed> {
  const names = await ownNames(ctx);
  if (row.file !== null)
    return readFeed({ bytes: row.file, contentType: '', url: null, ownNames: names });
  const accept =
    'application/rss+xml, application/atom+xml, application/feed+json, application/xml, text/xml, */*;q=0.5';
  const fetched = await ctx.fetcher.get(row.source, { accept });
  if (!fetched.ok)
    return { ok: false, error: { message: fetched.message, params: fetched.params } };
  const { body, contentType, url } = fetched;
  return readFeed({ bytes: body, contentType, url, ownNames: names });
}

/** Ends an import that could not be read, with the sentence that says why. */
export async function failImport(
  ctx: Context,
  id: string,
  { message, params }: Note,
): Promise<void> {
  const error = ctx.views.t(message, params);
  await ctx.transaction((tx) => finish(tx, id, { state: 'failed', error, report: newReport() }));
}

export interface Storing {
  id: string;
  report: ImportReport;
  onProgress: (report: ImportReport) => void;
}

/** Stores items as they come, a hundred in one transaction, and ends the import. */
export async function storeItems(
  ctx: Context,
  items: Iterable<FeedItem> | AsyncIterable<FeedItem>,
  storing: Storing,
): Promise<void> {
  const { id, report } = storing;
  let batch: FeedItem[] = [];
  for await (const item of items) {
    // Of two items with one address the later one brings the article up to date.
    const again = item.urlKey !== null && batch.some(({ urlKey }) => urlKey === item.urlKey);
    if (again || batch.length === batchSize) batch = await stored(ctx, batch, storing);
    batch.push(item);
  }
  await stored(ctx, batch, storing);
  await ctx.transaction((tx) => finish(tx, id, { state: 'done', error: null, report }));
  await tidyIndex(ctx.db);
}

/** Stores a batch with its counts, and gives an empty one to go on with. */
async function stored(
  ctx: Context,
  batch: readonly FeedItem[],
  storing: Storing,
): Promise<FeedItem[]> {
  const { id, report, onProgress } = storing;
  const articles = await readNew(ctx, batch, report);
  await ctx.transaction(async (tx) => {
    const { created, changed, unchanged } = await storeBatch(tx, articles);
    report.created += created;
    report.changed += changed;
    report.unchanged += unchanged;
    await updateImport(tx.db, id, columnsOf(report));
  });
  onProgress(report);
  return [];
}

/** Reads those items of a batch that the catalogue does not hold already just so. */
async function readNew(
  ctx: Context,
  batch: readonly FeedItem[],
  report: ImportReport,
): Promise<ImportedArticle[]> {
  const keys = batch.map(({ urlKey }) => urlKey).filter((key) => key !== null);
  const known = keys.length === 0 ? [] : await knownArticles(ctx.db, keys);
  const hashes = new Map(known.map((row) => [row.url_key, row.import_hash]));
  const articles: ImportedArticle[] = [];
  for (const [index, item] of batch.entries()) {
    report.read += 1;
    if (item.urlKey !== null && hashes.get(item.urlKey) === item.hash) {
      report.unchanged += 1;
      continue;
    }
    const read = item.read();
    reportItem(report, read);
    if (read.kind === 'article') articles.push(read);
    // Reading is hard work: others get their turn in between.
    if (index % 10 === 9) await new Promise(setImmediate);
  }
  return articles;
}

function columnsOf(report: ImportReport): Parameters<typeof updateImport>[2] {
  return {
    items_read: report.read,
    items_new: report.created,
    items_changed: report.changed,
    items_unchanged: report.unchanged,
    items_skipped: report.skipped,
    problems: JSON.stringify(report.problems),
  };
}

interface End {
  state: 'done' | 'failed';
  error: string | null;
  report: ImportReport;
}

async function finish(tx: Tx, id: string, { state, error, report }: End): Promise<void> {
  const end = { state, error, file: null, finished_at: tx.now() };
  await updateImport(tx.db, id, { ...end, ...columnsOf(report) });
  await recordEvent(tx, {
    requestId: null,
    subject: { type: 'import', id },
    verb: state === 'done' ? 'finish' : 'fail',
    by: system,
    before: 'running',
    after: state,
    data: { ...report, problems: report.problems.length, error },
  });
}
