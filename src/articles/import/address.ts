import { normaliseLine } from '../../values/text.ts';
import { articleUrl, safeHttpUrl } from '../../values/url.ts';
import type { RawFeed, RawItem } from './types.ts';

/** What an item is read against: the feed it stands in, where that came from, and who we are. */
export interface Surroundings {
  feed: Pick<RawFeed, 'link' | 'language'>;
  /** What most of the feed is written in, where the feed does not say. */
  guess: string | null;
  /** Address of the feed, if it was fetched: relative links are resolved against it. */
  source: string | null;
  ownNames: readonly string[];
}

/** Some feeds write the address of their site without its scheme. */
export function baseOf({ feed, source }: Surroundings): string | null {
  const link = feed.link?.trim() ?? '';
  return (
    safeHttpUrl(link, source ?? undefined) ??
    (/^[\w-]+(?:\.[\w-]+)+(?:\/|$)/u.test(link) ? safeHttpUrl(`https://${link}`) : source)
  );
}

// Redirects of feed services: the address of the article itself is better where the item has it.
const detour = /^https?:\/\/(?:feeds?\.|feedproxy\.|rss\.feedsportal|[\w.]*feedburner\.)/iu;

/** The address of an item: its own rather than a redirect that counts clicks; null if none is usable. */
export function addressOf(
  item: RawItem,
  { source }: Surroundings,
  base: string | null,
): string | null {
  const found = item.links
    .map((link) => articleUrl(link, source ?? base ?? undefined))
    .filter((link) => link !== null);
  return found.find((link) => !detour.test(link)) ?? found[0] ?? null;
}

/** The front page of the site is not the address of one article. */
export function isFrontPage(url: string, base: string | null): boolean {
  const { pathname, search } = new URL(url);
  return (
    search === '' &&
    (pathname === '/' || /^\/index\.\w+$/u.test(pathname)) &&
    (base === null || new URL(base).host.endsWith(new URL(url).host))
  );
}

/** The feed's own name for the item. */
export function sourceIdOf({ sourceId }: RawItem): string | null {
  return sourceId === null ? null : normaliseLine(sourceId).slice(0, 500);
}
