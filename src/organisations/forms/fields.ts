import Joi from 'joi';
import { isDay } from '../../values/period.ts';
import { normaliseLine } from '../../values/text.ts';

// Controls, marks that turn the direction of the text around, halves of characters: nobody types them.
const untypable = /[\u202A-\u202E\u2066-\u2069\p{Cs}]|[^\P{Cc}\r\n\t]/u;

/** A tidy text of so many characters; it may be empty. */
export function text(max: number, message: string, clean = normaliseLine): Joi.StringSchema {
  return Joi.string()
    .custom((typed: string, helpers) => {
      const tidy = clean(typed).trim();
      const fits = !untypable.test(typed) && Array.from(tidy).length <= max;
      return fits ? tidy : helpers.error('any.invalid');
    })
    .messages({ '*': message });
}

/** The same, but something must be written. */
export const needed = (schema: Joi.StringSchema): Joi.StringSchema =>
  schema
    .custom((tidy: string, helpers) => (tidy === '' ? helpers.error('any.invalid') : tidy))
    .required();

const incomplete = { '*': 'This form is incomplete. Load the page again.' };
/** The version of what is edited, as it was read; 0 for something new. */
export const version = Joi.number().integer().min(0).required().messages(incomplete);

/** A calendar day. */
export const day = (message: string): Joi.StringSchema =>
  Joi.string()
    .custom((typed: string, helpers) =>
      isDay(typed) && typed >= '2000-01-01' && typed < '2200-01-01'
        ? typed
        : helpers.error('any.invalid'),
    )
    .messages({ '*': message });
