import { addWorkingDays, daysBetween } from '../../values/period.ts';
import type { RequestState } from './life.ts';

const hour = 3_600_000;
const day = 24 * hour;

/** Days after the question at which the republisher is reminded of it. */
const questionReminderDays = [3, 7] as const;
/** Days before its end at which the republisher is reminded of an offer, or of paying an accepted one. */
export const offerReminderDays = [3, 1] as const;
/** Days after which an unconfirmed request lapses. */
export const unverifiedDays = 7;
/** Days for paying after acceptance; never less than the offer's own time. */
export const paymentDays = 30;

/**
 * The moment by which an answer is promised: `workingDays` working days later, at the same time of
 * day by the newsroom's clock, also across a change to summer time.
 */
export function promiseAfter(now: Date, workingDays: number, timeZone: string): Date {
  const today = localDay(now, timeZone);
  const days = daysBetween(today, addWorkingDays(today, workingDays));
  const sameHour = new Date(now.getTime() + days * day);
  const shift = offsetMs(now, timeZone) - offsetMs(sameHour, timeZone);
  return new Date(sameHour.getTime() + shift);
}

const partFormats = new Map<string, Intl.DateTimeFormat>();

function localParts(at: Date, timeZone: string): Record<string, string> {
  let format = partFormats.get(timeZone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-CA', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    });
    partFormats.set(timeZone, format);
  }
  return Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]));
}

/** The calendar day, `2026-11-24`, that a clock in this zone shows. */
function localDay(at: Date, timeZone: string): string {
  const { year, month, day: date } = localParts(at, timeZone);
  return `${year}-${month}-${date}`;
}

/** How far the zone's clock is ahead of UTC at that moment, in milliseconds. */
function offsetMs(at: Date, timeZone: string): number {
  const parts = localParts(at, timeZone);
  const shown = Date.parse(
    `${parts['year']}-${parts['month']}-${parts['day']}T${parts['hour']}:${parts['minute']}:${parts['second']}Z`,
  );
  return shown - Math.floor(at.getTime() / 1000) * 1000;
}

/** What the clocks look at. `reminded` holds the keys of reminders already sent since `changedAt`. */
export interface ClockFacts {
  state: RequestState;
  createdAt: Date;
  /** Of the last change of state: the question, the offer or the acceptance. */
  changedAt: Date;
  offerExpiresAt: Date | null;
  reminded: readonly string[];
  /** Money is on its way; the request must not lapse under it. */
  payment: boolean;
}

/** A reminder with its key (sent once each), or the end of waiting; null when nothing is due. */
export type DueClock = { kind: 'remind'; key: string } | { kind: 'lapse' } | null;

/** The moment at which a request lapses by itself; null where it waits for the newsroom or is closed. */
export function lapsesAt(facts: ClockFacts, needsInfoDays: number): Date | null {
  const after = (from: Date, days: number): Date => new Date(from.getTime() + days * day);
  if (facts.state === 'unverified') return after(facts.createdAt, unverifiedDays);
  if (facts.state === 'needs_info') return after(facts.changedAt, needsInfoDays);
  if (facts.state === 'offered') return facts.offerExpiresAt;
  if (facts.state !== 'accepted') return null;
  const paid = after(facts.changedAt, paymentDays);
  const offer = facts.offerExpiresAt;
  return offer !== null && offer > paid ? offer : paid;
}

/**
 * What is due now. After a standstill only the latest reminder is sent, not all that were missed;
 * the end wins over every reminder.
 */
export function dueClock(facts: ClockFacts, needsInfoDays: number, now: Date): DueClock {
  const end = lapsesAt(facts, needsInfoDays);
  if (end === null || (facts.state === 'accepted' && facts.payment)) return null;
  if (now >= end) return { kind: 'lapse' };
  const key = latestReminder(facts, end, now);
  return key === null || facts.reminded.includes(key) ? null : { kind: 'remind', key };
}

function latestReminder(facts: ClockFacts, end: Date, now: Date): string | null {
  if (facts.state === 'needs_info') {
    const waited = (now.getTime() - facts.changedAt.getTime()) / day;
    const passed = questionReminderDays.filter((days) => days <= waited).at(-1);
    return passed === undefined ? null : `question-${passed}`;
  }
  if (facts.state !== 'offered' && facts.state !== 'accepted') return null;
  const left = (end.getTime() - now.getTime()) / day;
  // A reminder whose moment lay before the offer itself would follow it within minutes: it is left out.
  const started = (end.getTime() - facts.changedAt.getTime()) / day;
  const passed = offerReminderDays.filter((days) => left <= days && days < started).at(-1);
  return passed === undefined ? null : `${facts.state}-${passed}`;
}

/** How a promise stands: late, due within a quarter of its usual time, or fine. Hours are signed, whole. */
export function promiseAge(
  promisedAt: Date | null,
  now: Date,
): { age: 'late' | 'soon' | 'fine' | 'none'; hours: number } {
  if (promisedAt === null) return { age: 'none', hours: 0 };
  const left = promisedAt.getTime() - now.getTime();
  const hours = left < 0 ? Math.ceil(left / hour) : Math.floor(left / hour);
  if (left < 0) return { age: 'late', hours };
  return { age: left < 12 * hour ? 'soon' : 'fine', hours };
}
