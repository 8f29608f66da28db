import Joi from 'joi';
import { organisationTypes } from '../../pricing/rules/use.ts';
import { isCountry } from '../../values/country.ts';
import { normaliseText } from '../../values/text.ts';
import { readAddress } from '../rules/addresses.ts';
import { needed, text, version } from './fields.ts';

/** The address of a page of the list. */
export const listQuery = Joi.object<{ q: string; after: string | null }>({
  q: text(200, 'Search for at most 200 characters.').allow('').default(''),
  after: Joi.string().guid({ separator: '-', wrapper: false }).empty('').default(null),
});

export interface OrganisationForm {
  /** 0 for a new one, else the version that was read. */
  version: number;
  name: string;
  kind: string;
  country: string;
  programme: string | null;
  note: string;
  addresses: string[];
}

const mostAddresses = 100;

const plain = (part: string): string => part.replace(/[^\p{L}\p{N}.@_+-]/gu, '…').slice(0, 80);

const addresses = Joi.string()
  .allow('')
  .max(20_000)
  .default('')
  .custom((typed: string, helpers) => {
    const read = typed.split(/[\s,;]+/u).filter((part) => part !== '');
    const known = new Set<string>();
    for (const part of read) {
      const reading = readAddress(part);
      if (reading.kind === 'none') return helpers.error('address.none', { part: plain(part) });
      if (reading.kind === 'public_mail') return helpers.error('address.public', reading);
      known.add(reading.address);
    }
    return known.size > mostAddresses ? helpers.error('string.max') : [...known];
  })
  .messages({
    'address.none':
      '“{#part}” is neither an e-mail address nor a domain. Write name@example.org or example.org.',
    'address.public':
      'Anybody can have an address at {#domain}, so it tells nothing about who asks. Write the whole e-mail address in place of it.',
    '*': `Write at most ${mostAddresses} addresses, one on each line.`,
  });

/** What staff know of an organisation. */
export const organisationForm = Joi.object<OrganisationForm>({
  version,
  name: needed(text(160, 'Enter the name of the organisation, at most 160 characters.')),
  kind: Joi.string()
    .valid(...organisationTypes)
    .required()
    .messages({ '*': 'Choose the kind of organisation.' }),
  country: Joi.string()
    .custom((code: string, helpers) => (isCountry(code) ? code : helpers.error('any.invalid')))
    .required()
    .messages({ '*': 'Choose the country from the list.' }),
  programme: Joi.string()
    .trim()
    .pattern(/^[a-z][a-z0-9_]{0,39}$/)
    .empty('')
    .default(null)
    .messages({
      '*': 'Write the programme as the tariff names it, in small letters: small_charity.',
    }),
  note: text(2000, 'The note has at most 2,000 characters.', normaliseText).allow('').default(''),
  addresses,
});

/** Whether it may pay later; the box is not sent where it is not ticked. */
export const invoiceTermsForm = Joi.object<{
  version: number;
  invoiceTerms: 'yes' | 'no';
  termsReason: string;
}>({
  version,
  invoiceTerms: Joi.string()
    .valid('yes')
    .default('no')
    .messages({ '*': 'Tick the box, or do not.' }),
  termsReason: needed(text(300, 'Say why, in at most 300 characters.')).messages({
    '*': 'Say why, in at most 300 characters.',
  }),
});
