import type { Quote } from '../../pricing/rules/answer.ts';
import { priceIn } from '../../pricing/rules/recompute.ts';
import {
  mayTalk,
  verbsFrom,
  type RequestState,
  type RequestVerb,
} from '../../requests/rules/life.ts';

/** What staff can decide, by the words on the buttons; several lead through the same verb of life. */
export const decisionVerbs = [
  'approve',
  'reprice',
  'grant_free',
  'ask',
  'decline',
  'withdraw',
  'cancel',
  'message',
] as const;
export type DecisionVerb = (typeof decisionVerbs)[number];
/** A message changes no state; every other decision is a step in the life of the request. */
type Step = Exclude<DecisionVerb, 'message'>;

const verbOf = {
  approve: 'offer',
  reprice: 'offer',
  grant_free: 'grant_free',
  ask: 'ask',
  decline: 'decline',
  withdraw: 'withdraw',
  cancel: 'cancel',
} as const satisfies Record<Step, RequestVerb>;

/** The decisions that are possible now; approving needs a price for every article that has not been offered yet. */
export function decisionsFor(state: RequestState, quotes: readonly Quote[]): DecisionVerb[] {
  const verbs: readonly string[] = verbsFrom(state);
  return decisionVerbs.filter((decision) => {
    if (decision === 'message') return mayTalk(state);
    if (!verbs.includes(verbOf[decision])) return false;
    if (decision === 'approve') return state === 'in_review' && isApprovable(quotes);
    // An unconfirmed request ends by itself, and an accepted one is cancelled instead.
    return decision !== 'withdraw' || (state !== 'unverified' && state !== 'accepted');
  });
}

function isApprovable(quotes: readonly Quote[]): boolean {
  const prices = quotes.map(priceIn);
  return prices.every((price) => price !== null) && prices.some((price) => (price?.total ?? 0) > 0);
}
