import {
  countWords,
  decodeEntities,
  normaliseLine,
  plainText,
  shorten,
} from '../../values/text.ts';
import type { Blocks } from './blocks.ts';
import { cleanHtml } from './clean-html.ts';
import { note, type Note, type Picture, type RawItem } from './types.ts';

export interface Body {
  /** Clean HTML of the whole text; empty where the feed has only a summary. */
  html: string;
  standfirst: string;
  pictures: Picture[];
  problems: Note[];
}

// Sentences that feed software adds; they are no words of the article.
const boilerplate =
  /<p[^>]*>(?:The post <a [^>]*>[^<]*<\/a> (?:appeared first on|first appeared on) (?:<a [^>]*>)?[^<]*(?:<\/a>)?\.?|(?:<a [^>]*>)?\s*(?:Continue reading|Read more|Read the full (?:story|article)|Weiterlesen|Lire la suite|Leer más|Leggi tutto|Lees meer|Keep reading)\b[^<]{0,80}(?:<\/a>)?\s*|Copyright ©? ?\d{4}[^<]{0,40}, unless otherwise noted\.?)<\/p>/giu;
const trailing =
  /(?:<a [^>]*>)\s*(?:\[?(?:Continue reading|Read more|Weiterlesen|Lire la suite|Leer más|Leggi tutto|More|…|\.\.\.|\[…\]|\[\.\.\.\]|→)[^<]{0,60})(?:<\/a>)\.?/giu;
const cutOff =
  /(?:…|\.\.\.|\[…\]|\[\.{3}\]|\[&hellip;\]|(?:Continue reading|Read more)[^\n]{0,60}?)\s*$/iu;

/**
 * Body, standfirst and pictures of an item. A content element holds the whole text unless it repeats the summary; a
 * description alone is the whole text only when it is long and does not break off, else it is a summary, and the words of the article stay unknown.
 */
export function bodyOf(item: RawItem, base: string): Body {
  const content = item.contentHtml === null ? null : cleanHtml(item.contentHtml, base);
  const summary = item.summaryHtml === null ? null : cleanHtml(item.summaryHtml, base);
  const whole = fullText(content, !repeats(content, summary)) ?? fullText(summary, false);
  const pictures = [...(content?.pictures ?? []), ...(summary?.pictures ?? [])];
  if (whole === null) {
    const standfirst = summaryLine(summary ?? content);
    const message =
      standfirst === ''
        ? 'The feed has only the headline, so the words of the article are not known.'
        : 'The feed has only a summary, so the words of the article are not known.';
    return { html: '', standfirst, pictures, problems: [note(message)] };
  }
  const standfirst =
    content !== null && summary !== null ? differing(summaryLine(summary), plainText(whole)) : '';
  return { html: whole, standfirst, pictures, problems: [] };
}

/** Some feeds fill the content element with the summary once more. */
function repeats(content: Blocks | null, summary: Blocks | null): boolean {
  return (
    content !== null &&
    summary !== null &&
    beginsWith(plainText(content.html), plainText(summary.html))
  );
}

/** Whether a text begins with the words of another; punctuation and its encodings do not count. */
function beginsWith(text: string, summary: string): boolean {
  const letters = (whole: string): string =>
    whole
      .slice(0, 300)
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]/gu, '');
  const start = letters(summary).slice(0, 60);
  return start !== '' && letters(text).startsWith(start);
}

function fullText(blocks: Blocks | null, isContent: boolean): string | null {
  if (blocks === null) return null;
  const breaksOff = cutOff.test(plainText(blocks.html));
  const html = blocks.html.replace(boilerplate, '').replace(trailing, '');
  const text = plainText(html);
  const words = countWords(text, 'en');
  if (words === 0 || (breaksOff && words < 150)) return null;
  return isContent || words >= 120 ? html : null;
}

function summaryLine(blocks: Blocks | null): string {
  if (blocks === null) return '';
  const text = plainText(blocks.html.replace(boilerplate, '').replace(trailing, ''));
  return shorten(normaliseLine(decodeEntities(text.replace(cutOff, '…'))), 600).replace(/^…$/u, '');
}

/** A summary that only repeats how the text begins is no standfirst. */
function differing(summary: string, text: string): string {
  return beginsWith(text, summary) ? '' : summary;
}
