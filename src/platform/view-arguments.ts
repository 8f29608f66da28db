import type Handlebars from 'handlebars';

export type HelperOptions = Handlebars.HelperOptions;
export type Helper = (...given: unknown[]) => unknown;

/** Strict mode does not reach into the arguments of helpers, so they refuse what is missing themselves. */
export function present<T>(value: T | undefined | null, what: string): T {
  if (value === undefined || value === null)
    throw new Error(`the view gives ${what} nothing to show`);
  return value;
}

/** A helper's own arguments and, behind them, what Handlebars adds to every call. */
export function split(given: readonly unknown[]): { args: unknown[]; options: HelperOptions } {
  return { args: given.slice(0, -1), options: given.at(-1) as HelperOptions };
}
