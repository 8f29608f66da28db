import Joi from 'joi';
import { isCountry } from '../../values/country.ts';
import { isCurrency } from '../../values/money.ts';
import { alternatives, gateReasons } from '../rules/reasons.ts';
import type { TariffData } from '../rules/tariff.ts';
import { baseSchema } from './bases.ts';
import { factorSchema } from './factors.ts';
import { amount, byNumber, label, oneOf, rules } from './tables.ts';
import { whenSchema } from './when.ts';

const gate = Joi.object({
  when: whenSchema,
  outcome: oneOf(['free', 'price', 'refer', 'refuse']),
  reason: oneOf(Object.keys(gateReasons)),
  alternative: oneOf(Object.keys(alternatives)).allow(null),
});

const addOn = Joi.object({
  when: whenSchema,
  label: label.required(),
  amount: amount(1),
  per: byNumber.optional(),
});

const isoCountry = Joi.string()
  .custom((code: string, helpers) => (isCountry(code) ? code : helpers.error('any.invalid')))
  .messages({ '*': 'Give a country of ISO 3166, such as GB.' });

const tax = Joi.object({
  name: label.max(40).required(),
  rate: Joi.number().integer().min(0).max(10_000).required().messages({
    '*': 'The rate is a whole number of basis points: 2,000 is 20 %.',
  }),
  countries: rules(isoCountry).allow(null),
});

const yesOrNo = Joi.boolean().required().messages({ '*': 'Write true or false.' });

/** The whole rate card: what a version may hold. */
export const tariffSchema: Joi.ObjectSchema<TariffData> = Joi.object<TariffData>({
  name: label.required(),
  currency: Joi.string()
    .custom((code: string, helpers) => (isCurrency(code) ? code : helpers.error('any.invalid')))
    .required()
    .messages({ '*': 'Give the code of a currency of ISO 4217, such as GBP.' }),
  freeExcerptWords: Joi.number().integer().min(0).max(10_000).required().messages({
    '*': 'Give a number of words from 0 to 10,000; 0 means that every excerpt needs a licence.',
  }),
  translationNeedsApproval: yesOrNo,
  discountsStack: yesOrNo,
  gates: rules(gate),
  bases: rules(baseSchema).min(1).messages({ 'array.min': 'A tariff needs at least one base.' }),
  factors: rules(factorSchema),
  addOns: rules(addOn),
  minimum: amount(0),
  step: amount(1),
  tax: tax.allow(null).required(),
});
