import type { Line, Price } from './answer.ts';
import type { Tariff } from './tariff.ts';
import { taxed } from './tax.ts';
import type { Use } from './use.ts';

/** Nothing is asked. */
export const noFee: Price = { lines: [], net: 0, tax: 0, total: 0 };

/**
 * A price that a person set: one line for the sum, and the tax that the tariff puts on it, or finds in it where its sums
 * contain the tax. Minor units; 0 asks nothing.
 */
export function agreedPrice(tariff: Tariff, use: Use, sum: number): Price {
  if (sum === 0) return noFee;
  const line: Line = {
    rule: 'base',
    text: 'Price agreed with our rights desk',
    params: {},
    amount: sum,
    factor: null,
    runningTotal: sum,
  };
  return taxed(tariff, use, { sum, lines: [line] });
}
