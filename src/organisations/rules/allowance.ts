import type { When } from '../../pricing/rules/tariff.ts';
import { formatDay, type Day } from '../../values/period.ts';
import { periodAt, type Running } from './periods.ts';

/** An allowance as stored, with how many articles were used in the newest period in which any was. */
export interface AllowanceKept extends Running {
  id: string;
  name: string;
  articles: number;
  when: When;
  ended: boolean;
  newestUse: { period: Day; articles: number } | null;
  /** Articles that accepted requests wait for. */
  promised: number;
}

/** How an allowance stands: `left` of `articles` until and with the day `until`, null without end. */
export interface AllowanceLeft {
  id: string;
  name: string;
  articles: number;
  left: number;
  until: Day | null;
  when: When;
}

/** What is left on a day; null where the allowance was ended, has not begun or is over. */
export function leftOn(allowance: AllowanceKept, day: Day): AllowanceLeft | null {
  const period = allowance.ended ? null : periodAt(allowance, day);
  if (period === null) return null;
  const { id, name, articles, when, newestUse, promised } = allowance;
  const used = (newestUse?.period === period.from ? newestUse.articles : 0) + promised;
  return { id, name, articles, left: Math.max(0, articles - used), until: period.until, when };
}

/** "Covered by your allowance …": an English key with its values, the day written out in the locale. */
export function allowanceWords(
  { name, left, articles, until }: Pick<AllowanceLeft, 'name' | 'left' | 'articles' | 'until'>,
  locale: string,
): { text: string; params: Record<string, string | number> } {
  const params = { name, left, articles };
  if (until === null)
    return { text: 'Covered by your allowance {name}: {left} of {articles} left.', params };
  return {
    text: 'Covered by your allowance {name}: {left} of {articles} left until {day}.',
    params: { ...params, day: formatDay(until, locale) },
  };
}
