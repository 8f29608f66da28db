import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { DB } from '../../platform/db/schema.gen.ts';
import { plainWords, termQuery, type Term } from '../rules/search-words.ts';
import { pictureBlocks } from './articles.ts';
import { conditions, listed, type Filter, type ListedArticle } from './catalogue.ts';

/** Of more matches than these only the newest are ranked. */
export const mostRanked = 500;

/**
 * The terms as one text query over every stemming in use: each word must be met in one of them. Words that say nothing
 * in one of the languages ("the") are left out. Null where nothing is left to look for.
 */
export async function textQuery(
  db: Kysely<DB>,
  terms: readonly Term[],
  configs: readonly string[],
): Promise<string | null> {
  if (terms.length === 0) return null;
  const telling = terms.map((term) => termIn(term, configs, true));
  const any = terms.map((term) => termIn(term, [], false));
  const { rows } = await sql<{ telling: string; any: string }>`
    select (${sql.join(telling, sql` && `)})::text as telling, (${sql.join(any, sql` && `)})::text as any`.execute(
    db,
  );
  const found = rows[0];
  return found?.telling || found?.any || null;
}

function termIn(
  term: Term,
  configs: readonly string[],
  dropStopWords: boolean,
): RawBuilder<string> {
  const plain = termQuery({ ...term, words: term.words.map(plainWords) });
  const simple = sql<string>`to_tsquery('simple', ${plain})`;
  // A beginning is looked for as it was typed, also among stems: stemming it ("protst" → "prot") would widen it.
  const whole = termQuery({ ...term, prefix: false });
  const stemmed = configs
    .filter((config) => config !== 'simple')
    .map((config) => sql<string>`to_tsquery(${sql.lit(config)}, ${whole})`);
  if (stemmed.length === 0) return simple;
  const either = sql<string>`(${sql.join([...stemmed, simple], sql` || `)})`;
  if (!dropStopWords) return either;
  const empty = sql.join(
    stemmed.map((query) => sql`numnode(${query}) = 0`),
    sql` or `,
  );
  return sql`case when ${empty} then ''::tsquery else ${either} end`;
}

export interface Found {
  rows: ListedArticle[];
  /** Matches, counted up to `mostRanked`. */
  total: number;
}

/**
 * Articles that match a text query, the most fitting of the newest first. The index is asked before anything is sorted:
 * otherwise the planner walks the list by date and takes seconds for rare words.
 */
export async function articlesMatching(
  db: Kysely<DB>,
  query: string,
  filter: Filter,
  { offset, limit }: { offset: number; limit: number },
): Promise<Found> {
  const { rows } = await sql<ListedArticle & { total: number }>`
    with hits as materialized (
      select id, sort_at from articles where search @@ ${query}::tsquery and ${conditions(filter)}
    ), newest as materialized (
      select id from hits order by sort_at desc, id desc limit ${mostRanked}
    )
    select ${sql.join(listed.map((column) => sql.ref(`articles.${column}`)))},
      ${pictureBlocks} as picture_blocks, (select count(*) from newest) as total
    from newest join articles on articles.id = newest.id
    order by ts_rank(articles.search, ${query}::tsquery) desc, articles.sort_at desc, articles.id desc
    limit ${limit} offset ${offset}`.execute(db);
  return { rows, total: rows[0]?.total ?? 0 };
}

/** Known words that share a spelling with one of the given ones. */
export async function wordsSpelled(
  db: Kysely<DB>,
  spellings: readonly string[],
): Promise<string[]> {
  const { rows } = await sql<{ word: string }>`
    select distinct word from article_spellings where spelling = any(${[...spellings]}::text[]) limit 500`.execute(
    db,
  );
  return rows.map(({ word }) => word);
}
