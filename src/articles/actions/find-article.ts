import type { Kysely } from 'kysely';
import type { DB } from '../../platform/db/schema.gen.ts';
import { articleUrlKey } from '../../values/url.ts';
import { articleByUrlKey, articleBySlug, type ArticleRow } from '../store/articles.ts';

/**
 * The article that an address means: of the original in any spelling, or of its page here. Without a scheme https is
 * taken. Null where there is none.
 */
export async function findArticle(
  db: Kysely<DB>,
  address: string,
  baseUrl: string,
): Promise<ArticleRow | null> {
  const text = address.trim();
  const whole = /^[a-z][a-z\d+.-]*:/iu.test(text) ? text : `https://${text.replace(/^\/\//u, '')}`;
  const key = articleUrlKey(whole);
  if (key === null) return null;
  return (await articleByUrlKey(db, key)) ?? ownPage(db, whole, baseUrl);
}

async function ownPage(
  db: Kysely<DB>,
  address: string,
  baseUrl: string,
): Promise<ArticleRow | null> {
  const url = URL.parse(address);
  const slug = /^\/articles\/([^/]+)/u.exec(url?.pathname ?? '')?.[1];
  if (url?.host !== new URL(baseUrl).host || slug === undefined) return null;
  try {
    return await articleBySlug(db, decodeURIComponent(slug).normalize('NFC'));
  } catch (error) {
    if (error instanceof URIError) return null;
    throw error;
  }
}

/** Whether what somebody typed into the search is meant as an address. */
export function looksLikeAddress(text: string): boolean {
  return (
    /^\s*(?:https?:\/\/|www\.)\S+\s*$/iu.test(text) ||
    /^\s*[\w-]+(?:\.[\w-]+)+\/\S+\s*$/u.test(text)
  );
}
