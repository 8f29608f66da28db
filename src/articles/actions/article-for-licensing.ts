import type { Kysely } from 'kysely';
import type { DB } from '../../platform/db/schema.gen.ts';
import { isUuid } from '../../platform/ids.ts';
import type { ArticleFacts } from '../../pricing/rules/article-facts.ts';
import { factsOf } from '../rules/facts.ts';
import { articleById, articleBySlug, type ArticleRow } from '../store/articles.ts';

export interface ArticleForLicensing {
  row: ArticleRow;
  facts: ArticleFacts;
}

/** An article by slug or id with what its fee depends on at this instant; null where there is none. */
export async function articleForLicensing(
  db: Kysely<DB>,
  slugOrId: string,
  now: Date,
): Promise<ArticleForLicensing | null> {
  const row = isUuid(slugOrId)
    ? await articleById(db, slugOrId)
    : await articleBySlug(db, slugOrId);
  return row === null ? null : { row, facts: factsOf(row, now, row.body_text) };
}
