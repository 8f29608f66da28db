import { type Kysely, sql } from 'kysely';
import type { DB } from '../../platform/db/schema.gen.ts';
import { conditions, type Filter } from './catalogue.ts';

const open = (publicAt: Date): Filter => ({
  section: null,
  languages: null,
  from: null,
  to: null,
  publicAt,
  held: false,
});

/** Slug and time of change of public articles for the site map, in the order of their ids. */
export async function articlesForSiteMap(
  db: Kysely<DB>,
  { publicAt, after, limit }: { publicAt: Date; after: string | null; limit: number },
): Promise<{ id: string; slug: string; changed_at: Date }[]> {
  const query = db
    .selectFrom('articles')
    .select(['id', 'slug', 'changed_at'])
    .where(conditions(open(publicAt)))
    .orderBy('id')
    .limit(limit);
  return (after === null ? query : query.where('id', '>', after)).execute();
}

/** The ids after which further parts begin, where the articles need more than one part of this size; else none. */
export async function siteMapParts(
  db: Kysely<DB>,
  publicAt: Date,
  size: number,
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from (select id, row_number() over (order by id) as number from articles where ${conditions(open(publicAt))}) as counted
    where number % ${size} = 0 order by id`.execute(db);
  return rows.map(({ id }) => id);
}
