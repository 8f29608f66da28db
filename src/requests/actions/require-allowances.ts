import { holdAllowances } from '../../organisations/actions/use-allowance.ts';
import type { Tx } from '../../platform/context.ts';
import { Refusal, type Problem } from '../../platform/errors.ts';
import type { ItemWithArticle } from '../store/requests.ts';

/**
 * Refuses to promise, or to accept, what an allowance has not left any more with conflict('allowance_used_up'). Until
 * the transaction ends nobody else can promise the same article.
 */
export async function requireAllowances(
  tx: Tx,
  items: readonly Pick<ItemWithArticle, 'quote'>[],
): Promise<void> {
  const wanted = new Map<string, number>();
  for (const { quote } of items)
    if (quote.allowance !== undefined)
      wanted.set(quote.allowance, (wanted.get(quote.allowance) ?? 0) + 1);
  const left = await holdAllowances(tx, [...wanted.keys()]);
  for (const [id, count] of wanted)
    if ((left.get(id)?.left ?? 0) < count)
      throw new Refusal('conflict', 'allowance_used_up', [usedUp]);
}

const usedUp: Problem = {
  field: '',
  message:
    'The allowance that was to pay for part of this has nothing left any more. Write to us, and we make you a new offer.',
};
