import { checkVAT, countries } from 'jsvat';

/** `wrong`: shaped like a number of its country, but its check digits do not fit; `unknown`: none we can judge. */
export type VatCheck = 'none' | 'right' | 'wrong' | 'unknown';

/** The number without blanks, dots and hyphens, in capitals. */
export function normaliseVat(number: string): string {
  return number.replace(/[\s.\-/]/gu, '').toUpperCase();
}

/**
 * Judges the form and check digits of a VAT number, which may lack the letters of the country of its bill; it never
 * asks a register, so `right` is no proof.
 */
export function checkVat(number: string, country = ''): VatCheck {
  const plain = normaliseVat(number);
  if (plain === '') return 'none';
  const found = [plain, `${prefixes[country] ?? country}${plain}`].map((text) =>
    checkVAT(text, countries),
  );
  if (found.some(({ isValid }) => isValid)) return 'right';
  return found.some(({ isValidFormat }) => isValidFormat) ? 'wrong' : 'unknown';
}

const prefixes: Partial<Record<string, string>> = { GR: 'EL', CH: 'CHE' };

/**
 * Whether a tax number counts as one of a business in this country: right in form and of that country where we can
 * judge it, and at least shaped like a number elsewhere. A wrong one never counts.
 */
export function isRegistered(number: string, country: string): boolean {
  const plain = normaliseVat(number);
  const own = countries.filter(({ codes }) => codes.includes(country));
  if (own.length > 0)
    return [plain, `${prefixes[country] ?? country}${plain}`].some(
      (text) => checkVAT(text, own).isValid,
    );
  return checkVat(plain) !== 'wrong' && /\d(?:\D*\d){4}/u.test(plain);
}
