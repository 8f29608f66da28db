import { checkLanguage } from '../../values/language.ts';
import type { Surroundings } from './address.ts';
import { feedItem } from './article.ts';
import { textOfHtml } from './clean-html.ts';
import { decode, looksDoublyEncoded } from './decode.ts';
import { parseFeedText } from './parse-feed.ts';
import { note, type RawFeed, type ReadFeed, type FeedItem, type UnreadableFeed } from './types.ts';

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
 * A feed's bytes to articles, each made when it is asked for. Never throws on what a feed can hold: an item that cannot
 * be an article is skipped with its reason, and a file that is no feed is answered with one sentence.
 */
export function readFeed(source: FeedSource): ReadFeed | UnreadableFeed {
  if (source.bytes.length > largestFeed)
    return { ok: false, error: note('The file is larger than 20 MB.') };
  const { text, warnings } = decode(source.bytes, source.contentType);
  const parsed = parseFeedText(text);
  if (!parsed.ok) return parsed;
  const { feed } = parsed;
  warnings.push(...parsed.warnings);
  if (feed.items.length === 0) warnings.push(note('The feed has no items.'));
  if (looksDoublyEncoded(text))
    warnings.push(note('Letters look doubly encoded (“Ã©”); they were taken as they are.'));
  const guess = feed.language === null ? guessLanguage(feed) : null;
  const around = { feed, guess, source: source.url, ownNames: source.ownNames };
  return { ok: true, title: feed.title, items: withoutDoubles(itemsOf(feed, around)), warnings };
}

function* itemsOf(feed: RawFeed, around: Surroundings): Generator<FeedItem> {
  for (const [index, item] of feed.items.entries()) {
    const position = `#${index + 1}`;
    if ('broken' in item) yield skippedItem(item.excerpt || position, 'Its markup is broken.');
    else yield feedItem(item, around, position);
  }
}

/** An item of which it is known at once that no article comes of it. */
export function skippedItem(label: string, message: string): FeedItem {
  return {
    urlKey: null,
    hash: '',
    read: () => ({ kind: 'skipped', label, reason: note(message) }),
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
function* withoutDoubles(items: Iterable<FeedItem>): Generator<FeedItem> {
  const seen = new Set<string>();
  for (const item of items) {
    if (item.urlKey !== null && seen.has(item.urlKey)) yield doubleOf(item);
    else yield item;
    if (item.urlKey !== null) seen.add(item.urlKey);
  }
}

function doubleOf(item: FeedItem): FeedItem {
  const read = item.read();
  const label = read.kind === 'article' ? read.title : read.label;
  return skippedItem(label, 'An earlier item of the feed has the same address.');
}
