import type { Price, Quote } from '../../pricing/rules/answer.ts';
import { lineFigure } from '../../pricing/rules/lines.ts';
import { answerView, type AnswerPromise, type Speak } from './answer-view.ts';

/**
 * The answer for machines. Sums are whole minor units of the currency, factors basis points; `label`, `figure` and the
 * texts are in the language of the site.
 */
export function quoteJson(quote: Quote, speak: Speak, promise: AnswerPromise): object {
  const { answer, reason, alternative, currency, tariffVersion, flags } = quote;
  return {
    answer,
    reason: { code: reason.code, text: speak.t(reason.text, reason.params) },
    alternative: alternative && {
      code: alternative.code,
      text: speak.t(alternative.text, alternative.params),
    },
    currency,
    ...priceJson(quote, currency, speak),
    computed: quote.computed && priceJson(quote.computed, currency, speak),
    tariffVersion,
    flags,
    promise: answerView(quote, promise, speak).promise,
  };
}

function priceJson({ net, tax, total, lines }: Price, currency: string, speak: Speak): object {
  return {
    net,
    tax,
    total,
    lines: lines.map((line) => ({
      rule: line.rule,
      label: speak.t(line.text, line.params),
      figure: lineFigure(line, currency, speak.locale),
      amount: line.amount,
      factor: line.factor,
      runningTotal: line.runningTotal,
    })),
  };
}
