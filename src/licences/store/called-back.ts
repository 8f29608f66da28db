import type { Kysely } from 'kysely';
import type { DB } from '../../platform/db/schema.gen.ts';

/** Whether a bank has called back what the licences of a request were paid with: undecided, or taken for good. */
export async function isCalledBack(db: Kysely<DB>, requestId: string): Promise<boolean> {
  const row = await db
    .selectFrom('payments')
    .innerJoin('disputes', 'disputes.payment_id', 'payments.id')
    .select('disputes.id')
    .where('payments.request_id', '=', requestId)
    .where('payments.kind', '=', 'primary')
    .where('disputes.state', 'in', ['needs_response', 'under_review', 'lost'])
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}
