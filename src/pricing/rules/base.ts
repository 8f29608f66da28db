import type { Line } from './answer.ts';
import { wordOf } from './details.ts';
import type { Facts } from './facts.ts';
import { measureOf } from './reach.ts';
import type { Words } from './reasons.ts';
import type { Base, NumberFact } from './tariff.ts';
import { holds } from './when.ts';

export interface BasePrice {
  base: Base;
  line: Line;
}

/** The base that the tariff has for these facts, or null where it has none. */
export function basePrice(bases: readonly Base[], facts: Facts): BasePrice | null {
  const index = bases.findIndex(({ when }) => holds(when, facts));
  const base = bases[index];
  if (base === undefined) return null;
  const read = readBase(base, facts);
  // Beyond the safe integers a sum is no longer exact, and far beyond any fee.
  if (read === null || read.amount <= 0 || !Number.isSafeInteger(read.amount)) return null;
  const words = base.label === undefined ? read.words : { text: base.label, params: {} };
  const line: Line = {
    rule: 'base',
    at: `bases.${index}`,
    ...words,
    amount: read.amount,
    factor: null,
    runningTotal: read.amount,
  };
  return { base, line };
}

interface Reading {
  amount: number;
  words: Words;
}

function readBase(base: Base, facts: Facts): Reading | null {
  switch (base.kind) {
    case 'flat':
      return { amount: base.amount, words: { text: 'Base', params: {} } };
    case 'tier': {
      const index = stepIndex(base.steps, facts[base.by]);
      const step = base.steps[index];
      if (step === undefined) return null;
      return { amount: step.amount, words: bandWords(base.by, facts, limits(base.steps, index)) };
    }
    case 'linear':
      return { amount: linearAmount(base, facts[base.by]), words: countWords(base.by, facts) };
    default: {
      const steps = base.upTo.map((upTo) => ({ upTo }));
      const index = stepIndex(steps, facts[base.by]);
      const row = wordOf(base.rows, facts);
      const cells = Object.hasOwn(base.cells, row) ? base.cells[row] : undefined;
      const amount = cells?.[index] ?? null;
      return amount === null
        ? null
        : { amount, words: bandWords(base.by, facts, limits(steps, index)) };
    }
  }
}

/** The first step that reaches the number; -1 when the table ends below it. */
export function stepIndex(steps: readonly { upTo: number | null }[], value: number): number {
  return steps.findIndex(({ upTo }) => upTo === null || value <= upTo);
}

function linearAmount(base: Extract<Base, { kind: 'linear' }>, value: number): number {
  const further = Math.max(0, value - base.first);
  return base.amount + Math.ceil(further / base.each) * base.eachAmount;
}

interface Limits {
  upTo: number | null;
  above: number;
}

function limits(steps: readonly { upTo: number | null }[], index: number): Limits {
  return { upTo: steps[index]?.upTo ?? null, above: steps[index - 1]?.upTo ?? 0 };
}

const upToTexts: Record<string, string> = {
  views: 'Base for up to {count, number} views a month',
  copies: 'Base for up to {count, number} copies',
  subscribers: 'Base for up to {count, number} subscribers',
  employees: 'Base for up to {count, number} employees',
  listeners: 'Base for up to {count, number} listeners',
  words: 'Base for up to {count, number} words',
};

const overTexts: Record<string, string> = {
  views: 'Base for more than {count, number} views a month',
  copies: 'Base for more than {count, number} copies',
  subscribers: 'Base for more than {count, number} subscribers',
  employees: 'Base for more than {count, number} employees',
  listeners: 'Base for more than {count, number} listeners',
  words: 'Base for more than {count, number} words',
};

function bandWords(by: NumberFact, facts: Facts, { upTo, above }: Limits): Words {
  const measure = by === 'reach' ? measureOf(facts.medium) : by;
  if (upTo !== null) return { text: upToTexts[measure] ?? 'Base', params: { count: upTo } };
  return { text: overTexts[measure] ?? 'Base', params: { count: above } };
}

function countWords(by: NumberFact, facts: Facts): Words {
  return bandWords(by, facts, { upTo: facts[by], above: 0 });
}
