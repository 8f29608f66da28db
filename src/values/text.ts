import { createHash } from 'node:crypto';

// Controls except tab and line feed, the marks that turn the direction of text around, and
// invisible fillers that are used to smuggle words past a reader's eye.
const unwanted =
  // oxlint-disable-next-line no-control-regex -- they are what is taken out
  /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069\u200E\u200F\u061C\u2060\uFEFF\uFFFE\uFFFF]/gu;
const loneSurrogate = /[\uD800-\uDFFF]/gu;
const lineBreaks = /\r\n?|\u2028|\u2029|\u0085/gu;
// The half-width voicing marks of Japanese become combining ones by NFKC.
const piledMarks = /([\p{M}\uFF9E\uFF9F]{300})[\p{M}\uFF9E\uFF9F]+/gu;

const segmenters = new Map<string, Intl.Segmenter>();

/**
 * The text with at most 300 combining marks on a letter. No language writes more than a few, and people who pile
 * up dozens for fun get them back; but normalising sorts each pile, and one of 50,000 marks would take seconds.
 */
export function withoutPiles(text: string): string {
  return text.replace(piledMarks, '$1');
}

/** NFC text with LF line ends, without control characters, direction overrides and lone surrogates. */
export function normaliseText(text: string): string {
  const plain = text
    .replace(lineBreaks, '\n')
    .replace(unwanted, '')
    .replace(loneSurrogate, '\uFFFD');
  return withoutPiles(plain).normalize('NFC');
}

/** The same as one line: every run of white space becomes one blank. */
export function normaliseLine(text: string): string {
  return normaliseText(text)
    .replace(/[\s\u200B]+/gu, ' ')
    .trim();
}

/** Cuts a line to at most `length` characters at a word's end where one is near, with an ellipsis. */
export function shorten(text: string, length: number): string {
  const characters = Array.from(text);
  if (characters.length <= length) return text;
  const cut = characters.slice(0, length - 1).join('');
  const blank = cut.lastIndexOf(' ');
  return `${(blank > length / 2 ? cut.slice(0, blank) : cut).trimEnd()}…`;
}

/** Number of words as a reader of that language counts them (Chinese, Japanese and Thai have no blanks). */
export function countWords(text: string, language: string): number {
  let words = 0;
  for (const piece of segmenterFor(language).segment(text)) if (piece.isWordLike) words += 1;
  return words;
}

/** The words of a text in order, lower case: the base of comparing an excerpt with its article. */
export function wordsOf(text: string, language: string): string[] {
  const words: string[] = [];
  for (const piece of segmenterFor(language).segment(withoutPiles(text).normalize('NFKC'))) {
    if (piece.isWordLike) words.push(piece.segment.toLowerCase());
  }
  return words;
}

function segmenterFor(language: string): Intl.Segmenter {
  const known = segmenters.get(language);
  if (known) return known;
  let made: Intl.Segmenter;
  try {
    made = new Intl.Segmenter(language || 'en', { granularity: 'word' });
  } catch {
    // A tag that is no language must not stop the count; the root rules are the same for most.
    made = new Intl.Segmenter('en', { granularity: 'word' });
  }
  if (segmenters.size < 200) segmenters.set(language, made);
  return made;
}

/** Paragraphs of plain text: blocks that a blank line parts. */
export function countParagraphs(text: string): number {
  return text.split(/\n\s*\n/u).filter((block) => block.trim() !== '').length;
}

/** SHA-256 in hex over the given parts, so that any change of wording is seen; white space alone is none. */
export function contentHash(...parts: string[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(`${normaliseLine(part)}\u0000`);
  return hash.digest('hex');
}

const blockEnd =
  /<\/(?:p|h[1-6]|li|blockquote|figure|figcaption|ul|ol|pre|table|tr)>|<hr\s*\/?>/giu;
const entities: Record<string, string> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: '\u00A0',
};

/**
 * Plain text of HTML that already passed the allow-list (each `<` in it opens a tag). Blocks are
 * parted by a blank line, `br` is a line break.
 */
export function plainText(cleanHtml: string): string {
  const text = cleanHtml
    .replace(/\s+/gu, ' ')
    .replace(/<br\s*\/?>/giu, '\n')
    .replace(blockEnd, '\n\n')
    .replace(/<[^>]*>/gu, '');
  return decodeEntities(text)
    .replace(/[ \t\u00A0]*\n[ \t\u00A0]*/gu, '\n')
    .replace(/\n{3,}/gu, '\n\n')
    .trim();
}

/** Decodes the five entities of XML, `&nbsp;` and numbers; anything else stays as it is. */
export function decodeEntities(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]+));/giu, (whole, ten, hex, name) => {
    if (name) return entities[String(name).toLowerCase()] ?? whole;
    const code = ten ? Number(ten) : Number.parseInt(hex, 16);
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : '';
  });
}

// Letters that NFKD leaves whole though a plain spelling is customary.
const spelled: Record<string, string> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ł: 'l',
  ı: 'i',
  ħ: 'h',
  ŋ: 'ng',
};

/**
 * A part of an address made from a headline: Latin letters without their accents, letters of other
 * scripts as they are, digits, hyphens; at most 80 characters, cut at a word; never empty.
 */
export function slugify(text: string): string {
  const plain = normaliseLine(text)
    .normalize('NFKD')
    .toLowerCase()
    // Only marks on Latin letters go: in Devanagari or Arabic they are part of the spelling.
    .replace(/(?<=\p{Script=Latin})\p{M}+/gu, '')
    .replace(/[ßæœøđðþłıħŋ]/gu, (letter) => spelled[letter] ?? letter)
    .normalize('NFC')
    .replace(/['’ʼ]/gu, '')
    .replace(/[^\p{L}\p{N}\p{M}]+/gu, '-')
    .replace(/^-+|-+$/gu, '');
  const letters = Array.from(plain);
  if (letters.length <= 80) return plain || 'article';
  const cut = letters.slice(0, 80).join('');
  const hyphen = cut.lastIndexOf('-');
  return (hyphen > 40 ? cut.slice(0, hyphen) : cut).replace(/-+$/u, '');
}
