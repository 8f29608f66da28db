import { withoutPiles } from '../../values/text.ts';
import { monthNumber, zoneMinutes } from './date-words.ts';
import { note, type Note } from './types.ts';

export interface ReadDate {
  /** Null where the text leaves a doubt: no date is better than a made-up one. */
  date: Date | null;
  note: Note | null;
}

interface Parts {
  year: number;
  month: number;
  day: number;
  time: string;
  zone: string;
}

/**
 * Reads a date as feeds write it: RFC 822/2822 with comments, old zones and short years, ISO 8601 in its
 * shapes, month names of some forty languages, numbers of seconds. A date without a zone is taken as UTC.
 */
export function readDate(text: string, language: string): ReadDate {
  const tidy = withoutComments(withoutPiles(text).normalize('NFKC'))
    .replace(/\p{Nd}/gu, asciiDigit)
    .replace(/[\u200E\u200F\u202A-\u202E]/gu, '')
    .replace(/\s+/gu, ' ')
    .trim();
  if (tidy === '') return { date: null, note: null };
  const parts =
    tidy.length > 80
      ? null
      : (fromNumber(tidy) ?? fromIso(tidy) ?? fromNumeric(tidy) ?? fromWords(tidy, language));
  const unclear = {
    date: null,
    note: note('The date “{date}” could not be read.', { date: tidy.slice(0, 60) }),
  };
  if (parts === null) return unclear;
  return parts instanceof Date ? { date: parts, note: null } : (assemble(parts) ?? unclear);
}

/** Comments of RFC 2822: in parentheses, nested, with a backslash before characters that do not count. */
function withoutComments(text: string): string {
  let depth = 0;
  let rest = '';
  for (const [piece] of text.matchAll(/\\[^]|[^]/gu)) {
    if (piece === '(') depth += 1;
    else if (piece === ')') depth = Math.max(0, depth - 1);
    else if (depth === 0) rest += piece;
    if (piece === ')' && depth === 0) rest += ' ';
  }
  return rest;
}

function asciiDigit(digit: string): string {
  const code = digit.codePointAt(0) ?? 0;
  if (code < 0x80) return digit;
  // Decimal digits stand in runs of ten, the zero first.
  let zero = code;
  while (code - zero < 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero -= 1;
  return String(code - zero);
}

function fromNumber(text: string): Date | null {
  if (/^\d{10}$/u.test(text)) return new Date(Number(text) * 1000);
  return /^\d{13}$/u.test(text) ? new Date(Number(text)) : null;
}

function fromIso(text: string): Parts | null {
  const found =
    /^(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?|(\d{2})(\d{2}))(?:[T ,]+(\d{1,2}:?\d{2}(?::?\d{2})?)(?:[.,]\d+)? ?(\S+)?)?$/iu.exec(
      text,
    );
  if (!found) return null;
  const [, year, month, day, packedMonth, packedDay, time = '', zone = ''] = found;
  return {
    year: Number(year),
    month: Number(month ?? packedMonth),
    day: Number(day ?? packedDay ?? 1),
    time: time.includes(':') ? time : time.replace(/(\d\d)(?=\d)/gu, '$1:'),
    zone,
  };
}

/** Numbers only: year first, or day first with dots, or where one number can only be the day. */
function fromNumeric(text: string): Parts | null {
  const found =
    /^(\d{1,4})([./年-]) ?(\d{1,2})[./月-] ?(\d{1,4})日?(?:,? (?:um |at |ore )?(\d{1,2}:\d{2}(?::\d{2})?)(?: ?(\S+))?)?$/iu.exec(
      text,
    );
  if (!found) return null;
  const [, a = '', separator, b = '', c = '', time = '', zone = ''] = found;
  if (a.length === 4) return { year: Number(a), month: Number(b), day: Number(c), time, zone };
  if (c.length !== 4) return null;
  const [first, second, year] = [Number(a), Number(b), Number(c)];
  if (separator === '.' || (first > 12 && second <= 12))
    return { year, month: second, day: first, time, zone };
  return second > 12 && first <= 12 ? { year, month: first, day: second, time, zone } : null;
}

const clock = /(\d{1,2})[:.h](\d{2})(?:[:.](\d{2})(?:[.,]\d+)?)?(?: ?([ap])\.?m\b\.?)?/iu;

function fromWords(text: string, language: string): Parts | null {
  const time = clock.exec(text.replace(/(\d{4})(?=\d\d:)/u, '$1 '));
  const rest = time ? text.replace(time[0], ' @ ') : text;
  const [before = '', after = ''] = time ? rest.split(' @ ') : [rest];
  const zone =
    /^\s*(?:uhr |h |ora |ore )?([+-]\d{1,2}:?\d{2}|(?:gmt|utc)[+-]\d{1,2}(?::?\d{2})?|[a-z]{1,5}\b)/iu.exec(
      after,
    );
  const words =
    `${before} ${zone ? after.slice(zone[0].length) : after}`.match(/[\p{L}\p{M}.’']+|\d+/gu) ?? [];
  const numbers = words.filter((word) => /^\d/u.test(word));
  const months = words
    .map((word) => (/^\d/u.test(word) ? null : monthNumber(word, language)))
    .filter((month) => month !== null);
  // “mar” is Tuesday and March in one: of two names that could be a month the later one is it.
  const month = months.at(-1);
  if (numbers.length !== 2 || month === undefined || words.length > 9) return null;
  const [first = '', second = ''] = numbers;
  const [day, year] = first.length > 2 ? [second, first] : [first, second];
  if (day.length > 2 || (year.length !== 4 && year.length !== 2)) return null;
  return {
    year: fullYear(year),
    month,
    day: Number(day),
    time: time ? clockText(time) : '',
    zone: zone?.[1] ?? '',
  };
}

/** RFC 2822: 00–49 is this century, 50–99 the last. */
function fullYear(year: string): number {
  const number = Number(year);
  return year.length === 4 ? number : number + (number < 50 ? 2000 : 1900);
}

function clockText([, hour = '', minute = '', second = '0', half]: RegExpExecArray): string {
  const twelve =
    half === undefined ? Number(hour) : (Number(hour) % 12) + (half.toLowerCase() === 'p' ? 12 : 0);
  return `${twelve}:${minute}:${second}`;
}

function assemble({ year, month, day, time, zone }: Parts): ReadDate | null {
  const [hour = 0, minute = 0, second = 0] = time === '' ? [] : time.split(':').map(Number);
  if (month < 1 || month > 12 || hour > 24 || minute > 59 || second > 60 || year < 1500)
    return null;
  const midnight = new Date(Date.UTC(year, month - 1, day));
  if (day < 1 || midnight.getUTCDate() !== day) return null;
  const minutes = zone === '' ? 0 : zoneMinutes(zone);
  const offset = minutes ?? 0;
  const date = new Date(
    midnight.getTime() + ((hour * 60 + minute - offset) * 60 + Math.min(second, 59)) * 1000,
  );
  // RFC 2822 on the one-letter zones: their old definition was wrong, so they are UTC.
  return {
    date,
    note:
      minutes === null
        ? note('The time zone “{zone}” is not known; UTC was taken.', { zone })
        : null,
  };
}
