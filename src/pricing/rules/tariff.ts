import type { Facts } from './facts.ts';
import type { AlternativeCode, GateReasonCode } from './reasons.ts';

type KeysOf<T> = { [K in keyof Facts]: Facts[K] extends T ? K : never }[keyof Facts];

/** Facts that are whole numbers: `reach`, `words`, `pictures` … */
export type NumberFact = KeysOf<number>;
/** What a table is read with: a fact that is one word of a list, or the answer to a question of the tariff's own. */
export type WordFact = KeysOf<string>;
export type WordKey = WordFact | `detail:${string}`;

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
        : Facts[K] extends string
          ? readonly Facts[K][]
          : Readonly<Record<string, readonly string[]>>;
};

/** A question that only this tariff asks, such as the share of a page. */
export interface Detail {
  name: string;
  label: string;
  /** Asked only where this holds. */
  when: When;
  choices: readonly { value: string; label: string }[];
}

export type GateOutcome = 'free' | 'price' | 'refer' | 'refuse';

export interface Gate {
  when: When;
  outcome: GateOutcome;
  reason: GateReasonCode;
  alternative: AlternativeCode | null;
  /** The Creative Commons licence under which it is free, as SPDX writes it. */
  licence?: string;
  /** Sentences in the newsroom's words that come with the answer and bind the licence. */
  conditions?: readonly string[];
}

/** A step holds up to and with `upTo`; null is "and more". */
export type AmountStep = { upTo: number | null; amount: number };
export type FactorStep = { upTo: number | null; factor: number };

export type DiscountGroup = 'class' | 'country' | 'programme' | 'volume';

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
        rows: WordKey;
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
    | { kind: 'words'; by: WordKey; factors: Readonly<Record<string, number>> }
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

/** The sums of one currency, in its minor units. */
export interface PriceTables {
  currency: string;
  /** The first whose conditions hold gives the base. */
  bases: readonly Base[];
  addOns: readonly AddOn[];
  minimum: number;
  /** Totals are rounded to a multiple of this: up, or to the nearest with halves up. */
  step: number;
  rounding: 'up' | 'nearest';
}

/** `rate` in basis points; null countries means everywhere. */
export interface Tax {
  name: string;
  rate: number;
  countries: readonly string[] | null;
  /** What a buyer with a tax number pays: the tax as well, none because the debt is theirs, or none. */
  registered: 'charge' | 'reverse_charge' | 'none';
}

/** How articles that are not wholly ours are answered. */
export interface RightsRules {
  /** Made with others: a person asks them, or it is refused with their name. */
  coPublished: 'refer' | 'refuse';
  /** By freelances: ours once staff settled that a contract says so, or the author is always asked. */
  freelance: 'contract' | 'ask_author';
}

/** The rate card: data, never code. Its own tables are of the first currency. */
export interface TariffData extends PriceTables {
  name: string;
  /** Excerpts up to this many words need no licence; 0 switches the answer off. */
  freeExcerptWords: number;
  translationNeedsApproval: boolean;
  discountsStack: boolean;
  rights: RightsRules;
  details: readonly Detail[];
  gates: readonly Gate[];
  factors: readonly Factor[];
  /** The same in further currencies, never converted. */
  otherCurrencies: readonly PriceTables[];
  /** The first that names the buyer's country is due. */
  taxes: readonly Tax[];
  /** The sums of the tables contain the tax. */
  taxIncluded: boolean;
}

/** One version of the rate card as it is in force. */
export interface Tariff extends TariffData {
  version: number;
}
