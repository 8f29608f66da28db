/** A font as the lines need it: what it can print, and how wide that is, in points at a size of 1. */
export interface Face {
  name: string;
  has(codePoint: number): boolean;
  width(text: string): number;
}

/** A stretch of text in one font; `face` null: so many characters that no font has. */
export interface Run {
  face: string | null;
  text: string;
  width: number;
}

/** One line from left to right, as it is seen. Widths in points. */
export interface Line {
  runs: Run[];
  width: number;
  isRtl: boolean;
}

export interface Column {
  /** In the order in which they are tried. */
  faces: readonly Face[];
  width: number;
  size: number;
}

/** How wide the box is that stands for a character without a font, in parts of the size. */
export const boxWidth = 0.6;

const rightToLeft = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}]/u;
const leftToRight = /[\p{L}\p{N}]/u;

/** Breaks a text into lines that fit; its own line ends are kept. */
export function linesOf(text: string, column: Column): Line[] {
  return text.split(/\r\n|[\n\r\u2028\u2029]/u).flatMap((paragraph) => wrap(paragraph, column));
}

// Marks of direction and joining have no shape of their own.
const shapeless = /[\p{Cc}\p{Cf}\uFE00-\uFE0F]/gu;

function wrap(paragraph: string, column: Column): Line[] {
  const plain = paragraph.replaceAll('\t', '    ').normalize('NFC').replaceAll(shapeless, '');
  const isRtl = rightToLeft.test(/[\p{L}]/u.exec(plain)?.[0] ?? '');
  const lines: string[][] = [[]];
  let used = 0;
  for (const word of plain.split(/(?<= )/u).flatMap((each) => fitting(each, column))) {
    const width = widthOf(word.trimEnd(), column);
    if (used > 0 && used + width > column.width) {
      lines.push([]);
      used = 0;
    }
    lines.at(-1)?.push(word);
    used += widthOf(word, column);
  }
  return lines.map((words) => lineOf(words, { column, isRtl }));
}

/** A word that is longer than a line in pieces that fit. */
function fitting(word: string, column: Column): string[] {
  if (widthOf(word.trimEnd(), column) <= column.width) return [word];
  const pieces = [''];
  let used = 0;
  for (const letter of word) {
    const width = widthOf(letter, column);
    if (used + width > column.width) {
      pieces.push('');
      used = 0;
    }
    pieces[pieces.length - 1] += letter;
    used += width;
  }
  return pieces;
}

const widthOf = (text: string, column: Column): number =>
  runsOf(text, column).reduce((sum, { width }) => sum + width, 0);

function runsOf(text: string, { faces, size }: Column): Run[] {
  const runs: Run[] = [];
  for (const letter of text) {
    const last = runs.at(-1);
    // A blank or mark stays in the font before it, so that letters are joined across it.
    const kept = faces.find(({ name, has }) => name === last?.face && has(codeOf(letter)));
    const face = (kept ?? faces.find(({ has }) => has(codeOf(letter))))?.name ?? null;
    if (last !== undefined && last.face === face) last.text += letter;
    else runs.push({ face, text: letter, width: 0 });
  }
  for (const run of runs) {
    const face = faces.find(({ name }) => name === run.face);
    const each = face?.width(run.text) ?? Array.from(run.text).length * boxWidth;
    run.width = each * size;
  }
  return runs;
}

const codeOf = (letter: string): number => letter.codePointAt(0) ?? 0;

/** Words in the order in which they are seen. */
function lineOf(words: string[], { column, isRtl }: { column: Column; isRtl: boolean }): Line {
  const runs = words.some((word) => rightToLeft.test(word))
    ? seenRuns(words, { column, isRtl })
    : words.flatMap((word) => runsOf(word, column));
  return { runs, width: runs.reduce((sum, { width }) => sum + width, 0), isRtl };
}

const isRtlWord = (word: string): boolean => rightToLeft.test(word);
const isLtrWord = (word: string): boolean => !isRtlWord(word) && leftToRight.test(word);

/** Two directions on one line, word by word, which is enough to be read: stretches against the line are turned around. */
function seenRuns(
  words: readonly string[],
  { column, isRtl }: { column: Column; isRtl: boolean },
): Run[] {
  const bare = words.map((word) => word.trim()).filter((word) => word !== '');
  const seen = isRtl ? turned(bare.toReversed(), isLtrWord) : turned(bare, isRtlWord);
  const backwards = (word: string): boolean => (isRtl ? !isLtrWord(word) : isRtlWord(word));
  return seen.flatMap((word, at) => [
    ...(at === 0 ? [] : runsOf(' ', column)),
    ...(backwards(word) ? backwardRuns(word, column) : runsOf(word, column)),
  ]);
}

/** Turns each stretch of such words around. */
function turned(words: readonly string[], such: (word: string) => boolean): string[] {
  const found: string[] = [];
  let stretch: string[] = [];
  for (const word of words) {
    if (such(word)) {
      stretch.unshift(word);
      continue;
    }
    found.push(...stretch, word);
    stretch = [];
  }
  return [...found, ...stretch];
}

const rtlPieces =
  /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{M}]+|[\p{L}\p{N}]+|./gsu;
const mirrors: Record<string, string> = {
  ...{ '(': ')', ')': '(', '[': ']', ']': '[', '{': '}', '}': '{', '«': '»', '»': '«' },
};

/** The pieces of a word from right to left. Letters within a piece the font itself puts in order; brackets open to the other side. */
function backwardRuns(word: string, column: Column): Run[] {
  const pieces = word.match(rtlPieces) ?? [];
  return pieces.toReversed().flatMap((piece) => runsOf(mirrors[piece] ?? piece, column));
}
