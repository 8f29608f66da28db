import type { Line, Price } from '../../pricing/rules/answer.ts';
import type { Tariff } from '../../pricing/rules/tariff.ts';
import { taxed } from '../../pricing/rules/tax.ts';
import type { Use } from '../../pricing/rules/use.ts';

/**
 * A price that a person set: one line for the sum, and the tax that the tariff puts on it, or finds in it where its sums
 * contain the tax. Minor units.
 */
export function agreedPrice(tariff: Tariff, use: Use, sum: number): Price {
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
