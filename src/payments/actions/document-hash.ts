import { createHash } from 'node:crypto';

/**
 * SHA-256 of a document, whatever the order in which its parts were stored: the event of its issue keeps it, so that a
 * change of what was shown would be seen.
 */
export function documentHash(document: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify(inOrder(document)))
    .digest('hex');
}

function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, part]): [string, unknown] => [
    key,
    inOrder(part),
  ]);
  return Object.fromEntries(entries.toSorted(([one], [other]) => (one < other ? -1 : 1)));
}
