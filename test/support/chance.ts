/** Chance that follows from a seed: the same seed gives the same numbers again. */
export interface Chance {
  /** From 0 to below 1. */
  next(): number;
  /** A whole number from 0 to below `end`. */
  below(end: number): number;
  /** True so often: 0 never, 1 always. */
  hits(part: number): boolean;
  pick<T>(list: readonly T[]): T | undefined;
  /** Chance of its own, so that what runs beside it cannot change its course. */
  fork(): Chance;
}

export function chanceFrom(seed: number): Chance {
  const next = mulberry32(seed);
  const below = (end: number): number => Math.floor(next() * end);
  return {
    next,
    below,
    hits: (part) => next() < part,
    pick: (list) => list[below(list.length)],
    fork: () => chanceFrom(below(2 ** 31)),
  };
}

/** Tommy Ettinger's generator of 32 bits, in the public domain. */
function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
