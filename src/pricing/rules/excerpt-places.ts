import type { Reading } from './excerpt-words.ts';
import { findRun } from './find-run.ts';

/** Words of the article in a row, from one up to another. */
export interface Place {
  from: number;
  to: number;
}

/**
 * Where the excerpt stands, in words of the article; nowhere where it does not. A word broken at the end of a line
 * counts as whole where the article has it whole, else as two.
 */
export function placesIn(part: Reading, whole: Reading): Place[] {
  const numbers = new Map<string, number>();
  const row = whole.keys.map((key) => {
    const known = numbers.get(key) ?? numbers.size;
    numbers.set(key, known);
    return known;
  });
  const readings = part.broken.size === 0 ? [part] : [mended(part, numbers), part];
  for (const { keys, letters, gaps } of readings) {
    const run = keys.map((key) => numbers.get(key) ?? -1);
    // An ellipsis may be the article's own: then nothing is left out.
    const places = inOrder([run], row) ?? inOrder(partsOf(run, { letters, gaps }), row);
    if (places !== null) return places;
  }
  return [];
}

/** The words in which halves that a line end parted are one again, where the article knows the whole word. */
function mended(part: Reading, known: ReadonlyMap<string, number>): Reading {
  const mend: Reading = { ...part, keys: [], letters: [], gaps: new Set() };
  part.keys.forEach((key, at) => {
    if (part.gaps.has(at)) mend.gaps.add(mend.keys.length);
    const whole = (mend.keys.at(-1) ?? '') + key;
    if (part.broken.has(at - 1) && known.has(whole)) mend.keys[mend.keys.length - 1] = whole;
    else {
      mend.keys.push(key);
      mend.letters.push(part.letters[at] ?? 0);
    }
  });
  return mend;
}

/**
 * The runs between ellipses. Snippets of less than two short words on average are a collage that could make an
 * article say anything; it has no parts.
 */
function partsOf(run: number[], { letters, gaps }: Pick<Reading, 'letters' | 'gaps'>): number[][] {
  const ends = [...gaps].filter((at) => at > 0 && at < run.length);
  const parts = [0, ...ends].map((from, index) => run.slice(from, ends[index] ?? run.length));
  const said = letters.reduce((sum, count) => sum + count, 0);
  return said >= 8 * parts.length ? parts : [];
}

/** Each part at its first place after the part before it; null where one is missing. */
function inOrder(parts: readonly number[][], row: readonly number[]): Place[] | null {
  const places: Place[] = [];
  for (const part of parts) {
    const from = part.length === 0 ? -1 : findRun(part, row, places.at(-1)?.to ?? 0);
    if (from === -1) return null;
    places.push({ from, to: from + part.length });
  }
  return places.length === 0 ? null : places;
}
