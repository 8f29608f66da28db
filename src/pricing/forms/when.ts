import Joi from 'joi';
import { isCountry, isRegion } from '../../values/country.ts';
import { provenances } from '../rules/article-facts.ts';
import type { Facts } from '../rules/facts.ts';
import type { When } from '../rules/tariff.ts';
import {
  durations,
  editKinds,
  exclusivities,
  imageChoices,
  media,
  organisationTypes,
  purposes,
  useKinds,
} from '../rules/use.ts';

const largestCount = 100_000_000_001;

const rangeMessage = 'A range has whole numbers as "from" and "to".';

const range = Joi.object({
  from: Joi.number().strict().integer().min(0).max(largestCount),
  to: Joi.number().strict().integer().min(0).max(largestCount),
})
  .or('from', 'to')
  .custom((given: { from?: number; to?: number }, helpers) =>
    (given.from ?? 0) > (given.to ?? largestCount) ? helpers.error('range.order') : given,
  )
  .messages({
    'object.base': rangeMessage,
    'range.order': 'The range ends before it begins.',
    'object.missing': 'A range needs "from", "to" or both.',
    '*': rangeMessage,
  });

/** The members of a fact that is one word of a fixed list; empty where any word may stand. */
export const members = {
  use: useKinds,
  medium: media,
  purpose: purposes,
  duration: durations,
  organisation: organisationTypes,
  images: imageChoices,
  exclusivity: exclusivities,
  edits: editKinds,
  territory: ['country', 'region', 'world'],
  provenance: provenances,
  section: [],
  programme: [],
} as const satisfies Partial<Record<keyof Facts, readonly string[]>>;

export const wordFacts = Object.keys(members) as (keyof typeof members)[];

export const numberFacts = [
  'reach',
  'words',
  'paragraphs',
  'ageDays',
  'furtherLanguages',
  'pictures',
  'licencesLast30Days',
  'articles',
] as const satisfies readonly (keyof Facts)[];

export const booleanFacts = [
  'lowIncome',
  'verified',
  'alreadyPublished',
  'paperInvoice',
  'coPublished',
  'translated',
  'paywalled',
  'withAds',
  'first',
] as const satisfies readonly (keyof Facts)[];

function listOf(item: Joi.Schema): Joi.ArraySchema {
  return Joi.array().items(item).min(1).max(300).unique().messages({
    'array.base': 'A condition is a list of one or more values.',
    'array.min': 'A condition is a list of one or more values.',
    'array.max': 'A condition has at most 300 values.',
    'array.unique': 'The same value stands there twice.',
  });
}

const freeWord = Joi.string().max(120).messages({ '*': 'Give a text of up to 120 characters.' });

/** The name of a question of the tariff, or of a choice in it. */
export const detailWord = Joi.string()
  .pattern(/^[a-z][a-z0-9_]{0,39}$/u)
  .messages({
    'any.required': 'A name is missing.',
    '*': 'A name begins with a small letter and has up to 40 small letters, digits and underscores.',
  });

const place = Joi.string()
  .custom((code: string, helpers) =>
    isCountry(code) || isRegion(code) ? code : helpers.error('any.invalid'),
  )
  .messages({ '*': 'Give a country of ISO 3166 (GB) or a region of UN M49 (150).' });

function wordCondition(fact: keyof typeof members): Joi.Schema {
  const words: readonly string[] = members[fact];
  if (words.length === 0) return listOf(freeWord);
  const message = `Give one of: ${words.join(', ')}.`;
  return listOf(
    Joi.string()
      .valid(...words)
      .messages({ '*': message }),
  );
}

const from = <K extends string>(keys: readonly K[], schema: (key: K) => Joi.Schema) =>
  Object.fromEntries(keys.map((key) => [key, schema(key)]));

/** The conditions of a gate, base, factor or add-on; an empty object always holds. */
export const whenSchema: Joi.ObjectSchema<When> = Joi.object<When>({
  ...from(wordFacts, wordCondition),
  ...from(numberFacts, () => range),
  ...from(booleanFacts, () => Joi.boolean().strict().messages({ '*': 'Write true or false.' })),
  tags: listOf(freeWord),
  country: listOf(place),
  details: Joi.object().pattern(detailWord, listOf(detailWord)).messages({
    'object.base': 'Name questions of this tariff, each with a list of its choices.',
  }),
})
  .required()
  .messages({
    'any.required': 'Conditions are missing; an empty object means always.',
    'object.base': 'Conditions are an object; an empty one means always.',
  });
