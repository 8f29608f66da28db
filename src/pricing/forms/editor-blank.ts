import type { Control, Fields } from './editor-controls.ts';
import { rowOf } from './editor-place.ts';
import { fieldsOf } from './editor-read.ts';
import { isBranch, itemsOf, listOf, type Branch, type Tree } from './editor-tree.ts';

/** A new rule, row or field with nothing chosen yet: what must be decided is not decided here. */
export function blank(control: Control): Tree {
  switch (control.is) {
    case 'group': {
      const [kind = ''] = Object.keys(control.kinds ?? {});
      const chosen = new Map<string, Tree>(kind === '' ? [] : [['kind', [kind]]]);
      return new Map([...blankFields(fieldsOf(control, chosen)), ...chosen]);
    }
    case 'list':
      return control.rules === true ? new Map() : listOf([blank(control.of)]);
    case 'words':
      return listOf([blank(rowOf(control))]);
    case 'when':
      return new Map();
    case 'range':
      return blankFieldsOf(['from', 'to']);
    case 'places':
      return new Map([...blankFieldsOf(['codes']), ['where', ['everywhere']]]);
    case 'yesNo':
      return ['yes'];
    case 'wordKey':
      return ['medium'];
    default:
      return [''];
  }
}

function blankFields(fields: Fields): [string, Tree][] {
  return Object.entries(fields).map(([key, field]) => [key, blank(field)]);
}

const blankFieldsOf = (keys: readonly string[]): Branch => new Map(keys.map((key) => [key, ['']]));

/** A group with the fields that its kind has and that do not stand there yet. */
export function filled(control: Control, tree: Tree | undefined): Tree {
  if (control.is !== 'group') return tree ?? blank(control);
  return new Map([...blankFields(fieldsOf(control, tree)), ...(isBranch(tree) ? tree : [])]);
}

/** The same rules with all sums empty, to begin the tables of a further currency with. */
export function withoutSums(control: Control, tree: Tree | undefined): Tree {
  switch (control.is) {
    case 'number':
      return control.unit === 'sum' ? [''] : (tree ?? ['']);
    case 'list':
      return listOf(itemsOf(tree).map((item) => withoutSums(control.of, item)));
    case 'words':
      return listOf(itemsOf(tree).map((row) => withoutSums(rowOf(control), row)));
    case 'group':
      return new Map(
        Object.entries(fieldsOf(control, tree)).map(([key, field]) => [
          key,
          withoutSums(field, isBranch(tree) ? tree.get(key) : undefined),
        ]),
      );
    default:
      return tree ?? blank(control);
  }
}
