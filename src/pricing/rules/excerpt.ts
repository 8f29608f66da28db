import { withoutPiles } from '../../values/text.ts';
import type { Verdict } from './answer.ts';
import type { ArticleFacts } from './article-facts.ts';
import { reason } from './reasons.ts';
import type { Use } from './use.ts';

const apostrophes = /[‘’‚‛′`´ʼ＇]/gu;
const quotationMarks = /[“”„‟″«»‹›「」『』＂]/gu;
const dashes = /\s*(?:--+|[-‐‑‒–—―−﹣－])\s*/gu;
const invisible = /[\u00AD\u200B-\u200F\u2060\uFEFF]/gu;
// Scripts that write without blanks: a line break pasted into them is no blank either.
const unspaced =
  /\s+(?=[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}])|(?<=[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}])\s+/gu;
const omission = /\s*(?:\[\s*(?:\.\.\.|…)\s*\]|\(\s*(?:\.\.\.|…)\s*\))\s*/gu;

/** The text in one spelling of quotation marks, dashes, blanks and composed letters, to compare by. */
function comparable(text: string): string {
  return withoutPiles(text)
    .normalize('NFC')
    .replace(invisible, '')
    .replace(apostrophes, "'")
    .replace(quotationMarks, '"')
    .replace(/''/gu, '"')
    .replace(/\s+/gu, ' ')
    .replace(dashes, '-')
    .replace(/…/gu, '...')
    .replace(unspaced, '')
    .trim();
}

/**
 * True when the excerpt stands in the article word for word. `[…]` may stand for words left out;
 * its parts must then follow in order. An empty excerpt stands nowhere.
 */
export function excerptInArticle(excerpt: string, article: string): boolean {
  const parts = excerpt
    .replace(/\s+/gu, ' ')
    .split(omission)
    .map(comparable)
    .filter((part) => part !== '');
  const whole = comparable(article);
  let from = 0;
  for (const part of parts) {
    const found = placeOf(part, whole, from);
    if (found === -1) return false;
    from = found + part.length;
  }
  return parts.length > 0;
}

/** Where the part stands as whole words: "art" does not stand in "start". */
function placeOf(part: string, whole: string, from: number): number {
  for (let at = whole.indexOf(part, from); at !== -1; at = whole.indexOf(part, at + 1)) {
    if (!cutsWord(whole, at) && !cutsWord(whole, at + part.length)) return at;
  }
  return -1;
}

const letter = /[\p{L}\p{N}\p{M}]/u;
const unspacedLetter =
  /[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]/u;

function cutsWord(text: string, at: number): boolean {
  const sides = [text.slice(0, at).slice(-1), text.slice(at, at + 1)];
  return sides.every((side) => letter.test(side) && !unspacedLetter.test(side));
}

export interface QuotationRule {
  /** How many words may be quoted freely; 0 where the tariff has no such answer. */
  freeWords: number;
  /** Words of this use's excerpt. */
  words: number;
}

/** What follows from the excerpt alone; null when the tariff must say. */
export function excerptVerdict(
  use: Use,
  article: ArticleFacts,
  { freeWords, words }: QuotationRule,
): Verdict | null {
  if (use.use !== 'excerpt') return null;
  if (use.excerpt === null || article.text === null) {
    return { answer: 'refer', reason: reason('excerpt_unchecked'), alternative: null };
  }
  if (!excerptInArticle(use.excerpt, article.text)) {
    return { answer: 'refuse', reason: reason('excerpt_not_found'), alternative: null };
  }
  const needsLicence =
    use.purpose === 'marketing' || use.purpose === 'political' || use.images !== 'none';
  if (needsLicence || words > freeWords) return null;
  return {
    answer: 'free',
    reason: reason('short_excerpt', { words: freeWords }),
    alternative: null,
  };
}
