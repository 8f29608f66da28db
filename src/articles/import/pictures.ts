import { safeHttpUrl } from '../../values/url.ts';
import { lineOf } from './clean-html.ts';
import type { Picture } from './types.ts';

/** Pictures of an item with whole addresses and tidy words, each once. */
export function picturesOf(pictures: readonly Picture[], base: string): Picture[] {
  const kept = new Map<string, Picture>();
  for (const picture of pictures) {
    const url = safeHttpUrl(picture.url, base);
    if (url === null) continue;
    const tidy = {
      ...picture,
      url,
      credit: lineOf(picture.credit, 300),
      caption: lineOf(picture.caption, 1000),
      alt: lineOf(picture.alt, 1000),
    };
    const known = kept.get(url);
    // The same picture in the media element and in the text: words are taken from where they are.
    kept.set(
      url,
      known
        ? {
            ...known,
            credit: known.credit || tidy.credit,
            caption: known.caption || tidy.caption,
            alt: known.alt || tidy.alt,
          }
        : tidy,
    );
  }
  return [...kept.values()].slice(0, 50);
}
