import type { Price, Quote } from '../../pricing/rules/answer.ts';
import { lineFigure } from '../../pricing/rules/lines.ts';
import { tariffPath } from '../../pricing/rules/tariff-links.ts';
import { answerView, type AnswerArticle, type AnswerPromise, type Speak } from './answer-view.ts';

/**
 * The answer for machines. Sums are whole minor units of the currency, factors basis points; `label`, `figure` and the
 * texts are in the language of the site. `passage` is there where an excerpt is not in the article but something is
 * alike, `credit` where a quotation needs no licence.
 */
export function quoteJson(
  quote: Quote,
  speak: Speak,
  promise: AnswerPromise,
  article: AnswerArticle,
): object {
  const view = answerView(quote, promise, speak, article);
  const { answer, reason, alternative, currency, tariffVersion, flags } = quote;
  return {
    answer,
    reason: { code: reason.code, text: speak.t(reason.text, reason.params) },
    alternative: alternative && {
      code: alternative.code,
      text: speak.t(alternative.text, alternative.params),
    },
    ...(view.passage && { passage: view.passage.text }),
    ...(view.credit && { credit: view.credit }),
    ...(quote.licence !== undefined && { licence: quote.licence }),
    ...(quote.rule !== undefined && { rule: quote.rule }),
    conditions: quote.conditions ?? [],
    currency,
    ...priceJson(quote, currency, speak),
    computed: quote.computed && priceJson(quote.computed, currency, speak),
    tariffVersion,
    tariffUrl: tariffPath(tariffVersion),
    flags,
    promise: view.promise,
  };
}

function priceJson({ net, tax, total, lines }: Price, currency: string, speak: Speak): object {
  return {
    net,
    tax,
    total,
    lines: lines.map((line) => ({
      rule: line.rule,
      at: line.at ?? null,
      label: speak.t(line.text, line.params),
      figure: lineFigure(line, currency, speak.locale),
      amount: line.amount,
      factor: line.factor,
      runningTotal: line.runningTotal,
    })),
  };
}
