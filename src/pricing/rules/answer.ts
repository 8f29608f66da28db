import type { Alternative, Flag, Reason, Words } from './reasons.ts';

type Answer = 'free' | 'price' | 'refer' | 'refuse';

/** What a verdict before the price says; no verdict means: go on. */
export interface Verdict {
  answer: 'free' | 'refer' | 'refuse';
  reason: Reason;
  alternative: Alternative | null;
  /** The path in the tariff of the gate that decided, or that sent it to the price: `gates.2`. */
  rule?: string;
  /** The Creative Commons licence under which it is free, as SPDX writes it. */
  licence?: string;
  /** Sentences of the gate that come with the answer and bind the licence. */
  conditions?: readonly string[];
  /** The id of the allowance that the licence uses up. */
  allowance?: string;
  /** The nearest passage of the article, where an excerpt does not stand in it. */
  passage?: string;
}

type LineRule = 'base' | 'factor' | 'add_on' | 'minimum' | 'step' | 'tax';

/**
 * One step of the fee. Either `amount` (minor units) or, for a factor, `factor` (basis points) is
 * set; `minimum` and `step` carry the rule's own amount and take effect in `runningTotal`, which
 * is rounded to the nearest unit for reading only: the fee itself is rounded once, at the end.
 */
export interface Line extends Words {
  rule: LineRule;
  /** The path of the rule in the tariff: `bases.0`, `factors.3`; older lines have none. */
  at?: string;
  amount: number | null;
  factor: number | null;
  runningTotal: number;
}

/** Minor units; total = net + tax. */
export interface Price {
  lines: readonly Line[];
  net: number;
  tax: number;
  total: number;
}

/**
 * The one answer to a use of an article. `lines` and sums are empty and 0 unless the answer is
 * `price`; `computed` is what the tariff would ask where a person decides, or null.
 */
export interface Quote extends Price, Omit<Verdict, 'answer'> {
  answer: Answer;
  computed: Price | null;
  currency: string;
  tariffVersion: number;
  flags: readonly Flag[];
}
