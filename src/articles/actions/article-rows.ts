import type { Tx } from '../../platform/context.ts';
import { slugify } from '../../values/text.ts';
import type { ImportedArticle } from '../import/types.ts';
import { rightsOf } from '../rules/rights.ts';
import { indexText, plainWords, searchConfig } from '../rules/search-words.ts';
import type { NewArticle, SearchTexts } from '../store/batch.ts';

// PostgreSQL refuses an index of more than a megabyte; no search needs the end of so long a text.
const longestIndexed = 200_000;

/** The texts that an article is found by. */
export function searchTexts(article: {
  language: string;
  title: string;
  standfirst: string;
  bylines: readonly string[];
  bodyText: string;
}): SearchTexts {
  const names = article.bylines.join(' ');
  return {
    config: searchConfig(article.language),
    plain: plainWords(`${article.title} ${article.standfirst} ${names}`),
    index_title: indexText(article.title),
    index_standfirst: indexText(article.standfirst),
    index_body: indexText(article.bodyText.slice(0, longestIndexed)),
  };
}

/** Where an article stands in the list: no date of the future may keep it on top. */
export function sortTime(publishedAt: Date | null, now: Date): Date {
  return publishedAt === null || publishedAt > now ? now : publishedAt;
}

/** The wished slug of an article. */
export function slugOf(article: ImportedArticle): string {
  return slugify(article.title);
}

/** The row of a new article with a slug that is free. */
export function newRow(tx: Tx, article: ImportedArticle, slug: string): NewArticle {
  const now = tx.now();
  const rights = rightsOf(article.findings.map((finding) => ({ ...finding, settled_as: null })));
  return {
    ...searchTexts(article),
    id: tx.newId(),
    slug,
    url: article.url,
    url_key: article.urlKey,
    source_id: article.sourceId,
    title: article.title,
    standfirst: article.standfirst,
    bylines: article.bylines,
    body_html: article.bodyHtml,
    body_text: article.bodyText,
    section: article.section,
    tags: article.tags,
    language: article.language,
    language_found: article.languageFound,
    published_at: article.publishedAt,
    revised_at: article.updatedAt,
    word_count: article.wordCount,
    paragraph_count: article.paragraphCount,
    content_hash: article.contentHash,
    import_hash: article.importHash,
    provenance: rights.provenance,
    rights_check: rights.rightsCheck,
    co_published: rights.coPublished,
    rightsholder: rights.rightsholder,
    cc_licence: article.ccLicence,
    imported_at: now,
    sort_at: sortTime(article.publishedAt, now),
  };
}
