import type { Kysely } from 'kysely';
import type { DB } from '../../platform/db/schema.gen.ts';
import { invalid } from '../../platform/errors.ts';
import { articleForLicensing } from '../../articles/actions/article-for-licensing.ts';
import { isPublic } from '../../articles/rules/facts.ts';
import { currentTariff } from '../../pricing/actions.ts';
import type { Quote } from '../../pricing/rules/answer.ts';
import type { ArticleFacts } from '../../pricing/rules/article-facts.ts';
import { ownQuestions, type OwnQuestions } from '../../pricing/rules/own-questions.ts';
import { answerTogether } from '../../pricing/rules/answer-together.ts';
import type { Tariff } from '../../pricing/rules/tariff.ts';
import type { Use } from '../../pricing/rules/use.ts';

/** An article of a basket as it stands now. */
export interface BasketArticle {
  slug: string;
  title: string;
  language: string;
  articleId: string;
  facts: ArticleFacts;
}

/** Articles asked for together, with the tariff in force. */
export interface Basket {
  tariff: Tariff;
  articles: readonly BasketArticle[];
}

/** An article of the request with the answer to it, and the use that it answers. */
export interface Answered extends BasketArticle {
  use: Use;
  quote: Quote;
}

const unknownArticle = { field: 'also', message: 'An article was not found.' };

/**
 * The articles with these slugs and the tariff, as both stand now. An article that is not there, or not for the public,
 * is a problem of the field `also`.
 */
export async function readBasket(
  db: Kysely<DB>,
  slugs: readonly string[],
  now: Date,
): Promise<Basket> {
  const { tariff } = await currentTariff(db, now);
  const articles: BasketArticle[] = [];
  for (const slug of slugs) {
    const article = await articleForLicensing(db, slug, now);
    if (article === null || !isPublic(article.row, now)) throw invalid([unknownArticle]);
    const { id, title, language } = article.row;
    articles.push({ slug, title, language, articleId: id, facts: article.facts });
  }
  return { tariff, articles };
}

/** The tariff's own questions about a use of these articles, and the use with the answers to just these. */
export function questionsOf({ tariff, articles }: Basket, use: Use): OwnQuestions {
  return ownQuestions(
    tariff,
    use,
    articles.map(({ facts }) => facts),
  );
}

/** The answers to one use of all articles of a basket. */
export function answerBasket({ tariff, articles }: Basket, use: Use): Answered[] {
  const answers = answerTogether(articles.map(({ facts }) => ({ tariff, use, article: facts })));
  return articles.map((article, at) => ({ ...article, ...answers[at]! }));
}
