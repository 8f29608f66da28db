import type { Kysely } from 'kysely';
import type { OwnedPicture } from '../../articles/rules/pictures-covered.ts';
import type { DB } from '../../platform/db/schema.gen.ts';

export interface IssueFacts {
  item_id: string;
  use: unknown;
  quote: unknown;
  title: string;
  url: string;
  bylines: string[];
  language: string;
  published_at: Date | null;
  content_hash: string;
  word_count: number;
  article_id: string;
  organisation: string;
  contact_name: string;
  email: string;
  end_client: string;
  publication_title: string;
  reference: string;
}

/** The pictures of an article as they stand now, in their order, with what may be done with them. */
export async function picturesNow(db: Kysely<DB>, articleId: string): Promise<OwnedPicture[]> {
  const rows = await db
    .selectFrom('article_pictures')
    .select(['url', 'caption', 'alt', 'credit', 'distributable', 'blocked_in'])
    .where('article_id', '=', articleId)
    .orderBy('position')
    .execute();
  return rows as OwnedPicture[];
}

/** What a licence is made of, one row an article that is in the request, in its order. */
export async function issueFacts(db: Kysely<DB>, requestId: string): Promise<IssueFacts[]> {
  const rows = await db
    .selectFrom('request_items')
    .innerJoin('articles', 'articles.id', 'request_items.article_id')
    .innerJoin('requests', 'requests.id', 'request_items.request_id')
    .select([
      'request_items.id as item_id',
      'request_items.use',
      'request_items.quote',
      'request_items.article_id',
    ])
    .select([
      'articles.title',
      'articles.url',
      'articles.bylines',
      'articles.language',
      'articles.published_at',
    ])
    .select(['articles.content_hash', 'articles.word_count'])
    .select([
      'requests.organisation',
      'requests.contact_name',
      'requests.email',
      'requests.end_client',
    ])
    .select(['requests.publication_title', 'requests.reference'])
    .where('request_items.request_id', '=', requestId)
    .where('request_items.left_out_why', 'is', null)
    .orderBy('request_items.position')
    .execute();
  return rows.map((row) => ({ ...row, bylines: row.bylines as string[] }));
}
