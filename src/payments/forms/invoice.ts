import Joi from 'joi';
import { billingFields, type BillingForm } from '../../requests/forms/billing.ts';
import { text } from '../../requests/forms/texts.ts';

/** Who the invoice goes to, and the buyer's own order number. */
export interface OrderForm extends BillingForm {
  ownReference: string;
}

const orderFields = {
  ...billingFields,
  ownReference: text({ max: 64, called: 'your purchase order number' }),
};

/** The form under which an invoice is asked for; its bill must be complete, so `payBy` is added by the page. */
export const orderForm = Joi.object<OrderForm>(orderFields);

const incomplete = { '*': 'This form is incomplete. Load the page again.' };
/** The state in which the page showed the invoice. */
const seen = Joi.string()
  .valid('draft', 'due', 'overdue', 'written_off')
  .required()
  .messages(incomplete);
const why = text({ max: 1000, called: 'the reason', empty: 'Say why.', lines: true });

/** Another bill in place of the one on an invoice. */
export const correctForm = Joi.object<OrderForm & { seen: string; whyCorrected: string }>({
  ...orderFields,
  seen,
  whyCorrected: why,
});

/** Ending an invoice needs a reason; the fields of the page have names of their own. */
export const cancelForm = Joi.object<{ seen: string; whyCancelled: string }>({
  seen,
  whyCancelled: why,
});

export const writeOffForm = Joi.object<{ seen: string; whyWrittenOff: string }>({
  seen,
  whyWrittenOff: why,
});

/** Money that finance saw on the account; the sum in major units. */
export const paidForm = Joi.object<{ seen: string; amount: string; bankReference: string }>({
  seen,
  amount: Joi.string()
    .trim()
    .max(20)
    .required()
    .messages({ '*': 'Enter the sum that came in as a number, such as 140.' }),
  bankReference: Joi.string().trim().max(64).required().messages({
    'any.required': 'Enter the reference of the transfer as the bank shows it.',
    'string.empty': 'Enter the reference of the transfer as the bank shows it.',
    'string.max': 'Enter at most 64 characters.',
  }),
});

/** How often the letter had been sent again when the button was shown. */
export const againForm = Joi.object<{ seen: number }>({
  seen: Joi.number().integer().min(0).max(10_000).required().messages(incomplete),
});

export const invoiceNotices = {
  issued: 'The invoice is written and on its way.',
  paid: 'The payment is recorded.',
  cancelled: 'The invoice is cancelled.',
  corrected: 'The invoice is replaced by this one.',
  offered: 'The bill changes the tax: a new offer was sent, to be accepted first.',
  written_off: 'The invoice is written off.',
  sent: 'The letter is on its way again.',
};

/** What was just done, for the line on top of the page after it. */
export const invoiceDone = Joi.object<{ done: keyof typeof invoiceNotices | null }>({
  done: Joi.string()
    .valid(...Object.keys(invoiceNotices))
    .default(null),
});
