import Joi from 'joi';
import { text } from '../requests/forms/texts.ts';
import { isDay } from '../values/period.ts';
import { decisionVerbs, type DecisionVerb } from './rules/decisions.ts';
import {
  declineAlternativeCodes,
  declineReasonCodes,
  type DeclineAlternative,
  type DeclineReason,
} from './rules/reasons.ts';
import { narrowings, tabs, type Narrowing } from './rules/tabs.ts';
import { waiverReasonCodes, type WaiverReason } from './rules/waivers.ts';

export interface QueueForm {
  state: string;
  q: string;
  only: Narrowing | '';
  after: string;
  done: string;
}

/** The address of a queue page: what is looked at, searched and where the page begins. */
export const queueForm = Joi.object<QueueForm>({
  state: Joi.string()
    .valid('', ...tabs.map(({ key }) => key))
    .default('')
    .messages({ '*': 'There is no such list of requests.' }),
  q: text({ max: 200, called: 'the search' }),
  only: Joi.string()
    .valid('', ...narrowings)
    .default('')
    .messages({ '*': 'There is no such filter.' }),
  after: Joi.string()
    .pattern(/^(?:[12]\d{3}-\d{2}-\d{2}T[\d:.]{12}Z)?_[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/)
    .allow('')
    .default('')
    .messages({ '*': 'This page of the list does not exist.' }),
  done: Joi.string()
    .pattern(/^[a-z_]{1,20}$/)
    .allow('')
    .default('')
    .messages({ '*': 'This page of the list does not exist.' }),
});

export interface DecisionForm {
  verb: DecisionVerb;
  version: number;
  note: string;
  amount: string[];
  reason: DeclineReason | null;
  alternative: DeclineAlternative;
  waiver: WaiverReason | null;
  waiverWords: string;
  key: string;
}

const note = text({ max: 2000, called: 'the paragraph', lines: true });
const incomplete = { '*': 'This form is incomplete. Load the page again.' };

const version = Joi.number().integer().min(1).required().messages(incomplete);
const declineReason = Joi.string()
  .valid(...declineReasonCodes)
  .required()
  .messages({ '*': 'Choose the reason.' });

/** A decision with what its letter says; `version` is of the request that the page showed. */
export const decisionForm = Joi.object<DecisionForm>({
  verb: Joi.string()
    .valid(...decisionVerbs)
    .required()
    .messages(incomplete),
  version,
  note: Joi.when('verb', {
    is: Joi.valid('ask', 'message'),
    // oxlint-disable-next-line unicorn/no-thenable -- Joi's own word
    then: text({
      max: 2000,
      called: 'the message',
      empty: 'Write the message first.',
      lines: true,
    }),
    otherwise: note,
  }),
  amount: Joi.array()
    .items(Joi.string().max(20).allow(''))
    .single()
    .max(20)
    .default([])
    .messages({ '*': 'Write each price as a number, such as 140.' }),
  reason: Joi.when('verb', {
    is: 'decline',
    // oxlint-disable-next-line unicorn/no-thenable -- Joi's own word
    then: declineReason,
    otherwise: Joi.any()
      .custom(() => null)
      .default(null),
  }),
  alternative: Joi.string()
    .valid(...declineAlternativeCodes)
    .default('none')
    .messages({ '*': 'Choose what you offer instead.' }),
  waiver: Joi.string()
    .valid(...waiverReasonCodes)
    .empty('')
    .default(null)
    .messages({ '*': 'Choose the reason from the list.' }),
  waiverWords: text({ max: 1000, called: 'the reason', lines: true }),
  key: Joi.string()
    .pattern(/^[\w-]{32}$/)
    .allow('')
    .default('')
    .messages(incomplete),
});

/** Leaving an article out of the request that the page showed, with the reason that its republisher reads. */
export const leaveOutForm = Joi.object<{ version: number; reason: DeclineReason; words: string }>({
  version,
  reason: declineReason,
  words: text({ max: 1000, called: 'the reason', lines: true }),
});

/** Taking it back in. */
export const takeInForm = Joi.object<{ version: number }>({ version });

/** The requests ticked in the queue. */
export const spamForm = Joi.object<{ id: string[] }>({
  id: Joi.array()
    .items(Joi.string().guid({ separator: '-', wrapper: false }))
    .single()
    .min(1)
    .max(100)
    .required()
    .messages({ '*': 'Tick the requests that are spam first.' }),
});

/** Accepting a file as proof: until and with which day it counts. */
export const proofForm = Joi.object<{ validUntil: string }>({
  validUntil: Joi.string()
    .custom((typed: string, helpers) => (isDay(typed) ? typed : helpers.error('any.invalid')))
    .required()
    .messages({ '*': 'Write the last day as year-month-day, for example 2027-11-22.' }),
});
