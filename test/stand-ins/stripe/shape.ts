import { bad, Refusal } from './refusal.ts';

/**
 * What a form parameter must look like. Everything that the SDK sends arrives as text,
 * so a check takes the decoded text or object and returns the typed value, or throws the
 * refusal that the real API would give. `at` is the parameter's name as the API writes it.
 */
export type Check<T> = (value: unknown, at: string) => T;
type Fields = Record<string, Check<unknown>>;
type Value<C> = C extends Check<infer T> ? T : never;
type Shape<F extends Fields, R extends keyof F> = { [K in R]: Value<F[K]> } & {
  [K in Exclude<keyof F, R>]?: Value<F[K]>;
};
/** Field names that the installed SDK knows for the parameter object `T`. */
export type NamesOf<T> = Partial<Record<keyof T, Check<unknown>>>;

export const text =
  (max = 5000): Check<string> =>
  (value, at) => {
    if (typeof value !== 'string') throw bad('Invalid string.', undefined, at);
    if (value === '')
      throw bad(`An empty text was sent for '${at}'.`, 'parameter_invalid_empty', at);
    if (value.length > max) throw bad(`Invalid string: at most ${max} characters.`, undefined, at);
    return value;
  };

export const integer =
  (min: number, max: number): Check<number> =>
  (value, at) => {
    if (typeof value !== 'string' || !/^-?\d{1,15}$/.test(value))
      throw bad(`Invalid integer: ${printable(value)}`, 'parameter_invalid_integer', at);
    const number = Number(value);
    if (number < min || number > max)
      throw bad(`This value must be between ${min} and ${max}.`, undefined, at);
    return number;
  };

/** A number that may have decimals, as text. */
export const decimal: Check<number> = (value, at) => {
  if (typeof value !== 'string' || !/^-?\d{1,15}(\.\d{1,12})?$/.test(value))
    throw bad(`Invalid decimal: ${printable(value)}`, undefined, at);
  return Number(value);
};

export const flag: Check<boolean> = (value, at) => {
  if (value !== 'true' && value !== 'false')
    throw bad(`Invalid boolean: ${printable(value)}`, undefined, at);
  return value === 'true';
};

export const oneOf =
  <T extends string>(...allowed: T[]): Check<T> =>
  (value, at) => {
    const found = allowed.find((each) => each === value);
    if (found === undefined)
      throw bad(`Invalid ${at}: must be one of ${allowed.join(', ')}`, undefined, at);
    return found;
  };

export const address: Check<string> = (value, at) => {
  const url = text()(value, at);
  if (!URL.canParse(url) || !/^https?:\/\//.test(url))
    throw bad('Not a valid URL', 'url_invalid', at);
  return url;
};

export const email: Check<string> = (value, at) => {
  const found = text(800)(value, at);
  if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(found))
    throw bad(`Invalid email address: ${found}`, 'email_invalid', at);
  return found;
};

export const list =
  <T>(each: Check<T>, max = 100): Check<T[]> =>
  (value, at) => {
    if (!Array.isArray(value)) throw bad('Invalid array', undefined, at);
    if (value.length > max) throw bad(`At most ${max} entries are allowed.`, undefined, at);
    return value.map((entry, index) => each(entry, `${at}[${index}]`));
  };

/** Refuses unknown names at every depth, as the pinned API version does. */
export const object =
  <F extends Fields, R extends keyof F & string = never>(
    fields: F,
    required: readonly R[] = [],
  ): Check<Shape<F, R>> =>
  (value, at) => {
    if (!isRecord(value)) throw bad('Invalid object', undefined, at);
    const name = (key: string) => (at ? `${at}[${key}]` : key);
    for (const key of Object.keys(value))
      if (!Object.hasOwn(fields, key))
        throw bad(`Received unknown parameter: ${name(key)}`, 'parameter_unknown', name(key));
    for (const key of required)
      if (!Object.hasOwn(value, key))
        throw bad(`Missing required param: ${name(key)}.`, 'parameter_missing', name(key));
    const entries = Object.entries(value).map(([key, entry]) => [
      key,
      fields[key]?.(entry, name(key)),
    ]);
    return Object.fromEntries(entries) as Shape<F, R>;
  };

/** At most 50 keys of 40 characters with 500 characters each; an empty text clears them all. */
export const metadata: Check<Record<string, string>> = (value, at) => {
  if (value === '') return {};
  if (!isRecord(value)) throw bad('Invalid object', undefined, at);
  const entries = Object.entries(value);
  if (entries.length > 50) throw bad('Metadata holds at most 50 keys.', undefined, at);
  for (const [key, entry] of entries) {
    if (key.length > 40 || /[[\]]/.test(key))
      throw bad('A metadata key has at most 40 characters.', undefined, at);
    if (typeof entry !== 'string' || entry.length > 500)
      throw bad(
        'A metadata value is a text of at most 500 characters.',
        undefined,
        `${at}[${key}]`,
      );
  }
  return value as Record<string, string>;
};

/** A feature of the API that exists but that this stand-in would have to fake. */
export const refused =
  (what: string): Check<never> =>
  (_value, at) => {
    throw new Refusal(400, `The stand-in does not emulate ${what}.`, {
      code: 'stand_in_not_emulated',
      param: at,
    });
  };

/** The parameters of a call that takes nothing, or nothing but `expand`. */
export const expandOnly = object({ expand: list(text(200)) });
export const nothing = object({});

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const printable = (value: unknown) => (typeof value === 'string' ? value : typeof value);
