import type { ControlOf } from '../forms/editor-controls.ts';
import { below, type Place } from '../forms/editor-place.ts';
import { fieldsOf } from '../forms/editor-read.ts';
import { branchAt, itemsOf, listOf, textAt, typedIn, type Tree } from '../forms/editor-tree.ts';
import { fieldView, plainField, selectOf, type EditorPen, type FieldView } from './editor-field.ts';
import { wordChoices } from './editor-options.ts';

interface RowView {
  name: string;
  number: number;
  cells: FieldView[];
}

/** A list as a table with a row for each member. */
export interface RowsView {
  is: 'rows';
  name: string;
  label: string;
  wrong: string | null;
  /** What is above the columns: words, or for a table in two directions the limits to type. */
  heads: string[];
  limits: { field: FieldView; number: number }[];
  limitsName: string;
  rows: RowView[];
  add: string;
  addFocus: boolean;
  addColumnFocus: boolean;
}

/** Steps, choices or words of a table, in the tariff `owner` is a rule of. */
export function rowsView(owner: Place, place: Place, pen: EditorPen): RowsView {
  const { t } = pen.speak;
  const { control, name } = place;
  const plain: RowsView = {
    ...{ is: 'rows', name, label: t(control.label), heads: [], limits: [], limitsName: '' },
    wrong: pen.problems.get(name) ?? null,
    rows: [],
    add: t(control.is === 'list' ? control.add : 'Add a row'),
    addFocus: pen.focus === `add ${name}`,
    addColumnFocus: false,
  };
  if (control.is === 'words') return { ...plain, ...wordTable(owner, place, pen) };
  const fields = control.is === 'list' && control.of.is === 'group' ? control.of.fields : {};
  return {
    ...plain,
    heads: Object.values(fields).map(({ label }) => t(label)),
    rows: rowPlaces(place).map((row) => rowView(row, cellsOf(row, pen), pen)),
  };
}

function rowPlaces(place: Place): Place[] {
  // Counted anew, so that the names on the page have no gaps.
  const whole = { ...place, tree: listOf(itemsOf(place.tree)) };
  return [...whole.tree.keys()].flatMap((key) => below(whole, key) ?? []);
}

function cellsOf(row: Place, pen: EditorPen): FieldView[] {
  const fields = row.control.is === 'group' ? fieldsOf(row.control, row.tree) : {};
  return Object.keys(fields).flatMap((key) => {
    const cell = below(row, key);
    return cell === null ? [] : [fieldView(cell, pen)];
  });
}

function rowView(row: Place, [first, ...cells]: FieldView[], pen: EditorPen): RowView {
  const number = Number(row.name.split('-').at(-1)) + 1;
  const leads = pen.focus === row.name;
  const led = first === undefined ? [] : [{ ...first, focus: first.focus || leads }];
  return { name: row.name, number, cells: [...led, ...cells] };
}

function wordTable(owner: Place, place: Place, pen: EditorPen): Partial<RowsView> {
  const { by, columns, value } = place.control as ControlOf<'words'>;
  const key = textAt(owner.tree, by);
  const word = (row: Place): FieldView => wordField(row, key, pen);
  const heads =
    columns === undefined
      ? [pen.speak.t('Row'), pen.speak.t(value.label)]
      : [pen.speak.t('Row; columns up to')];
  if (columns === undefined) {
    const rows = rowPlaces(place).map((row) => {
      const [, ...cells] = cellsOf(row, pen);
      return rowView(row, [word(row), ...cells], pen);
    });
    return { heads, rows };
  }
  const limits = below(owner, columns);
  const tops = limits === null ? [] : rowPlaces(limits);
  const limitsName = limits?.name ?? '';
  return {
    heads,
    limits: tops.map((top, index) => ({ field: fieldView(top, pen), number: index + 1 })),
    limitsName,
    addColumnFocus: pen.focus === `add ${limitsName}`,
    rows: rowPlaces(place).map((row) =>
      rowView(row, [word(row), ...cellsIn(row, tops.length, pen)], pen),
    ),
  };
}

/** One cell for each column; cells that are not there yet are empty. */
function cellsIn(row: Place, columns: number, pen: EditorPen): FieldView[] {
  const typed = itemsOf(branchAt(row.tree, 'cells'));
  const cells: Tree[] = Array.from({ length: columns }, (_, index) => typed[index] ?? ['']);
  const place = below({ ...row, tree: new Map([['cells', listOf(cells)]]) }, 'cells');
  return place === null ? [] : rowPlaces(place).map((cell) => fieldView(cell, pen));
}

/** A field whose word is chosen from a list, or typed where any may stand. */
function wordField(row: Place, key: string, pen: EditorPen): FieldView {
  const place = below(row, 'word') ?? row;
  const field = plainField(place, pen);
  const options = wordChoices(key, pen);
  if (options.length === 0) return field;
  return { ...field, ...selectOf(options, typedIn(place.tree)), shape: 'select' };
}
