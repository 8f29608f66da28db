import { addDays, addMonths, type Day } from '../../values/period.ts';

export const allowancePeriods = ['month', 'quarter', 'year', 'whole'] as const;
export type AllowancePeriod = (typeof allowancePeriods)[number];

/** What each period is called, as English keys. */
export const periodNames: Record<AllowancePeriod, string> = {
  month: 'Each month',
  quarter: 'Each quarter of a year',
  year: 'Each year',
  whole: 'The whole time',
};

const monthsOf: Record<Exclude<AllowancePeriod, 'whole'>, number> = {
  month: 1,
  quarter: 3,
  year: 12,
};

/** When an allowance runs; both days belong to it, null is without end. */
export interface Running {
  period: AllowancePeriod;
  starts_on: Day;
  ends_on: Day | null;
}

/** The period that holds the day, counted from the first day of the allowance; null before and after it. */
export function periodAt(running: Running, day: Day): { from: Day; until: Day | null } | null {
  const { period, starts_on: start, ends_on: end } = running;
  if (day < start || (end !== null && day > end)) return null;
  if (period === 'whole') return { from: start, until: end };
  const months = monthsOf[period];
  let count = Math.floor(monthsBetween(start, day) / months);
  // Always counted from the first day, so that a start on the 31st does not slip.
  if (addMonths(start, count * months) > day) count -= 1;
  const last = addDays(addMonths(start, (count + 1) * months), -1);
  const until = end !== null && end < last ? end : last;
  return { from: addMonths(start, count * months), until };
}

function monthsBetween(from: Day, to: Day): number {
  const [year = 0, month = 0] = from.split('-').map(Number);
  const [laterYear = 0, laterMonth = 0] = to.split('-').map(Number);
  return (laterYear - year) * 12 + laterMonth - month;
}
