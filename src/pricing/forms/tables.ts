import Joi from 'joi';
import type { WordKey } from '../rules/tariff.ts';
import { members, numberFacts, wordFacts } from './when.ts';

const largestAmount = 1_000_000_000;
export const mostRules = 200;

export const amount = (least: number): Joi.NumberSchema =>
  Joi.number()
    .strict()
    .integer()
    .min(least)
    .max(largestAmount)
    .required()
    .messages({
      'any.required': 'A sum is missing.',
      '*': `A sum is a whole number of minor units (pence) from ${least} to 1,000,000,000.`,
    });

export const factor = Joi.number().strict().integer().min(1).max(1_000_000).required().messages({
  'any.required': 'A factor is missing.',
  '*': 'A factor is a whole number of basis points from 1 to 1,000,000; 10,000 is × 1.',
});

export const count = Joi.number()
  .strict()
  .integer()
  .min(1)
  .max(100_000_000_000)
  .required()
  .messages({
    'any.required': 'A number is missing.',
    '*': 'Give a whole number above 0.',
  });

export const label = Joi.string()
  .trim()
  .max(120)
  .pattern(/^[^{}<>]+$/)
  .messages({
    'any.required': 'A label is missing.',
    '*': 'A label is a text of up to 120 characters without braces and angle brackets.',
  });

export function oneOf(values: readonly string[]): Joi.StringSchema {
  return Joi.string()
    .valid(...values)
    .required()
    .messages(always(`Give one of: ${values.join(', ')}.`));
}

/** One message whatever is wrong. That of a missing value would else be the one of the list around it. */
export function always(message: string): Record<string, string> {
  return { 'any.required': message, 'object.base': message, '*': message };
}

export const byNumber = oneOf(numberFacts);
export const byWord = Joi.string()
  .pattern(new RegExp(`^(?:${wordFacts.join('|')}|detail:[a-z][a-z0-9_]{0,39})$`, 'u'))
  .required()
  .messages(always(`Give one of: ${wordFacts.join(', ')}; or detail: and the name of a question.`));
export const discountGroups = ['class', 'country', 'programme', 'volume'] as const;
export const group = oneOf(discountGroups).optional();

const upTo = count
  .allow(null)
  .messages({ '*': 'Give a whole number above 0, or null for "more".' });

/** Limits must rise, and only the last may be null. */
function rises(limits: readonly (number | null)[]): boolean {
  return limits.every((limit, index) => {
    const before = limits[index - 1];
    return (
      index === 0 || (before !== null && before !== undefined && (limit === null || limit > before))
    );
  });
}

const risingMessage = 'The limits must rise from step to step, and only the last may be null.';

export function steps(value: 'amount' | 'factor', schema: Joi.Schema): Joi.ArraySchema {
  return Joi.array()
    .items(Joi.object({ upTo, [value]: schema }))
    .min(1)
    .max(mostRules)
    .required()
    .custom((given: { upTo: number | null }[], helpers) =>
      rises(given.map((step) => step.upTo)) ? given : helpers.error('steps.rise'),
    )
    .messages({
      'steps.rise': risingMessage,
      'any.required': 'The steps are missing.',
      'array.base': 'Steps are a list.',
      'array.min': 'A table needs at least one step.',
    });
}

export const kind = (name: string): Joi.StringSchema => Joi.string().valid(name).required();

export const limits = Joi.array()
  .items(upTo)
  .min(1)
  .max(mostRules)
  .required()
  .custom((given: (number | null)[], helpers) =>
    rises(given) ? given : helpers.error('steps.rise'),
  )
  .messages({ 'steps.rise': risingMessage, 'any.required': 'The limits are missing.' });

export const cells = Joi.object()
  .pattern(Joi.string().max(60), Joi.array().items(amount(1).allow(null)).max(mostRules))
  .min(1)
  .required()
  .messages({ 'any.required': 'The cells are missing.', 'object.min': 'A matrix needs a row.' });

/** One of several shapes, told apart by `kind`, so that mistakes are named inside the right shape. */
export function byKind(shapes: Record<string, Joi.ObjectSchema>): Joi.AlternativesSchema {
  const names = Object.keys(shapes);
  return Joi.alternatives()
    .conditional('.kind', {
      switch: Object.entries(shapes).map(([name, shape]) => ({
        is: name,
        // oxlint-disable-next-line unicorn/no-thenable -- Joi's own word
        then: shape,
      })),
      otherwise: Joi.object({ kind: oneOf(names) }).unknown(),
    })
    .messages({ '*': `Give one of: ${names.join(', ')}.` });
}

export function rules(item: Joi.Schema): Joi.ArraySchema {
  return Joi.array()
    .items(item)
    .max(mostRules)
    .required()
    .messages({
      'any.required': 'The list is missing.',
      'array.base': 'This must be a list.',
      'array.max': `At most ${mostRules} rules stand in one list.`,
    });
}

/** True when a table's names are values its fact can have. */
export function namesFit(key: WordKey, names: readonly string[]): boolean {
  // What a question of the tariff allows is judged with the whole tariff.
  const known: readonly string[] = Object.hasOwn(members, key)
    ? members[key as keyof typeof members]
    : [];
  return known.length === 0 || names.every((name) => known.includes(name));
}
