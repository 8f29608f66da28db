import { sql, type Insertable, type Kysely, type Selectable, type Updateable } from 'kysely';
import type { DB } from '../../platform/db/schema.gen.ts';

export type PictureRow = Omit<
  Selectable<DB['article_pictures']>,
  'blocked_in' | 'edited_fields'
> & {
  /** Countries (ISO 3166-1) and regions (UN M49) where it may not be used. */
  blocked_in: string[];
  /** Columns that staff set. */
  edited_fields: string[];
};

/** What its public page shows of a picture. */
export type PictureShown = Pick<
  PictureRow,
  'caption' | 'alt' | 'credit' | 'distributable' | 'blocked_in'
>;

/** All pictures of an article as its page shows them, in their order, to be read along with the article. */
export const picturesShown = sql<PictureShown[]>`(select coalesce(jsonb_agg(jsonb_build_object(
  'caption', caption, 'alt', alt, 'credit', credit, 'distributable', distributable, 'blocked_in', blocked_in)
  order by position), '[]') from article_pictures where article_pictures.article_id = articles.id)`;

/** The pictures of an article in their order. */
export async function picturesOfArticle(db: Kysely<DB>, articleId: string): Promise<PictureRow[]> {
  const rows = await db
    .selectFrom('article_pictures')
    .selectAll()
    .where('article_id', '=', articleId)
    .orderBy('position')
    .execute();
  return rows as PictureRow[];
}

/** One picture of an article, held against other changes until the transaction ends; null where it has no such. */
export async function lockPicture(
  db: Kysely<DB>,
  articleId: string,
  id: string,
): Promise<PictureRow | null> {
  const row = await db
    .selectFrom('article_pictures')
    .selectAll()
    .where('article_id', '=', articleId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  return (row as PictureRow | undefined) ?? null;
}

export async function updatePicture(
  db: Kysely<DB>,
  id: string,
  change: Updateable<DB['article_pictures']>,
): Promise<void> {
  await db.updateTable('article_pictures').set(change).where('id', '=', id).execute();
}

export async function insertPictures(
  db: Kysely<DB>,
  rows: Insertable<DB['article_pictures']>[],
): Promise<void> {
  if (rows.length > 0) await db.insertInto('article_pictures').values(rows).execute();
}

export async function deletePictures(db: Kysely<DB>, articleId: string): Promise<void> {
  await db.deleteFrom('article_pictures').where('article_id', '=', articleId).execute();
}
