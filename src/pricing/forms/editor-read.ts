import { exponentOf, isCurrency } from '../../values/money.ts';
import type { Control, ControlOf, Fields, Unit } from './editor-controls.ts';
import { factControls } from './editor-facts.ts';
import { tariffControl } from './editor-tariff.ts';
import { notRead, textOf, textsOf, unitsOf } from './editor-text.ts';
import {
  branchAt,
  isBranch,
  itemsOf,
  textAt,
  treeOf,
  typedIn,
  type Pairs,
  type Tree,
} from './editor-tree.ts';

/**
 * What the fields of the editor say, as data for `checkTariff`. Total: what cannot be read becomes
 * something that is refused at its place, never another value.
 */
export function dataFromFields(pairs: Pairs): unknown {
  return read(tariffControl, treeOf(pairs), '');
}

/** Decimals of a number; a currency that is none has two, so that only it is complained about. */
export function placesOf(unit: Unit, currency: string): number {
  if (unit === 'sum') return isCurrency(currency) ? exponentOf(currency) : 2;
  return { factor: 4, percent: 2, whole: 0 }[unit];
}

/** Reads one control; undefined is "not there". `currency` is that of the sums. */
function read(control: Control, tree: Tree | undefined, currency: string): unknown {
  const typed = typedIn(tree);
  switch (control.is) {
    case 'text':
      return textOf(typed) === '' ? undefined : textOf(typed);
    case 'choice':
    case 'wordKey':
      return typed === '' ? emptyChoice(control) : typed;
    case 'tick':
      return typed === 'yes';
    case 'number':
      return readNumber(control, typed, currency);
    case 'lines': {
      const texts = textsOf(typed);
      return control.optional === true && texts.length === 0 ? undefined : texts;
    }
    case 'many':
      return valuesOf(tree);
    case 'yesNo':
      return typed === 'yes' ? true : typed === 'no' ? false : notRead(typed);
    case 'range':
      return defined({ from: limitAt(tree, 'from'), to: limitAt(tree, 'to') });
    case 'places':
      return textAt(tree, 'where') === 'some' ? textsOf(textAt(tree, 'codes')) : null;
    default:
      return readNested(control, tree, currency);
  }
}

function readNested(
  control: ControlOf<'words' | 'when' | 'list' | 'group'>,
  tree: Tree | undefined,
  currency: string,
): unknown {
  switch (control.is) {
    case 'list':
      return itemsOf(tree).map((item) => read(control.of, item, currency) ?? null);
    case 'words':
      return readWords(control, tree, currency);
    case 'when':
      return readWhen(tree);
    default: {
      // A group with a currency of its own has its sums in it.
      const own = Object.hasOwn(control.fields, 'currency') ? textAt(tree, 'currency') : currency;
      const fields = Object.entries(fieldsOf(control, tree));
      return Object.fromEntries(
        fields.flatMap(([key, field]) => {
          const value = read(field, isBranch(tree) ? tree.get(key) : undefined, own);
          return value === undefined ? [] : [[key, value]];
        }),
      );
    }
  }
}

/** The fields of a group, with those of the kind that was chosen. */
export function fieldsOf({ fields, kinds }: ControlOf<'group'>, tree: Tree | undefined): Fields {
  const kind = textAt(tree, 'kind');
  return { ...fields, ...(kinds !== undefined && Object.hasOwn(kinds, kind) ? kinds[kind] : {}) };
}

function emptyChoice(control: ControlOf<'choice' | 'wordKey'>): null | undefined {
  return control.is === 'choice' && control.empty === 'null' ? null : undefined;
}

function readNumber(
  { unit, empty }: ControlOf<'number'>,
  typed: string,
  currency: string,
): number | string | null | undefined {
  if (typed.trim() === '') return empty === 'null' ? null : undefined;
  return unitsOf(typed, placesOf(unit, currency)) ?? notRead(typed);
}

function limitAt(tree: Tree | undefined, key: string): number | string | undefined {
  const typed = textAt(tree, key);
  return typed.trim() === '' ? undefined : (unitsOf(typed, 0) ?? notRead(typed));
}

/** What was ticked. */
export function valuesOf(tree: Tree | undefined): string[] {
  return tree === undefined || isBranch(tree) ? [] : [...tree];
}

function readWords(
  { value, columns }: ControlOf<'words'>,
  tree: Tree | undefined,
  currency: string,
): unknown {
  const rows = itemsOf(tree).map((row): [string, unknown] => [
    textOf(textAt(row, 'word')),
    columns === undefined
      ? read(value, isBranch(row) ? row.get('value') : undefined, currency)
      : itemsOf(branchAt(row, 'cells')).map((cell) => read(value, cell, currency)),
  ]);
  return Object.fromEntries(rows);
}

function readWhen(tree: Tree | undefined): unknown {
  if (!isBranch(tree)) return {};
  const facts = [...tree].flatMap(([fact, child]): [string, unknown][] => {
    const control = factControls.get(fact);
    return control === undefined ? [] : [[fact, read(control, child, '')]];
  });
  const details = [...branchAt(tree, 'details')].map(([name, child]) => [name, valuesOf(child)]);
  return {
    ...Object.fromEntries(facts),
    ...(details.length > 0 && { details: Object.fromEntries(details) }),
  };
}

function defined(values: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}
