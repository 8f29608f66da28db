import type { Facts } from './facts.ts';
import type { AlternativeCode, GateReasonCode } from './reasons.ts';

type KeysOf<T> = { [K in keyof Facts]: Facts[K] extends T ? K : never }[keyof Facts];

/** Facts that are whole numbers: `reach`, `words`, `pictures` … */
export type NumberFact = KeysOf<number>;
/** Facts that are one word of a list: `medium`, `duration`, `purpose` … */
type WordFact = KeysOf<string>;

/** Both ends belong to the range; an end left out is open. */
export interface Range {
  from?: number;
  to?: number;
}

/** Conditions that must all hold; a list holds when the fact is (or has) one of its members. */
export type When = {
  readonly [K in keyof Facts]?: Facts[K] extends number
    ? Range
    : Facts[K] extends boolean
      ? boolean
      : Facts[K] extends readonly (infer Member)[]
        ? readonly Member[]
        : readonly Facts[K][];
};

export type GateOutcome = 'free' | 'price' | 'refer' | 'refuse';

interface Gate {
  when: When;
  outcome: GateOutcome;
  reason: GateReasonCode;
  alternative: AlternativeCode | null;
}

/** A step holds up to and with `upTo`; null is "and more". */
export type AmountStep = { upTo: number | null; amount: number };
export type FactorStep = { upTo: number | null; factor: number };

export type DiscountGroup = 'class' | 'country' | 'programme';

interface BaseFields {
  when: When;
  /** In the newsroom's words; without it the line is worded by what it is read with. */
  label?: string;
  /** A base table of its own for a class takes the place of that class's factor. */
  replaces?: DiscountGroup;
}

/** The table a price begins with; amounts in minor units. */
export type Base = BaseFields &
  (
    | { kind: 'flat'; amount: number }
    | { kind: 'tier'; by: NumberFact; steps: readonly AmountStep[] }
    /** The first `first` cost `amount`; each further `each`, begun or whole, costs `eachAmount`. */
    | {
        kind: 'linear';
        by: NumberFact;
        first: number;
        amount: number;
        each: number;
        eachAmount: number;
      }
    /** `cells[row][i]` is the price up to `upTo[i]`; null is "ask us". */
    | {
        kind: 'matrix';
        rows: WordFact;
        by: NumberFact;
        upTo: readonly (number | null)[];
        cells: Readonly<Record<string, readonly (number | null)[]>>;
      }
  );

interface FactorFields {
  when: When;
  label?: string;
  /** Below 1 it is a discount of this group: only the largest of all groups applies. */
  group?: DiscountGroup;
}

/** A multiplication in basis points: 10,000 is × 1. */
export type Factor = FactorFields &
  (
    | { kind: 'fixed'; factor: number }
    | { kind: 'steps'; by: NumberFact; steps: readonly FactorStep[] }
    | { kind: 'words'; by: WordFact; factors: Readonly<Record<string, number>> }
    /** × (1 + count × each), at most × most. */
    | { kind: 'each'; by: NumberFact; each: number; most: number }
  );

/** A sum on top, once or for each of a number. */
export interface AddOn {
  when: When;
  label: string;
  amount: number;
  per?: NumberFact;
}

/** `rate` in basis points; null countries means everywhere. */
interface Tax {
  name: string;
  rate: number;
  countries: readonly string[] | null;
}

/** The rate card: data, never code. Sums are minor units of its one currency. */
export interface TariffData {
  name: string;
  currency: string;
  /** Excerpts up to this many words need no licence; 0 switches the answer off. */
  freeExcerptWords: number;
  translationNeedsApproval: boolean;
  discountsStack: boolean;
  gates: readonly Gate[];
  /** The first whose conditions hold gives the base. */
  bases: readonly Base[];
  factors: readonly Factor[];
  addOns: readonly AddOn[];
  minimum: number;
  /** Totals are rounded up to a multiple of this. */
  step: number;
  tax: Tax | null;
}

/** One version of the rate card as it is in force. */
export interface Tariff extends TariffData {
  version: number;
}
