import { decimalOf } from '../../values/money.ts';

/** A cell of text, or a figure that was made here and needs no guard. */
export type Cell = string | { figure: string };

/** The sum in main units with exactly the currency's places, no separators: `1234.50`, `-0.005`. */
export const sumCell = (amount: number, currency: string): Cell => ({
  figure: decimalOf({ amount, currency }),
});

export const numberCell = (count: number): Cell => ({ figure: String(count) });

/**
 * The mark that makes spreadsheets read UTF-8; without it Excel takes names with accents for another
 * encoding. It stands once, before the first line.
 */
export const byteOrderMark = '\uFEFF';

/** One line as RFC 4180 has it, its end included. */
export function csvLine(cells: readonly Cell[]): string {
  return `${cells.map((cell) => (typeof cell === 'string' ? textIn(cell) : cell.figure)).join(',')}\r\n`;
}

// What a spreadsheet would take for the beginning of a formula, in plain and in full width.
const formulaStart = /^[\s\p{Cc}]*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]|^[\t\r\n]/u;
// A semicolon parts cells where the comma is the sign of decimals.
const needsQuotes = /[",;\r\n\t]|^\s|\s$/u;

/** Text as a spreadsheet shows it: never a formula, whoever wrote it. */
function textIn(text: string): string {
  const safe = formulaStart.test(text) ? `'${text}` : text;
  return needsQuotes.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
