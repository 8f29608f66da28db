/**
 * An exact sum of minor units: numerator / denominator, so that no factor rounds on the way. Both are plain numbers
 * while they are safe integers, which they are for nearly every fee, and `big` once one would not be.
 */
export type Exact =
  | { big: false; numerator: number; denominator: number }
  | { big: true; numerator: bigint; denominator: bigint };

const wholeFactor = 10_000;

/** A whole number of minor units. */
export function exactly(amount: number): Exact {
  return fraction(amount, 1);
}

/** Multiplied by a factor in basis points. */
export function times(sum: Exact, basisPoints: number): Exact {
  const common = greatestDivisor(wholeFactor, basisPoints);
  const [over, under] = [basisPoints / common, wholeFactor / common];
  if (!sum.big) {
    const [numerator, denominator] = [sum.numerator * over, sum.denominator * under];
    if (isSafe(numerator) && isSafe(denominator)) return fraction(numerator, denominator);
  }
  const { numerator, denominator } = enlarged(sum);
  return {
    big: true,
    numerator: numerator * BigInt(over),
    denominator: denominator * BigInt(under),
  };
}

/** Plus a whole number of minor units. */
export function plus(sum: Exact, amount: number): Exact {
  if (!sum.big) {
    const more = amount * sum.denominator;
    const numerator = sum.numerator + more;
    if (isSafe(more) && isSafe(numerator)) return fraction(numerator, sum.denominator);
  }
  const { numerator, denominator } = enlarged(sum);
  return { big: true, numerator: numerator + BigInt(amount) * denominator, denominator };
}

/** amount × numerator / denominator. */
export function ratio(amount: number, numerator: number, denominator: number): Exact {
  const product = amount * numerator;
  if (isSafe(product)) return fraction(product, denominator);
  return {
    big: true,
    numerator: BigInt(amount) * BigInt(numerator),
    denominator: BigInt(denominator),
  };
}

/** True when an exact sum is below a whole number of minor units. */
export function isBelow(sum: Exact, amount: number): boolean {
  return compared(sum, amount) < 0;
}

/** True when an exact sum is above a whole number of minor units. */
export function isAbove(sum: Exact, amount: number): boolean {
  return compared(sum, amount) > 0;
}

/** The least multiple of `step` minor units that is not below the sum. */
export function ceilingTo(sum: Exact, step: number): number {
  if (!sum.big) {
    const unit = sum.denominator * step;
    const above = sum.numerator + (unit - 1);
    if (isSafe(unit) && isSafe(above)) return quotient(above, unit) * step;
  }
  const { numerator, denominator } = enlarged(sum);
  const unit = denominator * BigInt(step);
  return Number((numerator + unit - 1n) / unit) * step;
}

/** The multiple of `step` minor units that is nearest to the sum, halves upwards. */
export function nearestTo(sum: Exact, step: number): number {
  if (!sum.big) {
    const unit = sum.denominator * step;
    const twice = 2 * sum.numerator + unit;
    if (isSafe(2 * unit) && isSafe(twice)) return quotient(twice, 2 * unit) * step;
  }
  const { numerator, denominator } = enlarged(sum);
  const unit = denominator * BigInt(step);
  return Number((2n * numerator + unit) / (2n * unit)) * step;
}

/** The nearest minor unit, halves upwards. */
export function nearest(sum: Exact): number {
  return nearestTo(sum, 1);
}

const isSafe = (value: number): boolean => value <= Number.MAX_SAFE_INTEGER;

function fraction(numerator: number, denominator: number): Exact {
  return { big: false, numerator, denominator };
}

function enlarged({ numerator, denominator }: Exact): { numerator: bigint; denominator: bigint } {
  return { numerator: BigInt(numerator), denominator: BigInt(denominator) };
}

function compared(sum: Exact, amount: number): number {
  if (!sum.big && isSafe(amount * sum.denominator)) return sum.numerator - amount * sum.denominator;
  const { numerator, denominator } = enlarged(sum);
  const other = BigInt(amount) * denominator;
  return numerator < other ? -1 : numerator > other ? 1 : 0;
}

/**
 * How often the divisor is contained whole. Exact: of two safe integers the quotient is never so near below a whole
 * number that the division rounds it up to that number.
 */
function quotient(value: number, divisor: number): number {
  return Math.floor(value / divisor);
}

function greatestDivisor(one: number, other: number): number {
  return other === 0 ? one : greatestDivisor(other, one % other);
}
