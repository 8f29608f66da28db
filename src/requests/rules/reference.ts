// Crockford's base 32: no letter that is taken for a digit on the telephone.
const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** A short name for a request that people can read out, such as `R-7K4M2-92QXA`, from at least ten random bytes. */
export function referenceOf(random: Uint8Array): string {
  if (random.length < 10) throw new RangeError('a reference needs ten random bytes');
  const text = [...random.subarray(0, 10)].map((byte) => letters[byte % 32]).join('');
  return `R-${text.slice(0, 5)}-${text.slice(5)}`;
}
