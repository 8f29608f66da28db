import type { Facts } from './facts.ts';
import type { Range, When } from './tariff.ts';

/** True when all conditions hold for the facts; no conditions always hold. */
export function holds(when: When, facts: Facts): boolean {
  for (const key in when) {
    const name = key as keyof Facts;
    if (!conditionHolds(when[name], facts[name])) return false;
  }
  return true;
}

function conditionHolds(condition: When[keyof Facts], fact: Facts[keyof Facts]): boolean {
  if (condition === undefined) return true;
  if (typeof condition === 'boolean') return condition === fact;
  if (isList(condition)) {
    const members: readonly unknown[] = condition;
    return named(fact).some((one) => members.includes(one));
  }
  return typeof fact === 'number'
    ? inRange(condition, fact)
    : detailsHold(condition as NonNullable<When['details']>, fact as Facts['details']);
}

function inRange({ from, to }: Range, number: number): boolean {
  return number >= (from ?? -Infinity) && number <= (to ?? Infinity);
}

function detailsHold(wanted: NonNullable<When['details']>, given: Facts['details']): boolean {
  return Object.entries(wanted).every(([name, values]) => values.includes(detailOf(given, name)));
}

/** The answer to a question of the tariff; '' where there is none. */
export function detailOf(details: Facts['details'], name: string): string {
  return Object.hasOwn(details, name) ? (details[name] ?? '') : '';
}

function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}

function named(fact: unknown): readonly unknown[] {
  return isList(fact) ? fact : [fact];
}
