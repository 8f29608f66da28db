import Joi from 'joi';
import { isDay } from '../../values/period.ts';
import { editKinds, type EditKind } from '../../pricing/rules/use.ts';
import { billingFields, type BillingForm } from './billing.ts';
import { box, email, httpsAddress, text, tickedBox } from './texts.ts';

/** Steps two and three of the request form; the use itself is pricing's form. */
export interface RequestForm extends BillingForm {
  /** One for each form that was shown: however often it is sent, it makes one request. */
  formKey: string;
  /** The version of the terms that was shown. */
  termsVersion: number;
  /** Slugs of further articles for the same use. */
  also: string[];
  contactName: string;
  email: string;
  organisationName: string;
  endClient: string;
  publicationTitle: string;
  publicationUrl: string;
  plannedDate: string | null;
  edits: EditKind;
  editsNote: string;
  note: string;
  ownReference: string;
  paywalled: boolean;
  withAds: boolean;
  agreeTerms: true;
  entitled: true;
  counter: boolean;
}

export const mostFurtherArticles = 9;

const plannedDate = Joi.string()
  .custom((typed: string, helpers) => {
    const day = typed.trim();
    if (day === '') return null;
    return isDay(day) && day >= '1990-01-01' && day < '2100-01-01'
      ? day
      : helpers.error('date.shape');
  })
  .messages({
    'string.base': 'Give one planned date only.',
    'date.shape': 'Write the planned date as year-month-day, for example 2026-11-23.',
  })
  .empty('')
  .default(null);

const also = Joi.array()
  .items(Joi.string().pattern(/^[^\p{Cc}/]{1,200}$/u))
  .single()
  .max(mostFurtherArticles)
  .unique()
  .default([])
  .messages({
    'array.max': 'Ask for at most {#limit} further articles at a time.',
    'array.unique': 'The same article stands there twice.',
    '*': 'One of the further articles is none of ours.',
  });

const formKey = Joi.string()
  .pattern(/^[\w-]{32}$/)
  .required()
  .messages({
    '*': 'This form is incomplete. Load the page again; your browser keeps what you typed.',
  });

const termsVersion = Joi.number().integer().min(0).max(1_000_000_000).required().messages({
  '*': 'This form is incomplete. Load the page again; your browser keeps what you typed.',
});

const editsNote = text({ max: 2000, called: 'the changes', lines: true });
const describeEdits = 'Describe the changes you would like to make.';

const fields = {
  formKey,
  termsVersion,
  also,
  contactName: text({ max: 120, called: 'your name', empty: 'Enter your name.' }),
  email: email('Enter your e-mail address.'),
  organisationName: text({
    max: 160,
    called: 'the organisation',
    empty: 'Enter the name of the organisation, or your own name if you ask for yourself.',
  }),
  endClient: text({ max: 160, called: 'the client' }),
  publicationTitle: text({ max: 200, called: 'the title of the publication' }),
  publicationUrl: httpsAddress(),
  plannedDate,
  edits: Joi.string()
    .valid(...editKinds)
    .default('none')
    .messages({ '*': 'Choose what you would like to change.' }),
  editsNote: Joi.when('edits', {
    is: 'other',
    // oxlint-disable-next-line unicorn/no-thenable -- Joi's own word
    then: editsNote
      .disallow('')
      .required()
      .messages({ 'any.invalid': describeEdits, 'any.required': describeEdits }),
    otherwise: editsNote,
  }),
  note: text({ max: 6000, called: 'your note', lines: true }),
  ownReference: text({ max: 64, called: 'your reference' }),
  paywalled: box(),
  withAds: box(),
  ...billingFields,
  agreeTerms: tickedBox('Confirm that you have read the terms.'),
  entitled: tickedBox('Confirm that you may commit the organisation.'),
  counter: box(),
};

/** What is accepted of steps two and three; fields of the use and unknown ones do not belong here. */
export const requestForm = Joi.object<RequestForm>(fields);

/** The names of its fields; every other field of the page belongs to the use. */
export const requestFormFields: readonly string[] = Object.keys(fields);
