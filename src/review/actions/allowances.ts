import { allowancesLeft } from '../../organisations/actions/standing.ts';
import type { Tx } from '../../platform/context.ts';
import { conflict } from '../../platform/errors.ts';
import type { ItemWithArticle } from '../../requests/actions/read.ts';

/** Refuses to promise what an allowance has not left any more with conflict('allowance_used_up'). */
export async function requireAllowances(
  { db, now }: Tx,
  items: readonly ItemWithArticle[],
): Promise<void> {
  const wanted = new Map<string, number>();
  for (const { quote } of items)
    if (quote.allowance !== undefined)
      wanted.set(quote.allowance, (wanted.get(quote.allowance) ?? 0) + 1);
  const left = await allowancesLeft(db, [...wanted.keys()], now());
  for (const [id, count] of wanted)
    if ((left.get(id)?.left ?? 0) < count) throw conflict('allowance_used_up');
}
