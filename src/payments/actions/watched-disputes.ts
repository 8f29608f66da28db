import type { Context } from '../../platform/context.ts';
import { disputeReasonText, disputeStateWords, timeToAnswer } from '../rules/dispute-words.ts';
import { watchedDisputes } from '../store/disputes.ts';

/** Disputes that are not decided, in words that are still to be translated. */
export interface DisputesShown {
  /** The ones with the nearest end, that first. */
  rows: object[];
  /** There are others besides. */
  more: boolean;
}

/** What the desk shows of disputes that somebody has to follow, at most `limit` of them. */
export async function readWatchedDisputes(ctx: Context, limit: number): Promise<DisputesShown> {
  const found = await watchedDisputes(ctx.db, limit + 1);
  const rows = found.slice(0, limit).map((row) => ({
    ...row,
    state: disputeStateWords[row.state],
    reason: disputeReasonText(row.reason),
    // An answer that the bank has needs no other.
    time: row.state === 'under_review' ? null : timeToAnswer(row.evidenceBy, ctx.now()),
  }));
  return { rows, more: found.length > limit };
}
