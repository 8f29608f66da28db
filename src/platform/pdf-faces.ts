import { join } from 'node:path';
import { openSync } from 'fontkit';
import { rootFolder } from './create-context.ts';
import type { Face } from './pdf-lines.ts';

/** How a text looks: the fonts in the order in which they are tried, points, and a colour. */
export interface Style {
  faces: readonly string[];
  size: number;
  colour: string;
}

const sans = ['inter-latin', 'inter-latin-ext', 'noto-naskh-arabic'];
const serif = ['source-serif-display-latin', 'source-serif-display-latin-ext', ...sans];
const ink = '#1a1a1a';
export const styles = {
  title: { size: 20, colour: ink, faces: serif },
  heading: { size: 13, colour: ink, faces: serif },
  plain: { size: 9, colour: ink, faces: sans },
  quiet: { size: 9, colour: '#555555', faces: sans },
} satisfies Record<string, Style>;

/** Where a font lies. */
export const fileOf = (name: string): string =>
  join(rootFolder('src/platform/fonts'), `${name}.ttf`);

const faces = new Map<string, Face>();

/** Fonts are read when the first document is made, and kept. */
export function faceOf(name: string): Face {
  const known = faces.get(name);
  if (known !== undefined) return known;
  const font = openSync(fileOf(name));
  if (!('layout' in font)) throw new Error(`${name} is more than one font`);
  const face: Face = {
    name,
    has: (codePoint) => font.hasGlyphForCodePoint(codePoint),
    width: remembered((text) => font.layout(text).advanceWidth / font.unitsPerEm),
  };
  faces.set(name, face);
  return face;
}

/** Most words come again: the newest few thousand are measured once. */
function remembered(measure: (text: string) => number): (text: string) => number {
  const known = new Map<string, number>();
  return (text) => {
    const width = known.get(text) ?? measure(text);
    if (known.size > 5000) known.clear();
    known.set(text, width);
    return width;
  };
}
