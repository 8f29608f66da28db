import { countWords } from '../../values/text.ts';
import type { ArticleFacts } from './article-facts.ts';
import { placesIn } from './excerpt-places.ts';
import { readWords } from './excerpt-words.ts';

/**
 * The words and paragraphs of the article that an excerpt takes, counted in the article itself, in its language: dots or
 * underscores for blanks make an excerpt no shorter, and the line ends of a PDF make it no longer. Where the article
 * is not known, or the excerpt not in it, the excerpt is counted as it is.
 */
export function excerptSize(
  excerpt: string,
  { text, language }: Pick<ArticleFacts, 'text' | 'language'>,
): { words: number; paragraphs: number } {
  const whole = readWords(text ?? '');
  const taken = placesIn(readWords(excerpt), whole).map(({ from, to }) => ({
    from: whole.starts[from] ?? 0,
    to: whole.ends[to - 1] ?? 0,
  }));
  if (text === null || taken.length === 0)
    return { words: countWords(excerpt, language), paragraphs: paragraphsOf(excerpt) };
  const words = taken.map(({ from, to }) => countWords(text.slice(from, to), language));
  return { words: words.reduce((sum, count) => sum + count, 0), paragraphs: touched(text, taken) };
}

/** Blocks of a text that line breaks part; blank ones are none. */
export function paragraphsOf(text: string): number {
  return text.split(/[\n\r\u0085\u2028\u2029]+/u).filter((block) => block.trim() !== '').length;
}

/** How many of the blocks that blank lines part the places, which are in order, lie in. */
function touched(text: string, places: readonly { from: number; to: number }[]): number {
  const numbers = new Set<number>();
  const ends = [...text.matchAll(/\n\s*\n/gu)].map(({ index }) => index);
  let number = 0;
  for (const { from, to } of places) {
    while (number < ends.length && (ends[number] ?? 0) < from) number += 1;
    numbers.add(number);
    while (number < ends.length && (ends[number] ?? 0) < to) numbers.add((number += 1));
  }
  return numbers.size;
}
