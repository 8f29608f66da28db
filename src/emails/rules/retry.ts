const minute = 60_000;

/**
 * For how long a letter belongs to the worker that took it, in milliseconds. Longer than one
 * attempt can last (smtp.ts), so that after a crash another worker sends it, and only then.
 */
export const claimMs = 90_000;

/**
 * Milliseconds until the next try after `tries` failed ones: doubling from `firstMs`. A letter that the
 * server put off waits up to a day; where no server answered, all letters wait for the same
 * thing and ask again at least every quarter of an hour.
 */
export function retryDelay(tries: number, firstMs: number, answered: boolean): number {
  const longest = answered ? 24 * 60 * minute : 15 * minute;
  const doubled = firstMs * 2 ** Math.min(Math.max(tries - 1, 0), 30);
  return Math.min(doubled, Math.max(longest, firstMs));
}
