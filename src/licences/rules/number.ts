const shape = /^OP-(\d{4})-(\d{6,9})$/;

/** `OP-2026-000001`: the year of issue and a count that only grows. */
export function licenceNumber(year: number, count: number): string {
  return `OP-${year}-${String(count).padStart(6, '0')}`;
}

/** The number as somebody typed it, with its letters made large; null for what is no number. */
export function typedNumber(text: string): string | null {
  const tidy = text.trim().toUpperCase();
  return shape.test(tidy) ? tidy : null;
}
