import { decodeEntities, normaliseLine, shorten } from '../../values/text.ts';
import { textOfHtml } from './clean-html.ts';

const opening =
  /^(?:by|von|par|por|di|da|af|av|door|texte?|text by|written by|words by|reported by|story by|автор:|بقلم|كتب)[:\s]\s*/iu;
// Longer ones are no names, and searching them takes more than its share of time.
const longestAuthor = 500;
const parting = /\s*(?:;|\||\s&\s|\s\/\s|,\s+and\s|\sand\s|\sund\s|\n)\s*/iu;

/** Names of the authors as they are written, one for each person; e-mail addresses are not kept. */
export function bylinesOf(authors: readonly string[]): string[] {
  const names = authors.flatMap((author) => {
    const line = normaliseLine(decodeEntities(textOfHtml(author.slice(0, longestAuthor))))
      .replace(/\S+@\S+\.\S+/gu, '')
      .replace(/^\s*\((.*)\)\s*$/u, '$1')
      .replace(opening, '')
      .trim();
    return splitNames(line);
  });
  return [
    ...new Set(names.map((name) => shorten(name, 120)).filter((name) => /\p{L}/u.test(name))),
  ].slice(0, 20);
}

function splitNames(line: string): string[] {
  const pieces = line.split(parting).map((piece) => piece.trim());
  // “Ann Lee, Bo Fox and Cy Poe” are three; “Ann Lee, Associated Press” is one with her house.
  return pieces.length > 1 ? pieces.flatMap((piece) => commaNames(piece)) : pieces;
}

function commaNames(piece: string): string[] {
  const names = piece.split(/,\s+/u);
  return names.every((name) => /^\p{Lu}\S*(?: \p{Lu}\S*){1,3}$/u.test(name)) ? names : [piece];
}
