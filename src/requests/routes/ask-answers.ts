import { answerView } from '../../articles/rules/answer-view.ts';
import { ownQuestionsView, pricesPaper } from '../../articles/rules/own-questions-view.ts';
import { articlePath } from '../../articles/rules/paths.ts';
import type { Context } from '../../platform/context.ts';
import type { Typed } from '../../platform/http.ts';
import type { Settings } from '../../platform/settings.ts';
import { usePairs } from '../../pricing/rules/use-pairs.ts';
import type { Use } from '../../pricing/rules/use.ts';
import { isCountry } from '../../values/country.ts';
import { formatMoney } from '../../values/money.ts';
import {
  answerBasket,
  questionsOf,
  readBasket,
  type Answered,
} from '../actions/answer-articles.ts';
import { articlesNamed } from '../actions/read.ts';
import { fullUse, type LaterAnswers } from '../rules/full-use.ts';
import { shownMark } from '../rules/shown.ts';
import { normaliseVat } from '../rules/vat.ts';
import { useWords, type Speak } from '../rules/words.ts';
import type { Asked } from './ask-page.ts';

interface Looking {
  ctx: Context;
  speak: Speak;
  settings: Settings;
}

/** The part of the form page that shows articles and answers: by what was filled in so far, and the tariff of this moment. */
export async function answered(
  { ctx, speak, settings }: Looking,
  { slug, also, use: asked, values }: Asked & { use: Use; values: Typed },
) {
  const basket = await readBasket(ctx.db, [slug, ...also], ctx.now());
  const full = fullUse(asked, laterAnswers(values));
  const own = questionsOf(basket, full);
  const answers = answerBasket(basket, own.use);
  const questions = ownQuestionsView(basket.tariff, own, speak);
  const priced = answers.some(({ quote }) => quote.answer === 'price');
  const asksPaper = priced && pricesPaper(basket.tariff, own.use.currency);
  const pairs = usePairs(own.use);
  const promise = { approval: settings.approval, workingDays: settings.promiseWorkingDays };
  return {
    ...aboutUse(slug, { ...pairs, also: [...also] }),
    hidden: hiddenFields(pairs).filter(
      ({ name }) => !questions.names.includes(name) && !(asksPaper && name === 'paperInvoice'),
    ),
    article: basket.articles[0],
    also: basket.articles.slice(1),
    useWords: useWords(own.use, speak),
    answers: answers.map(({ slug: of, title, language, quote }) => ({
      ...{ slug: of, title, language },
      answer: answerView(quote, promise, speak, { language, credit: null }),
      drops: quote.answer === 'refuse' && answers.length > 1,
    })),
    total: basketTotal(answers, speak),
    ...{ own: questions, asksPaper, priced, shown: shownMark(answers) },
    impossible: answers.every(({ quote }) => quote.answer === 'refuse'),
    refused: answers.some(({ quote }) => quote.answer === 'refuse'),
  };
}

/** The same while the answers about the use do not fit together: there is nothing to answer. */
export async function unanswered({ ctx }: Looking, { slug, also, usePairs: given = {} }: Asked) {
  const [article, ...others] = await articlesNamed(ctx.db, [slug, ...also], ctx.now());
  return {
    ...aboutUse(slug, { ...given, also: [...also] }),
    hidden: hiddenFields(given),
    ...{ article, also: others, useWords: null, answers: [], total: null, own: null, shown: '' },
    ...{ asksPaper: false, priced: false, impossible: false, refused: false },
  };
}

/** The ways back to the panel. */
function aboutUse(slug: string, pairs: Typed) {
  const query = new URLSearchParams(shortPairs(pairs)).toString();
  return {
    useAddress: `${articlePath(slug)}?${query}`,
    useFields: pairs['excerpt'] ? hiddenFields(pairs) : null,
  };
}

/** What the later steps say so far, as far as it makes sense. */
function laterAnswers(values: Typed): LaterAnswers {
  const text = (name: string): string => {
    const value = values[name];
    return typeof value === 'string' ? value.trim() : '';
  };
  const country = text('billingCountry').toUpperCase();
  return {
    edits: text('edits'),
    paywalled: text('paywalled') === 'yes',
    withAds: text('withAds') === 'yes',
    billingCountry: isCountry(country) ? country : '',
    vatNumber: normaliseVat(text('vatNumber')),
  };
}

/** What the articles of a basket that have a price cost together; null for a single article, and where none has one. */
function basketTotal(
  answers: readonly Answered[],
  speak: Speak,
): { label: string; figure: string } | null {
  const quotes = answers.map(({ quote }) => quote);
  const priced = quotes.filter(({ answer }) => answer === 'price');
  const [first] = priced;
  if (answers.length < 2 || first === undefined) return null;
  const amount = priced.reduce((sum, { total }) => sum + total, 0);
  const settled = quotes.every(({ answer }) => answer === 'price' || answer === 'free');
  const label = settled
    ? speak.t('Together')
    : speak.t('Together, without the articles that have no price yet');
  return { label, figure: formatMoney({ amount, currency: first.currency }, speak.locale) };
}

function hiddenFields(pairs: Typed): { name: string; value: string }[] {
  return Object.entries(pairs).flatMap(([name, value]) =>
    [value].flat().map((one) => ({ name, value: one })),
  );
}

/** For an address: without the text of an excerpt, which is too long for one. */
function shortPairs(pairs: Typed): [string, string][] {
  return hiddenFields(pairs)
    .filter(({ name, value }) => name !== 'excerpt' && value !== '')
    .map(({ name, value }) => [name, value]);
}
