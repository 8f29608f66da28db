import type { Control, ControlOf } from './editor-controls.ts';
import { factControls } from './editor-facts.ts';
import { fieldsOf } from './editor-read.ts';
import { tariffControl } from './editor-tariff.ts';
import { textOf } from './editor-text.ts';
import { branchAt, isBranch, itemsOf, textAt, type Tree } from './editor-tree.ts';

/** A field, list or group of the editor, with the labels that lead to it. */
export interface Place {
  /** The name of the field, `bases-0-steps-2-amount`; '' is the whole tariff. */
  name: string;
  control: Control;
  tree: Tree | undefined;
  /** English keys of translation, with the number in a list from 1. */
  labels: readonly { label: string; number: number | null }[];
  /** ISO 4217, of the sums there. */
  currency: string;
  /** The line in a field that has one text on each, from 1. */
  line: number | null;
}

/** The control of a row of a table by word. */
export function rowOf({ value, columns }: ControlOf<'words'>): ControlOf<'group'> {
  const word: Control = { is: 'text', label: 'Row' };
  const cells: Control = { is: 'list', label: 'Cells', add: '', of: value };
  const fields = columns === undefined ? { word, value } : { word, cells };
  return { is: 'group', label: 'Row', fields };
}

const question: Control = { is: 'many', label: 'Question', options: [] };

/** The place one key further down, or null where nothing of that name is edited. */
export function below(place: Place, key: string): Place | null {
  const control = childControl(place, key);
  if (control === null) return null;
  const { tree, labels, name } = place;
  const child = isBranch(tree) ? tree.get(key) : undefined;
  const inList = place.control.is === 'list' || place.control.is === 'words';
  return {
    name: name === '' ? key : `${name}-${key}`,
    control,
    tree: child,
    labels: inList
      ? [...labels.slice(0, -1), { label: control.label, number: Number(key) + 1 }]
      : [...labels, { label: control.label, number: null }],
    currency: currencyIn(control, child) ?? place.currency,
    line: null,
  };
}

function childControl({ control, tree }: Place, key: string): Control | null {
  switch (control.is) {
    case 'group': {
      const fields = fieldsOf(control, tree);
      return Object.hasOwn(fields, key) ? (fields[key] ?? null) : null;
    }
    case 'list':
      return /^\d{1,6}$/u.test(key) ? control.of : null;
    case 'words':
      return /^\d{1,6}$/u.test(key) ? rowOf(control) : null;
    case 'when':
      return key === 'details'
        ? { is: 'group', label: 'Questions', fields: questionsIn(tree) }
        : (factControls.get(key) ?? null);
    default:
      return null;
  }
}

function questionsIn(when: Tree | undefined): Record<string, Control> {
  return Object.fromEntries([...branchAt(when, 'details').keys()].map((name) => [name, question]));
}

function currencyIn(control: Control, tree: Tree | undefined): string | null {
  const own = control.is === 'group' && Object.hasOwn(control.fields, 'currency');
  return own ? textAt(tree, 'currency') : null;
}

/** The whole tariff as a place. */
export function wholeTariff(tree: Tree): Place {
  const currency = textAt(tree, 'currency');
  return { name: '', control: tariffControl, tree, labels: [], currency, line: null };
}

/** The place of a field by its name; null where the tariff has none. */
export function placeNamed(tree: Tree, name: string): Place | null {
  return name
    .split('-')
    .slice(0, 12)
    .reduce<Place | null>((at, key) => (at === null ? null : below(at, key)), wholeTariff(tree));
}

/** The place nearest to a path of the data, such as `bases.0.cells.website.1`. */
export function placeOfPath(tree: Tree, path: string): Place {
  let here = wholeTariff(tree);
  let rest = path;
  while (rest !== '') {
    const step = here.control.is === 'words' ? wordStep(here, rest) : plainStep(here, rest);
    if (step === null) break;
    [here, rest] = step;
  }
  return here;
}

type Step = [Place, string] | null;

function plainStep(here: Place, path: string): Step {
  const [key = '', ...keys] = path.split('.');
  const rest = keys.join('.');
  if (here.control.is === 'range' || here.control.is === 'places') return partStep(here, key);
  if (here.control.is === 'lines' && /^\d+$/u.test(key))
    return [{ ...here, line: Number(key) + 1 }, ''];
  const next = below(here, key);
  return next === null ? null : [next, rest];
}

/** Fields that stand for one value together. */
function partStep(here: Place, key: string): Step {
  if (here.control.is === 'range')
    return key === 'from' || key === 'to' ? [{ ...here, name: `${here.name}-${key}` }, ''] : null;
  return [{ ...here, name: `${here.name}-codes`, line: Number(key) + 1 }, ''];
}

function wordStep(here: Place, path: string): Step {
  const words = itemsOf(here.tree).map((row) => textOf(textAt(row, 'word')));
  const index = words.findIndex((word) => path === word || path.startsWith(`${word}.`));
  const row = index < 0 ? null : below(here, String(index));
  if (row === null) return null;
  const rest = path.slice((words[index] ?? '').length + 1);
  const inRow = here.control.is === 'words' && here.control.columns !== undefined;
  const next = below(row, inRow ? 'cells' : 'value');
  return next === null || (inRow && rest === '') ? [row, ''] : [next, rest];
}
