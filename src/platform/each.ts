import type { Context, Tx } from './context.ts';

const batch = 200;
/** After so many failures it is not single rows that are at fault. */
const mostFailures = 20;

/**
 * Does something with every row that is found, page after page, each in a transaction of its own. One that fails keeps no other
 * waiting; the failures are thrown together afterwards, as `words` says. `page` gives at most `limit` rows after the one
 * named, in an order that the work does not change.
 */
export async function eachRow<T>(
  ctx: Context,
  page: (wanted: { after: T | null; limit: number }) => Promise<T[]>,
  { work, words }: { work: (tx: Tx, row: T) => Promise<void>; words: (count: string) => string },
): Promise<void> {
  const failures: unknown[] = [];
  let seen = 0;
  let after: T | null = null;
  do {
    const rows: T[] = await page({ after, limit: batch });
    for (const row of rows)
      await ctx.transaction((tx) => work(tx, row)).catch((error: unknown) => failures.push(error));
    seen += rows.length;
    after = rows.length < batch ? null : (rows.at(-1) ?? null);
  } while (after !== null && failures.length < mostFailures);
  if (failures.length > 0)
    throw new AggregateError(failures, words(`${failures.length} of ${seen}`));
}
