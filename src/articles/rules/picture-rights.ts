import { innocentNames } from './provenance-others.ts';
import { inPicture } from './provenance-places.ts';

/** What is written beside a picture. */
export interface PictureWords {
  credit: string;
  caption: string;
}

/** What staff say about a picture. */
export interface PictureRights {
  /** May be passed on with the article. */
  distributable: boolean;
  credit: string;
  /** Countries (ISO 3166-1) and regions (UN M49) where it may not be used. */
  blockedIn: readonly string[];
  /** Why, for the next person. */
  note: string;
  /** When the article of the page was changed last; null where nobody had a page before them. */
  seen?: string | null;
}

// Sentences of agencies and museums that forbid to pass a picture on, as they stand in credits.
const forbidden =
  /\b(?:(?:may|must|can) ?not be (?:re-?published|reproduced|redistributed|re-?sold|re-?used|used elsewhere|passed on)|(?:not|no) (?:for )?(?:re-?publication|redistribution|reproduction|re-?sale|re-?use|syndication|third[- ]party use)|no (?:sales?|archives?)\b|editorial use only|one[- ]time use|used (?:here )?(?:with|by) permission|all rights reserved|(?:keine|nicht zur) (?:weitergabe|weiterverwendung|weiterverbreitung)|alle rechte vorbehalten|tous droits réservés|reproduction interdite|prohibida su reproducción|todos los derechos reservados|tutti i diritti riservati|riproduzione riservata|todos os direitos reservados|alle rechten voorbehouden)|(?:転載禁止|無断転載|禁止转载|禁止轉載|版权所有|版權所有|جميع الحقوق محفوظة|Все права защищены)/iu;

/** The words by which a picture surely is not ours to pass on: an agency's name or a ban; null where nothing says so. */
export function foreignWords({ credit, caption }: PictureWords): string | null {
  const plain = (words: string): string =>
    words.replace(innocentNames, (found) => '·'.repeat(found.length));
  const words = { credit: plain(credit), caption: plain(caption) };
  const [agency] = inPicture(words).filter(({ kind }) => kind === 'wires' || kind === 'stock');
  return agency?.words ?? forbidden.exec(`${words.credit}\n${words.caption}`)?.[0] ?? null;
}

/** A picture as it stands, with the columns that staff set. */
export interface StandingPicture extends PictureWords {
  distributable: boolean;
  edited_fields: readonly string[];
}

/**
 * What an import may do to the rights of a picture that it brings again: what staff set stays, and nothing is ever
 * cleared. Only a clearance is taken back where the new words name another's picture and the old ones, which staff
 * had before them, did not.
 */
export function keptRights(
  old: StandingPicture,
  brought: PictureWords,
): { credit: string; distributable: boolean } {
  if (old.edited_fields.includes('credit')) return old;
  const turned = foreignWords(brought) !== null && foreignWords(old) === null;
  return { credit: brought.credit, distributable: old.distributable && !turned };
}
