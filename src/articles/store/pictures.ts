import type { Insertable, Kysely } from 'kysely';
import type { DB } from '../../platform/db/schema.gen.ts';
import type { PictureRow } from './articles.ts';

export async function insertPictures(
  db: Kysely<DB>,
  rows: Insertable<DB['article_pictures']>[],
): Promise<void> {
  if (rows.length > 0) await db.insertInto('article_pictures').values(rows).execute();
}

export async function deletePictures(db: Kysely<DB>, articleId: string): Promise<void> {
  await db.deleteFrom('article_pictures').where('article_id', '=', articleId).execute();
}

/** Which addresses of pictures a person cleared for passing on. */
export async function clearedUrls(
  db: Kysely<DB>,
  articleId: string,
): Promise<Set<PictureRow['url']>> {
  const rows = await db
    .selectFrom('article_pictures')
    .select('url')
    .where('article_id', '=', articleId)
    .where('distributable', '=', true)
    .execute();
  return new Set(rows.map(({ url }) => url));
}
