import Joi from 'joi';
import { organisationTypes } from '../../pricing/rules/use.ts';
import type { Day } from '../../values/period.ts';
import { day, needed, text } from './fields.ts';

export interface ProofForm {
  kind: string;
  seen: string;
  validUntil: Day;
}

/** A proof that came another way than as a file of a request. */
export const proofForm = Joi.object<ProofForm>({
  kind: Joi.string()
    .valid(...organisationTypes)
    .required()
    .messages({ '*': 'Choose what was proven.' }),
  seen: needed(text(300, 'Say in up to 300 characters what you looked at.')),
  validUntil: day('Write the last day as year-month-day, for example 2027-11-22.').required(),
});

/** Ending a proof or an allowance early. */
export const endForm = Joi.object<{ reason: string }>({
  reason: needed(text(300, 'Say in up to 300 characters why it ends.')),
});
