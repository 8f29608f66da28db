import { placeNamesOf } from '../../articles/rules/places.ts';
import type { PicturesCovered } from '../../articles/rules/pictures-covered.ts';
import { listText } from '../../platform/formats.ts';
import { escapeHtml } from '../../values/escape.ts';

/** The pictures of a licence as its pages show them; places by their names in the language of the licence. */
export function picturesInWords({ most, included, notIncluded }: PicturesCovered, locale: string) {
  return {
    most,
    included,
    notIncluded: notIncluded.map(({ caption, credit, blockedIn }) => ({
      caption,
      credit,
      notIn: listText(locale, placeNamesOf(blockedIn, locale)),
    })),
  };
}

/** Each covered picture as a figure with its credit line, ready to be pasted; '' where there is none. */
export function picturesToPaste({ included }: PicturesCovered): string {
  return included
    .map(({ url, caption, credit }) => {
      const words = caption === '' ? '' : `${escapeHtml(caption)} `;
      const cite = credit === '' ? '' : `<cite>${escapeHtml(credit)}</cite>`;
      const below = `${words}${cite}`.trim();
      const figcaption = below === '' ? '' : `<figcaption>${below}</figcaption>`;
      return `<figure><img src="${escapeHtml(url)}" alt="${escapeHtml(caption)}">${figcaption}</figure>`;
    })
    .join('\n');
}
