import type { Line, Price } from '../../pricing/rules/answer.ts';
import { taxed } from '../../pricing/rules/price.ts';
import type { Tariff } from '../../pricing/rules/tariff.ts';

/** A price that a person set: one line for the sum, and the tax that the tariff puts on it. Minor units. */
export function agreedPrice(tariff: Tariff, country: string, net: number): Price {
  const line: Line = {
    rule: 'base',
    text: 'Price agreed with our rights desk',
    params: {},
    amount: net,
    factor: null,
    runningTotal: net,
  };
  return taxed(tariff, country, net, [line]);
}
