import type { Quote } from '../../pricing/rules/answer.ts';

/** A mark on a row of the queue: `kind` is its colour, `label` an English key. */
export interface FlagView {
  kind: 'plain' | 'good' | 'warning' | 'bad';
  label: string;
}

export interface FlagFacts {
  quotes: readonly Quote[];
  /** Byline or text of an article speaks of an agency, or its rights are not settled. */
  agencyText: boolean;
  /** The same address was granted a licence before. */
  repeatCustomer: boolean;
  edits: string;
  alreadyPublished: boolean;
}

/** What an editor should see at a glance, most important first. */
export function flagsOf(facts: FlagFacts): FlagView[] {
  const told = new Set(facts.quotes.flatMap(({ flags }) => flags));
  const flags: [boolean, FlagView][] = [
    [facts.agencyText, { kind: 'bad', label: 'Agency text' }],
    [told.has('exclusivity_wish'), { kind: 'warning', label: 'Wants it exclusively' }],
    [told.has('class_unverified'), { kind: 'warning', label: 'Claimed non-profit' }],
    [told.has('reach_unknown'), { kind: 'warning', label: 'Reach unknown' }],
    [told.has('translation'), { kind: 'plain', label: 'Translation' }],
    [facts.alreadyPublished, { kind: 'warning', label: 'Published already' }],
    [facts.edits !== 'none', { kind: 'plain', label: 'Wants changes' }],
    [facts.repeatCustomer, { kind: 'good', label: 'Repeat customer' }],
  ];
  return flags.filter(([holds]) => holds).map(([, flag]) => flag);
}
