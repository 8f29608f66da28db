import { type Kysely, sql, type SqlBool } from 'kysely';
import type { DB } from '../../platform/db/schema.gen.ts';
import type { FactColumns } from '../rules/facts.ts';
import type { Place } from '../rules/paging.ts';
import { pictureBlocks } from './articles.ts';

/** A row of a list: what is shown of an article and what its price depends on, never the text. */
export interface ListedArticle extends FactColumns {
  id: string;
  slug: string;
  title: string;
  standfirst: string;
  bylines: string[];
  sort_at: Date;
  changed_at: Date;
}

export interface Filter {
  section: string | null;
  /** Tags as they stand in the catalogue; any of them fits. */
  languages: readonly string[] | null;
  from: Date | null;
  to: Date | null;
  /** Staff also see what is withdrawn or under embargo; the public as of this instant does not. */
  publicAt: Date | null;
  /** For staff: only articles that wait for a decision about their rights. */
  held: boolean;
}

export const listed = [
  'id',
  'slug',
  'title',
  'standfirst',
  'bylines',
  'sort_at',
  'changed_at',
  'language',
  'word_count',
  'paragraph_count',
  'section',
  'tags',
  'published_at',
  'provenance',
  'licensable',
  'embargo_until',
  'withdrawn_at',
  'cc_licence',
  'co_published',
  'rights_check',
  'rightsholder',
] as const;

/** The conditions of a filter; `and true` where there are none. */
export function conditions(filter: Filter) {
  const all = [sql<SqlBool>`true`];
  if (filter.section !== null) all.push(sql`section = ${filter.section}`);
  if (filter.languages !== null) all.push(sql`language = any(${[...filter.languages]}::text[])`);
  if (filter.from !== null) all.push(sql`sort_at >= ${filter.from}`);
  if (filter.to !== null) all.push(sql`sort_at < ${filter.to}`);
  if (filter.held) all.push(sql`rights_check = 'held'`);
  if (filter.publicAt !== null)
    all.push(
      sql`withdrawn_at is null and (embargo_until is null or embargo_until <= ${filter.publicAt})`,
    );
  return sql<SqlBool>`${sql.join(all, sql` and `)}`;
}

/** Articles nearest to a place of the list, at most `limit`; from the newest where no place is given. */
export async function articlesFrom(
  db: Kysely<DB>,
  filter: Filter,
  { place, limit }: { place: Place | null; limit: number },
): Promise<ListedArticle[]> {
  const newer = place?.side === 'newer';
  const query = db
    .selectFrom('articles')
    .select(listed)
    .select(pictureBlocks.as('picture_blocks'))
    .where(conditions(filter))
    .orderBy('sort_at', newer ? 'asc' : 'desc')
    .orderBy('id', newer ? 'asc' : 'desc')
    .limit(limit);
  const rows = await (
    place === null
      ? query
      : query.where(
          sql<SqlBool>`(sort_at, id) ${newer ? sql`>` : sql`<`} (${place.at}, ${place.id})`,
        )
  ).execute();
  return rows as ListedArticle[];
}

/** How many articles a filter lets through, counted up to `most`. */
export async function countArticles(db: Kysely<DB>, filter: Filter, most: number): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from (select 1 from articles where ${conditions(filter)} limit ${most}) as counted`.execute(
    db,
  );
  return rows[0]?.count ?? 0;
}

/**
 * The different values of an indexed column, by hopping from one to the next: a look for each value in place of reading
 * every row. At most 200.
 */
export async function differentValues(
  db: Kysely<DB>,
  column: 'section' | 'language',
): Promise<string[]> {
  const { rows } = await sql<{ value: string }>`
    with recursive hop as (
      (select ${sql.ref(column)} as value from articles order by 1 limit 1)
      union all
      select (select ${sql.ref(column)} from articles where ${sql.ref(column)} > hop.value order by 1 limit 1)
      from hop where hop.value is not null)
    select value from hop where value is not null and value <> '' limit 200`.execute(db);
  return rows.map(({ value }) => value);
}
