import type { Tx } from '../../platform/context.ts';
import { requestsBeingPaid } from '../store/being-paid.ts';

/**
 * After a change of what may be done with an article: queues a look at every open payment page for it, which closes the
 * page where the article may no longer be licensed. Money that is faster is held.
 */
export async function reviewOpenPages(tx: Tx, articleId: string): Promise<void> {
  for (const requestId of await requestsBeingPaid(tx.db, articleId))
    await tx.enqueue('reconcile-payments', { requestId }, { key: requestId });
}
