import type { Context, Tx } from '../../platform/context.ts';
import { notFound } from '../../platform/errors.ts';
import type { Actor } from '../../platform/events.ts';
import { lockRequest, type RequestRow } from '../store/requests.ts';
import { advance } from './advance.ts';
import { aboutRequest, writeToRepublisher } from './letters.ts';
import { republisher } from './verify-email.ts';

/**
 * The republisher takes the request back; open checkouts are closed and money that still arrives is
 * held. Pressed again it does nothing. Refuses with conflict('already_changed') once it ended in
 * another way.
 */
export async function withdraw(ctx: Context, requestId: string, reason: string): Promise<void> {
  await ctx.transaction(async (tx) => {
    const request = await lockRequest(tx.db, requestId);
    if (request === null) throw notFound();
    if (request.state !== 'withdrawn')
      await withdrawRequest(tx, request, { reason, by: republisher(request) });
  });
}

/** The same in a transaction of the caller, by the republisher or by staff in their place. */
export async function withdrawRequest(
  tx: Tx,
  request: RequestRow,
  { reason, by }: { reason: string; by: Actor },
): Promise<void> {
  const moved = await advance(tx, request, 'withdraw', { by, data: { reason } });
  // Without a confirmed address the letter might reach a stranger.
  if (request.email_verified_at === null) return;
  await writeToRepublisher(tx, moved, 'withdrawn', {
    ...(await aboutRequest(tx, moved)),
    by: by.type === 'staff' ? 'staff' : 'republisher',
    reason,
  });
}
