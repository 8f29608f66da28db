import { plainWords } from './search-words.ts';

const shortest = 4;
const longest = 24;

/** Words of a headline or name worth correcting a search to: of letters, not too short, each once. */
export function wordsToLearn(text: string): string[] {
  const words = plainWords(text).match(/(?<![\p{L}\p{N}])[\p{L}\p{M}]+(?![\p{L}\p{N}])/gu) ?? [];
  return [...new Set(words.filter(isLearnable))];
}

function isLearnable(word: string): boolean {
  return (
    word.length >= shortest &&
    word.length <= longest &&
    !/[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}]/u.test(word)
  );
}

/** The word itself and every spelling of it with one letter left out. */
export function spellingsOf(word: string): string[] {
  const letters = Array.from(word);
  const shorter = letters.map((_, index) => letters.toSpliced(index, 1).join(''));
  return [...new Set([word, ...shorter])];
}

/** Letters to change, add, drop or swap with their neighbour to get from one word to another. */
export function editDistance(from: string, to: string): number {
  const [a, b] = [Array.from(from), Array.from(to)];
  let before: number[] = [];
  let above = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      const plain = Math.min(at(above, j) + 1, at(row, j - 1) + 1, at(above, j - 1) + same);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      row.push(swapped ? Math.min(plain, at(before, j - 2) + 1) : plain);
    }
    before = above;
    above = row;
  }
  return at(above, b.length);
}

function at(row: readonly number[], index: number): number {
  return row[index] ?? Number.POSITIVE_INFINITY;
}

/** The known word that is meant by a misspelled one, or null: one letter off, in long words two. */
export function closestWord(typed: string, known: readonly string[]): string | null {
  const word = plainWords(typed);
  const most = word.length >= 7 ? 2 : 1;
  const near = known
    .map((candidate) => ({ candidate, distance: editDistance(word, candidate) }))
    .filter(({ distance }) => distance > 0 && distance <= most)
    // Of equally near words the one that only doubles a letter otherwise (“committe”), then the one
    // that begins alike: first letters are rarely wrong.
    .sort(
      (a, b) =>
        a.distance - b.distance ||
        doubles(word, b.candidate) - doubles(word, a.candidate) ||
        alike(word, b.candidate) - alike(word, a.candidate) ||
        (a.candidate < b.candidate ? -1 : 1),
    );
  return near[0]?.candidate ?? null;
}

function alike(a: string, b: string): number {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length += 1;
  return length;
}

/** 1 where two words differ in nothing but doubled letters. */
function doubles(a: string, b: string): number {
  const single = (word: string): string => word.replace(/(.)\1+/gu, '$1');
  return single(a) === single(b) ? 1 : 0;
}
