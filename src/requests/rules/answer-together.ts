import type { Quote } from '../../pricing/rules/answer.ts';
import type { ArticleFacts } from '../../pricing/rules/article-facts.ts';
import { quote } from '../../pricing/rules/quote.ts';
import type { Tariff } from '../../pricing/rules/tariff.ts';
import type { Allowance, Use } from '../../pricing/rules/use.ts';

export interface Asked {
  tariff: Tariff;
  use: Use;
  facts: ArticleFacts;
}

export interface Answer {
  use: Use;
  quote: Quote;
}

/**
 * The answers to several articles that are asked for together, in their order: the first that has a price carries what
 * is due once, and an allowance pays for as many of them as it has left.
 */
export function answerTogether(asked: readonly Asked[]): Answer[] {
  let first = true;
  const spent = new Map<string, number>();
  return asked.map(({ tariff, use, facts }) => {
    const { standing } = use;
    const allowances = standing.allowances.map((one) => less(one, spent.get(one.id) ?? 0));
    const whole = {
      ...use,
      basket: { articles: asked.length, first },
      standing: { ...standing, allowances },
    };
    const answer = quote(tariff, whole, facts);
    if (answer.answer === 'price' || answer.computed !== null) first = false;
    if (answer.allowance !== undefined)
      spent.set(answer.allowance, (spent.get(answer.allowance) ?? 0) + 1);
    return { use: whole, quote: answer };
  });
}

function less(allowance: Allowance, spent: number): Allowance {
  return { ...allowance, left: Math.max(0, allowance.left - spent) };
}

/**
 * Whether one set of answers is at least as good for who asks as another: fewer refusals, then fewer that a person must
 * decide, then the smaller sum. Sums of different currencies are not compared: the first is not better then.
 */
export function isNoWorse(one: readonly Quote[], other: readonly Quote[]): boolean {
  const [ours, theirs] = [burden(one), burden(other)];
  const at = ours.findIndex((part, index) => part !== theirs[index]);
  if (new Set([...one, ...other].map(({ currency }) => currency)).size > 1) return false;
  return at === -1 || ours[at]! < theirs[at]!;
}

function burden(quotes: readonly Quote[]): number[] {
  const count = (answer: Quote['answer']): number =>
    quotes.filter((quote) => quote.answer === answer).length;
  const sum = quotes.reduce((total, quote) => total + (quote.computed ?? quote).total, 0);
  return [count('refuse'), count('refer'), sum];
}
