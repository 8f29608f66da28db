import type { Line, Price } from './answer.ts';
import { exactly, nearest, ratio, times } from './exact.ts';
import type { Tax, TariffData } from './tariff.ts';
import type { Use } from './use.ts';

/**
 * The price with its tax on a line of its own, added to `lines`. `sum` (minor units) is net, or holds the tax where the
 * tariff's sums do. Whoever owes the tax themselves, or none, pays the same sum without it.
 */
export function taxed(
  tariff: Pick<TariffData, 'taxes' | 'taxIncluded'>,
  use: Pick<Use, 'bill' | 'country'>,
  { sum, lines }: { sum: number; lines: Line[] },
): Price {
  const { country, registered } = use.bill ?? { country: use.country, registered: false };
  const index = tariff.taxes.findIndex(
    ({ countries }) => countries === null || countries.includes(country),
  );
  const tax = tariff.taxes[index];
  if (tax === undefined || tax.rate === 0) return { lines, net: sum, tax: 0, total: sum };
  const at = `taxes.${index}`;
  if (registered && tax.registered !== 'charge') {
    if (tax.registered === 'reverse_charge') lines.push(reverseCharge(tax, at, sum));
    return { lines, net: sum, tax: 0, total: sum };
  }
  const amount = tariff.taxIncluded
    ? nearest(ratio(sum, tax.rate, 10_000 + tax.rate))
    : nearest(times(exactly(sum), tax.rate));
  const total = tariff.taxIncluded ? sum : sum + amount;
  const text = tariff.taxIncluded
    ? `${tax.name} in it, {percent, number, ::.##} %`
    : `${tax.name}, {percent, number, ::.##} %`;
  const params = { percent: tax.rate / 100 };
  lines.push({ rule: 'tax', at, text, params, amount, factor: null, runningTotal: total });
  return { lines, net: total - amount, tax: amount, total };
}

function reverseCharge({ name }: Tax, at: string, total: number): Line {
  return {
    rule: 'tax',
    at,
    text: 'Reverse charge: {name} is due from the recipient',
    params: { name },
    amount: 0,
    factor: null,
    runningTotal: total,
  };
}
