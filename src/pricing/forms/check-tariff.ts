import type Joi from 'joi';
import type { Problem } from '../../platform/errors.ts';
import type { TariffData } from '../rules/tariff.ts';
import { crossMistakes, type Mistake } from './cross-check.ts';
import { tariffSchema } from './tariff.ts';

export type CheckedTariff = { ok: true; data: TariffData } | { ok: false; mistakes: Mistake[] };

/** Judges a tariff; every mistake is told at once, with the path to it. */
export function checkTariff(given: unknown): CheckedTariff {
  const { error, value } = tariffSchema.validate(given, {
    abortEarly: false,
    errors: { wrap: { label: false } },
  });
  const mistakes = once([...(error?.details ?? []).map(mistakeOf), ...crossMistakes(given)]);
  return error === undefined && mistakes.length === 0
    ? { ok: true, data: value }
    : { ok: false, mistakes };
}

/** One rule may fail in two ways, such as half a penny: what is said is said once. */
function once(mistakes: readonly Mistake[]): Mistake[] {
  return [...new Map(mistakes.map((one) => [`${one.path} ${one.message}`, one])).values()];
}

function mistakeOf({ type, path, message }: Joi.ValidationErrorItem): Mistake {
  // The name of a foreign field is somebody else's text: only the place it stands in is said.
  if (type !== 'object.unknown') return { path: path.join('.'), message };
  return {
    path: path.slice(0, -1).join('.'),
    message: 'There is a field that does not belong here.',
  };
}

export type ReadTariff = { ok: true; data: TariffData } | { ok: false; problems: Problem[] };

/** Reads a tariff from JSON text; the problems are those of the field `data`. */
export function readTariff(text: string): ReadTariff {
  let given: unknown;
  try {
    given = JSON.parse(text);
  } catch (error) {
    return { ok: false, problems: [notJson(error)] };
  }
  const checked = checkTariff(given);
  return checked.ok ? checked : { ok: false, problems: checked.mistakes.map(problemOf) };
}

function problemOf({ path, message }: Mistake): Problem {
  if (path === '') return { field: 'data', message };
  return {
    field: 'data',
    message: '{place}: {problem}',
    params: { place: path, problem: message },
  };
}

function notJson(error: unknown): Problem {
  const [, line] = /line (\d+)/.exec(error instanceof Error ? error.message : '') ?? [];
  if (line === undefined) return { field: 'data', message: 'This is not JSON.' };
  return {
    field: 'data',
    message: 'This is not JSON: the mistake is in or just before line {line, number}.',
    params: { line: Number(line) },
  };
}
