/** Everything in a list of the payment service, page after page, read one by one. */
export async function all<T>(
  list: AsyncIterable<unknown>,
  read: (answer: unknown) => T,
): Promise<T[]> {
  const found: T[] = [];
  for await (const answer of list) found.push(read(answer));
  return found;
}

/** The filter of such a list for what was made since then. */
export const createdSince = (since: Date): { created: { gte: number } } => ({
  created: { gte: Math.floor(since.getTime() / 1000) },
});
