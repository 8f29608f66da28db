import Joi from 'joi';
import type { LetterFilter } from './rules/list.ts';

/** Which page of which list; `after` is the id of the last letter of the page before. */
export interface LetterListQuery {
  state: LetterFilter;
  after: string | null;
}

const after = Joi.string()
  .guid({ separator: '-', wrapper: false })
  .lowercase()
  .default(null)
  .messages({ '*': 'This page of the list does not exist; begin at its first page.' });

export const letterListForm = Joi.object<LetterListQuery>({
  state: Joi.string().valid('all', 'waiting', 'failed').default('all').messages({
    '*': 'Choose all, waiting or failed letters.',
  }),
  after,
});

export const mailboxForm = Joi.object<Pick<LetterListQuery, 'after'>>({ after });

/** The letter's page after a step was taken on it. */
export const letterPageForm = Joi.object<{ done: 'resent' | null }>({
  done: Joi.string().valid('resent').default(null),
});
