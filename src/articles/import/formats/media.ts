import type { CcNs, CreativeCommonsNs, DcNs, DcTermsNs, MediaNs } from 'feedsmith';
import { isPixel } from '../captions.ts';
import type { Picture } from '../types.ts';

type Content = NonNullable<MediaNs.ItemOrFeed['contents']>[number];

/** Pictures of Media RSS: of the sizes of one picture the widest, with its credit, caption and alternative text. */
export function mediaPictures(media: MediaNs.ItemOrFeed | undefined): Picture[] {
  if (!media) return [];
  const grouped = (media.groups ?? []).flatMap((group) =>
    widest((group.contents ?? []).map((content) => pictureOf(content, group))),
  );
  const single = widest((media.contents ?? []).map((content) => pictureOf(content, media)));
  const found = [...grouped, ...single];
  if (found.length > 0) return found;
  const thumbnails = (media.thumbnails ?? []).map(({ url, width, height }) =>
    pictureOf(
      { url: url ?? '', medium: 'image', ...(width && { width }), ...(height && { height }) },
      media,
    ),
  );
  return widest(thumbnails).slice(0, 1);
}

function pictureOf(content: Content, around: MediaNs.ItemOrFeed | Content): Picture | null {
  const { url = '', medium, type = '', width = null, height = null } = content;
  const isPicture =
    medium === 'image' ||
    type.startsWith('image/') ||
    /\.(?:jpe?g|png|webp|gif|avif)(?:\?|$)/iu.test(url);
  if (url === '' || !isPicture || isPixel(url, width, height)) return null;
  const from = <T>(of: (part: Content) => T | undefined): T | undefined =>
    of(content) ?? of(around);
  const credit = from((part) =>
    part.credits?.map((one) => one.value ?? '').find((text) => text !== ''),
  );
  const caption =
    from((part) => part.description?.value) ?? from((part) => part.texts?.[0]?.value) ?? '';
  const alt = from((part) => part.title?.value) ?? '';
  return {
    url,
    credit: credit ?? from((part) => part.copyright?.value) ?? '',
    caption,
    alt,
    width,
    height,
  };
}

/** Widths of one picture differ in the query or a size in the path; the directory tells which belong together. */
function widest(pictures: (Picture | null)[]): Picture[] {
  const best = new Map<string, Picture>();
  for (const picture of pictures) {
    if (picture === null) continue;
    const key = picture.url.replace(/[?#].*$/u, '').replace(/\d{2,4}(?=\.\w+$)/u, '');
    const known = best.get(key);
    if (!known || (picture.width ?? 0) > (known.width ?? 0)) best.set(key, picture);
  }
  return [...best.values()];
}

/** A picture attached to an item without any words. */
export function enclosedPicture(url: string | undefined, type: string | undefined): Picture[] {
  const isPicture = type?.startsWith('image/') ?? /\.(?:jpe?g|png|webp)(?:\?|$)/iu.test(url ?? '');
  if (!url || !isPicture || isPixel(url, null, null)) return [];
  return [{ url, credit: '', caption: '', alt: '', width: null, height: null }];
}

interface Spaces {
  dc?: DcNs.ItemOrFeed<string> | undefined;
  dcterms?: DcTermsNs.ItemOrFeed<string> | undefined;
  cc?: CcNs.ItemOrFeed | undefined;
  creativeCommons?: CreativeCommonsNs.ItemOrFeed | undefined;
}

/** Everything that an item or a feed says about rights and origin in any of the vocabularies. */
export function rightsIn({ dc, dcterms, cc, creativeCommons }: Spaces): string[] {
  return [
    ...(dc?.rights ?? []),
    ...(dc?.sources ?? []),
    ...(dc?.publishers ?? []),
    ...(dcterms?.rights ?? []),
    ...(dcterms?.licenses ?? []),
    ...(creativeCommons?.licenses ?? []),
    ...(cc?.license ? [cc.license] : []),
  ];
}

/** Keeps what is there, without doubles. */
export function present(values: (string | null | undefined)[]): string[] {
  return [...new Set(values.map((value) => value?.trim() ?? '').filter((value) => value !== ''))];
}

/** An identifier that may serve as an address; any other is a name, not a relative link. */
export function addressIn(identifier: string | null | undefined): string | undefined {
  return identifier && /^\s*https?:/iu.test(identifier) ? identifier : undefined;
}
