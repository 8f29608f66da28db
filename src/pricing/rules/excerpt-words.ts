import { withoutPiles } from '../../values/text.ts';

/**
 * A text as the words it is compared by, in order, with where each stands in the text as it was written.
 * `letters` is how much a word says: 4 to 8 for a word between blanks, less for one letter of a script without
 * blanks, 1 for a sign.
 */
export interface Reading {
  keys: string[];
  starts: number[];
  ends: number[];
  letters: number[];
  /** Words before which an ellipsis stands. */
  gaps: Set<number>;
  /** Words that end with a hyphen at the end of a line: the next one may be their other half. */
  broken: Set<number>;
}

const ideographic = String.raw`\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Bopo}\u2F00-\u2FDF`;
const unspaced = String.raw`${ideographic}\p{scx=Thai}\p{scx=Laoo}\p{scx=Khmr}\p{scx=Mymr}`;
const single = String.raw`[[\p{L}\p{N}\u2F00-\u2FDF]&&[${unspaced}]]`;
const apostrophes = String.raw`'‘’‚‛′\u0060´ʹʻʼʽˈ＇׳`;
const letter = String.raw`[[\p{L}\p{N}\p{M}\u2044]--${single}--\p{DI}--[${apostrophes}]]`;
// Hebrew writes abbreviations with a double mark before the last letter.
const gershayim = String.raw`(?<=[\p{sc=Hebr}\p{M}])["“”״](?=\p{sc=Hebr})`;
const inside = String.raw`[\p{DI}${apostrophes}]+|${gershayim}`;
const dot = '[.．。]';

// Every alternative is a walk forwards over classes that share no character: no text makes it turn back.
const pieces = new RegExp(
  [
    // Nothing begins with a Thai or Lao AA, so it belongs to the letter before it.
    String.raw`(?<single>${single}[\p{M}\p{DI}\uFF9E\uFF9F]*[\u0E32\u0E33\u0EB2\u0EB3]?)`,
    String.raw`(?<word>${letter}+(?:(?:${inside})${letter}+)*)`,
    String.raw`(?<sign>[\p{Sc}%‰+×÷±°\u0026@§％＋＆＠])`,
    String.raw`(?<gap>…|⋯|‥|${dot}(?:\s?${dot}){2,})`,
    String.raw`(?<broken>(?<=${letter})[\-\u00AD\u2010\u2011]\p{Zs}*[\n\r\u2028\u2029]\s*(?=${letter}))`,
  ].join('|'),
  'gv',
);

/**
 * Reads a text as words that are compared. Letters, digits and the signs of money, per cent and the like count;
 * their case, Unicode form, vowel signs of Arabic and Hebrew, tatweel, soft hyphens and zero-width characters do
 * not, and neither do blanks, line breaks, dashes, quotation marks and other punctuation. Linear in the text.
 */
export function readWords(text: string): Reading {
  const reading: Reading = {
    ...{ keys: [], starts: [], ends: [], letters: [] },
    ...{ gaps: new Set<number>(), broken: new Set<number>() },
  };
  for (const { 0: raw, index, groups = {} } of text.matchAll(pieces)) {
    if (groups['gap'] !== undefined) reading.gaps.add(reading.keys.length);
    else if (groups['broken'] !== undefined) reading.broken.add(reading.keys.length - 1);
    else addWord(reading, raw, { index, groups });
  }
  return reading;
}

type Found = { index: number; groups: Record<string, string | undefined> };

function addWord(reading: Reading, raw: string, { index, groups }: Found): void {
  const key = keyOf(raw);
  // A tatweel or vowel sign on its own is no word.
  if (key === '') return;
  reading.keys.push(key);
  reading.starts.push(index);
  reading.ends.push(index + raw.length);
  reading.letters.push(lettersOf(key, groups));
}

const isIdeographic = new RegExp(`^[${ideographic}]`, 'v');

function lettersOf(key: string, { word }: Found['groups']): number {
  if (word !== undefined) return Math.min(8, Math.max(4, key.length));
  return isIdeographic.test(key) ? 2 : 1;
}

// Most words of most texts: nothing about these can be written in another way.
const plain = /^(?:[a-z0-9]*|[\u3041-\u3096\u30A1-\u30FA\u4E00-\u9FFF])$/;
const invisible = /\p{DI}/gu;
const anyApostrophe = new RegExp(`[${apostrophes}]`, 'gv');
const pointing =
  /[\u0591-\u05BD\u05BF\u05C1\u05C2\u05C4\u05C5\u05C7\u0610-\u061A\u064B-\u0652\u0656-\u065F\u0670\u06D6-\u06DC\u06DF-\u06E4\u06E7\u06E8\u06EA-\u06ED\u08D3-\u08FF\s"“”״\u0640]/gu;
// Letters that lower case alone leaves in two spellings, by the language or the place in the word.
const folded: Record<string, string> = { ß: 'ss', ς: 'σ', ı: 'i', 'i\u0307': 'i' };

function keyOf(raw: string): string {
  const lower = raw.toLowerCase();
  if (plain.test(lower)) return lower;
  return (
    withoutPiles(raw)
      .replace(invisible, '')
      // Before the compatibility forms are taken: of an acute accent they would make a blank.
      .replace(anyApostrophe, "'")
      .replaceAll("''", '')
      .normalize('NFKC')
      .replace(pointing, '')
      .toLowerCase()
      .replace(/ß|ς|ı|i\u0307/gu, (found) => folded[found] ?? found)
      // Thai and Lao AM in its two halves, with the tone mark on either side of the first.
      .replace(/([\u0E4D\u0ECD])([\u0E48-\u0E4B\u0EC8-\u0ECB]+)(?=[\u0E32\u0EB2])/gu, '$2$1')
      .normalize('NFC')
  );
}
