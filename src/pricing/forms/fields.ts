import Joi from 'joi';
import { countryMeant, isCountry, isRegion } from '../../values/country.ts';
import { isCurrency } from '../../values/money.ts';
import { westernDigits } from '../../values/digits.ts';
import { normaliseText } from '../../values/text.ts';
import { parseReach, plainNumber } from '../rules/reach.ts';
import type { Reach } from '../rules/use.ts';

const mostExcerptCharacters = 20_000;
const mostPictures = 50;

/** One of a fixed list. */
export function choice<T extends string>(
  values: readonly T[],
  message: string,
): Joi.StringSchema<T> {
  return Joi.string<T>()
    .valid(...values)
    .empty('')
    .messages({ '*': message });
}

/** A box that was ticked or not; browsers send nothing for a box left empty. */
export function tick(): Joi.BooleanSchema {
  return Joi.boolean()
    .truthy('on', 'yes', '1')
    .falsy('off', 'no', '0')
    .empty('')
    .default(false)
    .messages({ '*': 'Tick the box or leave it empty.' });
}

/** The currency that was chosen; left empty it is the tariff's first. */
export function currency(): Joi.StringSchema {
  return Joi.string()
    .max(10)
    .custom((typed: string, helpers) => {
      const code = typed.trim().toUpperCase();
      return isCurrency(code) ? code : helpers.error('any.invalid');
    })
    .empty('')
    .allow(null)
    .default(null)
    .messages({ '*': 'Choose the currency from the list.' });
}

/** Form fields that answer questions of the tariff's own. */
export const detailName = /^detail-[a-z][a-z0-9_]{0,39}$/u;

/** A choice of such a question; whether there is such a question, the tariff says. */
export function detailValue(): Joi.StringSchema {
  return Joi.string()
    .pattern(/^[a-z][a-z0-9_]{0,39}$/u)
    .allow('')
    .messages({ '*': 'Choose one of the answers.' });
}

/** One country; upper and lower case are the same. */
export function country(): Joi.StringSchema {
  return Joi.string()
    .max(60)
    .empty('')
    .custom((typed: string, helpers) => {
      const code = typed.trim().toUpperCase();
      if (countryMeant(code) === 'GB') return helpers.error('country.gb');
      return isCountry(code) ? code : helpers.error('country.unknown');
    })
    .required()
    .messages({
      'country.gb': 'For the United Kingdom choose GB, its code in ISO 3166.',
      '*': 'Choose your country from the list.',
    });
}

/** A number of people, a band of the tariff, or "I don't know"; left empty it is not known. */
export function reach(): Joi.AnySchema<Reach> {
  const message =
    'Give the reach as a whole number above 0, choose a band, or say that you do not know.';
  return Joi.any<Reach>()
    .custom((given: unknown, helpers) => {
      const read =
        typeof given === 'string' || typeof given === 'number'
          ? parseReach(String(given))
          : reachOf(given);
      return read ?? helpers.error('any.invalid');
    })
    .empty('')
    .default({ kind: 'unknown' })
    .messages({ '*': message });
}

const reachObject = Joi.object({
  kind: Joi.string().valid('exactly', 'upTo', 'over', 'unknown').required(),
  value: Joi.when('kind', {
    is: 'unknown',
    // oxlint-disable-next-line unicorn/no-thenable -- Joi's own word
    then: Joi.forbidden(),
    otherwise: Joi.number().integer().required(),
  }),
});

/** A reach as machines send it, `{"kind": "upTo", "value": 250000}`; null when it is none. */
function reachOf(given: unknown): Reach | null {
  const { error, value } = reachObject.validate(given, { convert: false });
  if (error !== undefined || value === undefined) return null;
  const { kind, value: count } = value as { kind: string; value?: number };
  if (kind === 'unknown') return { kind };
  const prefix = { exactly: '', upTo: 'up_to:', over: 'over:' }[kind];
  return parseReach(`${prefix}${count}`);
}

/** Several codes, repeated or with commas; doubles are dropped. */
function codes(read: (code: string) => string | null, most: number): Joi.ArraySchema<string[]> {
  return Joi.array<string[]>()
    .items(Joi.string().max(2000).allow(''))
    .single()
    .custom((typed: string[], helpers) => {
      const parts = typed.flatMap((text) => text.split(',')).map((text) => text.trim());
      const wanted = parts.filter((text) => text !== '');
      if (wanted.some((text) => countryMeant(text) === 'GB')) return helpers.error('country.gb');
      // Counted before they are read: reading thousands of codes would take seconds.
      const found = wanted.length > most ? [null] : wanted.map(read);
      if (found.includes(null)) return helpers.error('any.invalid');
      return [...new Set(found)];
    })
    .default([]);
}

/** BCP 47 tags in their canonical spelling. */
export function languages(): Joi.ArraySchema<string[]> {
  return codes(canonicalTag, 30).messages({
    '*': 'Choose up to 30 languages from the list.',
  });
}

const languageNames = new Intl.DisplayNames('en', { type: 'language', fallback: 'none' });

function canonicalTag(tag: string): string | null {
  if (tag.length > 35 || tag.toLowerCase() === 'und') return null;
  try {
    const [canonical = ''] = Intl.getCanonicalLocales(tag);
    // A well-formed tag may still name no language at all: `xx`, `english`.
    return languageNames.of(canonical.split('-')[0] ?? '') === undefined ? null : canonical;
  } catch {
    return null;
  }
}

/** `world`, or countries and UN M49 regions; with `world` among them the rest falls away. */
export function territory(): Joi.ArraySchema<string[]> {
  return codes(placeCode, 249)
    .custom((places: string[]) =>
      places.includes('world') || places.length === 0 ? ['world'] : places,
    )
    .default(['world'])
    .messages({
      'country.gb': 'For the United Kingdom choose GB, its code in ISO 3166.',
      '*': 'Choose countries or regions from the list, or the whole world.',
    });
}

function placeCode(place: string): string | null {
  const code = westernDigits(place).toUpperCase();
  if (code === 'WORLD' || code === '001') return 'world';
  return isCountry(code) || isRegion(code) ? code : null;
}

/** The words to be quoted, as they were pasted. */
export function excerpt(): Joi.StringSchema {
  return Joi.string()
    .custom((typed: string, helpers) => {
      const text = normaliseText(typed).trim();
      if (Array.from(text).length > mostExcerptCharacters) return helpers.error('excerpt.long');
      return text === '' ? helpers.error('string.empty') : text;
    })
    .messages({
      'excerpt.long': 'Paste at most 20,000 characters of the article.',
      '*': 'Paste the words of the article that you want to quote.',
    });
}

/** How many pictures, a whole number from `least` on, in the digits of any script. */
export function pictures(least: 0 | 1): Joi.AnySchema<number> {
  return Joi.any<number>()
    .custom((given: unknown, helpers) => {
      const text = typeof given === 'number' ? String(given) : given;
      const digits = typeof text === 'string' && text.length < 20 ? plainNumber(text) : '';
      const count = /^\d{1,3}$/.test(digits) ? Number(digits) : -1;
      return count >= least && count <= mostPictures ? count : helpers.error('any.invalid');
    })
    .empty('')
    .messages({ '*': `Say how many pictures you want, from 1 to ${mostPictures}.` });
}
