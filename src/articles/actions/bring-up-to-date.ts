import type { Updateable } from 'kysely';
import type { Tx } from '../../platform/context.ts';
import type { DB } from '../../platform/db/schema.gen.ts';
import { recordEvent, system } from '../../platform/events.ts';
import { contentHash } from '../../values/text.ts';
import type { ImportedArticle } from '../import/types.ts';
import { rightsOf, type Rights } from '../rules/rights.ts';
import { lockArticle, updateArticle, type ArticleRow } from '../store/articles.ts';
import { updateSearch } from '../store/batch.ts';
import { deleteFindings, findingsOf, insertFindings, type FindingRow } from '../store/findings.ts';
import { searchTexts, sortTime } from './article-rows.ts';
import { renewPictures } from './renew-pictures.ts';
import { reviewOpenPages } from './review-open-pages.ts';

type Change = Updateable<DB['articles']>;

/**
 * Takes over what an import brings anew for a known article. Fields that staff edited keep their value; settled findings
 * stay settled, and so does what staff said about pictures. A change of the text itself is written into the history.
 */
export async function bringUpToDate(tx: Tx, id: string, article: ImportedArticle): Promise<void> {
  const row = await lockArticle(tx.db, id);
  if (row === null) throw new Error(`article ${id} vanished during its import`);
  const findings = await renewFindings(tx, id, article);
  const brought: Change = { ...contentOf(article), ...rightsColumns(rightsOf(findings)) };
  const kept = Object.fromEntries(
    Object.entries(brought).filter(([field]) => !isEdited(row, field, article)),
  );
  const change: Change = {
    ...kept,
    import_hash: article.importHash,
    changed_at: tx.now(),
    sort_at: sortTime(article.publishedAt, row.imported_at),
  };
  const after = { ...row, ...pickTexts(row, article) };
  change.content_hash = contentHash(after.title, after.standfirst, after.body_text);
  await updateArticle(tx.db, id, change);
  await updateSearch(tx.db, id, searchTexts({ ...after, bodyText: after.body_text }));
  await renewPictures(tx, id, article);
  await reviewOpenPages(tx, id);
  if (change.content_hash === row.content_hash) return;
  await recordEvent(tx, {
    requestId: null,
    subject: { type: 'article', id },
    verb: 'correct',
    by: system,
    data: { before: row.content_hash, after: change.content_hash },
  });
}

function isEdited(row: ArticleRow, field: string, article: ImportedArticle): boolean {
  // Words counted by hand give way to a text that can be counted.
  if ((field === 'word_count' || field === 'paragraph_count') && article.wordCount > 0)
    return false;
  return row.edited_fields.includes(field);
}

function contentOf(article: ImportedArticle): Change {
  return {
    url: article.url,
    source_id: article.sourceId,
    title: article.title,
    standfirst: article.standfirst,
    bylines: JSON.stringify(article.bylines),
    body_html: article.bodyHtml,
    body_text: article.bodyText,
    section: article.section,
    tags: JSON.stringify(article.tags),
    language: article.language,
    language_found: article.languageFound,
    published_at: article.publishedAt,
    revised_at: article.updatedAt,
    word_count: article.wordCount,
    paragraph_count: article.paragraphCount,
    cc_licence: article.ccLicence,
  };
}

/** Columns of an article that follow from its findings. */
export function rightsColumns(
  rights: Rights,
): Pick<Change, 'provenance' | 'rights_check' | 'co_published' | 'rightsholder'> {
  return {
    provenance: rights.provenance,
    rights_check: rights.rightsCheck,
    co_published: rights.coPublished,
    rightsholder: rights.rightsholder,
  };
}

function pickTexts(
  row: ArticleRow,
  article: ImportedArticle,
): Pick<ArticleRow, 'title' | 'standfirst' | 'bylines' | 'language' | 'body_text'> {
  const of = <T>(field: keyof ArticleRow, brought: T, old: T): T =>
    row.edited_fields.includes(field) ? old : brought;
  return {
    title: of('title', article.title, row.title),
    standfirst: of('standfirst', article.standfirst, row.standfirst),
    bylines: of('bylines', article.bylines, row.bylines),
    language: of('language', article.language, row.language),
    body_text: article.bodyText,
  };
}

async function renewFindings(
  tx: Tx,
  articleId: string,
  article: ImportedArticle,
): Promise<FindingRow[]> {
  const old = await findingsOf(tx.db, articleId);
  const key = ({ rule, place, words }: { rule: string; place: string; words: string }): string =>
    `${rule}\n${place}\n${words}`;
  const oldKeys = new Set(old.map(key));
  const newKeys = new Set(article.findings.map(key));
  await deleteFindings(
    tx.db,
    old
      .filter((finding) => finding.settled_as === null && !newKeys.has(key(finding)))
      .map(({ id }) => id),
  );
  const fresh = article.findings.filter((finding) => !oldKeys.has(key(finding)));
  await insertFindings(
    tx.db,
    fresh.map(({ rule, weight, place, words, context }) => ({
      id: tx.newId(),
      article_id: articleId,
      rule,
      weight,
      place,
      words,
      context,
      created_at: tx.now(),
    })),
  );
  return findingsOf(tx.db, articleId);
}
