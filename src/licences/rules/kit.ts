import { listText } from '../../platform/formats.ts';
import type { MessageValue, Translator } from '../../platform/i18n.ts';
import { primaryLanguage } from '../../values/language.ts';
import { formatDay } from '../../values/period.ts';
import { ccSentence, creditSentence, licenceWords, type Credit } from './credit.ts';
import { escapeHtml } from '../../values/escape.ts';
import type { SearchClause } from '../../terms/rules/search-clause.ts';
import { markdown } from './escape.ts';

/** Everything the buyer can paste. Each format escapes in its own way; templates are fixed. */
export interface Kit {
  html: string;
  rdfa: string;
  text: string;
  markdown: string;
  json: string;
  print: string;
  /** Elements for the head of the page; '' where the licence asks for none. */
  head: string;
}

/** A piece of the sentence that a format dresses in its own way. */
type Pieces = Record<'title' | 'byline' | 'newsroom' | 'date' | 'licence', string>;

export function kitOf(credit: Credit, search: SearchClause, translator: Translator): Kit {
  const say = sentenceOf(credit, translator);
  const number = translator.t(credit.language, licenceWords, { number: credit.number });
  const byline = listText(credit.language, credit.bylines);
  const date = credit.publishedOn === null ? '' : formatDay(credit.publishedOn, credit.language);
  const plain: Pieces = {
    title: credit.title,
    byline,
    newsroom: credit.newsroom,
    date,
    licence: number,
  };
  return {
    html: paragraph(credit, say(htmlPieces(credit, plain), escapeHtml), ''),
    rdfa: paragraph(credit, say(rdfaPieces(credit, plain), escapeHtml), ' about=""'),
    text: say(
      {
        ...plain,
        title: `${plain.title} (${credit.url})`,
        licence: `${number} (${credit.verifyUrl})`,
      },
      asIs,
    ),
    markdown: `*${say(markdownPieces(credit, plain), markdown)}*`,
    json: JSON.stringify({ ...credit, text: say(plain, asIs) }, null, 2),
    print: say(
      { ...plain, licence: `${number} (${credit.verifyUrl.replace(/^https?:\/\//, '')})` },
      asIs,
    ),
    head: headTags(credit, search),
  };
}

const asIs = (text: string): string => text;

/** Fills the sentence with dressed pieces; the words around them are escaped for the same format. */
function sentenceOf(credit: Credit, translator: Translator) {
  const yes = (text: string): string => (text === '' ? 'no' : 'yes');
  const fill = (
    key: string,
    params: Record<string, MessageValue>,
    escape: (text: string) => string,
  ): string =>
    translator
      .parts(credit.language, key, params)
      .map(({ type, value }) =>
        type === 'text' ? escape(String(value)) : (value as { dressed: string }).dressed,
      )
      .join('');
  return (pieces: Pieces, escape: (text: string) => string): string => {
    const dressed = Object.fromEntries(
      Object.entries(pieces).map(([name, text]) => [name, { dressed: text }]),
    );
    const main = fill(
      creditSentence,
      {
        ...dressed,
        hasByline: yes(pieces.byline),
        hasDate: yes(pieces.date),
        year: { dressed: escape(credit.year) },
        holder: { dressed: escape(credit.holder) },
      },
      escape,
    );
    if (credit.ccLicence === null) return main;
    return `${main} ${fill(ccSentence, { licence: { dressed: escape(credit.ccLicence) } }, escape)}`;
  };
}

function htmlPieces(credit: Credit, plain: Pieces): Pieces {
  return {
    title: `<a href="${escapeHtml(credit.url)}" rel="bookmark"${foreign(credit)}>${escapeHtml(credit.title)}</a>`,
    byline: escapeHtml(plain.byline),
    newsroom: linked(credit.newsroomUrl, credit.newsroom, ''),
    date:
      credit.publishedOn === null
        ? ''
        : `<time datetime="${credit.publishedOn}">${escapeHtml(plain.date)}</time>`,
    licence: `<a href="${escapeHtml(credit.verifyUrl)}" rel="license">${escapeHtml(plain.licence)}</a>`,
  };
}

/** A title in another language than the sentence says so. */
function foreign({ titleLanguage, language }: Credit): string {
  const same = primaryLanguage(titleLanguage) === primaryLanguage(language);
  return same ? '' : ` lang="${escapeHtml(titleLanguage)}" dir="auto"`;
}

/** The same with the statements of ccREL; the prefixes `cc` and `dcterms` need no declaration in RDFa 1.1. */
function rdfaPieces(credit: Credit, plain: Pieces): Pieces {
  const html = htmlPieces(credit, plain);
  const date = `<time property="dcterms:issued" datetime="${credit.publishedOn ?? ''}">${escapeHtml(plain.date)}</time>`;
  return {
    ...html,
    title: html.title.replace(
      'rel="bookmark"',
      'rel="bookmark dcterms:source" property="dcterms:title"',
    ),
    byline:
      plain.byline === ''
        ? ''
        : `<span property="cc:attributionName">${escapeHtml(plain.byline)}</span>`,
    newsroom: linked(
      credit.newsroomUrl,
      credit.newsroom,
      ' rel="cc:attributionURL dcterms:publisher"',
    ),
    date: credit.publishedOn === null ? '' : date,
  };
}

function markdownPieces(credit: Credit, plain: Pieces): Pieces {
  const link = (text: string, url: string): string =>
    `[${markdown(text)}](<${url.replace(/[<>\n]/g, encodeURIComponent)}>)`;
  return {
    title: link(credit.title, credit.url),
    byline: markdown(plain.byline),
    newsroom:
      credit.newsroomUrl === ''
        ? markdown(credit.newsroom)
        : link(credit.newsroom, credit.newsroomUrl),
    date: markdown(plain.date),
    licence: link(plain.licence, credit.verifyUrl),
  };
}

function linked(url: string, text: string, extra: string): string {
  return url === ''
    ? escapeHtml(text)
    : `<a href="${escapeHtml(url)}"${extra}>${escapeHtml(text)}</a>`;
}

function paragraph({ language }: Credit, inner: string, extra: string): string {
  return `<p class="republished-from" lang="${escapeHtml(language)}" dir="auto"${extra}><em>${inner}</em></p>`;
}

function headTags(credit: Credit, search: SearchClause): string {
  if (search === 'noindex') return '<meta name="robots" content="noindex">';
  return search === 'canonical' ? `<link rel="canonical" href="${escapeHtml(credit.url)}">` : '';
}
