import type { PicturesCovered } from '../../articles/rules/pictures-covered.ts';
import type { SearchClause } from '../../terms/rules/search-clause.ts';
import type { Use } from '../../pricing/rules/use.ts';
import { addDays, dayOf, lastDayOfTerm } from '../../values/period.ts';

/** What a licence permits, frozen when it is issued. Sums in minor units. */
export interface Permission {
  use: Use;
  /** The use as one sentence in the newsroom's language. */
  sentence: string;
  work: {
    title: string;
    url: string;
    bylines: string[];
    language: string;
    contentHash: string;
    wordCount: number;
  };
  licensee: { organisation: string; contact: string; endClient: string; publication: string };
  fee: { amount: number; currency: string } | null;
  searchClause: SearchClause;
  /** Which pictures it covers and which not, each with its credit; licences of older days say nothing of them. */
  pictures?: PicturesCovered;
}

const months: Partial<Record<Use['duration'], number>> = { '1m': 1, '3m': 3, '12m': 12, '24m': 24 };

/**
 * The instant at which the term is over: midnight (UTC) after its last day, which is the day before the
 * same day of the month that many months later. Null without an end.
 */
export function endOfTerm(duration: Use['duration'], start: Date): Date | null {
  const count = months[duration];
  if (count === undefined) return null;
  return new Date(`${addDays(lastDayOfTerm(dayOf(start), count), 1)}T00:00:00Z`);
}

/** An instant of the last day of a term that is over at `end`; null without an end. */
export function lastDay(end: Date | null): Date | null {
  return end === null ? null : new Date(end.getTime() - 1);
}
