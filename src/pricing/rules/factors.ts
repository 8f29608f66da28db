import { stepIndex } from './base.ts';
import { detailLabel, wordOf } from './details.ts';
import type { Facts } from './facts.ts';
import { factNames } from './names.ts';
import type { Words } from './reasons.ts';
import type { Base, DiscountGroup, Factor, NumberFact, TariffData } from './tariff.ts';
import { holds } from './when.ts';

/** A factor that applies, in basis points, with its words. */
export interface Applied extends Words {
  /** The path of the rule in the tariff. */
  at: string;
  factor: number;
  group: DiscountGroup | null;
}

const one = 10_000;

/**
 * The factors to multiply with, in the tariff's order; × 1 is left out, and of the discounts of
 * class, country, programme and volume only the largest stays. Null where a table has no value.
 */
export function factorsFor(tariff: TariffData, base: Base, facts: Facts): Applied[] | null {
  const applied: Applied[] = [];
  for (const [index, factor] of tariff.factors.entries()) {
    if (factor.group !== undefined && factor.group === base.replaces) continue;
    if (!holds(factor.when, facts)) continue;
    const read = factorValue(tariff, factor, facts);
    if (read === null) return null;
    if (read.factor === one) continue;
    const { text, params } = factor.label === undefined ? read.words : plain(factor.label);
    const group = factor.group ?? null;
    applied.push({ at: `factors.${index}`, factor: read.factor, text, params, group });
  }
  return tariff.discountsStack ? applied : withLargestDiscount(applied);
}

const isDiscount = ({ group, factor }: Applied): boolean => group !== null && factor < one;

function withLargestDiscount(applied: Applied[]): Applied[] {
  let largest: Applied | null = null;
  for (const each of applied) {
    if (isDiscount(each) && (largest === null || each.factor < largest.factor)) largest = each;
  }
  return largest === null
    ? applied
    : applied.filter((each) => !isDiscount(each) || each === largest);
}

function factorValue(
  tariff: TariffData,
  factor: Factor,
  facts: Facts,
): { factor: number; words: Words } | null {
  switch (factor.kind) {
    case 'fixed':
      return { factor: factor.factor, words: plain(factor.label ?? 'Factor') };
    case 'steps': {
      const index = stepIndex(factor.steps, facts[factor.by]);
      const step = factor.steps[index];
      if (step === undefined) return null;
      const above = factor.steps[index - 1]?.upTo ?? 0;
      return { factor: step.factor, words: stepWords(factor.by, step.upTo, above) };
    }
    case 'words': {
      const word = wordOf(factor.by, facts);
      const value = Object.hasOwn(factor.factors, word) ? factor.factors[word] : undefined;
      if (value === undefined) return null;
      const name = detailLabel(tariff, factor.by, word) ?? factNames[factor.by]?.[word] ?? word;
      return { factor: value, words: plain(name) };
    }
    default: {
      const count = facts[factor.by];
      const value = Math.min(one + count * factor.each, factor.most);
      return { factor: value, words: countedWords(factor.by, count) };
    }
  }
}

function plain(text: string): Words {
  return { text, params: {} };
}

type LimitTexts = { over: string; upTo: string };

const stepTexts: Partial<Record<NumberFact, LimitTexts>> = {
  words: {
    upTo: 'Up to {count, number} words',
    over: 'More than {count, number} words',
  },
  ageDays: {
    upTo: 'Up to {count, plural, one {# day} other {# days}} old',
    over: 'More than {count, plural, one {# day} other {# days}} old',
  },
};

function stepWords(by: NumberFact, upTo: number | null, above: number): Words {
  const limit = upTo === null ? 'over' : 'upTo';
  return { text: stepTexts[by]?.[limit] ?? 'Factor', params: { count: upTo ?? above } };
}

const countedTexts: Partial<Record<NumberFact, string>> = {
  furtherLanguages: '{count, plural, one {# further language} other {# further languages}}',
  pictures: '{count, plural, one {# picture} other {# pictures}}',
};

function countedWords(by: NumberFact, count: number): Words {
  return { text: countedTexts[by] ?? 'Factor', params: { count } };
}
