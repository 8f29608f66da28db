import type { Context } from '../../platform/context.ts';
import { notFound } from '../../platform/errors.ts';
import type { Actor } from '../../platform/events.ts';
import { lockRequest } from '../store/requests.ts';
import { advance } from './advance.ts';
import { aboutRequest, writeToRepublisher } from './letters.ts';
import { republisher } from './verify-email.ts';

/**
 * The republisher, or staff (`by`) in their place, takes the request back; open checkouts are closed
 * and money that still arrives is held. Pressed again it does nothing. Refuses with
 * conflict('already_changed') once it ended in another way.
 */
export async function withdraw(
  ctx: Context,
  requestId: string,
  { reason, by }: { reason: string; by: Actor | null },
): Promise<void> {
  await ctx.transaction(async (tx) => {
    const request = await lockRequest(tx.db, requestId);
    if (request === null) throw notFound();
    if (request.state === 'withdrawn') return;
    const moved = await advance(tx, request, 'withdraw', {
      by: by ?? republisher(request),
      data: { reason },
    });
    // Without a confirmed address the letter might reach a stranger.
    if (request.email_verified_at === null) return;
    await writeToRepublisher(tx, moved, 'withdrawn', {
      ...(await aboutRequest(tx, moved)),
      by: by === null ? 'republisher' : 'staff',
      reason,
    });
  });
}
