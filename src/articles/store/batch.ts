import { type Kysely, sql } from 'kysely';
import type { DB } from '../../platform/db/schema.gen.ts';

/** One import writes at a time, in whatever process: two feeds with the same article must not race. */
export async function lockCatalogue(db: Kysely<DB>): Promise<void> {
  await sql`select pg_advisory_xact_lock(7360118)`.execute(db);
}

export interface KnownArticle {
  id: string;
  url_key: string;
  import_hash: string;
}

/** Which addresses are in the catalogue already, and what their last import brought. */
export async function knownArticles(
  db: Kysely<DB>,
  urlKeys: readonly string[],
): Promise<KnownArticle[]> {
  return db
    .selectFrom('articles')
    .select(['id', 'url_key', 'import_hash'])
    .where('url_key', 'in', [...urlKeys])
    .execute();
}

/** Which of these slugs are taken. */
export async function takenSlugs(db: Kysely<DB>, slugs: readonly string[]): Promise<string[]> {
  const rows = await db
    .selectFrom('articles')
    .select('slug')
    .where('slug', 'in', [...slugs])
    .execute();
  return rows.map(({ slug }) => slug);
}

/** The text that the search index of an article is made of. */
export interface SearchTexts {
  /** Text search configuration of PostgreSQL. */
  config: string;
  /** Headline and names in small letters without accents, for beginnings of words. */
  plain: string;
  index_title: string;
  index_standfirst: string;
  index_body: string;
}

export interface NewArticle extends SearchTexts {
  id: string;
  slug: string;
  url: string;
  url_key: string;
  source_id: string | null;
  title: string;
  standfirst: string;
  bylines: string[];
  body_html: string;
  body_text: string;
  section: string;
  tags: string[];
  language: string;
  language_found: string | null;
  published_at: Date | null;
  revised_at: Date | null;
  word_count: number;
  paragraph_count: number;
  content_hash: string;
  import_hash: string;
  provenance: string;
  rights_check: string;
  co_published: boolean;
  rightsholder: string;
  cc_licence: string | null;
  imported_at: Date;
  sort_at: Date;
}

const index = sql`setweight(to_tsvector(r.config::regconfig, r.index_title), 'A') || setweight(to_tsvector('simple', r.plain), 'B')
  || setweight(to_tsvector(r.config::regconfig, r.index_standfirst), 'B') || setweight(to_tsvector(r.config::regconfig, r.index_body), 'D')`;

/** All articles of a batch in one statement; the index is made on the way in. */
export async function insertArticles(db: Kysely<DB>, rows: readonly NewArticle[]): Promise<void> {
  if (rows.length === 0) return;
  await sql`
    insert into articles (id, slug, url, url_key, source_id, title, standfirst, bylines, body_html, body_text, section,
      tags, language, language_found, published_at, revised_at, word_count, paragraph_count, content_hash, import_hash,
      provenance, rights_check, co_published, rightsholder, cc_licence, imported_at, changed_at, sort_at, search)
    select id, slug, url, url_key, source_id, title, standfirst, bylines, body_html, body_text, section,
      tags, language, language_found, published_at, revised_at, word_count, paragraph_count, content_hash, import_hash,
      provenance, rights_check, co_published, rightsholder, cc_licence, imported_at, imported_at, sort_at, ${index}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id uuid, slug text, url text, url_key text,
      source_id text, title text, standfirst text, bylines jsonb, body_html text, body_text text, section text,
      tags jsonb, language text, language_found text, published_at timestamptz, revised_at timestamptz,
      word_count integer, paragraph_count integer, content_hash text, import_hash text, provenance text,
      rights_check text, co_published boolean, rightsholder text, cc_licence text, imported_at timestamptz, sort_at timestamptz,
      config text, plain text, index_title text, index_standfirst text, index_body text)`.execute(
    db,
  );
}

/** Makes the search index of one article anew. */
export async function updateSearch(db: Kysely<DB>, id: string, texts: SearchTexts): Promise<void> {
  await sql`update articles set search = ${index} from jsonb_to_record(${JSON.stringify(texts)}::jsonb)
    as r(config text, plain text, index_title text, index_standfirst text, index_body text) where articles.id = ${id}`.execute(
    db,
  );
}

/** Teaches the catalogue words; those it knows are passed over. */
export async function learnWords(
  db: Kysely<DB>,
  words: readonly string[],
  spellings: (word: string) => string[],
): Promise<void> {
  if (words.length === 0) return;
  const { rows } = await sql<{ word: string }>`
    select word from article_spellings where spelling = any(${[...words]}::text[]) and spelling = word`.execute(
    db,
  );
  const known = new Set(rows.map(({ word }) => word));
  const pairs = words
    .filter((word) => !known.has(word))
    .flatMap((word) => spellings(word).map((spelling) => ({ spelling, word })));
  if (pairs.length === 0) return;
  await sql`insert into article_spellings (spelling, word)
    select spelling, word from jsonb_to_recordset(${JSON.stringify(pairs)}::jsonb) as r(spelling text, word text)
    on conflict do nothing`.execute(db);
}

/** New entries of the index are kept in a list that every search reads; after an import it is worked in. */
export async function tidyIndex(db: Kysely<DB>): Promise<void> {
  await sql`select gin_clean_pending_list('articles_search'::regclass)`.execute(db);
}
