import type { Quote } from '../../pricing/rules/answer.ts';

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
