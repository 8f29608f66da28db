import { checkLanguage } from '../../values/language.ts';
import {
  contentHash,
  countParagraphs,
  countWords,
  normaliseLine,
  plainText,
  shorten,
} from '../../values/text.ts';
import { articleUrlKey } from '../../values/url.ts';
import { ccLicence } from '../rules/cc-licence.ts';
import { importHash } from '../rules/import-hash.ts';
import { findProvenance } from '../rules/provenance.ts';
import { bylinesOf } from './bylines.ts';
import { bodyOf, type Body } from './body.ts';
import { readDate } from './dates.ts';
import { addressOf, baseOf, isFrontPage, sourceIdOf, type Surroundings } from './address.ts';
import { lineOf } from './clean-html.ts';
import { picturesOf } from './pictures.ts';
import {
  note,
  type FeedItem,
  type ImportedArticle,
  type Note,
  type RawItem,
  type ReadItem,
  type SkippedItem,
} from './types.ts';

/** Characters; a novel has more, an article does not. */
const longestText = 400_000;

// Raised with every change of how items are read, so that the next import reads all of them anew.
const rulesVersion = 2;

/** An item of a feed with its address and its mark; the article itself is made when it is asked for. */
export function feedItem(item: RawItem, around: Surroundings, position: string): FeedItem {
  const base = baseOf(around);
  const url = addressOf(item, around, base);
  const urlKey = url === null ? null : articleUrlKey(url);
  const { link, language } = around.feed;
  const { guess, source, ownNames } = around;
  const hash = importHash([rulesVersion, item, link, language, guess, source, ownNames]);
  return { urlKey, hash, read: () => readItem(item, { ...around, base, url, hash, position }) };
}

interface Read extends Surroundings {
  base: string | null;
  url: string | null;
  hash: string;
  position: string;
}

function readItem(item: RawItem, read: Read): ReadItem {
  const { base, url } = read;
  const title = lineOf(item.titleHtml, 300);
  const body = bodyOf(item, url ?? base ?? 'https://localhost/');
  const draft = { title, body, bodyText: plainText(body.html), url: url ?? '' };
  const reason = reasonToSkip(draft, url, base);
  const label = title || item.sourceId || item.links[0] || read.position;
  return reason === null ? finished(item, read, draft) : skipped(label, reason);
}

interface Draft {
  title: string;
  body: Body;
  bodyText: string;
  url: string;
}

function reasonToSkip(draft: Draft, url: string | null, base: string | null): string | null {
  const { title, body, bodyText } = draft;
  if (title === '' && bodyText === '' && body.standfirst === '')
    return 'It has neither a headline nor a text.';
  if (url === null) return 'It has no usable address.';
  if (isFrontPage(url, base)) return 'Its address is the front page of the site, not its own.';
  return bodyText.length > longestText ? 'Its text is too long for an article.' : null;
}

function finished(item: RawItem, around: Read, draft: Draft): ImportedArticle {
  const { body, bodyText, url } = draft;
  const problems: Note[] = [...body.problems];
  const title = headlineOf(draft, problems);
  const language = languageOf(item, around, `${title}. ${body.standfirst} ${bodyText}`, problems);
  const pictures = picturesOf([...item.pictures, ...body.pictures], url);
  const shown = {
    title,
    bylines: bylinesOf(item.authors),
    section: lineOf(item.section ?? '', 80),
  };
  const origin = {
    ...shown,
    url,
    pictures,
    rights: item.rights,
    text: bodyText || body.standfirst,
  };
  return {
    kind: 'article',
    ...shown,
    url,
    urlKey: articleUrlKey(url) ?? url,
    sourceId: sourceIdOf(item),
    standfirst: body.standfirst,
    bodyHtml: body.html,
    bodyText,
    tags: tagsOf(item),
    ...language,
    ...datesOf(item, language.language, problems),
    pictures,
    wordCount: countWords(bodyText, language.language),
    paragraphCount: countParagraphs(bodyText),
    contentHash: contentHash(title, body.standfirst, bodyText),
    importHash: around.hash,
    ccLicence: ccLicence(bodyText, item.rights),
    findings: findProvenance({ ...origin, ownNames: around.ownNames }),
    problems,
  };
}

function headlineOf({ title, body, bodyText }: Draft, problems: Note[]): string {
  if (title !== '') return title;
  problems.push(note('It has no headline; the first words of the text were taken.'));
  return shorten(normaliseLine(bodyText || body.standfirst), 100);
}

function tagsOf(item: RawItem): string[] {
  const tags = item.tags.map((tag) => lineOf(tag, 80)).filter((tag) => tag !== '');
  return [...new Set(tags)].slice(0, 30);
}

function skipped(label: string, message: string): SkippedItem {
  return { kind: 'skipped', label: shorten(normaliseLine(label), 200), reason: note(message) };
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
