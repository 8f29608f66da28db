import { reaches } from '../../pricing/rules/pictures.ts';
import type { Use } from '../../pricing/rules/use.ts';

/** What of a picture decides whether a licence covers it. */
export interface OwnedPicture {
  url: string;
  caption: string;
  alt: string;
  credit: string;
  distributable: boolean;
  blocked_in: readonly string[];
}

/** A picture that a licence covers, with the credit that stands beside it. */
export interface CoveredPicture {
  url: string;
  caption: string;
  credit: string;
}

/** A picture that it does not cover, and where it may not be used; empty where it may be passed on to nobody. */
export interface LeftPicture {
  caption: string;
  credit: string;
  blockedIn: readonly string[];
}

export interface PicturesCovered {
  /** So many of the included ones may be used, where fewer were asked for; null means all of them. */
  most: number | null;
  included: readonly CoveredPicture[];
  notIncluded: readonly LeftPicture[];
}

/**
 * Which pictures of an article a use covers: those that may be passed on everywhere in its territory. All others are
 * named as not included. A use without pictures covers none, and nothing is to be said of them.
 */
export function picturesCovered(
  { images, pictures: wanted, territory }: Use,
  pictures: readonly OwnedPicture[],
): PicturesCovered {
  if (images === 'none') return { most: null, included: [], notIncluded: [] };
  const covers = ({ distributable, blocked_in: blockedIn }: OwnedPicture): boolean =>
    distributable && !reaches(territory, blockedIn);
  const included = pictures
    .filter(covers)
    .map(({ url, credit, ...words }) => ({ url, credit, caption: words.caption || words.alt }));
  const notIncluded = pictures
    .filter((picture) => !covers(picture))
    .map(({ caption, alt, credit, distributable, blocked_in: blockedIn }) => ({
      caption: caption || alt,
      credit,
      blockedIn: distributable ? blockedIn : [],
    }));
  const fewer = images === 'specific' && wanted < included.length;
  return { most: fewer ? wanted : null, included, notIncluded };
}
