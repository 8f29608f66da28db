import { dayOf } from '../../values/period.ts';

/** Does one thing of a round of reconciliation; what goes wrong is counted and keeps no other waiting. */
export type Step = (work: () => Promise<void>) => Promise<boolean>;

/** From when on a round looks: `since`, which is a little before the last one that saw everything. */
export interface RoundStart {
  since: Date;
  lastRound: Date | null;
}

const dayMs = 86_400_000;

/** The same, but once a day so many days back: what had been settled may have changed without an event. */
export function lookFrom({ since, lastRound }: RoundStart, now: Date, days: number): Date {
  const daily = lastRound === null || dayOf(lastRound) !== dayOf(now);
  return daily ? new Date(Math.min(since.getTime(), now.getTime() - days * dayMs)) : since;
}
