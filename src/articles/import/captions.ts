import { decodeEntities, normaliseLine } from '../../values/text.ts';
import type { Picture } from './types.ts';

const token = /<(\/?)([a-z\d]+)((?:"[^"]*"|[^"<>])*)>|[^<]+/gu;
const creditClass =
  /class="[^"]*(?:credit|attribution|source|copyright|byline|photographer)[^"]*"/iu;
const creditWords =
  /(?:^|[\s([|–—-])((?:(?:photo(?:graph)?|picture|image|illustration|foto|bild|imagen?|immagine|crédits?|credits?|quelle|source|fuente|fonte)s?\s*(?::|by|courtesy of|von|par|di|de)\s*|photographie\s*:\s*|©|\(c\)\s).{2,160}?)[\])]?$/iu;
const agencyInBrackets = /\(([^()]{2,80}(?:\/|\bvia\b)[^()]{2,60})\)\.?$/u;

/** Words of a caption and of the credit in it, from its HTML: by the class of an element, else by how credits are written. */
export function captionOf(html: string): { caption: string; credit: string } {
  let caption = '';
  let credit = '';
  const open: boolean[] = [];
  for (const [piece, slash, name, attributes = ''] of html.matchAll(token)) {
    if (name === undefined) {
      if (open.includes(true)) credit += piece;
      else caption += piece;
    } else if (name === 'br' || name === 'hr' || name === 'img') caption += ' ';
    else if (slash === '') open.push(name === 'cite' || creditClass.test(attributes));
    else open.pop();
    if (name !== undefined) credit += ' ';
    if (name !== undefined) caption += ' ';
  }
  return splitCredit(lineOf(caption), lineOf(credit));
}

function lineOf(html: string): string {
  return normaliseLine(decodeEntities(html))
    .replace(/ ([.,;:])/gu, '$1')
    .slice(0, 1000);
}

/** Where no element names the credit, the end of the caption may: “Photo: Ann Lee/AFP”, “(Ann Lee/AFP)”, “© Ann Lee”. */
function splitCredit(caption: string, credit: string): { caption: string; credit: string } {
  if (credit !== '') return { caption, credit: credit.replace(/^[([]|[\])]$/gu, '') };
  const found = creditWords.exec(caption) ?? agencyInBrackets.exec(caption);
  if (!found) return { caption, credit: '' };
  const rest = caption.slice(0, found.index).replace(/[\s([|–—-]+$/u, '');
  return { caption: rest, credit: (found[1] ?? '').trim() };
}

// Services that count readers by a picture; none of them is ever a picture of the article.
const counting =
  /feedburner\.com\/~|feedsportal|\/\/pixel\.|[/.](?:pixel|spacer|blank|clear|1x1|transparent)\.(?:gif|png)|stats\.wordpress|doubleclick|scorecardresearch|google-analytics|\/\/(?:count|counter|cpx|ad|ads|stat|stats|beacon|telemetry|vg\d+)\.|\/(?:count|counter|hit|beacon)(?:\.gif|\.php|\/|\?)|republication-tracker|\/b\.gif|feeds\.feedblitz|gravatar\.com\/avatar|rss\.buysellads/iu;

/** True for pictures that nobody is meant to see: counting pixels and spacers. */
export function isPixel(url: string, width: number | null, height: number | null): boolean {
  return (width !== null && width <= 2) || (height !== null && height <= 2) || counting.test(url);
}

/** The picture of an `img` element with a usable address, else null. */
export function pictureOf(attributes: Record<string, string>): Picture | null {
  const url = decodeEntities(attributes['src'] ?? '').trim();
  const width = Number(attributes['width']) || null;
  const height = Number(attributes['height']) || null;
  const declared = attributes['width'] === '0' || attributes['height'] === '0';
  if (url === '' || declared || isPixel(url, width, height)) return null;
  const alt = normaliseLine(decodeEntities(attributes['alt'] ?? '')).slice(0, 1000);
  return { url, credit: '', caption: '', alt, width, height };
}
