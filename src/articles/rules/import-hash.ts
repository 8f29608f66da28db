import { createHash } from 'node:crypto';

/** SHA-256 over everything an import brings of an article: equal means that nothing has changed. */
export function importHash(brought: object): string {
  return createHash('sha256').update(JSON.stringify(brought)).digest('hex');
}

const suffixLength = 5;

/** A slug that nobody else has: the plain one, or with a few signs made of the article's address. */
export function freeSlug(slug: string, urlKey: string, taken: ReadonlySet<string>): string {
  if (!taken.has(slug)) return slug;
  const mark = createHash('sha256').update(urlKey).digest('hex');
  for (let length = suffixLength; length <= mark.length; length += 1) {
    const candidate = `${slug}-${mark.slice(0, length)}`;
    if (!taken.has(candidate)) return candidate;
  }
  throw new Error(`no slug is free for ${urlKey}`);
}

/** Every slug that `freeSlug` may try first, so that all are looked up at once. */
export function slugCandidates(slug: string, urlKey: string): string[] {
  return [slug, freeSlug(slug, urlKey, new Set([slug]))];
}
