import type { Settings } from '../../platform/settings.ts';
import type { TermsRow } from './facts.ts';

/** How much of a fee goes back when a licence is given back unused: all, half and then nothing, by days since `from`. */
export interface Cancellation {
  from: 'grant' | 'acceptance';
  fullDays: number;
  /** Days since the same moment; no more than `fullDays` means that there is no half. */
  halfDays: number;
}

/** The rules that the settings hold now. */
export function cancellationOf({
  cancelFrom,
  cancelFullDays,
  cancelHalfDays,
}: Pick<Settings, 'cancelFrom' | 'cancelFullDays' | 'cancelHalfDays'>): Cancellation {
  return { from: cancelFrom, fullDays: cancelFullDays, halfDays: cancelHalfDays };
}

/** The rules that a version of the terms speaks of: those of the settings, or days of its own where it names them. */
export function cancellationIn(
  { template, parameters }: Pick<TermsRow, 'template' | 'parameters'>,
  settings: Settings,
): Cancellation {
  if (template.includes('{cancellation}')) return cancellationOf(settings);
  return { from: 'grant', fullDays: parameters.cancelDays, halfDays: 0 };
}

const dayMs = 86_400_000;

export interface ShareBack {
  percent: 100 | 50 | 0;
  /** The last moment of this share; null where nothing goes back. */
  until: Date | null;
}

/** What share of the fee goes back at this moment, `since` being the grant or the acceptance. */
export function shareBack(rules: Cancellation, since: Date, now: Date): ShareBack {
  const after = (days: number): Date => new Date(since.getTime() + days * dayMs);
  const { fullDays, halfDays } = rules;
  if (fullDays > 0 && now <= after(fullDays)) return { percent: 100, until: after(fullDays) };
  if (halfDays > fullDays && now <= after(halfDays)) return { percent: 50, until: after(halfDays) };
  return { percent: 0, until: null };
}

/** The rules in one English text to translate, with its values. */
export function cancellationWords({ from, fullDays, halfDays }: Cancellation): {
  text: string;
  params: Record<string, string | number>;
} {
  const params = { from, full: fullDays, half: halfDays };
  if (halfDays > fullDays) return { text: fullDays > 0 ? fullAndHalf : halfOnly, params };
  return { text: fullDays > 0 ? fullOnly : nothing, params };
}

const fullAndHalf =
  'If you have not used the work, you may give the licence back: within {full, plural, one {one day} other {# days}} of {from, select, acceptance {your acceptance of the offer} other {its issue}} you receive the whole fee back, within {half, plural, one {one day} other {# days}} half of it. Later, or after the first use, the fee stays due.';
const fullOnly =
  'If you have not used the work, you may give the licence back within {full, plural, one {one day} other {# days}} of {from, select, acceptance {your acceptance of the offer} other {its issue}} and receive the fee back. Later, or after the first use, the fee stays due.';
const halfOnly =
  'If you have not used the work, you may give the licence back within {half, plural, one {one day} other {# days}} of {from, select, acceptance {your acceptance of the offer} other {its issue}} and receive half of the fee back. Later, or after the first use, the fee stays due.';
const nothing = 'The licence cannot be given back for the fee: once paid, the fee stays due.';
