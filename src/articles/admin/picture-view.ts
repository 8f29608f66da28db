import { listText } from '../../platform/formats.ts';
import { shorten } from '../../values/text.ts';
import { foreignWords } from '../rules/picture-rights.ts';
import { placeNamesOf } from '../rules/places.ts';
import type { PictureRow } from '../store/pictures.ts';

/** A picture as the desk shows it: with the words by which it is somebody else's, and where it may not be used. */
export function pictureView(picture: PictureRow, locale: string, t: (key: string) => string) {
  const { id, url, credit, caption, alt, distributable } = picture;
  return {
    id,
    url,
    credit,
    distributable,
    name: shorten(caption || alt, 140) || t('A picture'),
    foreign: foreignWords(picture),
    notIn: listText(locale, placeNamesOf(picture.blocked_in, locale)),
    note: picture.rights_note,
  };
}

/** What the form of a picture begins with. */
export function pictureValues(picture: PictureRow, locale: string): Record<string, string> {
  return {
    distributable: picture.distributable ? 'yes' : '',
    credit: picture.credit,
    blockedIn: placeNamesOf(picture.blocked_in, locale).join(', '),
    note: picture.rights_note,
  };
}
