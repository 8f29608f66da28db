import assert from 'node:assert/strict';
import { runImport } from '../../src/articles/actions/run-import.ts';
import { startImport } from '../../src/articles/actions/start-import.ts';
import type { ImportRow } from '../../src/articles/store/imports.ts';
import { importById } from '../../src/articles/store/imports.ts';
import type { Context } from '../../src/platform/context.ts';
import type { Actor } from '../../src/platform/events.ts';
import { feedOf, type FeedItem } from './site.ts';

export const amal: Actor = {
  type: 'staff',
  id: '0199c000-0000-7000-8000-000000000001',
  name: 'Amal',
};

/** Imports a feed of these items as the worker does and gives the row of the import. */
export async function imported(
  ctx: Context,
  items: readonly FeedItem[] | Buffer,
  head: object = {},
): Promise<ImportRow> {
  const bytes = Buffer.isBuffer(items) ? items : feedOf(items, head);
  const id = await startImport(ctx, { name: 'feed.json', bytes }, amal);
  await runImport(ctx, { id });
  const row = await importById(ctx.db, id);
  assert.ok(row);
  return row;
}

/** What an import did, in one line. */
export function counts(row: ImportRow): string {
  const { items_read, items_new, items_changed, items_unchanged, items_skipped } = row;
  return `${row.state}: ${items_read} read, ${items_new} new, ${items_changed} changed, ${items_unchanged} unchanged, ${items_skipped} skipped`;
}
