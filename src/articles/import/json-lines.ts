import { parseJsonFeed } from 'feedsmith';
import { feedItem } from './article.ts';
import { fromJson } from './formats/json.ts';
import { skippedItem } from './read-feed.ts';
import type { FeedItem, RawFeed } from './types.ts';

/**
 * Items of a JSON Feed, one on each line; a first line without `id` and `url` may hold what the feed itself says
 * (`title`, `language`, `home_page_url`). Read as a stream, so an archive of any length needs little memory.
 */
export async function* readJsonLines(
  lines: AsyncIterable<string>,
  ownNames: readonly string[],
): AsyncGenerator<FeedItem> {
  let head: object = {};
  let number = 0;
  for await (const line of lines) {
    number += 1;
    if (line.trim() === '') continue;
    const value = objectIn(line);
    if (value !== null && number === 1 && !('id' in value) && !('url' in value)) {
      head = value;
      continue;
    }
    const feed = value === null ? null : feedOf(head, value);
    const item = feed?.items[0];
    const position = `line ${number}`;
    if (feed === null || item === undefined || 'broken' in item)
      yield skippedItem(position, 'It is no item of a JSON Feed.');
    else yield feedItem(item, { feed, guess: null, source: feed.link, ownNames }, position);
  }
}

function objectIn(line: string): object | null {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : null;
  } catch {
    return null;
  }
}

function feedOf(head: object, item: object): RawFeed | null {
  try {
    const version = 'https://jsonfeed.org/version/1.1';
    return fromJson(parseJsonFeed({ title: '', ...head, version, items: [item] }));
  } catch {
    return null;
  }
}
