import { type Kysely, type Selectable, sql, type Updateable } from 'kysely';
import type { DB } from '../../platform/db/schema.gen.ts';
import { picturesShown, type PictureShown } from './pictures.ts';

type Row = Selectable<DB['articles']>;
/** An article as it stands, without its search index. */
export type ArticleRow = Omit<Row, 'search' | 'bylines' | 'tags' | 'edited_fields'> & {
  bylines: string[];
  tags: string[];
  edited_fields: string[];
  picture_blocks: string[][];
};

const columns = [
  'id',
  'slug',
  'url',
  'url_key',
  'source_id',
  'title',
  'standfirst',
  'bylines',
  'body_html',
  'body_text',
  'section',
  'tags',
  'language',
  'language_found',
  'published_at',
  'revised_at',
  'word_count',
  'paragraph_count',
  'content_hash',
  'import_hash',
  'provenance',
  'rights_check',
  'licensable',
  'co_published',
  'embargo_until',
  'withdrawn_at',
  'cc_licence',
  'rightsholder',
  'edited_fields',
  'imported_at',
  'changed_at',
  'sort_at',
] as const;

/** For each picture of an article that may be passed on, the places where it may not be used. */
export const pictureBlocks = sql<string[][]>`(select coalesce(jsonb_agg(blocked_in), '[]')
  from article_pictures where article_pictures.article_id = articles.id and article_pictures.distributable)`;

export async function articleBySlug(db: Kysely<DB>, slug: string): Promise<ArticleRow | null> {
  return articleWhere(db, 'slug', slug);
}

export async function articleById(db: Kysely<DB>, id: string): Promise<ArticleRow | null> {
  return articleWhere(db, 'id', id);
}

export async function articleByUrlKey(db: Kysely<DB>, key: string): Promise<ArticleRow | null> {
  return articleWhere(db, 'url_key', key);
}

async function articleWhere(
  db: Kysely<DB>,
  column: 'id' | 'slug' | 'url_key',
  value: string,
): Promise<ArticleRow | null> {
  // No text of the database can hold this character, and asking for it is an error there.
  if (value.includes('\u0000')) return null;
  const row = await db
    .selectFrom('articles')
    .select(columns)
    .select(pictureBlocks.as('picture_blocks'))
    .where(column, '=', value)
    .executeTakeFirst();
  return (row as ArticleRow | undefined) ?? null;
}

/** An article with its pictures, in one look. */
export async function articleWithPictures(
  db: Kysely<DB>,
  slug: string,
): Promise<{ row: ArticleRow; pictures: PictureShown[] } | null> {
  if (slug.includes('\u0000')) return null;
  const found = await db
    .selectFrom('articles')
    .select(columns)
    .select([pictureBlocks.as('picture_blocks'), picturesShown.as('pictures_shown')])
    .where('slug', '=', slug)
    .executeTakeFirst();
  if (found === undefined) return null;
  const { pictures_shown: pictures, ...row } = found;
  return { row: row as ArticleRow, pictures };
}

/** The row, held against every other change until the transaction ends. */
export async function lockArticle(db: Kysely<DB>, id: string): Promise<ArticleRow | null> {
  const row = await db
    .selectFrom('articles')
    .select(columns)
    .select(sql<string[][]>`'[]'::jsonb`.as('picture_blocks'))
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  return (row as ArticleRow | undefined) ?? null;
}

export async function updateArticle(
  db: Kysely<DB>,
  id: string,
  change: Updateable<DB['articles']>,
): Promise<void> {
  await db.updateTable('articles').set(change).where('id', '=', id).execute();
}
