import { blank, filled, withoutSums } from './editor-blank.ts';
import type { Control } from './editor-controls.ts';
import { factControls } from './editor-facts.ts';
import { placeNamed, rowOf } from './editor-place.ts';
import {
  itemsOf,
  listOf,
  replaced,
  textAt,
  treeAt,
  type Branch,
  type Tree,
} from './editor-tree.ts';
import { mostRules } from './tables.ts';

export interface Pressed {
  tree: Branch;
  /** Where the keyboard goes: the name of a field or rule, or the value of a button. */
  focus: string;
}

/**
 * What a button of the editor does to the fields: `add gates`, `up gates-3`, `remove bases-0-steps-2`,
 * `condition gates-3-when`, `drop gates-3-when-purpose`, `kind bases-0`. A button that fits nothing
 * changes nothing.
 */
export function press(tree: Branch, button: string): Pressed {
  const [verb = '', name = ''] = button.split(' ');
  const done = doVerb(tree, verb, name);
  return done ?? { tree, focus: name };
}

function doVerb(tree: Branch, verb: string, name: string): Pressed | null {
  switch (verb) {
    case 'add':
      return add(tree, name);
    case 'up':
    case 'down':
    case 'remove':
      return changeList(tree, verb, name);
    case 'condition':
      return addCondition(tree, name);
    case 'drop':
      return drop(tree, name);
    case 'kind':
      return chooseKind(tree, name);
    default:
      return null;
  }
}

const put = (tree: Branch, name: string, change: (old: Tree | undefined) => Tree): Branch =>
  replaced(tree, name.split('-'), change) as Branch;

function add(tree: Branch, name: string): Pressed | null {
  const place = placeNamed(tree, name);
  const item = place === null ? null : newItem(tree, place.control, name);
  const items = itemsOf(place?.tree);
  if (item === null || items.length >= mostRules) return null;
  return {
    tree: put(tree, name, () => listOf([...items, item])),
    focus: `${name}-${items.length}`,
  };
}

function newItem(tree: Branch, control: Control, name: string): Tree | null {
  if (control.is === 'words') return blank(rowOf(control));
  if (control.is !== 'list') return null;
  if (name !== 'otherCurrencies') return blank(control.of);
  return replaced(withoutSums(control.of, tree), ['currency'], () => ['']);
}

function changeList(tree: Branch, verb: 'up' | 'down' | 'remove', name: string): Pressed | null {
  const keys = name.split('-');
  const index = Number(keys.pop());
  const list = keys.join('-');
  const place = placeNamed(tree, list);
  const items = itemsOf(place?.tree);
  const isList = place?.control.is === 'list' || place?.control.is === 'words';
  if (!isList || items[index] === undefined) return null;
  if (verb !== 'remove') return move(tree, { list, items, index, by: verb === 'up' ? -1 : 1 });
  const rest = listOf(items.toSpliced(index, 1));
  const next = Math.min(index, items.length - 2);
  return {
    tree: withoutColumn(
      put(tree, list, () => rest),
      list,
      index,
    ),
    focus: next < 0 ? `add ${list}` : `${list}-${next}`,
  };
}

interface Move {
  list: string;
  items: readonly Tree[];
  index: number;
  by: 1 | -1;
}

function move(tree: Branch, { list, items, index, by }: Move): Pressed | null {
  const target = index + by;
  const [one, other] = [items[index], items[target]];
  if (one === undefined || other === undefined) return null;
  const moved = items.with(index, other).with(target, one);
  const further = items[target + by] !== undefined;
  const verb = by < 0 ? 'up' : 'down';
  return {
    tree: put(tree, list, () => listOf(moved)),
    focus: further ? `${verb} ${list}-${target}` : `${list}-${target}`,
  };
}

/** A column of a table goes with its cells. */
function withoutColumn(tree: Branch, list: string, index: number): Branch {
  const keys = list.split('-');
  const key = keys.pop();
  const table = placeNamed(tree, [...keys, 'cells'].join('-'));
  if (table?.control.is !== 'words' || table.control.columns !== key) return tree;
  const rows = itemsOf(table.tree).map((row) =>
    replaced(row, ['cells'], (cells) => listOf(itemsOf(cells).toSpliced(index, 1))),
  );
  return put(tree, table.name, () => listOf(rows));
}

function addCondition(tree: Branch, name: string): Pressed | null {
  const place = placeNamed(tree, name);
  if (place?.control.is !== 'when') return null;
  const wanted = textAt(place.tree, 'add');
  const detail = /^detail:([a-z][a-z0-9_]{0,39})$/u.exec(wanted)?.[1];
  const control = factControls.get(wanted);
  const key = detail === undefined ? wanted : `details-${detail}`;
  const field = `${name}-${key}`;
  if (control === undefined && detail === undefined) return { tree, focus: `${name}-add` };
  const made = put(tree, field, (old) => old ?? (control === undefined ? [''] : blank(control)));
  return { tree: put(made, `${name}-add`, () => ['']), focus: field };
}

function drop(tree: Branch, name: string): Pressed | null {
  const keys = name.split('-');
  const at = keys.lastIndexOf('when');
  const key = keys.at(-1) ?? '';
  if (at < 0 || treeAt(tree, keys) === undefined) return null;
  const parent = keys.slice(0, -1).join('-');
  const rest = (old: Tree | undefined): Tree =>
    new Map([...(old as Branch)].filter(([child]) => child !== key));
  return { tree: put(tree, parent, rest), focus: `${keys.slice(0, at + 1).join('-')}-add` };
}

function chooseKind(tree: Branch, name: string): Pressed | null {
  const place = placeNamed(tree, name);
  if (place?.control.is !== 'group' || place.control.kinds === undefined) return null;
  const { control } = place;
  return { tree: put(tree, name, (old) => filled(control, old)), focus: `${name}-kind` };
}
