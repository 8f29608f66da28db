import type { Context } from '../../platform/context.ts';
import { Refusal } from '../../platform/errors.ts';
import type { Actor } from '../../platform/events.ts';
import { advance } from '../../requests/actions/advance.ts';
import { translate } from '../../requests/actions/letters.ts';
import { requestForChange } from '../../requests/actions/read.ts';
import { readSettings } from '../../platform/settings.ts';
import { spamReason } from '../rules/reasons.ts';

/**
 * Declines requests as spam, each in a transaction of its own and without a letter. Those that
 * somebody else decided meanwhile are left as they are. Returns how many were declined.
 */
export async function declineSpam(
  ctx: Context,
  ids: readonly string[],
  by: Actor,
): Promise<number> {
  let declined = 0;
  for (const id of ids) if (await declineOne(ctx, id, by)) declined += 1;
  return declined;
}

async function declineOne(ctx: Context, id: string, by: Actor): Promise<boolean> {
  try {
    return await ctx.transaction(async (tx) => {
      const request = await requestForChange(tx.db, id);
      if (request === null) return false;
      const { settings } = await readSettings(tx.db);
      const reason = translate(tx, settings.language)(spamReason);
      await advance(tx, request, 'decline', { by, data: { code: 'spam', reason } });
      return true;
    });
  } catch (error) {
    if (error instanceof Refusal && error.kind === 'conflict') return false;
    throw error;
  }
}
