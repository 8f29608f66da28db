import { factNames } from './names.ts';
import type { Tariff } from './tariff.ts';

const fields =
  'name currency freeExcerptWords translationNeedsApproval discountsStack rights details gates bases ' +
  'factors addOns minimum step rounding otherCurrencies taxes taxIncluded kind when label choices value ' +
  'group replaces outcome reason alternative licence conditions rows by first each most upTo steps cells ' +
  'amount eachAmount factor per rate countries registered from to coPublished freelance';

const order = new Map(
  [...fields.split(' '), ...Object.values(factNames).flatMap(Object.keys)].map((name, index) => [
    name,
    index,
  ]),
);

/**
 * The data of a tariff as text to edit. The database keeps no order of fields, so they are put into
 * the order in which the rules are read.
 */
export function tariffJson(tariff: Tariff): string {
  return JSON.stringify({ ...tariff, version: undefined }, sorted, 2);
}

function sorted(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const place = (name: string): number => order.get(name) ?? order.size;
  return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => place(a) - place(b)));
}
