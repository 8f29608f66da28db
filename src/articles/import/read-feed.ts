import { checkLanguage } from '../../values/language.ts';
import { articleOf } from './article.ts';
import { textOfHtml } from './clean-html.ts';
import { decode, looksDoublyEncoded } from './decode.ts';
import { parseFeedText } from './parse-feed.ts';
import { note, type RawFeed, type ReadFeed, type ReadItem, type UnreadableFeed } from './types.ts';

export interface FeedSource {
  bytes: Uint8Array;
  /** As the site sent it; empty for a file. */
  contentType: string;
  /** Address after redirects; null for a file. */
  url: string | null;
  /** Names of the newsroom, so that it is not taken for somebody else. */
  ownNames: readonly string[];
}

/** Largest feed that is read, in bytes. */
export const largestFeed = 20 * 1024 * 1024;

/**
 * A feed's bytes to articles. Never throws on what a feed can hold: an item that cannot be an article is skipped with its
 * reason, and a file that is no feed is answered with one sentence.
 */
export function readFeed(source: FeedSource): ReadFeed | UnreadableFeed {
  if (source.bytes.length > largestFeed)
    return { ok: false, error: note('The file is larger than 20 MB.') };
  const { text, warnings } = decode(source.bytes, source.contentType);
  const parsed = parseFeedText(text);
  if (!parsed.ok) return parsed;
  const { feed } = parsed;
  const guess = feed.language === null ? guessLanguage(feed) : null;
  const around = { feed, guess, source: source.url, ownNames: source.ownNames };
  if (feed.items.length === 0) warnings.push(note('The feed has no items.'));
  const items = feed.items.map((item, index): ReadItem => {
    if ('broken' in item)
      return { kind: 'skipped', label: item.excerpt, reason: note('Its markup is broken.') };
    const read = articleOf(item, around);
    return read.kind === 'skipped' && read.label === ''
      ? { ...read, label: `#${index + 1}` }
      : read;
  });
  if (looksDoublyEncoded(text))
    warnings.push(note('Letters look doubly encoded (“Ã©”); they were taken as they are.'));
  return {
    ok: true,
    title: feed.title,
    items: withoutDoubles(items),
    warnings: [...warnings, ...parsed.warnings],
  };
}

/** One item may be too short to tell its language; twenty together are not. */
function guessLanguage(feed: RawFeed): string | null {
  const texts = feed.items
    .slice(0, 20)
    .map((item) =>
      'broken' in item
        ? ''
        : `${item.titleHtml}. ${item.summaryHtml ?? item.contentHtml ?? ''}`.slice(0, 400),
    );
  return checkLanguage(null, textOfHtml(texts.join('\n'))).found;
}

/** Two items with one address cannot both be the article; the first is it. */
function withoutDoubles(items: ReadItem[]): ReadItem[] {
  const seen = new Set<string>();
  return items.map((item) => {
    if (item.kind === 'skipped') return item;
    if (seen.has(item.urlKey))
      return {
        kind: 'skipped',
        label: item.title,
        reason: note('An earlier item of the feed has the same address.'),
      };
    seen.add(item.urlKey);
    return item;
  });
}
