import { inflateSync } from 'node:zlib';

/** The words of a PDF as they stand on its pages, line by line; enough for those that we make. */
export function pdfText(file: Buffer): { pages: string[] } {
  const objects = objectsIn(file);
  const pages = [...objects.values()].filter(({ dict }) => /\/Type \/Page\b/u.test(dict));
  return { pages: pages.map((page) => pageText(page.dict, objects)) };
}

interface Found {
  dict: string;
  stream: string;
}

function objectsIn(file: Buffer): Map<string, Found> {
  const text = file.toString('latin1');
  const found = new Map<string, Found>();
  for (const [, id = '', body = ''] of text.matchAll(/\n(\d+) 0 obj\n([^]*?)\nendobj/gu)) {
    const at = body.indexOf('\nstream\n');
    const dict = at === -1 ? body : body.slice(0, at);
    const raw = at === -1 ? '' : body.slice(at + 8, body.lastIndexOf('\nendstream'));
    const packed = dict.includes('/FlateDecode') && !dict.includes('/FontFile');
    const stream = packed ? inflateSync(Buffer.from(raw, 'latin1')).toString('latin1') : raw;
    found.set(id, { dict, stream });
  }
  return found;
}

const reference = (dict: string, name: string): string =>
  new RegExp(`/${name} (\\d+) 0 R`, 'u').exec(dict)?.[1] ?? '';

function pageText(page: string, objects: Map<string, Found>): string {
  const fonts = new Map<string, Map<string, string>>();
  const resources = objects.get(reference(page, 'Resources'))?.dict ?? '';
  for (const [, name = '', id = ''] of resources.matchAll(/\/(F\d+) (\d+) 0 R/gu)) {
    const unicode = reference(objects.get(id)?.dict ?? '', 'ToUnicode');
    fonts.set(name, lettersOf(objects.get(unicode)?.stream ?? ''));
  }
  const lines = new Map<string, { x: number; text: string }[]>();
  const content = objects.get(reference(page, 'Contents'))?.stream ?? '';
  const drawn = /1 0 0 1 (\S+) (\S+) Tm\s+\/(F\d+) \S+ Tf\s+\[(.*?)\] TJ/gsu;
  for (const [, x = '', y = '', font = '', glyphs = ''] of content.matchAll(drawn)) {
    const text = [...glyphs.matchAll(/[0-9a-f]{4}(?=[0-9a-f]*>)/gu)]
      .map(([code]) => fonts.get(font)?.get(code) ?? '')
      .join('');
    lines.set(y, [...(lines.get(y) ?? []), { x: Number(x), text }]);
  }
  return [...lines.values()]
    .map((runs) =>
      runs
        .toSorted((one, other) => one.x - other.x)
        .map(({ text }) => text)
        .join(''),
    )
    .join('\n');
}

/** Which letters the codes of a font stand for. */
function lettersOf(map: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const [, first = '', list = ''] of map.matchAll(/<([0-9a-f]+)> <[0-9a-f]+> \[([^\]]*)\]/gu))
    [...list.matchAll(/<([^>]*)>/gu)].forEach(([, hex = ''], at) => {
      const code = (Number.parseInt(first, 16) + at).toString(16).padStart(4, '0');
      const units = hex.match(/[0-9a-f]{4}/gu) ?? [];
      found.set(code, String.fromCharCode(...units.map((unit) => Number.parseInt(unit, 16))));
    });
  return found;
}
