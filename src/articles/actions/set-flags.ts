import type { Context } from '../../platform/context.ts';
import { invalid, notFound, type Problem } from '../../platform/errors.ts';
import { recordEvent, type Actor } from '../../platform/events.ts';
import type { Flags } from '../rules/desk.ts';
import { requireSeen } from './require-seen.ts';
import { reviewOpenPages } from './review-open-pages.ts';
import { lockArticle, updateArticle, type ArticleRow } from '../store/articles.ts';

/**
 * Sets what may be done with an article; fields that differ are remembered as edited, so that no import changes them
 * back. One line of history names each change. Throws notFound, `invalid` where it becomes another's work without a
 * reason, and conflict('already_changed') where the page showed another state of it.
 */
export async function setFlags(
  ctx: Context,
  articleId: string,
  flags: Flags,
  by: Actor,
): Promise<void> {
  await ctx.transaction(async (tx) => {
    const row = await lockArticle(tx.db, articleId);
    if (row === null) throw notFound();
    requireSeen(row, flags.seen ?? null);
    const wanted = columnsOf(flags, row, tx.now());
    const changed = Object.entries(wanted).filter(([field, value]) =>
      differs(row[field as keyof ArticleRow], value),
    );
    const fields = changed.map(([field]) => field);
    if (fields.includes('provenance') && flags.why === '') throw invalid([noReason]);
    await updateArticle(tx.db, articleId, {
      ...Object.fromEntries(changed),
      edited_fields: JSON.stringify([...new Set([...row.edited_fields, ...fields])]),
      changed_at: tx.now(),
    });
    await reviewOpenPages(tx, articleId);
    await recordEvent(tx, {
      requestId: null,
      subject: { type: 'article', id: articleId },
      verb: row.withdrawn_at === null && flags.withdrawn ? 'withdraw' : 'set_flags',
      by,
      data: {
        changed: Object.fromEntries(changed),
        before: Object.fromEntries(fields.map((field) => [field, row[field as keyof ArticleRow]])),
        why: flags.why,
      },
    });
  });
}

const noReason: Problem = {
  field: 'why',
  message: 'Say why it is somebody else’s work or ours, in a few words: the next person will ask.',
};

function columnsOf(flags: Flags, row: ArticleRow, now: Date) {
  return {
    licensable: flags.licensable,
    co_published: flags.coPublished,
    provenance: flags.provenance,
    rightsholder: flags.rightsholder,
    embargo_until: flags.embargoUntil,
    withdrawn_at: flags.withdrawn ? (row.withdrawn_at ?? now) : null,
    cc_licence: flags.ccLicence,
  };
}

function differs(one: unknown, other: unknown): boolean {
  return one instanceof Date && other instanceof Date
    ? one.getTime() !== other.getTime()
    : one !== other;
}
