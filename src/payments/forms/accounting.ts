import Joi from 'joi';
import { isCurrency } from '../../values/money.ts';
import { addMonths, isDay } from '../../values/period.ts';

/** What of the books is asked for; first and last day are null where none were chosen. */
export interface AccountingQuery {
  from: string | null;
  to: string | null;
  currency: string | null;
  /** Null: that of this portal. */
  money: 'real' | 'test' | null;
}

const day = Joi.string()
  .empty('')
  .custom((text: string, helpers) => (isDay(text) ? text : helpers.error('any.invalid')))
  .messages({
    'any.invalid': 'Enter a day, such as 2026-11-30.',
    'string.base': 'Enter one day only.',
  })
  .default(null);

export const accountingQuery = Joi.object<AccountingQuery>({
  from: day,
  to: day,
  currency: Joi.string()
    .empty('')
    .custom((code: string, helpers) => (isCurrency(code) ? code : helpers.error('any.invalid')))
    .messages({ 'any.invalid': 'Choose a currency from the list.' })
    .default(null),
  money: Joi.string().empty('').valid('real', 'test').default(null),
})
  .custom((query: AccountingQuery, helpers) => {
    const { from, to } = query;
    if ((from === null) !== (to === null)) return helpers.error('period.half');
    if (from === null || to === null) return query;
    if (from > to) return helpers.error('period.order');
    return addMonths(from, 120) < to ? helpers.error('period.long') : query;
  })
  .messages({
    'period.half': 'Enter both the first and the last day.',
    'period.order': 'The last day must not lie before the first.',
    'period.long': 'Choose at most ten years.',
  });

export const bookNames = ['payments', 'refunds', 'disputes', 'invoices', 'fees', 'tax'] as const;
export type BookName = (typeof bookNames)[number];

/** The file of a download. */
export const bookParams = Joi.object<{ book: BookName }>({
  book: Joi.string()
    .valid(...bookNames)
    .required(),
});
