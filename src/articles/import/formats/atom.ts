import type { AtomFeed } from 'feedsmith';
import { escapeMarkup } from '../markup.ts';
import type { RawFeed, RawItem } from '../types.ts';
import { addressIn, enclosedPicture, mediaPictures, present, rightsIn } from './media.ts';

type Feed = AtomFeed.Feed<string>;
type Entry = AtomFeed.Entry<string>;

/** Atom to the one shape. Text of type `text` is escaped, so that all of it is HTML from here on. */
export function fromAtom(feed: Feed): RawFeed {
  const names = people(feed.authors);
  return {
    title: htmlOf(feed.title) ?? '',
    link: linkWith(feed.links, ['alternate']) ?? null,
    language: feed.xml?.lang ?? feed.dc?.languages?.[0] ?? null,
    rights: present([feed.rights?.value, ...rightsIn(feed)]),
    items: (feed.entries ?? []).map((entry) => atomItem(entry, names)),
  };
}

function atomItem(entry: Entry, feedAuthors: string[]): RawItem {
  const authors = people(entry.authors);
  const tags = present((entry.categories ?? []).map(({ label, term }) => label ?? term));
  return {
    sourceId: entry.id ?? null,
    links: present([
      ...(entry.dc?.identifiers ?? []),
      linkWith(entry.links, ['alternate', undefined]),
      addressIn(entry.id),
    ]),
    titleHtml: htmlOf(entry.title) ?? '',
    contentHtml: htmlOf(entry.content) ?? null,
    summaryHtml: htmlOf(entry.summary) ?? null,
    authors:
      authors.length > 0 ? authors : present([...(entry.dc?.creators ?? []), ...feedAuthors]),
    section: tags[0] ?? null,
    tags,
    language: entry.content?.xml?.lang ?? entry.xml?.lang ?? null,
    published: entry.published ?? entry.dcterms?.issued?.[0] ?? entry.updated ?? null,
    updated: entry.updated ?? null,
    pictures: [...mediaPictures(entry.media), ...enclosures(entry.links)],
    rights: present([
      entry.rights?.value,
      linkWith(entry.links, ['license']),
      ...rightsIn(entry),
      ...sourceOf(entry),
    ]),
  };
}

function htmlOf(text: AtomFeed.Text | AtomFeed.Content | undefined): string | undefined {
  const { value, type } = text ?? {};
  const isText = type === undefined || type === 'text' || type === 'text/plain';
  // Undeclared markup is common: an element in it gives it away.
  return value !== undefined && isText && !/<\/?[a-z][^<>]*>/iu.test(value)
    ? escapeMarkup(value)
    : value;
}

function people(persons: Entry['authors']): string[] {
  return present((persons ?? []).map(({ name }) => (name?.includes('@') ? undefined : name)));
}

function linkWith(links: Entry['links'], rels: (string | undefined)[]): string | undefined {
  const fitting = (links ?? []).filter(({ rel }) => rels.includes(rel));
  return (fitting.find(({ type }) => type === undefined || type.includes('html')) ?? fitting[0])
    ?.href;
}

function enclosures(links: Entry['links']): RawItem['pictures'] {
  return (links ?? [])
    .filter(({ rel }) => rel === 'enclosure')
    .flatMap(({ href, type }) => enclosedPicture(href, type));
}

/** An entry taken over from another feed names it. */
function sourceOf(entry: Entry): (string | undefined)[] {
  return [entry.source?.title?.value, entry.source?.rights?.value];
}
