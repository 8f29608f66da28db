import Joi from 'joi';

const id = Joi.string().guid({ version: 'uuidv7', separator: '-', wrapper: false }).lowercase();

/** The address to which the payment service sends a payer back. */
export const returnForm = Joi.object<{ session_id: string }>({
  session_id: Joi.string().max(255).required(),
});

/** What is said on the payment page after an invoice was asked for. */
export const payForm = Joi.object<{ tax: 'changed' | null }>({
  tax: Joi.string().valid('changed').default(null),
});

export const listForm = Joi.object<{ after: string | null; done: 'asked' | 'marked' | null }>({
  after: id.default(null),
  done: Joi.string().valid('asked', 'marked').default(null),
});

/** What finance staff say of money that they saw on the account. */
export const transferForm = Joi.object<{ bankReference: string; offerVersion: number }>({
  bankReference: Joi.string().trim().max(64).required().messages({
    'any.required': 'Enter the reference of the transfer as the bank shows it.',
    'string.empty': 'Enter the reference of the transfer as the bank shows it.',
    'string.max': 'Enter at most 64 characters.',
  }),
  offerVersion: Joi.number().integer().min(1).required(),
});
