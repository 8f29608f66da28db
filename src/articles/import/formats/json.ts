import type { JsonFeed } from 'feedsmith';
import { escapeMarkup } from '../markup.ts';
import type { RawFeed, RawItem } from '../types.ts';
import { addressIn, enclosedPicture, present } from './media.ts';

type Feed = JsonFeed.Feed<string>;
type Item = JsonFeed.Item<string>;

/** JSON Feed 1.0 and 1.1 to the one shape. */
export function fromJson(feed: Feed): RawFeed {
  const authors = names(feed.authors);
  return {
    title: feed.title ?? '',
    link: feed.home_page_url ?? null,
    language: feed.language ?? null,
    rights: [],
    items: (feed.items ?? []).map((item) => jsonItem(item, authors)),
  };
}

function jsonItem(item: Item, feedAuthors: string[]): RawItem {
  const authors = names(item.authors);
  const tags = present(item.tags ?? []);
  return {
    sourceId: item.id ?? null,
    links: present([item.url, addressIn(item.id), item.external_url]),
    titleHtml: escapeMarkup(item.title ?? ''),
    contentHtml:
      item.content_html ?? (item.content_text === undefined ? null : paragraphs(item.content_text)),
    summaryHtml: item.summary === undefined ? null : escapeMarkup(item.summary),
    authors: authors.length > 0 ? authors : feedAuthors,
    section: tags[0] ?? null,
    tags,
    language: item.language ?? null,
    published: item.date_published ?? null,
    updated: item.date_modified ?? null,
    pictures: [
      ...enclosedPicture(item.image ?? item.banner_image, 'image/*'),
      ...(item.attachments ?? []).flatMap(({ url, mime_type: type }) => enclosedPicture(url, type)),
    ],
    rights: [],
  };
}

function names(authors: Item['authors']): string[] {
  return present((authors ?? []).map(({ name }) => (name?.includes('@') ? undefined : name)));
}

function paragraphs(text: string): string {
  return text
    .split(/\n\s*\n/u)
    .map((block) => `<p>${escapeMarkup(block).replaceAll('\n', '<br>')}</p>`)
    .join('');
}
