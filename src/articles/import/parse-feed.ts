import { parseFeed, parseJsonFeed } from 'feedsmith';
import { fromAtom } from './formats/atom.ts';
import { fromJson } from './formats/json.ts';
import { fromRdf, fromRss } from './formats/rss.ts';
import { deepest } from './open-elements.ts';
import { repairXml } from './repair.ts';
import { note, type BrokenItem, type Note, type RawFeed, type UnreadableFeed } from './types.ts';

export interface ParsedFeed {
  ok: true;
  feed: RawFeed;
  warnings: Note[];
}

const refuse = (message: string, params: Note['params'] = {}): UnreadableFeed => ({
  ok: false,
  error: note(message, params),
});

/** Text of a feed in any of the four formats to the one shape, or one sentence why it is none. */
export function parseFeedText(text: string): ParsedFeed | UnreadableFeed {
  const start = text.trimStart();
  if (start === '') return refuse('The file is empty.');
  if (/^[[{]/u.test(start)) return parseJson(start);
  if (!start.includes('<')) return refuse('This is plain text, not a feed.');
  if (
    /^\s*(?:<!--[^]{0,2000}?-->\s*)?<(?:!doctype html|html|head|body)\b/iu.test(
      start.slice(0, 4000),
    )
  )
    return webPage(start);
  const { xml, warnings, depth } = repairXml(text);
  if (depth > deepest) return refuse('The elements of this file are nested too deeply for a feed.');
  const whole = parseXml(xml);
  const feed =
    whole !== null && itemTags(xml) <= whole.items.length
      ? whole
      : fullest(whole, parseInPieces(xml), warnings);
  if (feed === null) return refuse(notAFeed(xml));
  return { ok: true, feed, warnings };
}

function parseJson(text: string): ParsedFeed | UnreadableFeed {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return refuse('The JSON of this file is broken.');
  }
  try {
    return { ok: true, feed: fromJson(parseJsonFeed(value)), warnings: [] };
  } catch {
    return refuse('This is JSON, but no JSON Feed.');
  }
}

function webPage(html: string): UnreadableFeed {
  const link =
    /<link\b[^>]{0,300}\btype\s*=\s*["']application\/(?:rss|atom|feed)\+(?:xml|json)["'][^>]{0,300}>/iu.exec(
      html.slice(0, 200_000),
    )?.[0];
  const address = /\bhref\s*=\s*["']([^"']{1,300})/iu.exec(link ?? '')?.[1];
  return address === undefined
    ? refuse('This is a web page, not a feed.')
    : refuse('This is a web page, not a feed. It names its feed: {address}', { address });
}

function notAFeed(xml: string): string {
  return /<(?:\w+:)?(?:rss|feed|RDF)[\s>]/u.test(xml)
    ? 'The markup of this feed is too broken to be read, or it is empty.'
    : 'This is no RSS, Atom or JSON feed.';
}

function parseXml(xml: string): RawFeed | null {
  try {
    const parsed = parseFeed(xml);
    if (parsed.format === 'rss') return fromRss(parsed.feed);
    if (parsed.format === 'atom') return fromAtom(parsed.feed);
    return parsed.format === 'rdf' ? fromRdf(parsed.feed) : null;
  } catch {
    // What cannot be read whole may be readable item by item; the caller tries that.
    return null;
  }
}

const most = 20_000;

function itemTags(xml: string): number {
  return xml.match(/<(?:\w+:)?(?:item|entry)[\s>]/gu)?.length ?? 0;
}

/** A broken item may swallow the next ones without a word; read apart there are more of them then. */
function fullest(whole: RawFeed | null, pieces: RawFeed | null, warnings: Note[]): RawFeed | null {
  if (pieces === null || (whole !== null && readable(pieces) <= readable(whole))) return whole;
  warnings.push(note('The feed is broken; its items were read one by one.'));
  return pieces;
}

function readable({ items }: RawFeed): number {
  return items.filter((item) => !('broken' in item)).length;
}

/** Each item on its own with the head of the feed around it, so that one broken item costs only itself. */
function parseInPieces(xml: string): RawFeed | null {
  const name = /<(?:\w+:)?feed[\s>]/u.test(xml.slice(0, 5000)) ? 'entry' : 'item';
  const pieces = xml.split(new RegExp(`(?=<${name}[\\s>])`, 'u'));
  const [head = '', ...items] = pieces.slice(0, most);
  const root = /<((?:\w+:)?(?:rss|feed|RDF))[\s>]/u.exec(head)?.[1];
  if (root === undefined || items.length === 0) return null;
  const tail =
    /<channel[\s>]/u.test(head) && !/<\/channel>/u.test(head)
      ? `</channel></${root}>`
      : `</${root}>`;
  let feed: RawFeed | null = null;
  const read: (RawFeed['items'][number] | BrokenItem)[] = [];
  for (const item of items) {
    const end = item.indexOf(`</${name}>`);
    const one = end === -1 ? null : parseXml(`${head}${item.slice(0, end)}</${name}>${tail}`);
    feed ??= one;
    read.push(
      one?.items[0] ?? {
        broken: true,
        excerpt: item
          .replace(/<[^<>]{0,200}>/gu, ' ')
          .trim()
          .slice(0, 80),
      },
    );
  }
  return feed === null ? null : { ...feed, items: read };
}
