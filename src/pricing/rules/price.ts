import type { Line, Price } from './answer.ts';
import { basePrice } from './base.ts';
import { ceilingTo, exactly, isBelow, nearest, plus, times, type Exact } from './exact.ts';
import type { Facts } from './facts.ts';
import { factorsFor } from './factors.ts';
import type { Tariff, TariffData } from './tariff.ts';
import { holds } from './when.ts';

// Above this a person must look: no rate card means it, and card payments end far below.
const largest = 99_999_999_999;

/**
 * Base → factors → add-ons → minimum → step → tax, rounded once at the step. Null where the
 * tariff has no price for the facts.
 */
export function priceOf(tariff: Tariff, facts: Facts, country: string): Price | null {
  const start = basePrice(tariff.bases, facts);
  if (start === null) return null;
  const factors = factorsFor(tariff, start.base, facts);
  if (factors === null) return null;
  const lines: Line[] = [start.line];
  let sum = exactly(start.line.runningTotal);
  for (const { text, params, factor } of factors) {
    sum = times(sum, factor);
    lines.push({ rule: 'factor', text, params, amount: null, factor, runningTotal: nearest(sum) });
  }
  sum = withAddOns(tariff, facts, sum, lines);
  const net = rounded(tariff, sum, lines);
  if (net <= 0 || net > largest) return null;
  return taxed(tariff, country, net, lines);
}

function withAddOns(tariff: TariffData, facts: Facts, start: Exact, lines: Line[]): Exact {
  let sum = start;
  for (const addOn of tariff.addOns) {
    if (!holds(addOn.when, facts)) continue;
    const count = addOn.per === undefined ? 1 : facts[addOn.per];
    const amount = addOn.amount * count;
    if (amount === 0) continue;
    sum = plus(sum, amount);
    const words =
      addOn.per === undefined
        ? { text: addOn.label, params: {} }
        : { text: `${addOn.label} × {count, number}`, params: { count } };
    lines.push({ rule: 'add_on', ...words, amount, factor: null, runningTotal: nearest(sum) });
  }
  return sum;
}

function rounded({ minimum, step }: TariffData, exact: Exact, lines: Line[]): number {
  let sum = exact;
  const add = (rule: 'minimum' | 'step', text: string, amount: number, total: number): void => {
    lines.push({ rule, text, params: {}, amount, factor: null, runningTotal: total });
  };
  if (isBelow(sum, minimum)) {
    sum = exactly(minimum);
    add('minimum', 'Our minimum fee', minimum, minimum);
  }
  const net = ceilingTo(sum, step);
  if (isBelow(sum, net)) add('step', 'Rounded up', step, net);
  return net;
}

/** A net sum in minor units with the tariff's tax of that country on a line of its own; it adds to `lines`. */
export function taxed({ tax }: TariffData, country: string, net: number, lines: Line[]): Price {
  const due = tax !== null && (tax.countries === null || tax.countries.includes(country));
  if (tax === null || !due || tax.rate === 0) return { lines, net, tax: 0, total: net };
  const amount = nearest(times(exactly(net), tax.rate));
  const total = net + amount;
  const params = { percent: tax.rate / 100 };
  const text = `${tax.name}, {percent, number, ::.##} %`;
  lines.push({ rule: 'tax', text, params, amount, factor: null, runningTotal: total });
  return { lines, net, tax: amount, total };
}
