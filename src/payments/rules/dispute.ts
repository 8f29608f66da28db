/**
 * Where a dispute stands: the bank only asks (`warning`), it calls the money back and wants an answer, it has ours, it
 * has decided; or there is none any more.
 */
export const disputeStates = [
  'warning',
  'needs_response',
  'under_review',
  'won',
  'lost',
  'warning_closed',
  'prevented',
] as const;
export type DisputeState = (typeof disputeStates)[number];

const statuses: Record<string, DisputeState> = {
  warning_needs_response: 'warning',
  warning_under_review: 'warning',
  warning_closed: 'warning_closed',
  needs_response: 'needs_response',
  under_review: 'under_review',
  appeal_needs_response: 'needs_response',
  appeal_under_review: 'under_review',
  won: 'won',
  lost: 'lost',
  prevented: 'prevented',
};

/** The payment service's word as our state; null for one that we do not know, which must be guessed by nobody. */
export function disputeStateOf(status: string): DisputeState | null {
  return Object.hasOwn(statuses, status) ? (statuses[status] ?? null) : null;
}

/**
 * Which states may follow which, steps that nobody heard of left out. What was decided can be taken up again, by an
 * appeal or by the bank; but a call for money never becomes a mere question again.
 */
const life: Record<DisputeState, readonly DisputeState[]> = {
  warning: ['needs_response', 'under_review', 'won', 'lost', 'warning_closed', 'prevented'],
  needs_response: ['under_review', 'won', 'lost', 'warning_closed', 'prevented'],
  under_review: ['needs_response', 'won', 'lost', 'warning_closed', 'prevented'],
  won: ['needs_response', 'under_review', 'lost'],
  lost: ['needs_response', 'under_review', 'won'],
  warning_closed: ['needs_response', 'under_review', 'won', 'lost', 'prevented'],
  prevented: ['needs_response', 'under_review', 'won', 'lost'],
};

export function mayDisputeFollow(from: DisputeState, to: DisputeState): boolean {
  return life[from].includes(to);
}

/** The money is called back and nobody has decided yet: what it paid for may not be used, nor be given back. */
export const isOpen = (state: DisputeState): state is 'needs_response' | 'under_review' =>
  state === 'needs_response' || state === 'under_review';

/** Someone at the newsroom has to follow it: it is open, or the bank has asked. */
export const isWatched = (state: DisputeState): boolean => state === 'warning' || isOpen(state);

interface Counted {
  state: DisputeState;
  amount: number;
  currency: string;
}

/** What licences paid by a payment are, as far as its disputes say: one that is lost outweighs all others. */
export function heldBy(disputes: readonly Pick<Counted, 'state'>[]): 'lost' | 'open' | 'none' {
  if (disputes.some(({ state }) => state === 'lost')) return 'lost';
  return disputes.some(({ state }) => isOpen(state)) ? 'open' : 'none';
}

/**
 * What banks have taken back of a payment for good, in its minor units and at most all of it. A sum in another currency
 * cannot be told apart from the whole.
 */
export function takenBack(
  payment: { amount: number; currency: string },
  disputes: readonly Counted[],
): number {
  const taken = disputes
    .filter(({ state }) => state === 'lost')
    .reduce((sum, each) => sum + (each.currency === payment.currency ? each.amount : Infinity), 0);
  return Math.min(taken, payment.amount);
}
