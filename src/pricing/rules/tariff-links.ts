import type { Line } from './answer.ts';
import { lineRows, type LineRow } from './lines.ts';
import type { Words } from './reasons.ts';

/** Where everybody can read a version of the tariff. */
export function tariffPath(version: number): string {
  return `/tariffs/${version}`;
}

/** The lines of a price, each with a link to the rule that made it. */
export interface LinkedRow extends LineRow {
  /** Null for lines that no rule of the tariff made, such as a price that staff agreed. */
  url: string | null;
}

/** The lines as finished texts, each linked to its rule in the version of the tariff that it comes from. */
export function linkedRows(
  lines: readonly Line[],
  { currency, tariffVersion }: { currency: string; tariffVersion: number | null },
  locale: string,
  t: (key: string, params: Words['params']) => string,
): LinkedRow[] {
  return lineRows(lines, currency, locale, t).map((row, index) => {
    const at = lines[index]?.at;
    const url =
      at === undefined || tariffVersion === null ? null : ruleUrl(tariffVersion, at, currency);
    return { ...row, url };
  });
}

/** The link to one rule: the tables of the currency that was asked for, at the anchor of the rule. */
export function ruleUrl(version: number, at: string, currency: string): string {
  return `${tariffPath(version)}?currency=${currency}#${anchorOf(at, null)}`;
}

/**
 * The anchor of a rule, by its path. A page with the tables of several currencies tells those of a further one by the
 * code (`EUR-bases-0`); null for the first, and where a page shows one currency alone. Gates, factors and taxes are
 * of all currencies.
 */
export function anchorOf(at: string, further: string | null): string {
  // Minimum and step stand together in one table.
  const anchor = at === 'minimum' ? 'step' : at.replaceAll('.', '-');
  return further !== null && /^(?:bases|addOns|step)\b/.test(anchor)
    ? `${further}-${anchor}`
    : anchor;
}
