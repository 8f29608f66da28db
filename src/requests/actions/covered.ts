import { allowancesLeft } from '../../organisations/actions/standing.ts';
import { allowanceWords } from '../../organisations/rules/allowance.ts';
import type { Context, Tx } from '../../platform/context.ts';
import type { Quote } from '../../pricing/rules/answer.ts';
import type { Speak } from '../rules/words.ts';

/** How each allowance that pays for one of these articles stands today, a sentence each. */
export async function coveredWords(
  { db, now }: Pick<Context | Tx, 'db' | 'now'>,
  items: readonly { quote: Quote }[],
  speak: Speak,
): Promise<string[]> {
  const ids = new Set(items.flatMap(({ quote }) => quote.allowance ?? []));
  const left = await allowancesLeft(db, [...ids], now());
  return [...left.values()].map((allowance) => {
    const { text, params } = allowanceWords(allowance, speak.locale);
    return speak.t(text, params);
  });
}
