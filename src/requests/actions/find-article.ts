import type { Kysely } from 'kysely';
import type { DB } from '../../platform/db/schema.gen.ts';
import { articleUrlKey } from '../../values/url.ts';
import { articlesWithSlugs, slugWithUrlKey, type ArticleNamed } from '../store/articles.ts';

/** Titles of articles by their slugs, for a page that has no price to show yet. */
export async function articlesNamed(
  db: Kysely<DB>,
  slugs: readonly string[],
): Promise<ArticleNamed[]> {
  return articlesWithSlugs(db, slugs);
}

/**
 * The slug of the article that somebody means by an address: of its page here, of the original, or
 * the slug alone. Null where there is none.
 */
export async function articleSlugFor(
  db: Kysely<DB>,
  address: string,
  baseUrl: string,
): Promise<string | null> {
  const text = address.trim();
  if (text === '' || text.length > 2000) return null;
  const url = URL.parse(text, baseUrl);
  const here = url !== null && url.origin === new URL(baseUrl).origin;
  const slug = here ? slugIn(url.pathname) : null;
  const [found] = slug === null ? [] : await articlesWithSlugs(db, [slug]);
  if (found !== undefined) return found.slug;
  const key = articleUrlKey(text);
  return key === null ? null : slugWithUrlKey(db, key);
}

/** `/articles/river-town/republish` → `river-town`; a lone word counts as the slug itself. */
function slugIn(path: string): string | null {
  const name = /^\/(?:articles\/)?([^/]+)(?:\/|$)/.exec(path)?.[1];
  if (name === undefined) return null;
  try {
    return decodeURIComponent(name).normalize('NFC');
  } catch {
    return null;
  }
}
