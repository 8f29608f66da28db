import type { Mistake } from './cross-check.ts';
import { below, placeOfPath, wholeTariff, type Place } from './editor-place.ts';
import { placesOf } from './editor-read.ts';
import { decimalText, textOf } from './editor-text.ts';
import { isBranch, itemsOf, textAt, typedIn, type Branch } from './editor-tree.ts';

/** What is wrong at a field of the editor: English keys of translation with their values. */
export interface FieldProblem {
  field: string;
  /** The labels that lead to the field. */
  labels: Place['labels'];
  message: string;
  params: Record<string, string | number>;
}

/** Each mistake at the field that it was made in, said in the words of the form. */
export function fieldProblems(tree: Branch, mistakes: readonly Mistake[]): FieldProblem[] {
  const places = mistakes.map(({ path, message }) => ({ place: placeOfPath(tree, path), message }));
  const told = places
    // That a list does not rise follows where one of its fields cannot be read.
    .filter(
      ({ place }) =>
        place.control.is !== 'list' ||
        !places.some((other) => other.place.name.startsWith(`${place.name}-`)),
    )
    .map(({ place, message }) => problemAt(place, messageAt(place, message)));
  const all = [...wordProblems(wholeTariff(tree)), ...told];
  return [...new Map(all.map((one) => [`${one.field} ${one.message}`, one])).values()];
}

function problemAt(place: Place, message: string): FieldProblem {
  const { name, labels, currency, line } = place;
  const example = exampleIn(currency);
  if (line === null) return { field: name, labels, message, params: { currency, example } };
  const params = { line, problem: message };
  return { field: name, labels, message: 'Line {line, number}: {problem}', params };
}

function exampleIn(currency: string): string {
  const places = placesOf('sum', currency);
  return decimalText(80 * 10 ** places, places, true);
}

function messageAt({ control, tree, line }: Place, message: string): string {
  switch (control.is) {
    case 'number':
      return control.problem ?? message;
    case 'choice':
    case 'wordKey':
      return typedIn(tree) === '' ? 'Choose one.' : message;
    case 'list':
      return control.problem !== undefined && itemsOf(tree).length > 0 ? control.problem : message;
    case 'many':
      return 'Tick at least one, or take this condition away.';
    case 'lines':
      return line === null && control.optional !== true
        ? 'Write at least one line, or take this condition away.'
        : message;
    default:
      return message;
  }
}

/** Rows that the data could not hold: without a word, or with one that stood there before. */
function wordProblems(place: Place): FieldProblem[] {
  if (place.control.is === 'words') return rowProblems(place);
  if (!isBranch(place.tree)) return [];
  return [...place.tree.keys()].flatMap((key) => {
    const child = below(place, key);
    return child === null ? [] : wordProblems(child);
  });
}

function rowProblems(place: Place): FieldProblem[] {
  const words = itemsOf(place.tree).map((row) => textOf(textAt(row, 'word')));
  return words.flatMap((word, index) => {
    const field = below(below(place, String(index)) ?? place, 'word');
    if (field === null) return [];
    if (word === '') return [problemAt(field, 'Say which row this is, or remove it.')];
    return words.indexOf(word) < index
      ? [problemAt(field, 'There is a row of this name already.')]
      : [];
  });
}
