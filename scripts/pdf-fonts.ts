/**
 * Makes the fonts of PDFs from those of the pages: `node scripts/pdf-fonts.ts`. PDFs need whole TrueType outlines, which
 * WOFF2 keeps in a form of its own that cannot be embedded. Hints and axes are left out: what is printed is the
 * regular weight.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const names = [
  'inter-latin',
  'inter-latin-ext',
  'noto-naskh-arabic',
  'source-serif-display-latin',
  'source-serif-display-latin-ext',
];

interface Glyph {
  path: { commands: { command: string; args: number[] }[] };
  advanceWidth: number;
  bbox: { minX: number };
}

/** What of the font engine is used here. It has no types of its own. */
interface Font {
  numGlyphs: number;
  stream: { buffer: Uint8Array };
  directory: { tables: Record<string, { offset: number; length: number }> };
  getGlyph(id: number): Glyph;
}

const { create } = createRequire(import.meta.url)('fontkit') as { create(data: Buffer): Font };

for (const name of names) {
  const font = create(readFileSync(join(root, 'public/fonts', `${name}.woff2`)));
  writeFileSync(join(root, 'src/platform/fonts', `${name}.ttf`), plainFont(font));
}

function plainFont(font: Font): Buffer {
  const offsets = [0];
  const outlines: Buffer[] = [];
  const metrics = Buffer.alloc(font.numGlyphs * 4);
  for (let id = 0; id < font.numGlyphs; id += 1) {
    const glyph = font.getGlyph(id);
    const drawn = glyph.path.commands.length > 0;
    const outline = drawn ? outlineOf(glyph) : Buffer.alloc(0);
    outlines.push(outline);
    offsets.push((offsets.at(-1) ?? 0) + outline.length);
    metrics.writeUInt16BE(Math.round(glyph.advanceWidth), id * 4);
    metrics.writeInt16BE(drawn ? Math.round(glyph.bbox.minX) : 0, id * 4 + 2);
  }
  const loca = Buffer.alloc(offsets.length * 4);
  offsets.forEach((offset, at) => loca.writeUInt32BE(offset, at * 4));
  const head = Buffer.from(tableOf(font, 'head'));
  head.writeInt16BE(1, 50); // long offsets
  const hhea = Buffer.from(tableOf(font, 'hhea'));
  hhea.writeUInt16BE(font.numGlyphs, 34);
  const kept = ['GDEF', 'GPOS', 'GSUB', 'OS/2', 'cmap', 'maxp', 'name', 'post'];
  const tables = new Map<string, Uint8Array>([
    ...kept
      .filter((tag) => tag in font.directory.tables)
      .map((tag): [string, Uint8Array] => [tag, tableOf(font, tag)]),
    ['glyf', Buffer.concat(outlines)],
    ['head', head],
    ['hhea', hhea],
    ['hmtx', metrics],
    ['loca', loca],
  ]);
  return fontFile(tables);
}

/** An outline of points alone, each with whole coordinates: longer than need be, and so simple that it cannot go wrong. */
function outlineOf({ path }: Glyph): Buffer {
  const points: { x: number; y: number; onCurve: boolean }[] = [];
  const ends: number[] = [];
  const add = (x = 0, y = 0, onCurve = true): void => {
    points.push({ x: Math.round(x), y: Math.round(y), onCurve });
  };
  const end = (): void => {
    if (points.length - 1 > (ends.at(-1) ?? -1)) ends.push(points.length - 1);
  };
  for (const { command, args } of path.commands) {
    const [first, second, third, fourth] = args;
    if (command === 'moveTo') end();
    if (command === 'closePath') end();
    else if (command === 'quadraticCurveTo') {
      add(first, second, false);
      add(third, fourth);
    } else add(first, second);
  }
  end();
  const [xs, ys] = [points.map(({ x }) => x), points.map(({ y }) => y)];
  const box = [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
  const words = [ends.length, ...box, ...ends, 0];
  const steps = [xs, ys].flatMap((all) => all.map((value, at) => value - (all[at - 1] ?? 0)));
  const flags = Buffer.from(points.map(({ onCurve }) => (onCurve ? 1 : 0)));
  const outline = Buffer.concat([int16s(words), flags, int16s(steps)]);
  return Buffer.concat([outline, Buffer.alloc((4 - (outline.length % 4)) % 4)]);
}

function int16s(values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 2);
  values.forEach((value, at) => bytes.writeInt16BE(value, at * 2));
  return bytes;
}

function tableOf({ stream, directory }: Font, tag: string): Uint8Array {
  const { offset, length } = directory.tables[tag]!;
  return stream.buffer.subarray(offset, offset + length);
}

/** A TrueType file of these tables, in the order of their names. */
function fontFile(tables: Map<string, Uint8Array>): Buffer {
  const sorted = [...tables].toSorted(([one], [other]) => (one < other ? -1 : 1));
  const power = Math.floor(Math.log2(sorted.length));
  const start = Buffer.alloc(12 + sorted.length * 16);
  start.writeUInt32BE(0x00010000, 0);
  start.writeUInt16BE(sorted.length, 4);
  start.writeUInt16BE(2 ** power * 16, 6);
  start.writeUInt16BE(power, 8);
  start.writeUInt16BE(sorted.length * 16 - 2 ** power * 16, 10);
  const bodies: Buffer[] = [];
  let offset = start.length;
  sorted.forEach(([tag, data], at) => {
    const body = Buffer.alloc(Math.ceil(data.length / 4) * 4);
    body.set(data);
    start.write(tag, 12 + at * 16, 'latin1');
    start.writeUInt32BE(checksum(body), 16 + at * 16);
    start.writeUInt32BE(offset, 20 + at * 16);
    start.writeUInt32BE(data.length, 24 + at * 16);
    bodies.push(body);
    offset += body.length;
  });
  return Buffer.concat([start, ...bodies]);
}

function checksum(data: Buffer): number {
  let sum = 0;
  for (let at = 0; at < data.length; at += 4) sum = (sum + data.readUInt32BE(at)) % 2 ** 32;
  return sum;
}
