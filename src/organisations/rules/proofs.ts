import { addMonths, lastDayOfTerm, type Day } from '../../values/period.ts';

/** So long a proof holds unless somebody says otherwise, in months. */
const usualMonths = 12;
const longestMonths = 36;

/** The last day of a proof that is accepted today, unless another one is chosen. */
export function usualEnd(today: Day): Day {
  return lastDayOfTerm(today, usualMonths);
}

/** Whether a proof accepted today may hold until and with that day. */
export function mayEndOn(today: Day, end: Day): boolean {
  return end >= today && end <= addMonths(today, longestMonths);
}

export interface ProofRow {
  valid_until: Day;
  ended_at: Date | null;
}

/** How a proof stands today: in force, over by its day, or ended before by somebody. */
export function proofState(proof: ProofRow, today: Day): 'in_force' | 'ran_out' | 'ended' {
  if (proof.ended_at !== null) return 'ended';
  return proof.valid_until < today ? 'ran_out' : 'in_force';
}
