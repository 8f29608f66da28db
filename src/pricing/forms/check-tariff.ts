import type Joi from 'joi';
import type { Problem } from '../../platform/errors.ts';
import type { TariffData } from '../rules/tariff.ts';
import { crossMistakes, type Mistake } from './cross-check.ts';
import { repeatedNames } from './repeated-names.ts';
import { shapeMistakes } from './shape.ts';
import { tariffSchema } from './tariff.ts';

export type CheckedTariff = { ok: true; data: TariffData } | { ok: false; mistakes: Mistake[] };

/** Judges a tariff; every mistake is told at once, with the path to it, up to the first hundred. */
export function checkTariff(given: unknown): CheckedTariff {
  const shape = shapeMistakes(given);
  if (shape.length > 0) return refused(shape);
  if (typeof given !== 'object' || given === null || Array.isArray(given))
    return refused([{ path: '', message: 'A tariff is an object of JSON, from { to }.' }]);
  const { error, value } = tariffSchema.validate(given, {
    abortEarly: false,
    errors: { wrap: { label: false } },
    messages: wrongShape,
  });
  const mistakes = [...(error?.details ?? []).map(mistakeOf), ...crossMistakes(given)];
  return error === undefined && mistakes.length === 0
    ? { ok: true, data: value }
    : refused(mistakes);
}

const wrongShape = {
  'object.base': 'An object belongs here: fields in { and }.',
  'array.base': 'A list belongs here: values in [ and ].',
};

const mostTold = 100;

/** One rule may fail in two ways, such as half a penny: what is said is said once. */
function refused(mistakes: readonly Mistake[]): { ok: false; mistakes: Mistake[] } {
  const once = new Map(mistakes.map((one) => [`${one.path} ${one.message}`, one]));
  const told = [...once.values()];
  if (told.length <= mostTold) return { ok: false, mistakes: told };
  const rest = { path: '', message: 'There are more mistakes; these are the first.' };
  return { ok: false, mistakes: [...told.slice(0, mostTold), rest] };
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
  const twice = repeatedNames(text);
  const checked = checkTariff(given);
  if (checked.ok && twice.length === 0) return checked;
  const { mistakes } = refused([...twice, ...(checked.ok ? [] : checked.mistakes)]);
  return { ok: false, problems: mistakes.map(problemOf) };
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
