/** What a field that cannot be read stands for: a text that no number of a tariff can be. */
export function notRead(typed: string): string {
  return `? ${typed}`;
}

/**
 * A decimal as people type it (`80`, `80.00`, `1,250.5`) in whole units of `places` decimals; null
 * for anything else, so that nothing is guessed and nothing is rounded.
 */
export function unitsOf(typed: string, places: number): number | null {
  const text = typed.trim();
  const grouped = /^[1-9]\d{0,2}(?:[,\u0020\u00a0\u202f]\d{3})+(?:\.\d+)?$/u.test(text);
  const plain = grouped ? text.replaceAll(/[,\u0020\u00a0\u202f]/gu, '') : text;
  const [, whole, fraction = ''] = /^(\d{1,15})(?:\.(\d{1,15}))?$/u.exec(plain) ?? [];
  if (whole === undefined || fraction.length > places) return null;
  const units = Number(whole + fraction.padEnd(places, '0'));
  return Number.isSafeInteger(units) ? units : null;
}

/** Whole units as a decimal; without `fixed` only the decimals that say something. */
export function decimalText(units: number, places: number, fixed: boolean): string {
  const digits = String(units).padStart(places + 1, '0');
  const whole = digits.slice(0, digits.length - places);
  const fraction = places === 0 ? '' : digits.slice(-places);
  const said = fixed ? fraction : fraction.replace(/0+$/u, '');
  return said === '' ? whole : `${whole}.${said}`;
}

/** A whole number with its thousands apart: `250,000`. */
export function wholeText(value: number): string {
  return String(value).replaceAll(/\B(?=(?:\d{3})+$)/gu, ',');
}

/**
 * A text as one line of a field. What a line would lose (blanks at its ends, line breaks) stands in
 * quotes as JSON writes it; everything else stands there as it is.
 */
export function lineOf(text: string): string {
  return textOf(text) === text && !/\p{Cc}/u.test(text) ? text : JSON.stringify(text);
}

/** The text of a line; the way back from `lineOf`. */
export function textOf(line: string): string {
  const trimmed = line.trim();
  if (!/^".*"$/su.test(trimmed)) return trimmed;
  try {
    const read: unknown = JSON.parse(trimmed);
    return typeof read === 'string' ? read : trimmed;
  } catch {
    return trimmed;
  }
}

/** The texts of a field with one on each line; empty lines say nothing. */
export function textsOf(typed: string): string[] {
  return typed
    .split(/\r\n|\r|\n/u)
    .filter((line) => line.trim() !== '')
    .map(textOf);
}
