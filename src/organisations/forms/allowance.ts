import Joi from 'joi';
import { whenSchema } from '../../pricing/forms/when.ts';
import type { When } from '../../pricing/rules/tariff.ts';
import { media, useKinds } from '../../pricing/rules/use.ts';
import type { Day } from '../../values/period.ts';
import { whenFrom, type PlainConditions } from '../rules/conditions.ts';
import { allowancePeriods, type AllowancePeriod } from '../rules/periods.ts';
import { day, needed, text, version } from './fields.ts';

export interface AllowanceForm {
  /** 0 for a new one, else the version that was read. */
  version: number;
  name: string;
  articles: number;
  period: AllowancePeriod | null;
  startsOn: Day | null;
  endsOn: Day | null;
  when: When;
}

const several = (words: readonly string[]): Joi.ArraySchema =>
  Joi.array()
    .items(Joi.string().valid(...words))
    .single()
    .default([])
    .messages({ '*': 'Tick only what stands there.' });

const articles = Joi.number().integer().min(1).max(100_000).required().messages({
  '*': 'Write how many articles as a whole number from 1 to 100,000.',
});

interface AllowanceTyped extends Omit<AllowanceForm, 'when'>, PlainConditions {
  further: When;
}

/** Any other conditions of the tariff's language, as a JSON object. */
const further = Joi.string()
  .trim()
  .max(5000)
  .empty('')
  .custom((typed: string, helpers): unknown => {
    const { error, value } = whenSchema.validate(objectIn(typed));
    return error === undefined ? value : helpers.message({ custom: furtherWrong(error.message) });
  })
  .default({})
  .messages({ 'string.max': 'Further conditions have at most 5,000 characters.' });

function objectIn(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return json;
  }
}

// What comes out is an ICU message: braces of a text that was typed must not be read as its parameters.
const furtherWrong = (reason: string): string =>
  `These conditions cannot be read. ${reason.replace(/[{}<>#|]/g, ' ')}`;

const fields = {
  version,
  name: needed(text(80, 'Enter a name of at most 80 characters.')),
  articles,
  period: Joi.when('version', {
    is: 0,
    // oxlint-disable-next-line unicorn/no-thenable -- Joi's own word
    then: Joi.string()
      .valid(...allowancePeriods)
      .required()
      .messages({ '*': 'Choose the period.' }),
    otherwise: Joi.any()
      .custom(() => null)
      .default(null),
  }),
  startsOn: Joi.when('version', {
    is: 0,
    // oxlint-disable-next-line unicorn/no-thenable -- Joi's own word
    then: day('Write the first day as year-month-day, for example 2026-12-01.').required(),
    otherwise: Joi.any()
      .custom(() => null)
      .default(null),
  }),
  endsOn: day('Write the last day as year-month-day, or leave it empty.').empty('').default(null),
  uses: several(useKinds),
  media: several(media),
  olderThan: Joi.number().integer().min(0).max(100_000).empty('').default(null).messages({
    '*': 'Write a number of days, or leave it empty.',
  }),
  further,
};

/**
 * An allowance with its conditions: some by plain fields, any others as JSON in the words of the tariff. Period and
 * first day belong to new ones only, since used articles are counted by them.
 */
export const allowanceForm: Joi.ObjectSchema<AllowanceForm> = Joi.object<AllowanceForm>(fields)
  .custom((given: AllowanceTyped, helpers) => {
    const { uses, media: where, olderThan, further: more, ...rest } = given;
    const { startsOn, endsOn } = rest;
    if (startsOn !== null && endsOn !== null && endsOn < startsOn)
      return helpers.error('days.order');
    return { ...rest, when: whenFrom({ uses, media: where, olderThan }, more) };
  })
  .messages({ 'days.order': 'The last day stands before the first day.' });
