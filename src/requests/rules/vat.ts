import { checkVAT, countries } from 'jsvat';

/** `wrong`: shaped like a number of its country, but its check digits do not fit; `unknown`: none we can judge. */
export type VatCheck = 'none' | 'right' | 'wrong' | 'unknown';

/** The number without blanks, dots and hyphens, in capitals. */
export function normaliseVat(number: string): string {
  return number.replace(/[\s.\-/]/gu, '').toUpperCase();
}

/** Judges the form and check digits of a VAT number; it never asks a register, so `right` is no proof. */
export function checkVat(number: string): VatCheck {
  const plain = normaliseVat(number);
  if (plain === '') return 'none';
  const found = checkVAT(plain, countries);
  if (found.isValid) return 'right';
  return found.isValidFormat ? 'wrong' : 'unknown';
}
