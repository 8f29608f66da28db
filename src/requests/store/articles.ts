import type { Kysely } from 'kysely';
import type { DB } from '../../platform/db/schema.gen.ts';

export interface ArticleNamed {
  articleId: string;
  slug: string;
  title: string;
  language: string;
}

/** The articles with these slugs that are public now, in the order of the slugs; others are left out. */
export async function articlesWithSlugs(
  db: Kysely<DB>,
  slugs: readonly string[],
  now: Date,
): Promise<ArticleNamed[]> {
  const rows = await db
    .selectFrom('articles')
    .select(['id as articleId', 'slug', 'title', 'language'])
    .where('slug', 'in', slugs)
    .where('withdrawn_at', 'is', null)
    .where((eb) => eb.or([eb('embargo_until', 'is', null), eb('embargo_until', '<=', now)]))
    .execute();
  return slugs.flatMap((slug) => rows.find((row) => row.slug === slug) ?? []);
}

/** Whether an open finding that holds an article back is younger than the offer in force: whoever made it did not know of it. */
export async function foundSinceOffer(db: Kysely<DB>, requestId: string): Promise<boolean> {
  const found = await db
    .selectFrom('request_items')
    .innerJoin('offers', 'offers.request_id', 'request_items.request_id')
    .innerJoin('provenance_findings as finding', 'finding.article_id', 'request_items.article_id')
    .select('finding.id')
    .where('request_items.request_id', '=', requestId)
    .where('request_items.left_out_why', 'is', null)
    .where('offers.state', '=', 'current')
    .where('finding.weight', '=', 'strong')
    .where('finding.place', '<>', 'picture')
    .where('finding.settled_as', 'is', null)
    .whereRef('finding.created_at', '>', 'offers.created_at')
    .limit(1)
    .executeTakeFirst();
  return found !== undefined;
}
