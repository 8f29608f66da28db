import type { Context, Tx } from '../../platform/context.ts';
import { conflict, notFound } from '../../platform/errors.ts';
import type { Actor } from '../../platform/events.ts';
import { readSettings } from '../../platform/settings.ts';
import { leaveOut, type LeavingOut } from '../../requests/actions/leave-out.ts';
import { translate } from '../../requests/actions/letters.ts';
import { requestForChange } from '../../requests/actions/read.ts';
import { declineReasons, type DeclineReason } from '../rules/reasons.ts';

/** An article of a request, on a page that showed the request at `version`. */
export interface ItemShown {
  itemId: string;
  version: number;
  by: Actor;
}

/**
 * Leaves one article out of a request with several, for a reason that declines may have and words of one's own; both
 * are kept as the republisher reads them. Refuses with conflict('already_changed') where somebody was faster or an
 * offer was made, and the last article as invalid.
 */
export async function leaveArticleOut(
  ctx: Context,
  requestId: string,
  { reason, words, ...shown }: ItemShown & { reason: DeclineReason; words: string },
): Promise<void> {
  await ctx.transaction(async (tx) => {
    const { settings } = await readSettings(tx.db);
    const said = translate(tx, settings.language)(declineReasons[reason]);
    const why = [said, words].filter((part) => part !== '').join(' ');
    await change(tx, requestId, { ...shown, why, data: { code: reason, reason: said, words } });
  });
}

/** Takes an article that was left out back in, under the same conditions. */
export async function takeArticleIn(
  ctx: Context,
  requestId: string,
  shown: ItemShown,
): Promise<void> {
  await ctx.transaction((tx) => change(tx, requestId, { ...shown, why: null }));
}

async function change(
  tx: Tx,
  requestId: string,
  { version, ...leaving }: LeavingOut & { version: number },
): Promise<void> {
  const request = await requestForChange(tx.db, requestId);
  if (request === null) throw notFound();
  if (request.version !== version) throw conflict('already_changed');
  await leaveOut(tx, request, leaving);
}
