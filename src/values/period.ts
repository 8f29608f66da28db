/** A calendar day as `2026-11-24`, without a time and without a zone. */
export type Day = string;

const dayMs = 86_400_000;

function toMs(day: Day): number {
  const ms = Date.parse(`${day}T00:00:00Z`);
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day) || Number.isNaN(ms) || fromMs(ms) !== day) {
    throw new RangeError('That is no calendar day of the form YYYY-MM-DD');
  }
  return ms;
}

function fromMs(ms: number): Day {
  return new Date(ms).toISOString().slice(0, 10);
}

/** True for a day that exists, written `YYYY-MM-DD` (30 February does not exist). */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const ms = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(ms) && fromMs(ms) === text;
}

/** The UTC day of an instant (a Date, or an ISO string with a time). Throws RangeError for no instant. */
export function dayOf(instant: Date | string): Day {
  return new Date(instant).toISOString().slice(0, 10);
}

/** The day `days` later (or earlier, when negative). */
export function addDays(day: Day, days: number): Day {
  return fromMs(toMs(day) + days * dayMs);
}

/** The same day of the month `months` later; the last of the month where that day does not exist. */
export function addMonths(day: Day, months: number): Day {
  const date = new Date(toMs(day));
  const wanted = date.getUTCDate();
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() + months);
  const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  date.setUTCDate(Math.min(wanted, last));
  return fromMs(date.getTime());
}

/** The last day, itself included, of a term of whole months: 12 months from 2026-03-01 end on 2027-02-28. */
export function lastDayOfTerm(start: Day, months: number): Day {
  const after = addMonths(start, months);
  // From 31 January one month reaches 28 February whole: the clamped day is already the last one.
  return after.slice(8) === start.slice(8) ? addDays(after, -1) : after;
}

/** Whole days from one day to another; negative when the second is earlier. */
export function daysBetween(from: Day, to: Day): number {
  return Math.round((toMs(to) - toMs(from)) / dayMs);
}

/** True from Monday to Friday unless the day is one of the holidays. */
export function isWorkingDay(day: Day, holidays: ReadonlySet<Day> = new Set()): boolean {
  const weekday = new Date(toMs(day)).getUTCDay();
  return weekday !== 0 && weekday !== 6 && !holidays.has(day);
}

/** The day on which `count` working days have passed after `day`; with 0, the next working day or `day` itself. */
export function addWorkingDays(day: Day, count: number, holidays?: ReadonlySet<Day>): Day {
  let at = day;
  let left = count;
  while (left > 0 || !isWorkingDay(at, holidays)) {
    at = addDays(at, 1);
    if (isWorkingDay(at, holidays)) left -= 1;
  }
  return at;
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** The day in words of a locale: `23 November 2026`. */
export function formatDay(day: Day, locale: string): string {
  let format = formats.get(locale);
  if (!format) {
    format = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' });
    formats.set(locale, format);
  }
  return format.format(toMs(day));
}
