import { exponentOf, isCurrency, type Money } from '../../values/money.ts';

// Where the payment service counts in other units than ISO 4217: in ISK, which has no minor unit any more, it still
// wants hundredths (5 kr. are 500), and the ariary, divided into five in theory, is counted whole.
const decimalsThere: Record<string, number> = { ISK: 2, MGA: 0 };

/** How many decimal places the payment service counts a currency in. */
function decimalsOf(currency: string): number {
  return decimalsThere[currency] ?? exponentOf(currency);
}

/**
 * The smallest step of a sum that can be charged or given back, in minor units: three-decimal currencies end in 0
 * (as of November 2026), those that are counted whole over there have no fraction.
 */
export function chargeStep(currency: string): number {
  const exponent = exponentOf(currency);
  if (exponent === 3) return 10;
  return 10 ** Math.max(exponent - decimalsOf(currency), 0);
}

/** A sum as the payment service counts it. The sum is a multiple of chargeStep; RangeError where it cannot be said. */
export function chargeUnits({ amount, currency }: Money): number {
  const shift = decimalsOf(currency) - exponentOf(currency);
  const units = shift >= 0 ? amount * 10 ** shift : amount / 10 ** -shift;
  if (!Number.isSafeInteger(units)) throw new RangeError(`${amount} ${currency} cannot be charged`);
  return units;
}

/** The same back, into minor units; part units, which the service does not make, are cut off. */
export function fromChargeUnits(units: number, currency: string): number {
  if (!isCurrency(currency)) return units;
  const shift = decimalsOf(currency) - exponentOf(currency);
  return shift >= 0 ? Math.trunc(units / 10 ** shift) : units * 10 ** -shift;
}
