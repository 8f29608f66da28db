import { formatMoney } from '../../values/money.ts';
import type { Line } from './answer.ts';
import type { Words } from './reasons.ts';

/** The figure of a line: its sum, what it multiplies with, or for minimum and step the new sum. */
export function lineFigure(line: Line, currency: string, locale: string): string {
  if (line.factor !== null) return `× ${factorText(line.factor, locale)}`;
  const changesSum = line.rule === 'minimum' || line.rule === 'step';
  const amount = changesSum ? line.runningTotal : (line.amount ?? line.runningTotal);
  return formatMoney({ amount, currency }, locale);
}

const factorFormats = new Map<string, Intl.NumberFormat>();

/** Basis points as a decimal of the locale: 7,000 is "0.7". */
export function factorText(basisPoints: number, locale: string): string {
  let format = factorFormats.get(locale);
  if (format === undefined) {
    format = new Intl.NumberFormat(locale, { maximumFractionDigits: 4 });
    factorFormats.set(locale, format);
  }
  return format.format(basisPoints / 10_000);
}

export interface LineRow {
  label: string;
  figure: string;
}

/** The lines as finished texts for a page or letter; `t` translates. */
export function lineRows(
  lines: readonly Line[],
  currency: string,
  locale: string,
  t: (key: string, params: Words['params']) => string,
): LineRow[] {
  return lines.map((line) => ({
    label: t(line.text, line.params),
    figure: lineFigure(line, currency, locale),
  }));
}
