import Joi from 'joi';
import { isDay } from '../../values/period.ts';
import { normaliseText } from '../../values/text.ts';

/** A new version as the editor sends it; `data` is JSON text, judged by readTariff. */
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
