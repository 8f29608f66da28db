import type { Kysely } from 'kysely';
import type { DB } from '../../platform/db/schema.gen.ts';

export interface HistoryLine {
  id: string;
  verb: string;
  actor_name: string;
  created_at: Date;
  data: Record<string, unknown>;
}

/** What happened to an article, newest first, at most a hundred lines. */
export async function historyOf(db: Kysely<DB>, articleId: string): Promise<HistoryLine[]> {
  const rows = await db
    .selectFrom('events')
    .select(['id', 'verb', 'actor_name', 'created_at', 'data'])
    .where('subject_id', '=', articleId)
    .where('subject_type', '=', 'article')
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(100)
    .execute();
  return rows as HistoryLine[];
}
