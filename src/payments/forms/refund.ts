import Joi from 'joi';
import { text } from '../../requests/forms/texts.ts';
import { refundReasonCodes, type RefundReason } from '../rules/refund-reasons.ts';

/** What finance staff type to give money back; the sum in major units, as a decimal. */
export interface RefundForm {
  amount: string;
  reason: RefundReason;
  words: string;
  note: string;
  bankReference: string;
  seen: number;
  key: string;
}

const incomplete = { '*': 'This form is incomplete. Load the page again.' };
const seen = Joi.number().integer().min(0).max(10_000).required().messages(incomplete);

export const refundForm = Joi.object<RefundForm>({
  amount: Joi.string()
    .trim()
    .max(20)
    .required()
    .messages({ '*': 'Enter the sum to give back as a number, such as 140.' }),
  reason: Joi.string()
    .valid(...refundReasonCodes)
    .required()
    .messages({ '*': 'Choose the reason.' }),
  words: Joi.when('reason', {
    is: 'other',
    // oxlint-disable-next-line unicorn/no-thenable -- Joi's own word
    then: text({
      max: 1000,
      called: 'the reason',
      empty: 'Say in words what the reason is.',
      lines: true,
    }),
    otherwise: text({ max: 1000, called: 'the reason', lines: true }),
  }),
  note: text({ max: 2000, called: 'the paragraph', lines: true }),
  bankReference: Joi.string()
    .trim()
    .max(64)
    .allow('')
    .default('')
    .messages({ '*': 'Enter at most 64 characters.' }),
  seen,
  key: Joi.string()
    .pattern(/^[\w-]{32}$/)
    .required()
    .messages(incomplete),
});

/** The one button for money that is held. */
export const giveBackForm = Joi.object<{ seen: number }>({ seen });

/** What was just done, for the line on top of the page after it. */
export const refundDone = Joi.object<{ done: 'given' | 'asked' | 'refused' | null }>({
  done: Joi.string().valid('given', 'asked', 'refused').default(null),
});
