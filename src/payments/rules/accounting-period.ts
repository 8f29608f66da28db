import { addDays, addMonths, dayOf } from '../../values/period.ts';

/** A stretch of whole days of the newsroom, first and last included, and the instants that bound it. */
export interface Period {
  first: string;
  last: string;
  /** From this instant … */
  from: Date;
  /** … to before this one. */
  to: Date;
}

/** The days of a period as instants: midnight is where the newsroom's own clock has it, summer time or not. */
export function periodOf(first: string, last: string, timeZone: string): Period {
  const from = startOfDay(first, timeZone);
  return { first, last, from, to: startOfDay(addDays(last, 1), timeZone) };
}

const hourMs = 3_600_000;

/**
 * The first instant of a calendar day in a zone. Where the clock jumps over midnight that is later than
 * 00:00, and where it shows an hour twice it is the first of the two.
 */
export function startOfDay(day: string, timeZone: string): Date {
  const midnight = Date.parse(`${day}T00:00:00Z`);
  // The offset before and after a change of the clock that may lie on that day.
  const offsets = [-24, 24].map((hours) => offsetMs(new Date(midnight + hours * hourMs), timeZone));
  const candidates = offsets.map((offset) => midnight - offset).toSorted((a, b) => a - b);
  const first = candidates.find((at) => localDay(new Date(at), timeZone) >= day);
  return new Date(first ?? midnight);
}

/** The calendar day that a clock in this zone shows. */
export function localDay(at: Date, timeZone: string): string {
  return dayOf(new Date(at.getTime() + offsetMs(at, timeZone)));
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** How far the zone's clock is ahead of UTC at that instant, in milliseconds. */
function offsetMs(at: Date, timeZone: string): number {
  let format = formats.get(timeZone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' });
    formats.set(timeZone, format);
  }
  const name = format.formatToParts(at).find(({ type }) => type === 'timeZoneName')?.value ?? '';
  const found = /GMT(?:([+-])(\d\d):(\d\d)(?::(\d\d))?)?/.exec(name);
  const [, sign, hours = '0', minutes = '0', seconds = '0'] = found ?? [];
  const ahead = Number(hours) * hourMs + Number(minutes) * 60_000 + Number(seconds) * 1000;
  return sign === '-' ? -ahead : ahead;
}

/** A period that is often wanted, by its first and last day. */
export interface Preset {
  name: 'this_month' | 'last_month' | 'last_quarter' | 'this_year' | 'last_year';
  first: string;
  last: string;
}

/** The periods that accounts departments ask for, seen from a day. */
export function presets(today: string): Preset[] {
  const month = `${today.slice(0, 7)}-01`;
  const year = `${today.slice(0, 4)}-01-01`;
  const quarter = addMonths(year, Math.floor((Number(today.slice(5, 7)) - 1) / 3) * 3);
  const whole = (name: Preset['name'], first: string, months: number): Preset => ({
    name,
    first,
    last: addDays(addMonths(first, months), -1),
  });
  return [
    whole('this_month', month, 1),
    whole('last_month', addMonths(month, -1), 1),
    whole('last_quarter', addMonths(quarter, -3), 3),
    whole('this_year', year, 12),
    whole('last_year', addMonths(year, -12), 12),
  ];
}
