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
