import type { Quote } from '../../pricing/rules/answer.ts';
import { lineRows, type LineRow } from '../../pricing/rules/lines.ts';
import { formatMoney } from '../../values/money.ts';
import type { Speak } from './words.ts';

/** An answer as the partial `answer` shows it: finished texts, null where there is nothing to say. */
export interface AnswerView {
  kind: Quote['answer'];
  title: string;
  amount: string | null;
  text: string | null;
  lines: LineRow[];
  total: LineRow | null;
  included: string[];
  alternative: string | null;
  promise: string | null;
}

/** When an answer can be expected. */
export interface AnswerPromise {
  approval: 'always' | 'when_referred';
  workingDays: number;
}

const titles: Record<Quote['answer'], string> = {
  price: 'The price',
  free: 'Free of charge',
  refer: 'A person decides',
  refuse: 'Not possible',
};

/** The tariff's answer in words, with every line of the price. */
export function answerView(quote: Quote, promise: AnswerPromise, speak: Speak): AnswerView {
  const { t } = speak;
  const sum = (amount: number): string =>
    formatMoney({ amount, currency: quote.currency }, speak.locale);
  const priced = quote.answer === 'price';
  return {
    kind: quote.answer,
    title: t(titles[quote.answer]),
    amount: priced ? sum(quote.total) : null,
    text: priced ? null : t(quote.reason.text, quote.reason.params),
    lines: lineRows(quote.lines, quote.currency, speak.locale, t),
    total: priced ? { label: t('Total'), figure: sum(quote.total) } : null,
    included: [],
    alternative:
      quote.alternative === null ? null : t(quote.alternative.text, quote.alternative.params),
    promise: promiseWords(quote.answer, promise, t),
  };
}

function promiseWords(
  answer: Quote['answer'],
  { approval, workingDays }: AnswerPromise,
  t: Speak['t'],
): string | null {
  if (answer === 'refuse') return null;
  const alone = approval === 'when_referred' && answer !== 'refer';
  return alone
    ? t('You have our answer as soon as you have confirmed your e-mail address.')
    : t(
        'An editor answers within {days, plural, one {# working day} other {# working days}} after you have confirmed your e-mail address.',
        { days: workingDays },
      );
}
