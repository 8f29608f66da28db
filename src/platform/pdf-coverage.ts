/** The code points of which a TrueType font has a glyph, by its character map (format 4: the basic plane). */
export function coverageOf(font: Buffer): Set<number> {
  const map = font.subarray(tableAt(font, 'cmap'));
  const count = map.readUInt16BE(2);
  const found = new Set<number>();
  for (let at = 0; at < count; at += 1) {
    const table = map.subarray(map.readUInt32BE(8 + at * 8));
    if (table.readUInt16BE(0) === 4) addSegments(table, found);
  }
  return found;
}

function tableAt(font: Buffer, wanted: string): number {
  const count = font.readUInt16BE(4);
  for (let at = 12; at < 12 + count * 16; at += 16)
    if (font.toString('latin1', at, at + 4) === wanted) return font.readUInt32BE(at + 8);
  throw new Error(`the font has no table ${wanted}`);
}

/** Segments of code points; one whose offset is 0 counts its glyphs on, else they stand in an array behind it. */
function addSegments(table: Buffer, found: Set<number>): void {
  const size = table.readUInt16BE(6);
  for (let at = 0; at < size; at += 2) {
    const end = table.readUInt16BE(14 + at);
    const start = table.readUInt16BE(16 + size + at);
    const delta = table.readUInt16BE(16 + 2 * size + at);
    const place = 16 + 3 * size + at;
    const offset = table.readUInt16BE(place);
    for (let code = start; code <= end && code < 0xffff; code += 1) {
      const stored = offset === 0 ? code : table.readUInt16BE(place + offset + (code - start) * 2);
      if (stored !== 0 && ((stored + delta) & 0xffff) !== 0) found.add(code);
    }
  }
}
