import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { line } from '../../src/line.ts';

export const root = fileURLToPath(new URL('../..', import.meta.url));

/** Path from the root of the repository → content. */
export type Files = Map<string, string>;

export function filesBelow(folder: string, ending: string): Files {
  const names = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' });
  return new Map(
    names
      .filter((name) => name.endsWith(ending))
      .map((name) => join(folder, name))
      .toSorted()
      .map((path) => [path, readFileSync(join(root, path), 'utf8')]),
  );
}

const importShape =
  /(?:^|\n)\s*(?:import|export)\b[^;'"]*?from\s*'([^']+)'|\bimport\(\s*'([^']+)'\s*\)|(?:^|\n)import\s*'([^']+)'/g;

export function importsOf(source: string): string[] {
  return [...source.matchAll(importShape)].map((found) => found[1] ?? found[2] ?? found[3] ?? '');
}

interface Place {
  part: string | null;
  role: string;
}

/** Which part and role a file below src/ has; loose files have no part. */
export function placeOf(path: string): Place {
  const [, first, second] = path.split('/');
  if (first === undefined || second === undefined) return { part: null, role: '' };
  return { part: first, role: second.replace(/\.ts$/, '') };
}

// `guard` is the staff part's question "may this person?", asked by every admin page.
const shared = new Set(['actions', 'rules', 'guard']);
const openParts = new Set(['values', 'platform']);

/** Which roles of its own part a role may import. */
const inside: Record<string, readonly string[]> = {
  rules: ['rules'],
  forms: ['forms', 'rules'],
  store: ['store', 'rules'],
  actions: ['actions', 'store', 'rules'],
};

function judge(path: string, target: string): string | null {
  const from = placeOf(path);
  const to = placeOf(target);
  const order: readonly string[] = line;
  if (from.part === null) return null;
  if (to.part === null)
    return target === 'src/line.ts' ? null : `${path} imports the loose file ${target}`;
  if (from.part === to.part) {
    if (openParts.has(from.part)) return null;
    const allowed = inside[from.role];
    const sameRole = from.role === to.role;
    if (allowed === undefined || allowed.includes(to.role) || sameRole) return null;
    const helper = !['routes', 'admin', 'forms', 'store', 'actions', 'rules'].includes(to.role);
    return helper && from.role === 'actions'
      ? null
      : `${path}: ${from.role} may not import ${to.role}`;
  }
  if (order.indexOf(to.part) > order.indexOf(from.part))
    return `${path}: ${from.part} stands before ${to.part} in the line`;
  if (openParts.has(to.part) || shared.has(to.role)) return null;
  if (from.role === 'forms' && to.role === 'forms') return null;
  return `${path}: ${to.part}/${to.role} is private`;
}

const impure = /\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|\bprocess\.|\bfetch\(/;

/** Every breach of the line, of private roles and of pure rules in the given files. */
export function breaches(files: Files): string[] {
  const found: string[] = [];
  for (const [path, source] of files) {
    const { part, role } = placeOf(path);
    if (part !== null && !(line as readonly string[]).includes(part))
      found.push(`${path}: ${part} is not in the line`);
    for (const name of importsOf(source)) {
      if (!name.startsWith('.')) continue;
      const breach = judge(path, normalize(join(dirname(path), name)));
      if (breach !== null) found.push(breach);
    }
    if ((part === 'values' || role === 'rules') && impure.test(source))
      found.push(`${path}: a rule reads a clock, chance or the environment`);
    if (part === 'values' && importsOf(source).some((name) => name.startsWith('..')))
      found.push(`${path}: values import nothing of ours`);
  }
  return found;
}

/** Package → the only files that may import it. */
export const doors: Record<string, RegExp> = {
  stripe: /^src\/payments\/stripe(\.ts|\/)/,
  nodemailer: /^src\/emails\/(smtp|mime)\.ts$/,
  handlebars: /^src\/platform\/view[\w-]*\.ts$/,
  joi: /\/forms(\.ts|\/)|^src\/platform\/(config|settings|http)\.ts$/,
  pg: /^src\/platform\/db\//,
  'pg-boss': /^src\/platform\/(jobs|db\/)/,
  '@electric-sql/pglite': /^src\/platform\/db\//,
  'better-auth': /^src\/staff\//,
};

export function doorBreaches(files: Files): string[] {
  return [...files].flatMap(([path, source]) =>
    importsOf(source).flatMap((name) => {
      const door = Object.entries(doors).find(
        ([pkg]) => name === pkg || name.startsWith(`${pkg}/`),
      );
      return door === undefined || door[1].test(path)
        ? []
        : [`${path}: ${door[0]} has its own door`];
    }),
  );
}

const writeShape =
  /\.(?:insertInto|updateTable|deleteFrom|mergeInto)\(\s*'(\w+)'|\b(?:insert\s+into|update|delete\s+from)\s+(?:only\s+)?(\w+)\s+(?:set|\(|where|as|values|select)/gi;

/** Table → the parts that write it. */
export function writers(files: Files): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  for (const [path, source] of files) {
    const { part } = placeOf(path);
    if (part === null) continue;
    for (const match of source.matchAll(writeShape)) {
      const table = (match[1] ?? match[2] ?? '').toLowerCase();
      found.set(table, (found.get(table) ?? new Set()).add(part));
    }
  }
  return found;
}
