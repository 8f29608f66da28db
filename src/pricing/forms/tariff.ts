import Joi from 'joi';
import { isCountry } from '../../values/country.ts';
import { isCurrency } from '../../values/money.ts';
import { alternatives, gateReasons } from '../rules/reasons.ts';
import type { TariffData } from '../rules/tariff.ts';
import { baseSchema } from './bases.ts';
import { factorSchema } from './factors.ts';
import { always, amount, byNumber, label, oneOf, rules } from './tables.ts';
import { detailWord, whenSchema } from './when.ts';

const condition = Joi.string()
  .trim()
  .max(300)
  .pattern(/^[^{}<>]+$/u)
  .messages({
    '*': 'A condition is a sentence of up to 300 characters without braces and angle brackets.',
  });

const gate = Joi.object({
  when: whenSchema,
  outcome: oneOf(['free', 'price', 'refer', 'refuse']),
  reason: oneOf(Object.keys(gateReasons)),
  alternative: oneOf(Object.keys(alternatives)).allow(null),
  licence: Joi.string()
    .pattern(/^CC(?:0-1\.0|-BY(?:-NC)?(?:-ND|-SA)?-\d\.\d)$/u)
    .messages({ '*': 'Give a Creative Commons licence as SPDX writes it, such as CC-BY-ND-4.0.' }),
  conditions: Joi.array().items(condition).max(20).messages({
    'array.base': 'Conditions are a list of sentences.',
    'array.max': 'At most 20 conditions stand at one gate.',
  }),
});

const detail = Joi.object({
  name: detailWord.required(),
  label: label.required(),
  when: whenSchema,
  choices: rules(Joi.object({ value: detailWord.required(), label: label.required() }))
    .min(2)
    .unique('value')
    .messages({
      'array.min': 'A question needs at least two choices.',
      'array.unique': 'Two choices have the same value.',
    }),
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
  rate: Joi.number()
    .strict()
    .integer()
    .min(0)
    .max(10_000)
    .required()
    .messages(always('The rate is a whole number of basis points: 2,000 is 20 %.')),
  countries: rules(isoCountry).allow(null),
  registered: oneOf(['charge', 'reverse_charge', 'none']),
});

const yesOrNo = Joi.boolean().strict().required().messages({ '*': 'Write true or false.' });

/** The sums of one currency. */
const priceTables = {
  currency: Joi.string()
    .custom((code: string, helpers) => (isCurrency(code) ? code : helpers.error('any.invalid')))
    .required()
    .messages({ '*': 'Give the code of a currency of ISO 4217, such as GBP.' }),
  bases: rules(baseSchema),
  addOns: rules(addOn),
  minimum: amount(0),
  step: amount(1),
  rounding: oneOf(['up', 'nearest']).optional().default('up'),
};

/** The whole rate card: what a version may hold. What older texts do not have is filled in. */
export const tariffSchema: Joi.ObjectSchema<TariffData> = Joi.object<
  TariffData & { $schema?: string }
>({
  // Editors of text find the schema of the language by it; it is no part of the tariff.
  $schema: Joi.string().max(300).strip().messages({ '*': 'Give the address of the schema.' }),
  name: label.required(),
  ...priceTables,
  freeExcerptWords: Joi.number().strict().integer().min(0).max(10_000).required().messages({
    '*': 'Give a number of words from 0 to 10,000; 0 means that every excerpt needs a licence.',
  }),
  translationNeedsApproval: yesOrNo,
  discountsStack: yesOrNo,
  rights: Joi.object({
    coPublished: oneOf(['refer', 'refuse']),
    freelance: oneOf(['contract', 'ask_author']),
  }).default({ coPublished: 'refer', freelance: 'contract' }),
  details: listed(detail)
    .unique('name')
    .messages({ 'array.unique': 'Two questions have one name.' }),
  gates: rules(gate),
  factors: rules(factorSchema),
  otherCurrencies: listed(Joi.object(priceTables))
    .unique('currency')
    .messages({ 'array.unique': 'The same currency stands there twice.' }),
  taxes: listed(tax),
  taxIncluded: yesOrNo.optional().default(false),
});

function listed(item: Joi.Schema): Joi.ArraySchema {
  return rules(item).optional().default([]);
}
