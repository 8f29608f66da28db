import { listText } from '../../platform/formats.ts';
import type { MessageValue, Translator } from '../../platform/i18n.ts';
import { escapeHtml } from '../../values/escape.ts';
import { primaryLanguage } from '../../values/language.ts';
import { formatDay } from '../../values/period.ts';

/** What every credit says of an article. Days as `2026-11-20`. */
export interface CreditedWork {
  title: string;
  titleLanguage: string;
  url: string;
  bylines: string[];
  newsroom: string;
  newsroomUrl: string;
  /** The day of first publication, null where it is not known. */
  publishedOn: string | null;
  /** BCP 47: the language of the sentence. */
  language: string;
}

/** Pieces of a credit that each format dresses in its own way. */
export type WorkPieces = Record<'title' | 'byline' | 'newsroom' | 'date', string>;

/** The credit of a quotation, ready to be pasted. */
export interface QuotationCredit {
  text: string;
  html: string;
}

const quotationSentence =
  'From {title}{hasByline, select, yes { by {byline}} other {}}, {newsroom}{hasDate, select, yes {, {date}} other {}}.';

/** The credit of a quotation that needs no licence: title, byline, newsroom, day and link. */
export function quotationCredit(work: CreditedWork, translator: Translator): QuotationCredit {
  const say = (pieces: WorkPieces, escape: (text: string) => string): string =>
    fillCredit(translator, { language: work.language, key: quotationSentence, pieces, escape });
  const plain = plainPieces(work);
  return {
    text: say({ ...plain, title: `${plain.title} (${work.url})` }, (text) => text),
    html: creditParagraph(work, say(htmlPieces(work), escapeHtml), { name: 'quoted-from' }),
  };
}

interface Filling {
  language: string;
  /** A message; `hasByline` and `hasDate` are handed to it. */
  key: string;
  /** What goes in, dressed already. */
  pieces: Readonly<Record<string, string>>;
  /** How the words between the pieces are written in this format. */
  escape: (text: string) => string;
}

/** The sentence in its language with dressed pieces in it. */
export function fillCredit(
  translator: Translator,
  { language, key, pieces, escape }: Filling,
): string {
  const yes = (text = ''): string => (text === '' ? 'no' : 'yes');
  const dressed = Object.entries(pieces).map(([name, text]): [string, MessageValue] => [
    name,
    { dressed: text },
  ]);
  const has = { hasByline: yes(pieces['byline']), hasDate: yes(pieces['date']) };
  return translator
    .parts(language, key, { ...Object.fromEntries(dressed), ...has })
    .map(({ type, value }) =>
      type === 'text' ? escape(String(value)) : (value as { dressed: string }).dressed,
    )
    .join('');
}

/** The pieces as words; empty where something is not known. */
export function plainPieces(work: CreditedWork): WorkPieces {
  return {
    title: work.title,
    byline: listText(work.language, work.bylines),
    newsroom: work.newsroom,
    date: work.publishedOn === null ? '' : formatDay(work.publishedOn, work.language),
  };
}

/** The pieces as HTML that the sanitizers of content systems keep. */
export function htmlPieces(work: CreditedWork): WorkPieces {
  const plain = plainPieces(work);
  return {
    title: `<a href="${escapeHtml(work.url)}" rel="bookmark"${foreign(work)}>${escapeHtml(work.title)}</a>`,
    byline: escapeHtml(plain.byline),
    newsroom: linkedHtml(work.newsroomUrl, work.newsroom),
    date:
      work.publishedOn === null
        ? ''
        : `<time datetime="${work.publishedOn}">${escapeHtml(plain.date)}</time>`,
  };
}

/** A title in another language than the sentence says so. */
function foreign({ titleLanguage, language }: CreditedWork): string {
  const same = primaryLanguage(titleLanguage) === primaryLanguage(language);
  return same ? '' : ` lang="${escapeHtml(titleLanguage)}" dir="auto"`;
}

/** Text as a link where there is an address. */
export function linkedHtml(url: string, text: string, attributes = ''): string {
  return url === ''
    ? escapeHtml(text)
    : `<a href="${escapeHtml(url)}"${attributes}>${escapeHtml(text)}</a>`;
}

/** The whole credit as HTML; `inner` is HTML already, `extra` further attributes. */
export function creditParagraph(
  { language }: CreditedWork,
  inner: string,
  { name, extra = '' }: { name: string; extra?: string },
): string {
  return `<p class="${name}" lang="${escapeHtml(language)}" dir="auto"${extra}><em>${inner}</em></p>`;
}
