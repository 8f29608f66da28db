import type { Quote } from './answer.ts';
import type { ArticleFacts } from './article-facts.ts';
import { quote } from './quote.ts';
import type { Tariff } from './tariff.ts';
import type { Allowance, Use } from './use.ts';

/** An article of a basket with the use that is asked for it. */
export interface Asked {
  tariff: Tariff;
  use: Use;
  article: ArticleFacts;
}

/** The answer, and the use it was computed from: with its place in the basket and what allowances had left. */
export interface Answer {
  use: Use;
  quote: Quote;
}

/**
 * The answers to articles that are asked for together, in their order. What is due once falls on the first that has a
 * price, or where none has one, on the first that a person may approve at a price; an allowance pays for as many of
 * them as it has left.
 */
export function answerTogether(asked: readonly Asked[]): Answer[] {
  // Which of them are priced is known only when all are answered once.
  const each = inTurn(asked, () => true);
  const bearer = bearerOf(each);
  return each.length === 1 ? each : inTurn(asked, (at) => at === bearer);
}

function bearerOf(answers: readonly Answer[]): number {
  const priced = answers.findIndex(({ quote: { answer } }) => answer === 'price');
  return priced >= 0 ? priced : answers.findIndex(({ quote: { computed } }) => computed !== null);
}

function inTurn(asked: readonly Asked[], isFirst: (at: number) => boolean): Answer[] {
  const spent = new Map<string, number>();
  return asked.map(({ tariff, use, article }, at) => {
    const { standing } = use;
    const allowances = standing.allowances.map((one) => less(one, spent.get(one.id) ?? 0));
    const whole: Use = {
      ...use,
      basket: { articles: asked.length, first: isFirst(at) },
      standing: { ...standing, allowances },
    };
    const answer = quote(tariff, whole, article);
    const { allowance } = answer;
    if (allowance !== undefined) spent.set(allowance, (spent.get(allowance) ?? 0) + 1);
    return { use: whole, quote: answer };
  });
}

function less(allowance: Allowance, spent: number): Allowance {
  return spent === 0 ? allowance : { ...allowance, left: Math.max(0, allowance.left - spent) };
}
