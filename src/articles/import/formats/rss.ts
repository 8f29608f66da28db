import type { RdfFeed, RssFeed } from 'feedsmith';
import type { RawFeed, RawItem } from '../types.ts';
import { addressIn, enclosedPicture, mediaPictures, present, rightsIn } from './media.ts';

type Item = RssFeed.Item<string>;
type RdfItem = RdfFeed.Item<string>;

/** RSS 0.9x and 2.0 to the one shape. */
export function fromRss(feed: RssFeed.Feed<string>): RawFeed {
  return {
    title: feed.title ?? '',
    link: feed.link ?? null,
    language: feed.language ?? feed.dc?.languages?.[0] ?? feed.xml?.lang ?? null,
    rights: present([feed.copyright, ...rightsIn(feed)]),
    items: (feed.items ?? []).map(rssItem),
  };
}

/** RSS 1.0 (RDF) to the one shape. */
export function fromRdf(feed: RdfFeed.Feed<string>): RawFeed {
  return {
    title: feed.title ?? '',
    link: feed.link ?? null,
    language: feed.dc?.languages?.[0] ?? feed.xml?.lang ?? null,
    rights: present(rightsIn(feed)),
    items: (feed.items ?? []).map(rdfItem),
  };
}

function rssItem(item: Item): RawItem {
  const guid = item.guid?.value;
  const tags = present([
    ...(item.categories ?? []).map((category) => category.name),
    ...(item.dc?.subjects ?? []),
  ]);
  return {
    sourceId: guid ?? null,
    links: present([
      ...(item.dc?.identifiers ?? []),
      item.link,
      addressIn(guid),
      item.atom?.links?.[0]?.href,
    ]),
    titleHtml: item.title ?? item.dc?.titles?.[0] ?? '',
    contentHtml: item.content?.encoded ?? null,
    summaryHtml: item.description ?? item.dc?.descriptions?.[0] ?? null,
    authors: present([
      ...(item.dc?.creators ?? []),
      ...(item.authors ?? []).map(personName),
      item.itunes?.author,
    ]),
    section: item.prism?.section ?? tags[0] ?? null,
    tags,
    language: item.dc?.languages?.[0] ?? item.xml?.lang ?? null,
    published:
      item.pubDate ??
      item.dcterms?.issued?.[0] ??
      item.dc?.dates?.[0] ??
      item.atom?.published ??
      null,
    updated: item.dcterms?.modified?.[0] ?? item.atom?.updated ?? item.dc?.dates?.[0] ?? null,
    pictures: [
      ...mediaPictures(item.media),
      ...(item.enclosures ?? []).flatMap(({ url, type }) => enclosedPicture(url, type)),
    ],
    rights: present([...rightsIn(item), item.source?.title, item.source?.url]),
  };
}

/** A name; an e-mail address alone is personal data and no byline. */
function personName(person: RssFeed.Person): string | undefined {
  return person.name?.includes('@') ? undefined : person.name;
}

function rdfItem(item: RdfItem): RawItem {
  const tags = present(item.dc?.subjects ?? []);
  return {
    sourceId: item.rdf?.about ?? null,
    links: present([...(item.dc?.identifiers ?? []), item.link, addressIn(item.rdf?.about)]),
    titleHtml: item.title ?? item.dc?.titles?.[0] ?? '',
    contentHtml: item.content?.encoded ?? null,
    summaryHtml: item.description ?? item.dc?.descriptions?.[0] ?? null,
    authors: present(item.dc?.creators ?? []),
    section: tags[0] ?? null,
    tags,
    language: item.dc?.languages?.[0] ?? item.xml?.lang ?? null,
    published: item.dc?.dates?.[0] ?? item.dcterms?.issued?.[0] ?? null,
    updated: item.dcterms?.modified?.[0] ?? null,
    pictures: mediaPictures(item.media),
    rights: present(rightsIn(item)),
  };
}
