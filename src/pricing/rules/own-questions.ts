import type { ArticleFacts } from './article-facts.ts';
import { factsOf } from './facts.ts';
import type { Detail, TariffData } from './tariff.ts';
import type { Use } from './use.ts';
import { detailOf, holds } from './when.ts';

/** The tariff's own questions that a use of these articles raises, and the use with an answer to each. */
export interface OwnQuestions {
  asked: readonly Detail[];
  use: Use;
}

/**
 * Which questions of the tariff are asked for a use of one or several articles. A question nobody answered yet takes its
 * first choice, as the form shows it; answers to questions that are not asked are dropped. One question may hang on the
 * answer to an earlier one.
 */
export function ownQuestions(
  tariff: Pick<TariffData, 'details'>,
  use: Use,
  articles: readonly ArticleFacts[],
): OwnQuestions {
  if (tariff.details.length === 0) return { asked: [], use: { ...use, details: {} } };
  const basket = { articles: articles.length, first: true };
  const cases = articles.map((article) => factsOf({ ...use, basket, details: {} }, article));
  const details: Record<string, string> = {};
  const asked = tariff.details.filter(({ name, when, choices }) => {
    if (!cases.some((facts) => holds(when, { ...facts, details }))) return false;
    const given = detailOf(use.details, name);
    details[name] = given === '' ? (choices[0]?.value ?? '') : given;
    return true;
  });
  return { asked, use: { ...use, details } };
}

/** The answers of a use to the tariff's own questions in the newsroom's words: "Share of the page: Half a page". */
export function ownAnswers(
  { details }: Pick<TariffData, 'details'>,
  use: Use,
): { question: string; answer: string }[] {
  return details.flatMap(({ name, label, choices }) => {
    const chosen = choices.find(({ value }) => value === detailOf(use.details, name));
    return chosen === undefined ? [] : [{ question: label, answer: chosen.label }];
  });
}
