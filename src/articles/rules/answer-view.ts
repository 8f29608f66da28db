import type { Quote } from '../../pricing/rules/answer.ts';
import type { LineRow } from '../../pricing/rules/lines.ts';
import {
  linkedRows,
  ruleUrl,
  tariffPath,
  type LinkedRow,
} from '../../pricing/rules/tariff-links.ts';
import { formatMoney } from '../../values/money.ts';
import type { QuotationCredit } from './credit-line.ts';

/** A language to speak in: `t` translates an English key with its values. */
export interface Speak {
  locale: string;
  t: (key: string, params?: Readonly<Record<string, string | number>>) => string;
}

/** An answer as the partial `answer` shows it: finished texts, null where there is nothing to say. */
export interface AnswerView {
  kind: Quote['answer'];
  title: string;
  amount: string | null;
  text: string | null;
  lines: LinkedRow[];
  total: LineRow | null;
  /** The version of the tariff that the answer comes from, with its page. */
  tariff: { text: string; url: string };
  /** The Creative Commons licence it is free under, in a sentence, or null. */
  licence: string | null;
  /** What the newsroom asks for with this answer, a sentence each. */
  conditions: readonly string[];
  included: string[];
  alternative: string | null;
  /** Where an excerpt is not in the article: its nearest passage, in the language of the article. */
  passage: { text: string; language: string } | null;
  /** For a quotation that needs no licence: the credit to copy, then nothing else has to be done. */
  credit: QuotationCredit | null;
  promise: string | null;
  /** Words of the button that goes on, or null where nothing can be asked for. */
  action: string | null;
}

/** The article that an answer is about. */
export interface AnswerArticle {
  language: string;
  /** Null where nobody is to copy one, such as on the form of a request. */
  credit: QuotationCredit | null;
}

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

const actions: Record<Quote['answer'], string | null> = {
  price: 'Ask for this licence',
  free: 'See the terms and go on',
  refer: 'Ask us',
  refuse: null,
};

/**
 * The answer to a use in words, with every line of the price and what happens next. With its article, a short
 * quotation comes with the credit to copy instead of a promise.
 */
export function answerView(
  quote: Quote,
  promise: AnswerPromise,
  speak: Speak,
  article: AnswerArticle | null = null,
): AnswerView {
  const { t, locale } = speak;
  const sum = (amount: number): string => formatMoney({ amount, currency: quote.currency }, locale);
  const priced = quote.answer === 'price';
  const action = actionOf(quote);
  const credit = creditOf(quote, article);
  return {
    kind: quote.answer,
    title: t(isShortExcerpt(quote) ? shortExcerptTitle : titles[quote.answer]),
    amount: priced ? sum(quote.total) : null,
    text: priced ? null : t(quote.reason.text, quote.reason.params),
    lines: linkedRows(quote.lines, quote, locale, t),
    total: priced ? { label: t('Total'), figure: sum(quote.total) } : null,
    tariff: tariffLink(quote, t),
    licence: licenceWords(quote, t),
    conditions: quote.conditions ?? [],
    included: quote.answer === 'refuse' ? [] : included(quote, t),
    alternative:
      quote.alternative === null ? null : t(quote.alternative.text, quote.alternative.params),
    passage:
      quote.passage === undefined
        ? null
        : { text: quote.passage, language: article?.language ?? '' },
    credit,
    promise: credit === null ? promiseWords(quote.answer, promise, t) : null,
    action: action === null ? null : t(action),
  };
}

/** The page of the tariff, at the rule that decided where there is one. */
function tariffLink({ tariffVersion, rule, currency }: Quote, t: Speak['t']): AnswerView['tariff'] {
  return {
    text: t('Tariff version {version}', { version: String(tariffVersion) }),
    url: rule === undefined ? tariffPath(tariffVersion) : ruleUrl(tariffVersion, rule, currency),
  };
}

/** Only where the reason does not say it already. */
function licenceWords({ licence, reason }: Quote, t: Speak['t']): string | null {
  if (licence === undefined || reason.code === 'creative_commons') return null;
  return t('It is free under the licence {licence}.', { licence });
}

const isShortExcerpt = ({ reason }: Quote): boolean => reason.code === 'short_excerpt';
const shortExcerptTitle = 'You may not need a licence';

function actionOf(quote: Quote): string | null {
  return isShortExcerpt(quote) ? 'Ask us anyway' : actions[quote.answer];
}

function creditOf(quote: Quote, article: AnswerArticle | null): QuotationCredit | null {
  return isShortExcerpt(quote) ? (article?.credit ?? null) : null;
}

function included(quote: Quote, t: Speak['t']): string[] {
  if (quote.answer === 'refer' || isShortExcerpt(quote)) return [];
  return [
    t('A written licence with a number that anybody can check'),
    t('The text and the credit, ready to be pasted'),
  ];
}

function promiseWords(
  answer: Quote['answer'],
  { approval, workingDays }: AnswerPromise,
  t: Speak['t'],
): string | null {
  if (answer === 'refuse') return null;
  if (approval === 'when_referred' && answer !== 'refer')
    return t('You have our answer as soon as you have confirmed your e-mail address.');
  const text =
    'An editor answers within {days, plural, one {# working day} other {# working days}}.';
  return t(text, { days: workingDays });
}
