import { checkLanguage } from '../../values/language.ts';
import {
  contentHash,
  countParagraphs,
  countWords,
  decodeEntities,
  normaliseLine,
  plainText,
  shorten,
} from '../../values/text.ts';
import { articleUrl, articleUrlKey, safeHttpUrl } from '../../values/url.ts';
import { ccLicence } from '../rules/cc-licence.ts';
import { findProvenance } from '../rules/provenance.ts';
import { bylinesOf } from './bylines.ts';
import { bodyOf } from './body.ts';
import { readDate } from './dates.ts';
import { textOfHtml } from './clean-html.ts';
import {
  note,
  type ImportedArticle,
  type Note,
  type Picture,
  type RawFeed,
  type RawItem,
  type SkippedItem,
} from './types.ts';

/** What an item is read against: the feed it stands in, where that came from, and who we are. */
export interface Surroundings {
  feed: Pick<RawFeed, 'link' | 'language'>;
  /** What most of the feed is written in, where the feed does not say. */
  guess: string | null;
  /** Address of the feed, if it was fetched: relative links are resolved against it. */
  source: string | null;
  ownNames: readonly string[];
}

/** An item to an article ready to be stored, or the reason why it cannot be one. */
export function articleOf(item: RawItem, around: Surroundings): ImportedArticle | SkippedItem {
  const base = baseOf(around);
  const url = addressOf(item, around, base);
  const title = lineOf(item.titleHtml, 300);
  const label = title || item.sourceId || item.links[0] || '';
  const body = bodyOf(item, url ?? base ?? 'https://localhost/');
  const bodyText = plainText(body.html);
  if (title === '' && bodyText === '' && body.standfirst === '')
    return skipped(label, 'It has neither a headline nor a text.');
  if (url === null) return skipped(label, 'It has no usable address.');
  if (isFrontPage(url, base))
    return skipped(label, 'Its address is the front page of the site, not its own.');
  const problems: Note[] = [...body.problems];
  const language = languageOf(item, around, `${title}. ${body.standfirst} ${bodyText}`, problems);
  const pictures = picturesOf([...item.pictures, ...body.pictures], url);
  const headline = title || shorten(normaliseLine(bodyText || body.standfirst), 100);
  if (title === '')
    problems.push(note('It has no headline; the first words of the text were taken.'));
  const bylines = bylinesOf(item.authors);
  const section = lineOf(item.section ?? '', 80);
  const facts = {
    bylines,
    title: headline,
    section,
    url,
    pictures,
    rights: item.rights,
    text: bodyText || body.standfirst,
  };
  return {
    kind: 'article',
    ...{ url, urlKey: articleUrlKey(url) ?? url, sourceId: item.sourceId?.slice(0, 500) ?? null },
    ...{
      title: headline,
      standfirst: body.standfirst,
      bylines,
      bodyHtml: body.html,
      bodyText,
      section,
    },
    tags: [...new Set(item.tags.map((tag) => lineOf(tag, 80)).filter((tag) => tag !== ''))].slice(
      0,
      30,
    ),
    ...language,
    ...datesOf(item, language.language, problems),
    pictures,
    wordCount: countWords(bodyText, language.language),
    paragraphCount: countParagraphs(bodyText),
    contentHash: contentHash(headline, body.standfirst, bodyText),
    ccLicence: ccLicence(bodyText, item.rights),
    findings: findProvenance({ ...facts, ownNames: around.ownNames }),
    problems,
  };
}

function skipped(label: string, message: string): SkippedItem {
  return { kind: 'skipped', label: label.slice(0, 200), reason: note(message) };
}

function lineOf(html: string, length: number): string {
  return shorten(normaliseLine(decodeEntities(textOfHtml(html))), length);
}

/** Some feeds write the address of their site without its scheme. */
function baseOf({ feed, source }: Surroundings): string | null {
  const link = feed.link?.trim() ?? '';
  return (
    safeHttpUrl(link, source ?? undefined) ??
    (/^[\w-]+(?:\.[\w-]+)+(?:\/|$)/u.test(link) ? safeHttpUrl(`https://${link}`) : source)
  );
}

// Redirects of feed services: the address of the article itself is better where the item has it.
const detour = /^https?:\/\/(?:feeds?\.|feedproxy\.|rss\.feedsportal|[\w.]*feedburner\.)/iu;

function addressOf(item: RawItem, { source }: Surroundings, base: string | null): string | null {
  const found = item.links
    // An identifier that is no whole address is a name, not a relative link.
    .filter((link) => link !== item.sourceId || /^https?:/iu.test(link))
    .map((link) => articleUrl(link, source ?? base ?? undefined))
    .filter((link) => link !== null);
  return found.find((link) => !detour.test(link)) ?? found[0] ?? null;
}

function isFrontPage(url: string, base: string | null): boolean {
  const { pathname, search } = new URL(url);
  return (
    search === '' &&
    (pathname === '/' || /^\/index\.\w+$/u.test(pathname)) &&
    (base === null || new URL(base).host.endsWith(new URL(url).host))
  );
}

function languageOf(
  item: RawItem,
  { feed, guess }: Surroundings,
  text: string,
  problems: Note[],
): Pick<ImportedArticle, 'language' | 'languageFound'> {
  const declared = item.language ?? feed.language;
  const { language, found, agrees } = checkLanguage(declared ?? guess, text);
  if (agrees || found === null) return { language, languageFound: null };
  if (declared === null) return { language: found, languageFound: null };
  const message = 'The feed says the language is {declared}; the text looks like {found}.';
  problems.push(note(message, { declared: language, found }));
  return { language, languageFound: found };
}

function datesOf(
  item: RawItem,
  language: string,
  problems: Note[],
): Pick<ImportedArticle, 'publishedAt' | 'updatedAt'> {
  const published = readDate(item.published ?? '', language);
  const updated = readDate(item.updated ?? '', language);
  if (published.note) problems.push(published.note);
  if (item.published === null) problems.push(note('It has no date.'));
  const isLater = updated.date !== null && published.date !== null && updated.date > published.date;
  return { publishedAt: published.date, updatedAt: isLater ? updated.date : null };
}

function picturesOf(pictures: readonly Picture[], base: string): Picture[] {
  const kept = new Map<string, Picture>();
  for (const picture of pictures) {
    const url = safeHttpUrl(picture.url, base);
    if (url === null) continue;
    const tidy = {
      ...{ ...picture, url, credit: lineOf(picture.credit, 300) },
      ...{ caption: lineOf(picture.caption, 1000), alt: lineOf(picture.alt, 1000) },
    };
    const known = kept.get(url);
    // The same picture in the media element and in the text: words are taken from where they are.
    kept.set(
      url,
      known
        ? {
            ...known,
            credit: known.credit || tidy.credit,
            caption: known.caption || tidy.caption,
            alt: known.alt || tidy.alt,
          }
        : tidy,
    );
  }
  return [...kept.values()].slice(0, 50);
}
