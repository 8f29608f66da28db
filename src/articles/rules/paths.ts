import { placeText, type Place } from './paging.ts';

/** Path of the public page of an article; slugs hold letters of every script. */
export function articlePath(slug: string): string {
  return `/articles/${encodeURIComponent(slug)}`;
}

/** A path with those parts of a query that say something; a place or page is added as `page`. */
export function listPath(
  path: string,
  query: Readonly<Record<string, string | null>>,
  page: Place | number | null,
): string {
  const kept = Object.entries(query).filter(
    (entry): entry is [string, string] => entry[1] !== null && entry[1] !== '',
  );
  const parameters = new URLSearchParams(kept);
  if (page !== null)
    parameters.set('page', typeof page === 'number' ? String(page) : placeText(page));
  const text = parameters.toString();
  return text === '' ? path : `${path}?${text}`;
}
