import { westernDigits } from '../../values/digits.ts';
import { normaliseText } from '../../values/text.ts';
import type { Medium, Reach } from './use.ts';

export type ReachMeasure = 'views' | 'copies' | 'subscribers' | 'employees' | 'listeners';

const measures: Record<Medium, ReachMeasure> = {
  website: 'views',
  app: 'views',
  social: 'views',
  newsletter: 'subscribers',
  print: 'copies',
  book: 'copies',
  intranet: 'employees',
  broadcast: 'listeners',
  podcast: 'listeners',
};

/** What is counted in a medium: views a month, copies, subscribers, employees or listeners. */
export function measureOf(medium: Medium): ReachMeasure {
  return measures[medium];
}

/** The number a rate card is read with; "not known" is the lowest band. */
export function reachCount(reach: Reach): number {
  if (reach.kind === 'unknown') return 0;
  return reach.kind === 'over' ? reach.value + 1 : reach.value;
}

/** A number as people type it, in the digits of any script and with signs between thousands, as digits alone. */
export function plainNumber(text: string): string {
  return westernDigits(normaliseText(text))
    .replace(/(?<=\d)[\s,’'٬،，](?=\d)/gu, '')
    .trim();
}

// Above this there are no readers left on earth to count.
const mostReach = 100_000_000_000;

/** The reach as one form value: `40000`, `up_to:250000`, `over:10000000` or `unknown`. */
export function reachText(reach: Reach): string {
  if (reach.kind === 'unknown') return 'unknown';
  if (reach.kind === 'exactly') return String(reach.value);
  return `${reach.kind === 'upTo' ? 'up_to' : 'over'}:${reach.value}`;
}

/** Reads a reach back; digits of any script count, blanks and commas between them are let pass. Null when it is none. */
export function parseReach(text: string): Reach | null {
  const plain = plainNumber(text);
  if (plain === '' || plain === 'unknown') return { kind: 'unknown' };
  const [, word, digits] = /^(?:(up_to|over):)?(\d{1,12})$/.exec(plain) ?? [];
  const value = Number(digits);
  if (digits === undefined || value < 1 || value > mostReach) return null;
  if (word === undefined) return { kind: 'exactly', value };
  return { kind: word === 'over' ? 'over' : 'upTo', value };
}
