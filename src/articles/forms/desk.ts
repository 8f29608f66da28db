import Joi from 'joi';
import { provenances } from '../../pricing/rules/article-facts.ts';
import { languageTag } from '../../values/language.ts';
import { normaliseLine } from '../../values/text.ts';
import type { Edits, Flags } from '../rules/desk.ts';
import { settledAs, type SettledAs } from '../rules/rights.ts';
import type { PictureRights } from '../rules/picture-rights.ts';
import { placesIn } from '../rules/places.ts';

const line = (max: number): Joi.StringSchema =>
  Joi.string()
    .max(max)
    .allow('')
    .custom((text: string) => normaliseLine(text))
    .default('');

/** A line that says something. */
const words = (max: number): Joi.StringSchema =>
  Joi.string()
    .max(max)
    .custom((text: string, helpers) => normaliseLine(text) || helpers.error('string.empty'))
    .required();

const tick = Joi.boolean().truthy('yes', 'on').falsy('no').empty('').default(false);

/** Date and time of an embargo as the browser's field writes it; it is meant in UTC. */
const instant = Joi.string()
  .pattern(/^[12]\d{3}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2})?$/u)
  .empty('')
  .custom((text: string, helpers) => {
    const date = new Date(`${text}Z`);
    return Number.isNaN(date.getTime()) ? helpers.error('any.invalid') : date;
  })
  .default(null)
  .messages({ '*': 'Enter the end of the embargo with its date and time.' });

/** The mark of the state that the page showed. */
const seen = Joi.string().max(40).empty('').default(null).messages({ '*': 'Load the page again.' });

export const ccLicences = [
  'CC-BY-4.0',
  'CC-BY-SA-4.0',
  'CC-BY-ND-4.0',
  'CC-BY-NC-4.0',
  'CC-BY-NC-SA-4.0',
  'CC-BY-NC-ND-4.0',
  'CC0-1.0',
];

export const flagsForm = Joi.object<Flags>({
  licensable: tick,
  coPublished: tick,
  withdrawn: tick,
  provenance: Joi.string()
    .valid(...provenances)
    .required()
    .messages({ '*': 'Choose whose work it is.' }),
  embargoUntil: instant,
  // Licences of older versions come with imports and may stay.
  ccLicence: Joi.string()
    .pattern(/^(?:CC-[A-Z]+(?:-[A-Z]+)*(?:-\d\.\d)?|CC0-1\.0)$/u)
    .empty('')
    .default(null)
    .messages({ '*': 'Choose a licence from the list.' }),
  rightsholder: line(160).messages({ '*': 'Enter a name of at most 160 characters.' }),
  why: line(500).messages({ '*': 'Write at most 500 characters.' }),
  seen,
});

/** The rights of one picture; places may be typed in the language of the desk. */
export function pictureForm(locale: string): Joi.ObjectSchema<PictureRights> {
  return Joi.object<PictureRights>({
    distributable: tick,
    credit: line(300).messages({ '*': 'Enter a credit of at most 300 characters.' }),
    blockedIn: Joi.string()
      .max(2000)
      .empty('')
      .custom((text: string, helpers) => {
        const read = placesIn(text, locale);
        return read.ok ? read.places : helpers.error('places.unknown', { word: read.word });
      })
      .default([])
      .messages({
        'places.unknown':
          'Name countries or regions as they are listed, or by their codes, parted by commas.',
        '*': 'Name fewer places, at most 2,000 characters; a region stands for all its countries.',
      }),
    note: line(500).messages({ '*': 'Write at most 500 characters.' }),
    seen,
  });
}

export const settleForm = Joi.object<{ as: SettledAs; why: string }>({
  as: Joi.string()
    .valid(...settledAs)
    .required()
    .messages({ '*': 'Choose whose the text is.' }),
  why: words(500).messages({ '*': 'Say why, in a few words: the next person will ask.' }),
});

export const editForm = Joi.object<Edits>({
  title: words(300).messages({ '*': 'Enter the headline, at most 300 characters.' }),
  standfirst: line(600).messages({ '*': 'Enter a standfirst of at most 600 characters.' }),
  bylines: Joi.string()
    .max(1000)
    .empty('')
    .custom((text: string) =>
      text
        .split('\n')
        .map(normaliseLine)
        .filter((name) => name !== '')
        .slice(0, 20),
    )
    .default([])
    .messages({ '*': 'Enter one name on each line, at most 1,000 characters.' }),
  section: line(80).messages({ '*': 'Enter a section of at most 80 characters.' }),
  language: Joi.string()
    .max(35)
    .custom((text: string, helpers) => languageTag(text) ?? helpers.error('any.invalid'))
    .required()
    .messages({ '*': 'Enter a language as its code, like en-GB or ar.' }),
  wordCount: Joi.number()
    .integer()
    .min(0)
    .max(200_000)
    .empty('')
    .default(0)
    .messages({ '*': 'Enter the number of words as a whole number.' }),
});

export const importForm = Joi.object<{ url: string }>({
  url: line(2000).messages({ '*': 'Enter the address of a feed.' }),
});
