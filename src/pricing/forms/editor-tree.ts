/** The fields of a form as they were typed; a name that came several times has a list. */
export type Pairs = Readonly<Record<string, string | readonly string[]>>;

/** The same as a tree: `bases-0-steps-2-amount` is a leaf five levels down. Lists count from 0. */
export type Branch = ReadonlyMap<string, Tree>;
export type Tree = Branch | readonly string[];

const deepest = 12;

/**
 * The tree of the fields. A name that ends in a hyphen says that the boxes of the name before it stood
 * in the form, though none may have been ticked. Names that no form of ours has are left out.
 */
export function treeOf(pairs: Pairs): Branch {
  const root = new Map<string, Tree>();
  for (const [name, value] of Object.entries(pairs)) {
    const keys = name.split('-');
    const last = keys.pop() ?? '';
    const stood = last === '' && keys.length > 0;
    const key = stood ? (keys.pop() ?? '') : last;
    const parent = keys.length < deepest ? ensured(root, keys) : null;
    if (stood) parent?.set(key, parent.get(key) ?? []);
    else parent?.set(key, typeof value === 'string' ? [value] : value);
  }
  return root;
}

function ensured(root: Map<string, Tree>, keys: readonly string[]): Map<string, Tree> | null {
  let here = root;
  for (const key of keys) {
    let next = here.get(key);
    if (next === undefined) here.set(key, (next = new Map<string, Tree>()));
    if (!(next instanceof Map)) return null;
    here = next;
  }
  return here;
}

/** The fields of a tree; the way back from `treeOf`. */
export function pairsOf(tree: Branch): Pairs {
  const pairs: [string, string | readonly string[]][] = [];
  const walk = (node: Tree, name: string): void => {
    if (!isBranch(node)) {
      const [only = ''] = node;
      pairs.push([name, node.length === 1 ? only : node]);
    } else for (const [key, child] of node) walk(child, name === '' ? key : `${name}-${key}`);
  };
  walk(tree, '');
  return Object.fromEntries(pairs);
}

export function isBranch(tree: Tree | undefined): tree is Branch {
  return tree instanceof Map;
}

/** What stands below a key; nothing where it is no branch. */
export function branchAt(tree: Tree | undefined, key: string): Branch {
  const child = isBranch(tree) ? tree.get(key) : undefined;
  return isBranch(child) ? child : new Map();
}

/** The text typed into a field, '' where there is none. */
export function textAt(tree: Tree | undefined, key: string): string {
  const child = isBranch(tree) ? tree.get(key) : undefined;
  return child === undefined ? '' : typedIn(child);
}

/** The first text of a leaf. */
export function typedIn(tree: Tree | undefined): string {
  return tree === undefined || isBranch(tree) ? '' : (tree[0] ?? '');
}

/** The members of a list in their order, whatever numbers they bear. */
export function itemsOf(list: Tree | undefined): Tree[] {
  if (!isBranch(list)) return [];
  return [...list]
    .filter(([key]) => /^\d{1,6}$/u.test(key))
    .toSorted(([one], [other]) => Number(one) - Number(other))
    .map(([, item]) => item);
}

/** A list of these members, counted from 0. */
export function listOf(items: readonly Tree[]): Branch {
  return new Map(items.map((item, index) => [String(index), item]));
}

/** The tree with something else at a place; what is not there yet is made. */
export function replaced(
  tree: Tree | undefined,
  [key, ...rest]: readonly string[],
  change: (old: Tree | undefined) => Tree,
): Tree {
  if (key === undefined) return change(tree);
  const branch = new Map(isBranch(tree) ? tree : []);
  branch.set(key, replaced(branch.get(key), rest, change));
  return branch;
}

/** What stands at a place, or undefined. */
export function treeAt(tree: Tree | undefined, keys: readonly string[]): Tree | undefined {
  return keys.reduce<Tree | undefined>(
    (here, key) => (isBranch(here) ? here.get(key) : undefined),
    tree,
  );
}
