import type { Tx } from '../../platform/context.ts';
import { recordEvent, system } from '../../platform/events.ts';
import type { ImportedArticle, Picture } from '../import/types.ts';
import { keptRights } from '../rules/picture-rights.ts';
import {
  deletePictures,
  insertPictures,
  picturesOfArticle,
  type PictureRow,
} from '../store/pictures.ts';

/**
 * Takes over the pictures that an import brings. One that was there already, by its address, keeps its id and what staff
 * said of its rights; a new one may not be passed on until staff say so.
 */
export async function renewPictures(
  tx: Tx,
  articleId: string,
  { pictures }: ImportedArticle,
): Promise<void> {
  const old = await picturesOfArticle(tx.db, articleId);
  const byUrl = new Map(old.map((picture) => [picture.url, picture]));
  await deletePictures(tx.db, articleId);
  await insertPictures(
    tx.db,
    pictures.map((picture, position) => ({
      ...rightsIn(tx, picture, byUrl.get(picture.url)),
      article_id: articleId,
      position,
      url: picture.url,
      caption: picture.caption,
      alt: picture.alt,
    })),
  );
  for (const picture of pictures) await tellOfLoss(tx, picture, byUrl.get(picture.url));
}

function rightsIn(tx: Tx, brought: Picture, old: PictureRow | undefined) {
  if (old === undefined) return { id: tx.newId(), credit: brought.credit };
  return {
    id: old.id,
    ...pick(keptRights(old, brought)),
    blocked_in: JSON.stringify(old.blocked_in),
    rights_note: old.rights_note,
    edited_fields: JSON.stringify(old.edited_fields),
  };
}

const pick = ({ credit, distributable }: ReturnType<typeof keptRights>) => ({
  credit,
  distributable,
});

/** A clearance that the new words of a picture took back stands in the history. */
async function tellOfLoss(tx: Tx, brought: Picture, old: PictureRow | undefined): Promise<void> {
  if (old?.distributable !== true || keptRights(old, brought).distributable) return;
  await recordEvent(tx, {
    requestId: null,
    subject: { type: 'article', id: old.article_id },
    verb: 'set_picture',
    by: system,
    data: {
      picture: old.url,
      changed: { distributable: false, credit: brought.credit },
      before: { distributable: true, credit: old.credit },
      why: brought.credit || brought.caption,
    },
  });
}
