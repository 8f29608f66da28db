import Joi from 'joi';
import { byKind, byNumber, byWord, factor, group, kind, label, namesFit, steps } from './tables.ts';
import type { WordKey } from '../rules/tariff.ts';
import { whenSchema } from './when.ts';

const factorFields = { when: whenSchema, label, group };

const factors: Record<string, Joi.ObjectSchema> = {
  fixed: Joi.object({ ...factorFields, label: label.required(), kind: kind('fixed'), factor }),
  steps: Joi.object({
    ...factorFields,
    kind: kind('steps'),
    by: byNumber,
    steps: steps('factor', factor),
  }),
  words: Joi.object({
    ...factorFields,
    kind: kind('words'),
    by: byWord,
    factors: Joi.object().pattern(Joi.string().max(120), factor).min(1).required().messages({
      'any.required': 'The factors are missing.',
      'object.min': 'A table needs at least one factor.',
      'object.base': 'Factors are an object: each word with its factor.',
    }),
  })
    .custom((given: { by: WordKey; factors: object }, helpers) =>
      namesFit(given.by, Object.keys(given.factors)) ? given : helpers.error('words.unknown'),
    )
    .messages({ 'words.unknown': 'One of the names is none that its fact can have.' }),
  each: Joi.object({
    ...factorFields,
    kind: kind('each'),
    by: byNumber,
    each: factor,
    most: factor,
  }),
};

/** A multiplication in basis points. */
export const factorSchema = byKind(factors);
