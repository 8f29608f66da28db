import type { Kysely } from 'kysely';
import type { DB } from '../../platform/db/schema.gen.ts';

/** Requests for an article that wait for money and have a page open on which it could be paid. */
export async function requestsBeingPaid(db: Kysely<DB>, articleId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('payment_attempts')
    .innerJoin('request_items', 'request_items.request_id', 'payment_attempts.request_id')
    .select('payment_attempts.request_id')
    .distinct()
    .where('payment_attempts.state', 'in', ['creating', 'open'])
    .where('request_items.article_id', '=', articleId)
    .where('request_items.left_out_why', 'is', null)
    .execute();
  return rows.map((row) => row.request_id);
}
