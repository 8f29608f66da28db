import { shareBack, type Cancellation } from '../../terms/rules/cancellation.ts';
import { chargeStep } from './charge-units.ts';

/** What decides how much of a payment the rules of cancellation would give back. Sums in minor units. */
export interface ProposalFacts {
  rules: Cancellation;
  payment: { amount: number; currency: string; left: number };
  acceptedAt: Date | null;
  issuedAt: Date | null;
  /** Somebody told where the work was published. */
  isUsed: boolean;
}

export interface Proposal {
  percent: 100 | 50 | 0;
  /** What is still to be given back for this share; 0 where it was, or where nothing goes back. */
  amount: number;
  until: Date | null;
  why: 'in_time' | 'late' | 'used';
}

/**
 * The sum that the rules agreed on propose for a licence that is given back now. Half of an odd sum is rounded up to what
 * can be given back, in favour of who paid.
 */
export function proposedRefund(facts: ProposalFacts, now: Date): Proposal {
  const { rules, payment, acceptedAt, issuedAt } = facts;
  if (facts.isUsed) return { percent: 0, amount: 0, until: null, why: 'used' };
  const since = rules.from === 'grant' ? issuedAt : acceptedAt;
  const { percent, until } =
    since === null ? { percent: 0 as const, until: null } : shareBack(rules, since, now);
  const given = payment.amount - payment.left;
  const step = percent === 100 ? 1 : chargeStep(payment.currency);
  const share = Math.ceil((payment.amount * percent) / 100 / step) * step;
  const amount = Math.max(Math.min(share - given, payment.left), 0);
  return { percent, amount, until, why: percent === 0 ? 'late' : 'in_time' };
}
