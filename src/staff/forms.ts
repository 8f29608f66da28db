import Joi from 'joi';
import { settingsSchema, type Settings } from '../platform/settings.ts';
import { isCountry } from '../values/country.ts';
import { languageTag } from '../values/language.ts';
import { normaliseLine, normaliseText } from '../values/text.ts';
import type { Field } from './rules/settings.ts';
import { isStaffAddress, roles, type Role } from './rules.ts';

// Controls (line ends and tabs aside), direction overrides and halves of characters: nobody types them.
const untypable = /[\u202A-\u202E\u2066-\u2069\p{Cs}]|[^\P{Cc}\r\n\t]/u;

const tidy =
  (clean: (text: string) => string): Joi.CustomValidator<string> =>
  (text, helpers) =>
    untypable.test(text) ? helpers.error('any.invalid') : clean(text);

const inRules =
  (holds: (text: string) => boolean): Joi.CustomValidator<string> =>
  (text, helpers) =>
    holds(text) ? text : helpers.error('any.invalid');

const email = Joi.string()
  .trim()
  .lowercase()
  .custom(inRules(isStaffAddress))
  .required()
  .messages({ '*': 'Enter an e-mail address like name@example.org.' });

const personName = Joi.string()
  .custom(tidy(normaliseLine))
  .trim()
  .min(1)
  .max(120)
  .required()
  .messages({ '*': 'Enter a name of at most 120 characters.' });

const role = Joi.string()
  .valid(...roles)
  .required()
  .messages({ '*': 'Choose one of the four roles.' });

const next = Joi.string().allow('').max(1000).default('');

export const nextForm = Joi.object<{ next: string }>({ next });

export const signInForm = Joi.object<{ email: string; next: string }>({ email, next });

export const confirmForm = Joi.object<{ token: string; next: string }>({
  token: Joi.string()
    .pattern(/^[\w-]{1,200}$/)
    .required(),
  next,
});

export const setUpForm = Joi.object<{ code: string; name: string; email: string }>({
  code: Joi.string()
    .trim()
    .max(60)
    .required()
    .messages({ '*': 'Enter the code that the console shows.' }),
  name: personName,
  email,
});

export const inviteForm = Joi.object<{ name: string; email: string; role: Role }>({
  name: personName,
  email,
  role,
});

export const roleForm = Joi.object<{ role: Role }>({ role });

/** What was just done, for the line on top of the page after it. */
export const doneForm = Joi.object<{ done: 'invited' | 'changed' | 'removed' | null }>({
  done: Joi.string().valid('invited', 'changed', 'removed').default(null),
});

/** For buttons without fields: nothing else may come along. */
export const emptyForm = Joi.object<Record<string, never>>({});

function isTimeZone(name: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone);
  } catch {
    return false;
  }
}

/** What the page says where a setting does not fit. */
const wrong: Record<Field, { message: string }> = {
  name: { message: 'Enter the name of the newsroom, at most 120 characters.' },
  legalName: { message: 'The legal name has at most 160 characters.' },
  siteUrl: { message: 'Enter the whole address of your site, beginning with https://.' },
  email: { message: 'Enter an e-mail address for replies, like desk@example.org, or nothing.' },
  address: { message: 'The postal address has at most 400 characters.' },
  vatNumber: { message: 'The VAT number has at most 20 characters.' },
  country: { message: 'Choose the country of the newsroom from the list.' },
  language: { message: 'Enter a language code, such as en-GB, de or ar.' },
  timeZone: { message: 'Choose the time zone of the newsroom from the list.' },
  accent: { message: 'Enter a colour as # and six digits or letters a to f, such as #9f1d20.' },
  approval: { message: 'Choose who answers requests.' },
  promiseWorkingDays: { message: 'Enter a whole number of working days from 1 to 30.' },
  offerDays: { message: 'Enter a whole number of days from 1 to 90 for offers.' },
  needsInfoDays: { message: 'Enter a whole number of days from 1 to 90 for open questions.' },
  cancelFullDays: { message: 'Enter a whole number of days from 0 to 365 for the whole fee.' },
  cancelHalfDays: { message: 'Enter a whole number of days from 0 to 365 for half of the fee.' },
  cancelFrom: { message: 'Choose when the days of cancellation begin.' },
  bankDetails: { message: 'The bank details have at most 600 characters.' },
  invoiceDays: { message: 'Enter a whole number of days from 1 to 90 for invoices.' },
  invoiceNote: { message: 'The text on invoices has at most 600 characters.' },
  searchClause: { message: 'Choose what copies tell search engines.' },
};

const onTop: Partial<Record<Field, Joi.CustomValidator<string>>> = {
  name: tidy(normaliseLine),
  legalName: tidy(normaliseLine),
  vatNumber: tidy(normaliseLine),
  address: tidy(normaliseText),
  bankDetails: tidy(normaliseText),
  invoiceNote: tidy(normaliseText),
  country: inRules(isCountry),
  timeZone: inRules(isTimeZone),
  language: (text, helpers) => languageTag(text) ?? helpers.error('any.invalid'),
};

export type SettingsTyped = Settings & { version: number };

function asked(field: Field, schema: Joi.Schema): Joi.Schema {
  const check = onTop[field];
  // Required, so that a form that lacks a field cannot set it back to its default unseen.
  const plain = schema.required().messages({ '*': wrong[field].message });
  return check === undefined ? plain : plain.custom(check);
}

/** All settings and the version they were read at. */
export const settingsForm: Joi.ObjectSchema<SettingsTyped> = (Object.keys(wrong) as Field[])
  .reduce(
    (form, field) => form.fork(field, (schema) => asked(field, schema)),
    settingsSchema as Joi.ObjectSchema<SettingsTyped>,
  )
  .keys({ version: Joi.number().integer().min(0).required() });
