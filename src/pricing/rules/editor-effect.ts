import type { Quote } from './answer.ts';
import type { ArticleFacts } from './article-facts.ts';
import { priceIn } from './recompute.ts';
import { answerTogether } from './answer-together.ts';
import type { Tariff } from './tariff.ts';
import type { Use } from './use.ts';

/** A request with the articles it asked for: the uses as they were stored, the facts of the day or of now. */
export interface AskedLately {
  id: string;
  reference: string;
  at: Date;
  items: readonly { title: string; use: Use; article: ArticleFacts }[];
}

/** An answer with what it costs (minor units); null where nothing can be said before a person looked. */
interface Outcome {
  answer: Quote['answer'];
  total: number | null;
  currency: string;
}

/** The answer to one article of a request, by the old tariff and by the new one. */
export interface EffectRow {
  id: string;
  reference: string;
  at: Date;
  title: string;
  before: Outcome;
  after: Outcome;
  /** Minor units; null where a sum is missing or the currencies differ. */
  difference: number | null;
  /** The kind of the answer is another one: free, price, refer or refuse. */
  another: boolean;
}

/** Sums of what has a price by both tariffs, in one currency. */
interface EffectSum {
  currency: string;
  before: number;
  after: number;
  difference: number;
}

export interface Effect {
  rows: EffectRow[];
  sums: EffectSum[];
  /** How many rows have another kind of answer, and how many another sum. */
  another: number;
  dearer: number;
  cheaper: number;
}

/** What another tariff would have answered to requests that were made: old and new side by side. */
export function effectOf(before: Tariff, after: Tariff, asked: readonly AskedLately[]): Effect {
  const rows = asked.flatMap((request) => effectRows(before, after, request));
  return {
    rows,
    sums: sumsOf(rows),
    another: rows.filter(({ another }) => another).length,
    dearer: rows.filter(({ difference }) => (difference ?? 0) > 0).length,
    cheaper: rows.filter(({ difference }) => (difference ?? 0) < 0).length,
  };
}

function effectRows(before: Tariff, after: Tariff, request: AskedLately): EffectRow[] {
  const { id, reference, at, items } = request;
  const outcomes = (tariff: Tariff): Outcome[] =>
    answerTogether(items.map(({ use, article }) => ({ tariff, use, article }))).map(({ quote }) =>
      outcomeOf(quote),
    );
  const [old, now] = [outcomes(before), outcomes(after)];
  return items.flatMap(({ title }, index) => {
    const [was, is] = [old[index], now[index]];
    if (was === undefined || is === undefined) return [];
    const difference = differenceOf(was, is);
    const another = was.answer !== is.answer;
    return [{ id, reference, at, title, before: was, after: is, difference, another }];
  });
}

function outcomeOf(quote: Quote): Outcome {
  return {
    answer: quote.answer,
    total: priceIn(quote)?.total ?? null,
    currency: quote.currency,
  };
}

function differenceOf(was: Outcome, is: Outcome): number | null {
  if (was.total === null || is.total === null || was.currency !== is.currency) return null;
  return is.total - was.total;
}

function sumsOf(rows: readonly EffectRow[]): EffectSum[] {
  const sums = new Map<string, EffectSum>();
  for (const { before, after, difference } of rows) {
    if (difference === null) continue;
    const { currency } = before;
    const sum = sums.get(currency) ?? { currency, before: 0, after: 0, difference: 0 };
    sums.set(currency, {
      currency,
      before: sum.before + (before.total ?? 0),
      after: sum.after + (after.total ?? 0),
      difference: sum.difference + difference,
    });
  }
  return [...sums.values()];
}
