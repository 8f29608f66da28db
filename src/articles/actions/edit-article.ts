import type { Context } from '../../platform/context.ts';
import { notFound } from '../../platform/errors.ts';
import { recordEvent, type Actor } from '../../platform/events.ts';
import { contentHash } from '../../values/text.ts';
import type { Edits } from '../rules/desk.ts';
import { lockArticle, updateArticle, type ArticleRow } from '../store/articles.ts';
import { updateSearch } from '../store/batch.ts';
import { searchTexts } from './article-rows.ts';

/** Changes what the catalogue says of an article; an import keeps its hands off these fields from then on. Throws notFound. */
export async function editArticle(
  ctx: Context,
  articleId: string,
  edits: Edits,
  by: Actor,
): Promise<void> {
  await ctx.transaction(async (tx) => {
    const row = await lockArticle(tx.db, articleId);
    if (row === null) throw notFound();
    const wanted = columnsOf(edits, row);
    const changed = Object.entries(wanted).filter(
      ([field, value]) => JSON.stringify(row[field as keyof ArticleRow]) !== JSON.stringify(value),
    );
    if (changed.length === 0) return;
    const fields = changed.map(([field]) => field);
    const after = { ...row, ...wanted };
    await updateArticle(tx.db, articleId, {
      ...wanted,
      bylines: JSON.stringify(wanted.bylines),
      content_hash: contentHash(after.title, after.standfirst, after.body_text),
      edited_fields: JSON.stringify([...new Set([...row.edited_fields, ...fields])]),
      changed_at: tx.now(),
    });
    await updateSearch(tx.db, articleId, searchTexts({ ...after, bodyText: after.body_text }));
    await recordEvent(tx, {
      requestId: null,
      subject: { type: 'article', id: articleId },
      verb: 'edit',
      by,
      data: {
        changed: Object.fromEntries(changed),
        before: Object.fromEntries(fields.map((field) => [field, row[field as keyof ArticleRow]])),
      },
    });
  });
}

function columnsOf(edits: Edits, row: ArticleRow) {
  const { title, standfirst, bylines, section, language } = edits;
  const counted = row.body_text === '' ? edits.wordCount : row.word_count;
  return { title, standfirst, bylines, section, language, word_count: counted };
}
