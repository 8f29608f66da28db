/** A mistake that only shows beside the rest of the tariff, with the path to it. */
export interface Mistake {
  path: string;
  message: string;
}

type Choices = ReadonlyMap<unknown, ReadonlySet<unknown>>;

/**
 * Mistakes between parts of a tariff that are each right by themselves: tables and conditions that
 * name a question or a choice the tariff does not ask, a further currency that is the first, and no
 * table to begin a price with.
 * It reads whatever it is given, so that all mistakes can be told at once.
 */
export function crossMistakes(given: unknown): Mistake[] {
  if (!isRecord(given)) return [];
  const found: Mistake[] = [];
  const choices = choicesOf(given['details']);
  walk(given, [], (node, path) => {
    for (const key of ['by', 'rows']) checkTable(node, { key, path, choices, found });
    if (path.at(-1) === 'when') checkWhen(node['details'], { path, choices, found });
  });
  checkBases(given, found);
  return found;
}

function checkBases(given: Record<string, unknown>, found: Mistake[]): void {
  // Houses that never sell say so: a gate then decides whatever the others left.
  const sells = !recordsIn(given['gates']).some(decidesAll);
  if (sells && isEmpty(given['bases'])) found.push({ path: 'bases', message: noBase });
  const others: unknown = given['otherCurrencies'];
  if (!Array.isArray(others)) return;
  others.forEach((tables: unknown, index) => {
    if (!isRecord(tables)) return;
    const path = `otherCurrencies.${index}`;
    if (tables['currency'] === given['currency'])
      found.push({ path: `${path}.currency`, message: 'This is the first currency already.' });
    if (isEmpty(tables['bases'])) found.push({ path: `${path}.bases`, message: noBase });
  });
}

const noBase = 'A tariff needs at least one base, or a gate without conditions that sets no price.';

function decidesAll({ when, outcome }: Record<string, unknown>): boolean {
  return isRecord(when) && Object.keys(when).length === 0 && outcome !== 'price';
}

function isEmpty(list: unknown): boolean {
  return Array.isArray(list) && list.length === 0;
}

interface Place {
  path: readonly string[];
  choices: Choices;
  found: Mistake[];
}

function checkTable(
  node: Record<string, unknown>,
  { key, path, choices, found }: Place & { key: string },
): void {
  const by = node[key];
  if (typeof by !== 'string' || !by.startsWith('detail:')) return;
  const known = choices.get(by.slice('detail:'.length));
  if (known === undefined)
    return void found.push({ path: [...path, key].join('.'), message: noDetail });
  const table = key === 'rows' ? 'cells' : 'factors';
  for (const value of Object.keys(isRecord(node[table]) ? node[table] : {}))
    if (!known.has(value))
      found.push({ path: [...path, table, value].join('.'), message: noChoice });
}

const noDetail = 'The tariff asks no question of this name.';
const noChoice = 'The question has no choice of this name.';

function checkWhen(details: unknown, { path, choices, found }: Place): void {
  if (!isRecord(details)) return;
  for (const [name, values] of Object.entries(details)) {
    const known = choices.get(name);
    const here = [...path, 'details', name];
    if (known === undefined) found.push({ path: here.join('.'), message: noDetail });
    else if (Array.isArray(values))
      values.forEach((value: unknown, index) => {
        if (typeof value === 'string' && !known.has(value))
          found.push({ path: [...here, index].join('.'), message: noChoice });
      });
  }
}

function choicesOf(details: unknown): Choices {
  return new Map(
    recordsIn(details).map(({ name, choices }) => [
      name,
      new Set(recordsIn(choices).map(({ value }) => value)),
    ]),
  );
}

function recordsIn(list: unknown): Record<string, unknown>[] {
  return Array.isArray(list) ? list.filter(isRecord) : [];
}

const mostLevels = 20;

function walk(
  node: unknown,
  path: readonly string[],
  visit: (node: Record<string, unknown>, path: readonly string[]) => void,
): void {
  // Nothing that a tariff means lies deeper; what is given may.
  if (path.length > mostLevels) return;
  if (Array.isArray(node)) node.forEach((one, index) => walk(one, [...path, String(index)], visit));
  if (!isRecord(node)) return;
  visit(node, path);
  for (const [key, value] of Object.entries(node)) walk(value, [...path, key], visit);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
