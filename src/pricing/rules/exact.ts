/** An exact sum of minor units: numerator / denominator, so that no factor rounds on the way. */
export interface Exact {
  numerator: bigint;
  denominator: bigint;
}

const wholeFactor = 10_000n;

/** A whole number of minor units. */
export function exactly(amount: number): Exact {
  return { numerator: BigInt(amount), denominator: 1n };
}

/** Multiplied by a factor in basis points. */
export function times({ numerator, denominator }: Exact, basisPoints: number): Exact {
  return { numerator: numerator * BigInt(basisPoints), denominator: denominator * wholeFactor };
}

/** Plus a whole number of minor units. */
export function plus({ numerator, denominator }: Exact, amount: number): Exact {
  return { numerator: numerator + BigInt(amount) * denominator, denominator };
}

/** amount × numerator / denominator. */
export function ratio(amount: number, numerator: number, denominator: number): Exact {
  return {
    numerator: BigInt(amount) * BigInt(numerator),
    denominator: BigInt(denominator),
  };
}

/** True when one exact sum is below another. */
export function isBelow(one: Exact, other: Exact): boolean {
  return one.numerator * other.denominator < other.numerator * one.denominator;
}

/** The least multiple of `step` minor units that is not below the sum. */
export function ceilingTo({ numerator, denominator }: Exact, step: number): number {
  const unit = denominator * BigInt(step);
  return Number((numerator + unit - 1n) / unit) * step;
}

/** The multiple of `step` minor units that is nearest to the sum, halves upwards. */
export function nearestTo({ numerator, denominator }: Exact, step: number): number {
  return nearest({ numerator, denominator: denominator * BigInt(step) }) * step;
}

/** The nearest minor unit, halves upwards. */
export function nearest({ numerator, denominator }: Exact): number {
  return Number((2n * numerator + denominator) / (2n * denominator));
}
