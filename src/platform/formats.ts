import { formatDay, isDay } from '../values/period.ts';

/** How dates, numbers and sizes read in a language. Formatters are kept: making one costs more than using it. */
const dateFormats = new Map<string, Intl.DateTimeFormat>();
const numberFormats = new Map<string, Intl.NumberFormat>();
const listFormats = new Map<string, Intl.ListFormat>();

const dayStyle: Intl.DateTimeFormatOptions = { day: 'numeric', month: 'long', year: 'numeric' };
const minuteStyle: Intl.DateTimeFormatOptions = {
  ...dayStyle,
  hour: '2-digit',
  minute: '2-digit',
  timeZoneName: 'short',
};

function kept<T>(cache: Map<string, T>, key: string, make: () => T): T {
  const known = cache.get(key);
  if (known !== undefined) return known;
  const made = make();
  cache.set(key, made);
  return made;
}

/** A day as `2026-11-23`, which has no zone, or a moment. */
export type Moment = Date | string;

/** The moment as a Date; throws on what is no date, so that no page says "Invalid Date". */
export function momentOf(value: Moment): Date {
  const date = value instanceof Date ? value : new Date(value);
  if (Number.isNaN(date.getTime())) throw new Error(`not a date: ${String(value)}`);
  return date;
}

/** "23 November 2026"; a plain day stays that day in every zone. */
export function dateText(language: string, value: Moment, timeZone: string): string {
  if (typeof value === 'string' && isDay(value)) return formatDay(value, language);
  const format = kept(
    dateFormats,
    `d ${language} ${timeZone}`,
    () => new Intl.DateTimeFormat(language, { ...dayStyle, timeZone }),
  );
  return format.format(momentOf(value));
}

/** "23 November 2026 at 14:05 GMT": a time is never shown without its zone. */
export function dateTimeText(language: string, value: Moment, timeZone: string): string {
  const format = kept(
    dateFormats,
    `m ${language} ${timeZone}`,
    () => new Intl.DateTimeFormat(language, { ...minuteStyle, timeZone }),
  );
  return format.format(momentOf(value));
}

export function numberText(language: string, value: number): string {
  return kept(numberFormats, `n ${language}`, () => new Intl.NumberFormat(language)).format(value);
}

/** A size in bytes as "820 bytes", "1.2 kB" or "4.9 MB" (thousands, as file managers count). */
export function bytesText(language: string, bytes: number): string {
  const [unit, size] =
    bytes < 1000
      ? ['byte', bytes]
      : bytes < 1e6
        ? ['kilobyte', bytes / 1e3]
        : ['megabyte', bytes / 1e6];
  const unitDisplay = unit === 'byte' ? 'long' : 'short';
  const format = kept(
    numberFormats,
    `${unit} ${language}`,
    () =>
      new Intl.NumberFormat(language, {
        style: 'unit',
        unit,
        unitDisplay,
        maximumFractionDigits: size < 100 ? 1 : 0,
      }),
  );
  return format.format(size);
}

/** "HTML, text and Markdown" */
export function listText(language: string, items: readonly string[]): string {
  return kept(
    listFormats,
    language,
    () => new Intl.ListFormat(language, { type: 'conjunction' }),
  ).format(items);
}
