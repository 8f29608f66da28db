import Joi from 'joi';
import { normaliseLine } from '../../values/text.ts';
import { placeIn, type Place } from '../rules/paging.ts';

/** What the catalogue was asked for. */
export interface CatalogueQuery {
  q: string;
  section: string | null;
  language: string | null;
  from: Date | null;
  to: Date | null;
  /** A place in the list, or the number of a page of search results. */
  page: Place | number | null;
}

const line = (max: number): Joi.StringSchema =>
  Joi.string()
    .max(max)
    .allow('')
    .custom((text: string) => normaliseLine(text));

/** A part of a query that is left empty is not there. */
const optional = (max: number): Joi.StringSchema => line(max).empty('').default(null);

// As they stand in a date field; the day begins in UTC, which is near enough for a list.
const day = Joi.string()
  .pattern(/^[12]\d{3}-\d{2}-\d{2}$/u)
  .empty('')
  .custom((text: string, helpers) => {
    const date = new Date(`${text}T00:00:00Z`);
    return Number.isNaN(date.getTime()) || !date.toISOString().startsWith(text)
      ? helpers.error('any.invalid')
      : date;
  })
  .default(null)
  .messages({ '*': 'Enter the date as year, month and day, like 2026-11-23.' });

const place = Joi.string()
  .empty('')
  .custom((text: string, helpers) => {
    if (/^[1-9]\d?$/u.test(text)) return Number(text);
    return placeIn(text) ?? helpers.error('any.invalid');
  })
  .default(null)
  .messages({ '*': 'This page of the list does not exist; begin at its first page.' });

const fields = {
  q: line(200).default('').messages({ '*': 'Search for at most 200 characters.' }),
  section: optional(80),
  language: Joi.string()
    .pattern(/^[a-z]{2,3}$/iu)
    .lowercase()
    .empty('')
    .default(null)
    .messages({ '*': 'Choose a language from the list.' }),
  from: day,
  to: day,
  page: place,
};

export const catalogueForm = Joi.object<CatalogueQuery>(fields);

/** The same for staff, who may look for what waits for a decision only. */
export const deskCatalogueForm = Joi.object<CatalogueQuery & { held: boolean }>({
  ...fields,
  held: Joi.boolean().truthy('yes', '1').empty('').default(false),
});

/** Where is the page of an article of ours? */
export const findForm = Joi.object<{ url: string }>({
  url: line(2000).default('').messages({ '*': 'The address is too long.' }),
});

/** Which part of the site map. */
export const siteMapForm = Joi.object<{ after: string | null }>({
  after: Joi.string().guid({ separator: '-', wrapper: false }).lowercase().empty('').default(null),
});
