import type { Tx } from '../../platform/context.ts';
import { conflict, invalid, notFound, type Problem } from '../../platform/errors.ts';
import { recordEvent, type Actor } from '../../platform/events.ts';
import { isAnswerable } from '../rules/life.ts';
import {
  allItemsOf,
  moveRequest,
  setAnswer,
  setLeftOut,
  type ItemWithArticle,
  type RequestRow,
} from '../store/requests.ts';
import { answersWithStanding, casesOf } from './answer-items.ts';

const lastOne: Problem = {
  field: '',
  message: 'At least one article stays in the request. To give none, decline the request.',
};

/** An article that leaves its request, with the reason as the republisher reads it, or comes back (`why` null). */
export interface LeavingOut {
  itemId: string;
  why: string | null;
  by: Actor;
  /** What the history keeps besides the article. */
  data?: object;
}

/**
 * Leaves one article out of a request with several, or takes it back in, until an offer is made. Those that are in are
 * answered together anew, at their tariff version and by the facts of the day: what is due once moves to the first that
 * has a price, discounts by number follow the number. Returns the request as it is now. Call it with the request
 * locked. Refuses with conflict('already_changed') where it is so already or an offer was made, and the last article
 * as invalid.
 */
export async function leaveOut(tx: Tx, request: RequestRow, leaving: LeavingOut): Promise<void> {
  const { itemId, why, by, data = {} } = leaving;
  const items = await allItemsOf(tx.db, request.id);
  const item = items.find(({ id }) => id === itemId);
  if (item === undefined) throw notFound();
  const isOut = item.left_out_why !== null;
  if (!isAnswerable(request.state) || isOut === (why !== null)) throw conflict('already_changed');
  const before = items.filter(isIn);
  const after = items.filter((one) => (one === item ? why === null : isIn(one)));
  if (after.length === 0) throw invalid([lastOne]);
  await setLeftOut(tx.db, itemId, why);
  await answerThose(tx, request, { before, after });
  if ((await moveRequest(tx.db, request, { state: request.state })) === null)
    throw conflict('already_changed');
  await recordEvent(tx, {
    requestId: request.id,
    subject: { type: 'request', id: request.id },
    verb: why === null ? 'take_in' : 'leave_out',
    by,
    data: { itemId, article: item.title, ...data },
  });
}

const isIn = ({ left_out_why: why }: ItemWithArticle): boolean => why === null;

/** Answers the articles that are in now, by the standing that those before were answered with. */
async function answerThose(
  tx: Tx,
  request: RequestRow,
  { before, after }: { before: readonly ItemWithArticle[]; after: readonly ItemWithArticle[] },
): Promise<void> {
  // Of those before, the first was answered while nothing of an allowance was spent yet.
  const standing = before[0]?.use.standing;
  const cases = await casesOf(tx, request, after);
  const answers = answersWithStanding(cases, (stored) => standing ?? stored);
  for (const [at, { id }] of after.entries()) await setAnswer(tx.db, id, answers[at]!);
}
