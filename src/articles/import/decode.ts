import chardet from 'chardet';
import { note, type Note } from './types.ts';

export interface Decoded {
  text: string;
  /** Name of the encoding as the web knows it. */
  encoding: string;
  warnings: Note[];
}

/**
 * Bytes to text. Order of trust: byte order mark, XML declaration, charset of the answer, what the bytes
 * look like. A declaration that the bytes contradict is passed over with a warning.
 */
export function decode(bytes: Uint8Array, contentType = ''): Decoded {
  const marked = byMark(bytes);
  if (marked)
    return { text: read(bytes, marked) ?? lenient(bytes, marked), encoding: marked, warnings: [] };
  const warnings: Note[] = [];
  const isUtf8 = read(bytes, 'utf-8');
  for (const declared of declarations(bytes, contentType)) {
    const encoding = nameOf(declared);
    if (encoding === null || contradicts(bytes, encoding)) {
      warnings.push(
        note('The file declares the encoding “{encoding}”, which cannot be right.', {
          encoding: declared,
        }),
      );
      continue;
    }
    if (isUtf8 !== null && encoding !== 'utf-8' && hasMultibyte(bytes)) {
      warnings.push(
        note('The file declares the encoding “{encoding}” but holds UTF-8.', {
          encoding: declared,
        }),
      );
      return { text: isUtf8, encoding: 'utf-8', warnings };
    }
    const text = read(bytes, encoding);
    if (text !== null) return { text, encoding, warnings };
    warnings.push(
      note('Some bytes do not fit the declared encoding “{encoding}”.', { encoding: declared }),
    );
  }
  if (isUtf8 !== null) return { text: isUtf8, encoding: 'utf-8', warnings };
  return sniffed(bytes, warnings);
}

/** True where letters were written as UTF-8, read as Latin-1 and written again: “Ã©” in place of “é”. */
export function looksDoublyEncoded(text: string): boolean {
  const pairs =
    text.match(/[\u00C3\u00C2][\u0080-\u00BF]|\u00E2\u20AC[\u0080-\u00FF\u0152-\u2122]/gu)
      ?.length ?? 0;
  return pairs >= 5;
}

function byMark(bytes: Uint8Array): string | null {
  const [a, b, c, d] = bytes;
  if (a === 0xef && b === 0xbb && c === 0xbf) return 'utf-8';
  if (a === 0xff && b === 0xfe) return 'utf-16le';
  if (a === 0xfe && b === 0xff) return 'utf-16be';
  // Without a mark, but a `<` of two bytes tells as much.
  if (a === 0x3c && b === 0 && c !== 0 && d === 0) return 'utf-16le';
  if (a === 0 && b === 0x3c && c === 0 && d !== 0) return 'utf-16be';
  return null;
}

function declarations(bytes: Uint8Array, contentType: string): string[] {
  const head = Buffer.from(bytes.subarray(0, 400)).toString('latin1');
  const inXml = /^\s*(?:<!--[^]*?-->\s*)?<\?xml[^>]*?\sencoding\s*=\s*["']([^"']{1,40})["']/iu.exec(
    head,
  )?.[1];
  const inAnswer = /;\s*charset\s*=\s*["']?([^"';\s]{1,40})/iu.exec(contentType)?.[1];
  return [inXml, inAnswer].filter((name) => name !== undefined);
}

function nameOf(declared: string): string | null {
  try {
    return new TextDecoder(declared.trim()).encoding;
  } catch {
    return null;
  }
}

/** A file that begins with one-byte characters is not UTF-16, whatever it says. */
function contradicts(bytes: Uint8Array, encoding: string): boolean {
  return encoding.startsWith('utf-16') && bytes[0] !== 0 && bytes[1] !== 0;
}

function hasMultibyte(bytes: Uint8Array): boolean {
  return bytes.some((byte) => byte > 0x7f);
}

function read(bytes: Uint8Array, encoding: string): string | null {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

function lenient(bytes: Uint8Array, encoding: string): string {
  return new TextDecoder(encoding).decode(bytes);
}

function sniffed(bytes: Uint8Array, warnings: Note[]): Decoded {
  // Markup is ASCII and only dilutes the evidence.
  const words = Buffer.from(bytes.subarray(0, 50_000))
    .toString('latin1')
    .replace(/<[^>]*>/gu, ' ');
  const guesses = chardet.analyse(Buffer.from(words, 'latin1')).map((guess) => nameOf(guess.name));
  for (const encoding of [...guesses, 'windows-1252']) {
    const text = encoding === null || encoding === 'utf-8' ? null : read(bytes, encoding);
    if (encoding === null || text === null) continue;
    warnings.push(note('The encoding was guessed from the text: {encoding}.', { encoding }));
    return { text, encoding, warnings };
  }
  warnings.push(note('Some characters could not be read and were replaced.'));
  return { text: lenient(bytes, 'utf-8'), encoding: 'utf-8', warnings };
}
