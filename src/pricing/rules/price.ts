import type { Line, Price } from './answer.ts';
import { basePrice } from './base.ts';
import { tablesIn } from './currency.ts';
import {
  ceilingTo,
  exactly,
  isAbove,
  isBelow,
  nearest,
  nearestTo,
  plus,
  times,
  type Exact,
} from './exact.ts';
import type { Facts } from './facts.ts';
import { factorsFor } from './factors.ts';
import type { PriceTables, TariffData } from './tariff.ts';
import { taxed } from './tax.ts';
import type { Use } from './use.ts';
import { holds } from './when.ts';

// Above this a person must look: no rate card means it, and card payments end far below.
const largest = 99_999_999_999;

/**
 * Base → factors → add-ons → minimum → step → tax, in the currency that was chosen, rounded once at
 * the step. Null where the tariff has no price for the facts, or none in that currency.
 */
export function priceOf(tariff: TariffData, facts: Facts, use: Use): Price | null {
  const tables = tablesIn(tariff, use.currency);
  const start = tables === null ? null : basePrice(tables.bases, facts);
  if (tables === null || start === null) return null;
  const factors = factorsFor(tariff, start.base, facts);
  if (factors === null) return null;
  const lines: Line[] = [start.line];
  let sum = exactly(start.line.runningTotal);
  for (const { at, text, params, factor } of factors) {
    sum = times(sum, factor);
    const runningTotal = nearest(sum);
    lines.push({ rule: 'factor', at, text, params, amount: null, factor, runningTotal });
  }
  sum = withAddOns(tables, facts, { sum, lines });
  const net = rounded(tables, sum, lines);
  if (net <= 0 || net > largest) return null;
  return taxed(tariff, use, { sum: net, lines });
}

function withAddOns(
  { addOns }: PriceTables,
  facts: Facts,
  { sum: start, lines }: { sum: Exact; lines: Line[] },
): Exact {
  let sum = start;
  addOns.forEach((addOn, index) => {
    if (!holds(addOn.when, facts)) return;
    const count = addOn.per === undefined ? 1 : facts[addOn.per];
    const amount = addOn.amount * count;
    if (amount === 0) return;
    sum = plus(sum, amount);
    const words =
      addOn.per === undefined
        ? { text: addOn.label, params: {} }
        : { text: `${addOn.label} × {count, number}`, params: { count } };
    const at = `addOns.${index}`;
    lines.push({ rule: 'add_on', at, ...words, amount, factor: null, runningTotal: nearest(sum) });
  });
  return sum;
}

function rounded({ minimum, step, rounding }: PriceTables, exact: Exact, lines: Line[]): number {
  let sum = exact;
  const add = (rule: 'minimum' | 'step', text: string, amount: number, total: number): void => {
    const line = { rule, at: rule, text, params: {}, amount, factor: null, runningTotal: total };
    lines.push(line);
  };
  if (isBelow(sum, minimum)) {
    sum = exactly(minimum);
    add('minimum', 'Our minimum fee', minimum, minimum);
  }
  const net = rounding === 'up' ? ceilingTo(sum, step) : nearestTo(sum, step);
  if (isBelow(sum, net)) add('step', 'Rounded up', step, net);
  else if (isAbove(sum, net)) add('step', 'Rounded down', step, net);
  return net;
}
