import Joi from 'joi';
import { billingFields, type BillingForm } from './billing.ts';
import { text, tickedBox } from './texts.ts';

const incomplete = {
  '*': 'This form is incomplete. Load the page again and press the button there.',
};
const token = Joi.string()
  .pattern(/^[\w-]{32}$/)
  .required()
  .messages(incomplete);

export const verifyForm = Joi.object<{ verify: string }>({ verify: token });

/** `messageKey` is one for each form shown: a double click makes one message. */
export const replyForm = Joi.object<{ messageKey: string; message: string }>({
  messageKey: token,
  message: text({
    max: 2000,
    called: 'your message',
    empty: 'Write a message first.',
    lines: true,
  }),
});

export const withdrawForm = Joi.object<{ reason: string }>({
  reason: text({ max: 1000, called: 'the reason', lines: true }),
});

/** `offerVersion` is the offer that the page showed; nothing about money is read from it. */
export interface AcceptForm extends BillingForm {
  offerVersion: number;
  agreeTerms: true;
}

const offerVersion = Joi.number().integer().min(1).max(100_000).required().messages(incomplete);
const agreeTerms = tickedBox('Confirm that you accept the offer and its terms.');

/** Accepting where the bill's address is known, or where nothing is to be paid. */
export const acceptForm = Joi.object<AcceptForm>({ offerVersion, agreeTerms, ...billingFields });
