import type { Context } from '../../platform/context.ts';
import { conflict, notFound } from '../../platform/errors.ts';
import { recordEvent, type Actor } from '../../platform/events.ts';
import { rightsOf, type Rights, type SettledAs } from '../rules/rights.ts';
import { lockArticle, updateArticle, type ArticleRow } from '../store/articles.ts';
import { findingsOf, settle, type FindingRow } from '../store/findings.ts';
import { rightsColumns } from './bring-up-to-date.ts';
import { reviewOpenPages } from './review-open-pages.ts';

export interface Settlement {
  articleId: string;
  /** One finding, or null for all that are open. */
  findingId: string | null;
  as: SettledAs;
  why: string;
}

/**
 * Decides what findings mean for the rights in their article, with who and why. Once all strong findings are settled as
 * ours the article may be sold; one that is not ours takes it off the shelf; a freelance author's is licensed as the
 * tariff's rule for freelances says. Throws notFound, and
 * conflict('already_settled') where somebody was faster.
 */
export async function settleFinding(
  ctx: Context,
  settlement: Settlement,
  by: Actor,
): Promise<void> {
  const { articleId, why } = settlement;
  await ctx.transaction(async (tx) => {
    const row = await lockArticle(tx.db, articleId);
    if (row === null) throw notFound();
    const findings = chosen(await findingsOf(tx.db, articleId), settlement.findingId);
    const ids = findings.map(({ id }) => id);
    const settled = { as: settlement.as, by: by.name, why, at: tx.now() };
    if ((await settle(tx.db, ids, settled)) !== ids.length) throw conflict('already_settled');
    const rights = rightsOf(await findingsOf(tx.db, articleId));
    const columns = withoutEdited(row, rightsColumns(rights));
    const foreign = settlement.as === 'not_ours' && findings.some(isOfText);
    const shelf = foreign && isForSale(rights) ? { licensable: false } : {};
    await updateArticle(tx.db, articleId, { ...columns, ...shelf, changed_at: tx.now() });
    await reviewOpenPages(tx, articleId);
    await recordEvent(tx, {
      requestId: null,
      subject: { type: 'article', id: articleId },
      verb: 'settle',
      by,
      before: row.rights_check,
      after: rights.rightsCheck,
      data: {
        findings: findings.map(({ rule, words }) => ({ rule, words })),
        as: settlement.as,
        why,
      },
    });
  });
}

function chosen(findings: readonly FindingRow[], id: string | null): FindingRow[] {
  if (id === null) {
    const open = findings.filter(({ settled_as }) => settled_as === null);
    if (open.length === 0) throw conflict('already_settled');
    return open;
  }
  const finding = findings.find((one) => one.id === id);
  if (finding === undefined) throw notFound();
  return [finding];
}

const isOfText = ({ place }: FindingRow): boolean => place !== 'picture';

/** The tariff refuses agency copy by itself; of other foreign work it would make an offer. */
function isForSale({ provenance }: Rights): boolean {
  return provenance !== 'wires' && provenance !== 'stock';
}

function withoutEdited<T extends object>(row: ArticleRow, columns: T): Partial<T> {
  return Object.fromEntries(
    Object.entries(columns).filter(([field]) => !row.edited_fields.includes(field)),
  ) as Partial<T>;
}
