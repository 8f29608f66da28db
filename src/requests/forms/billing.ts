import Joi from 'joi';
import { countryMeant, isCountry } from '../../values/country.ts';
import { normaliseVat } from '../rules/vat.ts';
import { email, text } from './texts.ts';

/** Who the bill goes to; every field may be empty, `payBy` decides which are needed. */
export interface BillingForm {
  legalName: string;
  billingAddress: string;
  billingCountry: string;
  vatNumber: string;
  invoiceEmail: string;
  payBy: 'card' | 'invoice';
}

const country = Joi.string()
  .custom((typed: string, helpers) => {
    const code = typed.trim().toUpperCase();
    const meant = countryMeant(code);
    if (meant !== null) return helpers.error('country.meant', { code, meant });
    return code === '' || isCountry(code) ? code : helpers.error('country.unknown');
  })
  .messages({
    'string.base': 'Choose one country only.',
    'country.meant':
      '{#code} is not the ISO code of a country: {#meant} is meant. Choose {#meant}.',
    'country.unknown': 'Choose the country of the bill from the list.',
  })
  .allow('')
  .default('');

/** An invoice names who owes it: with it, legal name, address and country are needed. */
const forInvoice = (schema: Joi.StringSchema, message: string): Joi.AlternativesSchema =>
  Joi.when('payBy', {
    is: 'invoice',
    // oxlint-disable-next-line unicorn/no-thenable -- Joi's own word
    then: schema.disallow('').required().messages({
      'any.invalid': message,
      'any.required': message,
      'string.empty': message,
    }),
    otherwise: schema,
  });

/** The fields of the bill, to be mixed into a form. */
export const billingFields = {
  payBy: Joi.string()
    .valid('card', 'invoice')
    .default('card')
    .messages({ 'any.only': 'Choose card or invoice.', 'string.base': 'Choose card or invoice.' }),
  legalName: forInvoice(
    text({ max: 160, called: 'the legal name' }),
    'Enter the legal name for the invoice.',
  ),
  billingAddress: forInvoice(
    text({ max: 400, called: 'the address of the bill', lines: true }),
    'Enter the postal address for the invoice.',
  ),
  billingCountry: forInvoice(country, 'Choose the country for the invoice.'),
  vatNumber: text({ max: 40, called: 'the VAT or GST number' }).custom((number: string) =>
    normaliseVat(number),
  ),
  invoiceEmail: email(),
};
