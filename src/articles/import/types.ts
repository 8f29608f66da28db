import { normaliseLine, shorten } from '../../values/text.ts';
import type { Finding } from '../rules/provenance-places.ts';

/** An English ICU message with its parameters: something a person should know. */
export interface Note {
  message: string;
  params: Record<string, string | number>;
}

export interface Picture {
  url: string;
  credit: string;
  caption: string;
  alt: string;
  width: number | null;
  height: number | null;
}

/** One item as the feed has it, in one shape for all formats. HTML is still dirty, nothing is resolved. */
export interface RawItem {
  sourceId: string | null;
  /** Candidates for the address, best first. */
  links: string[];
  titleHtml: string;
  /** Whole text where the feed has an element for it. */
  contentHtml: string | null;
  /** Summary, or the whole text in feeds that have nothing else. */
  summaryHtml: string | null;
  authors: string[];
  section: string | null;
  tags: string[];
  language: string | null;
  published: string | null;
  updated: string | null;
  pictures: Picture[];
  /** What the feed says about rights, licence and origin of this item. */
  rights: string[];
}

export interface RawFeed {
  title: string;
  /** Address of the site that the feed belongs to. */
  link: string | null;
  language: string | null;
  rights: string[];
  items: (RawItem | BrokenItem)[];
}

/** An item whose markup could not be read; the rest of the feed goes on. */
export interface BrokenItem {
  broken: true;
  excerpt: string;
}

export interface ImportedArticle {
  kind: 'article';
  url: string;
  urlKey: string;
  sourceId: string | null;
  title: string;
  standfirst: string;
  bylines: string[];
  bodyHtml: string;
  bodyText: string;
  section: string;
  tags: string[];
  /** BCP 47; `und` where neither the feed nor the text tells it. */
  language: string;
  /** What the text looks like where that is not the declared language. */
  languageFound: string | null;
  publishedAt: Date | null;
  updatedAt: Date | null;
  pictures: Picture[];
  /** 0 where the feed has only a headline or a summary: the words of the article are then unknown. */
  wordCount: number;
  paragraphCount: number;
  contentHash: string;
  /** The item's `hash`. */
  importHash: string;
  ccLicence: string | null;
  findings: Finding[];
  problems: Note[];
}

export interface SkippedItem {
  kind: 'skipped';
  /** How to find the item again: its title, address or position. */
  label: string;
  reason: Note;
}

export type ReadItem = ImportedArticle | SkippedItem;

/** An item before the hard work: enough to see whether the catalogue has it already just so. */
export interface FeedItem {
  /** Null where it has no usable address. */
  urlKey: string | null;
  /** Of everything the article is made from; equal means that `read` would give the same article. */
  hash: string;
  read(): ReadItem;
}

export interface ReadFeed {
  ok: true;
  title: string;
  items: Iterable<FeedItem>;
  warnings: Note[];
}

export interface UnreadableFeed {
  ok: false;
  error: Note;
}

/** A note whose parameters may come from outside: they are shortened and freed of control characters. */
export function note(message: string, params: Record<string, string | number> = {}): Note {
  const tidy = Object.entries(params).map(([name, value]) => [
    name,
    typeof value === 'string' ? shorten(normaliseLine(value), 200) : value,
  ]);
  return { message, params: Object.fromEntries(tidy) as Note['params'] };
}
