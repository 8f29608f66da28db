import type { Context, Tx } from '../../platform/context.ts';
import { invalid, notFound } from '../../platform/errors.ts';
import { recordEvent, type Actor } from '../../platform/events.ts';
import { shorten } from '../../values/text.ts';
import { foreignWords, type PictureRights } from '../rules/picture-rights.ts';
import { requireSeen } from './require-seen.ts';
import { lockArticle, updateArticle } from '../store/articles.ts';
import { lockPicture, updatePicture, type PictureRow } from '../store/pictures.ts';

/**
 * Says whether a picture may be passed on, with which credit and where not; no import changes it back. Throws notFound,
 * `invalid` where a picture whose words name an agency is cleared without a note of what allows it, and
 * conflict('already_changed') where the page showed another state of the article.
 */
export async function setPictureRights(
  ctx: Context,
  { articleId, pictureId }: { articleId: string; pictureId: string },
  { rights, by }: { rights: PictureRights; by: Actor },
): Promise<void> {
  await ctx.transaction(async (tx) => {
    const article = await lockArticle(tx.db, articleId);
    const picture = article && (await lockPicture(tx.db, articleId, pictureId));
    if (article === null || picture === null) throw notFound();
    requireSeen(article, rights.seen ?? null);
    requireReason(picture, rights);
    const wanted = columnsOf(rights);
    const changed = Object.entries(wanted).filter(
      ([field, value]) =>
        JSON.stringify(picture[field as keyof PictureRow]) !== JSON.stringify(value),
    );
    if (changed.length === 0) return;
    const fields = changed.map(([field]) => field);
    await updatePicture(tx.db, pictureId, {
      ...wanted,
      blocked_in: JSON.stringify(wanted.blocked_in),
      edited_fields: JSON.stringify([...new Set([...picture.edited_fields, ...fields])]),
    });
    await updateArticle(tx.db, articleId, { changed_at: tx.now() });
    await recordChange(tx, picture, { changed, why: rights.note, by });
  });
}

function requireReason(picture: PictureRow, { distributable, credit, note }: PictureRights): void {
  const words = foreignWords(picture) ?? foreignWords({ credit, caption: '' });
  if (!distributable || words === null || note !== '') return;
  throw invalid([
    {
      field: 'note',
      message: 'Its words say “{words}”. Write down what allows you to pass it on all the same.',
      params: { words: shorten(words, 80) },
    },
  ]);
}

function columnsOf({ distributable, credit, blockedIn, note }: PictureRights) {
  return { distributable, credit, blocked_in: blockedIn, rights_note: note };
}

interface Change {
  changed: [string, unknown][];
  why: string;
  by: Actor;
}

async function recordChange(
  tx: Tx,
  picture: PictureRow,
  { changed, why, by }: Change,
): Promise<void> {
  await recordEvent(tx, {
    requestId: null,
    subject: { type: 'article', id: picture.article_id },
    verb: 'set_picture',
    by,
    data: {
      picture: picture.url,
      changed: Object.fromEntries(changed),
      before: Object.fromEntries(
        changed.map(([field]) => [field, picture[field as keyof PictureRow]]),
      ),
      why,
    },
  });
}
