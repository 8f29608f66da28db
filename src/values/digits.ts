/**
 * The text with every decimal digit of any script (٤, ۴, ४, ４) written as 0 to 9. Nothing else is changed: superscripts,
 * fractions and numerals that are no digits stay what they are.
 */
export function westernDigits(text: string): string {
  return text.replace(/(?!\d)\p{Nd}/gu, digitOf);
}

/** Unicode keeps the ten digits of a script side by side, from its zero on; two scripts may follow each other. */
function digitOf(found: string): string {
  const code = found.codePointAt(0) ?? 0;
  let before = 0;
  while (/\p{Nd}/u.test(String.fromCodePoint(code - before - 1))) before += 1;
  return String(before % 10);
}
