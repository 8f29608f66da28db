import { articleForLicensing } from '../../articles/actions/article-for-licensing.ts';
import type { Tx } from '../../platform/context.ts';
import { tariffOfVersion } from '../../pricing/actions.ts';
import type { ArticleFacts } from '../../pricing/rules/article-facts.ts';
import { answerTogether, type Answer, type Asked } from '../../pricing/rules/answer-together.ts';
import { factsToKeep } from '../../pricing/rules/recompute.ts';
import type { Standing } from '../../pricing/rules/use.ts';
import type { ItemWithArticle, RequestRow } from '../store/requests.ts';

/** An answer with the facts it was computed from. */
export type Kept = Answer & Pick<ItemWithArticle, 'article'>;

/** Each article as it was asked for: its use, the tariff of the day, and the facts of the day where they were kept. */
export async function casesOf(
  tx: Tx,
  request: RequestRow,
  items: readonly ItemWithArticle[],
): Promise<Asked[]> {
  const cases: Asked[] = [];
  for (const { article_id: id, use, article, tariff_version: version } of items)
    cases.push({
      use,
      article: article ?? (await factsOfToday(tx, id, request)),
      tariff: await tariffOfVersion(tx.db, version),
    });
  return cases;
}

/** For requests of before facts were kept: the article as it is now, judged as of the day it was asked for. */
async function factsOfToday(tx: Tx, id: string, request: RequestRow): Promise<ArticleFacts> {
  const article = await articleForLicensing(tx.db, id, request.created_at);
  if (article === null) throw new Error(`article ${id} of request ${request.id} is gone`);
  return article.facts;
}

/** The answers to all of them together, each with its standing replaced. */
export function answersWithStanding(
  cases: readonly Asked[],
  standing: (stored: Standing) => Standing,
): Kept[] {
  const answers = answerTogether(
    cases.map(({ use, ...rest }) => ({
      ...rest,
      use: { ...use, standing: standing(use.standing) },
    })),
  );
  return answers.map((answer, at) => ({
    ...answer,
    article: factsToKeep(cases[at]!.article, answer.use),
  }));
}
