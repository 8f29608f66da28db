import type { Kysely } from 'kysely';
import type { DB } from '../../platform/db/schema.gen.ts';

export interface ArticleNamed {
  articleId: string;
  slug: string;
  title: string;
  language: string;
}

/** The articles with these slugs, in the order of the slugs; unknown ones are left out. */
export async function articlesWithSlugs(
  db: Kysely<DB>,
  slugs: readonly string[],
): Promise<ArticleNamed[]> {
  const rows = await db
    .selectFrom('articles')
    .select(['id as articleId', 'slug', 'title', 'language'])
    .where('slug', 'in', slugs)
    .execute();
  return slugs.flatMap((slug) => rows.find((row) => row.slug === slug) ?? []);
}
