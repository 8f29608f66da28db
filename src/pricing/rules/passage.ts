import type { Reading } from './excerpt-words.ts';

const mostCharacters = 400;
/** Letters, as `Reading` counts them, that both must have in a row: about five words. */
const anchorLetters = 20;
const anchorWords = 3;
/** Letters of the article that may stand between two places that both have: about eight words. */
const gapLetters = 32;
/** Of a long excerpt only as much as fills a passage has to be alike. */
const passageLetters = 300;

/** Words in a row, by their places. */
interface Run {
  from: number;
  to: number;
}

/**
 * The part of the article that shares most with an excerpt that does not stand in it: at most 400 characters as the
 * article spells them, or null where less than a third is alike. It begins and ends with words of the excerpt, about
 * five in a row at least, and adds no more than about eight between two such places: whoever asks again and again
 * sees nothing of the article beyond what they have. Takes n log n in both texts.
 */
export function nearestPassage(part: Reading, whole: Reading, article: string): string | null {
  const words = new Set(part.keys);
  const [own, theirs] = [anchorsOf(part, words), anchorsOf(whole, words)];
  const [wanted, found] = [keysOf(own), keysOf(theirs)];
  const inPart = merged(own.filter(({ key }) => found.has(key)));
  const inWhole = merged(theirs.filter(({ key }) => wanted.has(key)));
  const nearest = mostOf(whole, clusters(whole, inWhole));
  const alike = Math.min(lettersOf(part, inPart), lettersOf(whole, nearest));
  const all = lettersOf(part, [{ from: 0, to: part.keys.length }]);
  if (alike === 0 || 3 * alike < Math.min(all, passageLetters)) return null;
  const window = windowOf(whole, nearest, inPart[0]?.from === 0);
  return window && article.slice(whole.starts[window.from], whole.ends[window.to - 1]);
}

interface Anchor extends Run {
  key: string;
}

/** The shortest runs from each word on and up to each word that are long enough to be no accident, in order. */
function anchorsOf({ keys, letters }: Reading, words: ReadonlySet<string>): Anchor[] {
  const sums = [0];
  for (const count of letters) sums.push((sums.at(-1) ?? 0) + count);
  const isLong = (from: number, to: number): boolean =>
    to - from >= anchorWords && (sums[to] ?? 0) - (sums[from] ?? 0) >= anchorLetters;
  const anchors: Anchor[] = [];
  const add = (from: number, to: number): void => {
    if (!isLong(from, to) || !words.has(keys[from] ?? '') || !words.has(keys[to - 1] ?? '')) return;
    anchors.push({ from, to, key: keys.slice(from, to).join(' ') });
  };
  for (let from = 0, to = 0; from < keys.length; from += 1) {
    while (to < keys.length && !isLong(from, to)) to += 1;
    add(from, to);
  }
  for (let from = 0, to = 1; to <= keys.length; to += 1) {
    while (isLong(from + 1, to)) from += 1;
    add(from, to);
  }
  return anchors.sort((one, other) => one.from - other.from || one.to - other.to);
}

function keysOf(anchors: readonly Anchor[]): Set<string> {
  return new Set(anchors.map(({ key }) => key));
}

/** Runs that overlap become one; between two that only touch something may be missing. */
function merged(runs: readonly Run[]): Run[] {
  const joined: Run[] = [];
  for (const { from, to } of runs) {
    const last = joined.at(-1);
    if (last !== undefined && from < last.to) last.to = Math.max(last.to, to);
    else joined.push({ from, to });
  }
  return joined;
}

/** Runs that stand close together. */
function clusters(whole: Reading, runs: readonly Run[]): Run[][] {
  const all: Run[][] = [];
  for (const run of runs) {
    const cluster = all.at(-1);
    const gap = { from: cluster?.at(-1)?.to ?? 0, to: run.from };
    if (cluster !== undefined && lettersOf(whole, [gap]) <= gapLetters) cluster.push(run);
    else all.push([run]);
  }
  return all;
}

function lettersOf({ letters }: Reading, runs: readonly Run[]): number {
  let sum = 0;
  for (const { from, to } of runs) for (let at = from; at < to; at += 1) sum += letters[at] ?? 0;
  return sum;
}

/** The cluster that has most of the excerpt, the first of equals. */
function mostOf(whole: Reading, all: readonly Run[][]): Run[] {
  let most = { runs: [] as Run[], letters: 0 };
  for (const runs of all) {
    const letters = lettersOf(whole, runs);
    if (letters > most.letters) most = { runs, letters };
  }
  return most.runs;
}

/**
 * So much of a cluster as fits: around the first place where article and excerpt part ways, which is between two
 * runs, or else where the excerpt leaves the only one.
 */
function windowOf(
  { starts, ends }: Reading,
  cluster: readonly Run[],
  leavesAtEnd: boolean,
): Run | null {
  const [first, second] = cluster;
  const last = cluster.at(-1);
  if (first === undefined || last === undefined) return null;
  const fits = (from: number, to: number): boolean =>
    (ends[to - 1] ?? 0) - (starts[from] ?? 0) <= mostCharacters;
  if (fits(first.from, last.to)) return { from: first.from, to: last.to };
  let from = first.from;
  if (second !== undefined) {
    const middle = (starts[second.from] ?? 0) - mostCharacters / 2;
    while (from < first.to - 1 && (starts[from] ?? 0) < middle) from += 1;
  } else if (leavesAtEnd) while (from < first.to - 1 && !fits(from, first.to)) from += 1;
  const inReach = cluster.flatMap((run) => {
    let { to } = run;
    while (to > run.from && !fits(from, to)) to -= 1;
    return to > Math.max(run.from, from) ? [to] : [];
  });
  const to = inReach.at(-1);
  return to === undefined ? null : { from, to };
}
