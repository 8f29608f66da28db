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
