import type { Facts } from '../../src/pricing/rules/facts.ts';
import type {
  Base,
  Factor,
  PriceTables,
  Range,
  TariffData,
  When,
} from '../../src/pricing/rules/tariff.ts';
import type { Use } from '../../src/pricing/rules/use.ts';

/** A fraction of minor units. */
type Fraction = readonly [over: bigint, under: bigint];

/** Net, tax and total in minor units. */
export type Sums = readonly [net: bigint, tax: bigint, total: bigint];

/**
 * The price as somebody with pencil, paper and endless patience finds it from the printed tariff: written from
 * docs/tariff.md and not from the engine, slow, in fractions. Null where the tariff has no price.
 */
export function onPaper(tariff: TariffData, facts: Facts, use: Use): Sums | null {
  const wanted = use.currency ?? tariff.currency;
  const tables = [tariff, ...tariff.otherCurrencies].find(({ currency }) => currency === wanted);
  const base = tables?.bases.find(({ when }) => matches(when, facts));
  if (tables === undefined || base === undefined) return null;
  const start = baseSum(base, facts);
  const factors = factorsOf(tariff, base, facts);
  if (start === null || factors === null) return null;
  let sum: Fraction = [BigInt(start), 1n];
  for (const factor of factors) sum = [sum[0] * BigInt(factor), sum[1] * 10_000n];
  for (const { when, amount, per } of tables.addOns)
    if (matches(when, facts))
      sum = [sum[0] + BigInt(amount) * BigInt(per ? facts[per] : 1) * sum[1], sum[1]];
  const net = rounded(sum, tables);
  return net <= 0n || net > 99_999_999_999n ? null : withTax(tariff, use, net);
}

/** Rounded as the tables say, never below their minimum. */
export function rounded([over, under]: Fraction, tables: PriceTables): bigint {
  const [minimum, step] = [BigInt(tables.minimum), BigInt(tables.step)];
  const [o, u] = over < minimum * under ? [minimum, 1n] : [over, under];
  const whole = o / (u * step);
  const rest = o - whole * u * step;
  const goesUp = tables.rounding === 'up' ? rest > 0n : 2n * rest >= u * step;
  return (whole + (goesUp ? 1n : 0n)) * step;
}

/** The tax that the first line for the buyer's country puts on the sum, or finds in it. */
export function withTax(tariff: TariffData, use: Use, sum: bigint): Sums {
  const country = use.bill === null ? use.country : use.bill.country;
  const due = tariff.taxes.find(
    ({ countries }) => countries === null || countries.includes(country),
  );
  if (due === undefined || (use.bill?.registered === true && due.registered !== 'charge'))
    return [sum, 0n, sum];
  const rate = BigInt(due.rate);
  const under = tariff.taxIncluded ? 10_000n + rate : 10_000n;
  const tax = (2n * sum * rate + under) / (2n * under);
  return tariff.taxIncluded ? [sum - tax, tax, sum] : [sum, tax, sum + tax];
}

function matches(when: When, facts: Facts): boolean {
  return Object.entries(when).every(([name, wanted]) => {
    const fact: unknown = facts[name as keyof Facts];
    if (name === 'details')
      return Object.entries(wanted as Record<string, string[]>).every(([question, values]) =>
        values.includes(answerTo(question, facts)),
      );
    if (typeof wanted === 'boolean') return wanted === fact;
    if (Array.isArray(wanted))
      return (Array.isArray(fact) ? fact : [fact]).some((one) => wanted.includes(one));
    const { from = 0, to = Infinity } = wanted as Range;
    return from <= Number(fact) && Number(fact) <= to;
  });
}

function answerTo(question: string, { details }: Facts): string {
  return new Map(Object.entries(details)).get(question) ?? '';
}

function word(key: string, facts: Facts): string {
  return key.startsWith('detail:')
    ? answerTo(key.slice(7), facts)
    : String(facts[key as keyof Facts]);
}

function inTable<T>(table: Readonly<Record<string, T>>, name: string): T | null {
  return new Map(Object.entries(table)).get(name) ?? null;
}

function baseSum(base: Base, facts: Facts): number | null {
  if (base.kind === 'flat') return base.amount;
  const count = facts[base.by];
  const reaches = (upTo: number | null): boolean => upTo === null || count <= upTo;
  if (base.kind === 'tier') return base.steps.find(({ upTo }) => reaches(upTo))?.amount ?? null;
  if (base.kind === 'matrix')
    return inTable(base.cells, word(base.rows, facts))?.[base.upTo.findIndex(reaches)] ?? null;
  const further = BigInt(Math.max(0, count - base.first));
  const begun = (further + BigInt(base.each) - 1n) / BigInt(base.each);
  const sum = BigInt(base.amount) + begun * BigInt(base.eachAmount);
  return sum > 9_007_199_254_740_991n ? null : Number(sum);
}

function factorValue(factor: Factor, facts: Facts): number | null {
  switch (factor.kind) {
    case 'fixed':
      return factor.factor;
    case 'steps': {
      const count = facts[factor.by];
      return factor.steps.find(({ upTo }) => upTo === null || count <= upTo)?.factor ?? null;
    }
    case 'words':
      return inTable(factor.factors, word(factor.by, facts));
    default: {
      const grown = 10_000n + BigInt(facts[factor.by]) * BigInt(factor.each);
      return grown > BigInt(factor.most) ? factor.most : Number(grown);
    }
  }
}

/** The factors that apply; of those below × 1 with a group only the least, unless discounts stack. */
function factorsOf(tariff: TariffData, base: Base, facts: Facts): number[] | null {
  const found = tariff.factors
    .filter(({ group }) => group === undefined || group !== base.replaces)
    .filter(({ when }) => matches(when, facts))
    .map((factor) => ({ group: factor.group, value: factorValue(factor, facts) }));
  if (found.some(({ value }) => value === null)) return null;
  const all = found.map(({ group, value }) => ({ group, value: value ?? 0 }));
  if (tariff.discountsStack) return all.map(({ value }) => value);
  const discounts = all.filter(({ group, value }) => group !== undefined && value < 10_000);
  const least = Math.min(10_000, ...discounts.map(({ value }) => value));
  const others = all.filter((one) => !discounts.includes(one)).map(({ value }) => value);
  return [...others, least];
}
