import Joi from 'joi';
import type { Problem } from '../../platform/errors.ts';
import { isDay } from '../../values/period.ts';
import { normaliseText } from '../../values/text.ts';
import type { TariffData } from '../rules/tariff.ts';
import { tariffSchema } from './tariff.ts';

/** A new version as the editor sends it; `data` is JSON text, judged by checkTariff. */
export interface PublishForm {
  data: string;
  note: string;
  basedOn: number;
  /** A day, or null for at once. */
  effectiveFrom: string | null;
}

export const publishForm: Joi.ObjectSchema<PublishForm> = Joi.object<PublishForm>({
  data: Joi.string().required().messages({ '*': 'The tariff is empty.' }),
  note: Joi.string()
    .required()
    .max(300)
    .custom(
      (typed: string, helpers) => normaliseText(typed).trim() || helpers.error('any.required'),
    )
    .messages({
      'string.max': 'Use at most 300 characters.',
      '*': 'Say what you changed and why.',
    }),
  basedOn: Joi.number().integer().min(0).required().messages({
    '*': 'Load the page again: the form is not whole.',
  }),
  effectiveFrom: Joi.string()
    .empty('')
    .custom((typed: string, helpers) =>
      isDay(typed.trim()) && typed.trim() >= '2000' ? typed.trim() : helpers.error('any.invalid'),
    )
    .default(null)
    .messages({ '*': 'Give the day as year-month-day, such as 2026-12-01, or leave it empty.' }),
});

export type CheckedTariff = { ok: true; data: TariffData } | { ok: false; problems: Problem[] };

/** Reads a tariff from JSON text; every mistake is told at once, with the path to it. */
export function checkTariff(text: string): CheckedTariff {
  let given: unknown;
  try {
    given = JSON.parse(text);
  } catch (error) {
    return { ok: false, problems: [notJson(error)] };
  }
  const { error, value } = tariffSchema.validate(given, {
    abortEarly: false,
    errors: { wrap: { label: false } },
  });
  if (error === undefined) return { ok: true, data: value };
  return { ok: false, problems: error.details.map(problemOf) };
}

function problemOf({ type, path, message }: Joi.ValidationErrorItem): Problem {
  // The name of a foreign field is somebody else's text: only the place it stands in is said.
  const unknown = type === 'object.unknown';
  const place = (unknown ? path.slice(0, -1) : path).join('.');
  const problem = unknown ? 'There is a field that does not belong here.' : message;
  if (place === '') return { field: 'data', message: problem };
  return { field: 'data', message: '{place}: {problem}', params: { place, problem } };
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
