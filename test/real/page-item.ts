import { feedItem } from '../../src/articles/import/article.ts';
import { decode } from '../../src/articles/import/decode.ts';
import type { ImportedArticle, RawItem } from '../../src/articles/import/types.ts';
import { decodeEntities } from '../../src/values/text.ts';
import { dataFile } from './data.ts';

type Json = Record<string, unknown>;

/** A page of a newsroom's site as an article: what its markup for machines says, its byline, and its paragraphs. */
export function pageArticle(name: string, ownNames: readonly string[]): ImportedArticle {
  const { text: html } = decode(dataFile('pages', name), 'text/html');
  const data = articleData(html);
  const url = addressOf(html);
  const item: RawItem = {
    sourceId: null,
    links: [url],
    titleHtml: text(data['headline']) || /<title[^>]*>([^<]*)/iu.exec(html)?.[1] || '',
    contentHtml: bodyOf(name, html),
    summaryHtml: text(data['description']) || null,
    authors: [...names(data['author']), ...bylines(html)],
    section: names(data['articleSection'])[0] ?? null,
    tags: [],
    language: /<html[^>]*\blang="([\w-]+)"/iu.exec(html)?.[1] ?? null,
    published: text(data['datePublished']) || null,
    updated: null,
    pictures: [],
    rights: ['copyrightHolder', 'copyrightNotice', 'creditText', 'sourceOrganization'].flatMap(
      (field) => names(data[field]),
    ),
  };
  return articleOf(item, url, ownNames);
}

/** An item as the importer reads it; fails where no article comes of it. */
export function articleOf(
  item: RawItem,
  source: string,
  ownNames: readonly string[],
): ImportedArticle {
  const around = { feed: { link: null, language: item.language }, guess: null, source, ownNames };
  const read = feedItem(item, around, '#1').read();
  if (read.kind === 'skipped') throw new Error(`${read.label}: ${read.reason.message}`);
  return read;
}

function articleData(html: string): Json {
  const blocks = [...html.matchAll(/<script[^>]*ld\+json[^>]*>([^]*?)<\/script>/giu)];
  const found = blocks.flatMap(([, block = '']) => {
    try {
      return objectsIn(JSON.parse(block.replace(/[\u0000-\u001F]/gu, ' ')));
    } catch {
      // One of the pages has a block that is no JSON; what else it says still counts.
      return [];
    }
  });
  return found.find((one) => /article/iu.test(JSON.stringify(one['@type'] ?? ''))) ?? {};
}

function objectsIn(value: unknown): Json[] {
  if (Array.isArray(value)) return value.flatMap(objectsIn);
  if (typeof value !== 'object' || value === null) return [];
  return [value as Json, ...Object.values(value).flatMap(objectsIn)];
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

function names(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(names);
  const name = typeof value === 'object' && value !== null ? (value as Json)['name'] : value;
  return text(name) === '' ? [] : [text(name)];
}

function addressOf(html: string): string {
  const link = /<link[^>]*\brel="canonical"[^>]*>/iu.exec(html)?.[0] ?? '';
  const meta = /<meta[^>]*\bproperty="og:url"[^>]*>/iu.exec(html)?.[0] ?? '';
  const found = /\bhref="([^"]+)"/u.exec(link)?.[1] ?? /\bcontent="([^"]+)"/u.exec(meta)?.[1];
  return decodeEntities(found ?? 'https://news.example.org/article');
}

// What readers see as the byline, by how such elements are called.
const byline =
  /<(p|div|span|a|address)\b[^>]*\b(?:class|rel|itemprop)="(?:[^"]*[\s_-])?(?:byline|author|article__source|source-name)(?:[\s_-][^"]*)?"[^>]*>([^]{0,400}?)<\/\1>/giu;

function bylines(html: string): string[] {
  const found = [...html.matchAll(byline)].map(([, , inner = '']) =>
    inner
      .replace(/<[^>]*>/gu, ' ')
      .replace(/\s+/gu, ' ')
      .trim(),
  );
  return [...new Set(found)].filter((line) => line !== '' && line.length < 120).slice(0, 3);
}

/** The paragraphs, as the repository that the page comes from marked them where it did, else all of the page. */
function bodyOf(name: string, html: string): string {
  if (!name.startsWith('fundus-'))
    return (html.match(/<(figure|p)[\s>][^]*?<\/\1>/giu) ?? []).join('\n');
  const versions = JSON.parse(
    dataFile('pages', name.replace('.html', '.expected.json')).toString(),
  ) as Record<string, { body: { sections: { paragraphs: string[] }[] } }>;
  const [first] = Object.values(versions);
  const paragraphs = first?.body.sections.flatMap((section) => section.paragraphs) ?? [];
  return paragraphs.map((paragraph) => `<p>${paragraph.replaceAll('<', '&lt;')}</p>`).join('\n');
}
