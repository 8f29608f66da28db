import type { Tx } from '../../platform/context.ts';
import type { ImportedArticle } from '../import/types.ts';
import { freeSlug, slugCandidates } from '../rules/import-hash.ts';
import { spellingsOf, wordsToLearn } from '../rules/spelling.ts';
import {
  insertArticles,
  knownArticles,
  learnWords,
  lockCatalogue,
  takenSlugs,
  type NewArticle,
} from '../store/batch.ts';
import { insertFindings } from '../store/findings.ts';
import { insertPictures } from '../store/pictures.ts';
import { newRow, slugOf } from './article-rows.ts';
import { bringUpToDate } from './bring-up-to-date.ts';

export interface BatchCounts {
  created: number;
  changed: number;
  unchanged: number;
}

/**
 * Stores articles of an import: new ones are added, changed ones brought up to date without touching what staff edited,
 * and equal ones left alone. The articles must have different addresses.
 */
export async function storeBatch(
  tx: Tx,
  articles: readonly ImportedArticle[],
): Promise<BatchCounts> {
  if (articles.length === 0) return { created: 0, changed: 0, unchanged: 0 };
  await lockCatalogue(tx.db);
  const rows = await knownArticles(
    tx.db,
    articles.map(({ urlKey }) => urlKey),
  );
  const known = new Map(rows.map((row) => [row.url_key, row]));
  const fresh = articles.filter(({ urlKey }) => !known.has(urlKey));
  const changed = articles.filter((article) => {
    const row = known.get(article.urlKey);
    return row !== undefined && row.import_hash !== article.importHash;
  });
  await addNew(tx, fresh);
  for (const article of changed)
    await bringUpToDate(tx, known.get(article.urlKey)?.id ?? '', article);
  await learn(tx, [...fresh, ...changed]);
  const unchanged = articles.length - fresh.length - changed.length;
  return { created: fresh.length, changed: changed.length, unchanged };
}

async function addNew(tx: Tx, articles: readonly ImportedArticle[]): Promise<void> {
  const slugs = await freeSlugs(tx, articles);
  const rows = articles.map((article, index) => newRow(tx, article, slugs[index] ?? ''));
  await insertArticles(tx.db, rows);
  const pairs = articles.map((article, index): [ImportedArticle, NewArticle | undefined] => [
    article,
    rows[index],
  ]);
  await insertPictures(
    tx.db,
    pairs.flatMap(([article, row]) => pictureRows(tx, row?.id ?? '', article)),
  );
  await insertFindings(
    tx.db,
    pairs.flatMap(([article, row]) => findingRows(tx, row?.id ?? '', article)),
  );
}

async function freeSlugs(tx: Tx, articles: readonly ImportedArticle[]): Promise<string[]> {
  if (articles.length === 0) return [];
  const candidates = articles.flatMap((article) => slugCandidates(slugOf(article), article.urlKey));
  const taken = new Set(await takenSlugs(tx.db, candidates));
  return articles.map((article) => {
    const slug = freeSlug(slugOf(article), article.urlKey, taken);
    taken.add(slug);
    return slug;
  });
}

function pictureRows(
  tx: Tx,
  articleId: string,
  { pictures }: ImportedArticle,
): Parameters<typeof insertPictures>[1] {
  return pictures.map(({ url, credit, caption, alt }, position) => ({
    id: tx.newId(),
    article_id: articleId,
    position,
    url,
    credit,
    caption,
    alt,
  }));
}

function findingRows(
  tx: Tx,
  articleId: string,
  { findings }: ImportedArticle,
): Parameters<typeof insertFindings>[1] {
  return findings.map(({ rule, weight, place, words, context }) => ({
    id: tx.newId(),
    article_id: articleId,
    rule,
    weight,
    place,
    words,
    context,
    created_at: tx.now(),
  }));
}

async function learn(tx: Tx, articles: readonly ImportedArticle[]): Promise<void> {
  const texts = articles.map(
    ({ title, standfirst, bylines }) => `${title} ${standfirst} ${bylines.join(' ')}`,
  );
  await learnWords(tx.db, wordsToLearn(texts.join(' ')), spellingsOf);
}
