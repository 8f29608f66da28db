import type { Context } from '../../platform/context.ts';
import { conflict, notFound } from '../../platform/errors.ts';
import { recordEvent, type Actor } from '../../platform/events.ts';
import { rightsOf } from '../rules/rights.ts';
import { lockArticle, updateArticle, type ArticleRow } from '../store/articles.ts';
import { findingsOf, settle } from '../store/findings.ts';
import { rightsColumns } from './bring-up-to-date.ts';

export interface Settlement {
  articleId: string;
  findingId: string;
  as: 'ours' | 'not_ours';
  why: string;
}

/**
 * Decides what a finding means for the rights in its article, with who and why. Once all strong findings are settled as
 * ours the article may be sold; one that is not ours takes it off the shelf. Throws notFound, and
 * conflict('already_settled') where somebody was faster.
 */
export async function settleFinding(
  ctx: Context,
  settlement: Settlement,
  by: Actor,
): Promise<void> {
  const { articleId, findingId, why } = settlement;
  await ctx.transaction(async (tx) => {
    const row = await lockArticle(tx.db, articleId);
    const finding = (await findingsOf(tx.db, articleId)).find(({ id }) => id === findingId);
    if (row === null || finding === undefined) throw notFound();
    const settled = await settle(tx.db, findingId, {
      as: settlement.as,
      by: by.name,
      why,
      at: tx.now(),
    });
    if (!settled) throw conflict('already_settled');
    const rights = rightsOf(await findingsOf(tx.db, articleId));
    const columns = withoutEdited(row, rightsColumns(rights));
    // The tariff refuses agency copy by itself; of other foreign work it would make an offer.
    const offShelf =
      settlement.as === 'not_ours' &&
      rights.provenance !== 'wires' &&
      rights.provenance !== 'stock';
    await updateArticle(tx.db, articleId, {
      ...columns,
      ...(offShelf ? { licensable: false } : {}),
      changed_at: tx.now(),
    });
    await recordEvent(tx, {
      requestId: null,
      subject: { type: 'article', id: articleId },
      verb: 'settle',
      by,
      before: row.rights_check,
      after: rights.rightsCheck,
      data: { finding: finding.rule, words: finding.words, as: settlement.as, why },
    });
  });
}

function withoutEdited<T extends object>(row: ArticleRow, columns: T): Partial<T> {
  return Object.fromEntries(
    Object.entries(columns).filter(([field]) => !row.edited_fields.includes(field)),
  ) as Partial<T>;
}
