import type { Mistake } from './cross-check.ts';

// Nothing that the language has comes near these; what does is no rate card but an attack on whoever reads it.
const mostLevels = 20;
const mostMembers = 1_000;
const mostValues = 20_000;
const longestName = 120;

/**
 * What no tariff may hold, whatever the rule it stands in: nesting without end, endless lists, names that reach into
 * the machine, and characters that no database stores. Takes time in the size of what is given, at any depth.
 */
export function shapeMistakes(given: unknown): Mistake[] {
  const found: Mistake[] = [];
  let level: Node[] = [{ path: '', value: given }];
  let values = 0;
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth === mostLevels) return [...found, { path: placeOf(level), message: tooDeep }];
    level = level.flatMap((node) => below(node, found));
    values += level.length;
    if (values > mostValues) return [...found, { path: '', message: tooLarge }];
  }
  return found;
}

interface Node {
  path: string;
  value: unknown;
}

function placeOf([first]: readonly Node[]): string {
  return first?.path ?? '';
}

/** What stands in a value, one level down; mistakes of the value itself are added to `found`. */
function below({ path, value }: Node, found: Mistake[]): Node[] {
  if (typeof value === 'string' && !isStorable(value)) found.push({ path, message: unstorable });
  if (typeof value !== 'object' || value === null) return [];
  const members = Object.entries(value);
  const mistake = members.length > mostMembers ? tooMany : namesMistake(value, members);
  if (mistake !== null) found.push({ path, message: mistake });
  return mistake === null
    ? members.map(([name, member]) => ({
        path: path === '' ? name : `${path}.${name}`,
        value: member,
      }))
    : [];
}

function namesMistake(value: object, members: readonly [string, unknown][]): string | null {
  if (Array.isArray(value)) return null;
  if (members.some(([name]) => name === '__proto__' || name.length > longestName)) return noName;
  return members.every(([name]) => isStorable(name)) ? null : unstorable;
}

/** PostgreSQL stores neither the character 0 nor half of a pair in JSON. */
function isStorable(text: string): boolean {
  return !text.includes('\u0000') && text.isWellFormed();
}

const tooDeep = 'This is nested deeper than any tariff.';
const tooMany = 'At most 1,000 entries stand in one list.';
const tooLarge = 'At most 20,000 values stand in one tariff.';
const noName = 'There is a name here that none may have.';
const unstorable = 'There is a character here that cannot be stored.';
