import type { Facts } from './facts.ts';
import type { When } from './tariff.ts';

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
  const number = Number(fact);
  return number >= (condition.from ?? -Infinity) && number <= (condition.to ?? Infinity);
}

function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}

function named(fact: unknown): readonly unknown[] {
  return isList(fact) ? fact : [fact];
}
