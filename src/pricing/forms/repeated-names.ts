import type { Mistake } from './cross-check.ts';

// A text in quotes, or a sign that opens, closes or parts; numbers and the like do not matter here.
const pieces = /"(?:[^"\\]+|\\.)*"|[{}[\]:,]/gu;

interface Open {
  /** Names so far where it is an object, null where it is a list. */
  names: Set<string> | null;
  /** The name or number of the member that is being read. */
  at: string;
}

/**
 * Names that one object of the JSON text has twice: a reader of JSON silently keeps the last, and with it only half
 * of a tariff that was put together by hand. The text must be JSON.
 */
export function repeatedNames(text: string): Mistake[] {
  const found: Mistake[] = [];
  const open: Open[] = [];
  let last = '';
  for (const [piece] of text.matchAll(pieces)) {
    const here = open.at(-1);
    if (piece === '{') open.push({ names: new Set(), at: '' });
    else if (piece === '[') open.push({ names: null, at: '0' });
    else if (piece === '}' || piece === ']') open.pop();
    else if (piece === ',' && here?.names === null) here.at = String(Number(here.at) + 1);
    else if (piece === ':' && here !== undefined && here.names !== null) {
      here.at = String(JSON.parse(last));
      if (here.names.has(here.at)) found.push({ path: pathOf(open), message: twice });
      here.names.add(here.at);
    } else last = piece;
  }
  return found;
}

const twice = 'This name stands twice in the same place.';

function pathOf(open: readonly Open[]): string {
  return open.map(({ at }) => at).join('.');
}
