import type { Kysely } from 'kysely';
import type { DB } from '../../platform/db/schema.gen.ts';
import {
  countByState,
  itemsOfRequests,
  queueRows,
  type QueueItem,
  type QueueQuery,
  type QueueRow,
} from '../store/queue.ts';

export interface Queue {
  counts: Map<string, number>;
  rows: (QueueRow & { items: QueueItem[] })[];
  /** Where the next page begins, or null. */
  next: { at: Date | null; id: string } | null;
}

/** One page of the queue with the counts of each state: three statements whatever its length. */
export async function readQueue(db: Kysely<DB>, query: QueueQuery): Promise<Queue> {
  const counts = await countByState(db);
  const found = await queueRows(db, { ...query, limit: query.limit + 1 });
  const rows = found.slice(0, query.limit);
  const items = await itemsOfRequests(
    db,
    rows.map(({ id }) => id),
  );
  const last = found.length > query.limit ? rows.at(-1) : undefined;
  const at = query.tab.order === 'promise' ? last?.promised_at : last?.created_at;
  return {
    counts,
    rows: rows.map((row) => ({
      ...row,
      items: items.filter(({ requestId }) => requestId === row.id),
    })),
    next: last === undefined ? null : { at: at ?? null, id: last.id },
  };
}
