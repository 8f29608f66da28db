import {
  creditParagraph,
  fillCredit,
  htmlPieces,
  linkedHtml,
  plainPieces,
  type WorkPieces,
} from '../../articles/rules/credit-line.ts';
import type { Translator } from '../../platform/i18n.ts';
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
type Pieces = WorkPieces & { licence: string };

export function kitOf(credit: Credit, search: SearchClause, translator: Translator): Kit {
  const say = sentenceOf(credit, translator);
  const number = translator.t(credit.language, licenceWords, { number: credit.number });
  const plain: Pieces = { ...plainPieces(credit), licence: number };
  return {
    html: paragraph(credit, say(licenceHtml(credit, plain), escapeHtml), ''),
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
  const { language, year, holder, ccLicence } = credit;
  return (pieces: Pieces, escape: (text: string) => string): string => {
    const fill = (key: string, all: Record<string, string>): string =>
      fillCredit(translator, { language, key, pieces: all, escape });
    const main = fill(creditSentence, { ...pieces, year: escape(year), holder: escape(holder) });
    if (ccLicence === null) return main;
    return `${main} ${fill(ccSentence, { licence: escape(ccLicence) })}`;
  };
}

function licenceHtml(credit: Credit, plain: Pieces): Pieces {
  const licence = linkedHtml(credit.verifyUrl, plain.licence, ' rel="license"');
  return { ...htmlPieces(credit), licence };
}

/** The same with the statements of ccREL; the prefixes `cc` and `dcterms` need no declaration in RDFa 1.1. */
function rdfaPieces(credit: Credit, plain: Pieces): Pieces {
  const html = licenceHtml(credit, plain);
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
    newsroom: linkedHtml(
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

function paragraph(credit: Credit, inner: string, extra: string): string {
  return creditParagraph(credit, inner, { name: 'republished-from', extra });
}

function headTags(credit: Credit, search: SearchClause): string {
  if (search === 'noindex') return '<meta name="robots" content="noindex">';
  return search === 'canonical' ? `<link rel="canonical" href="${escapeHtml(credit.url)}">` : '';
}
