import type { Option } from '../forms/editor-controls.ts';
import type { Place } from '../forms/editor-place.ts';
import { valuesOf } from '../forms/editor-read.ts';
import { textAt, typedIn, type Branch } from '../forms/editor-tree.ts';
import type { Speak } from '../rules/conditions.ts';
import { keyOptions, manyOptions, said } from './editor-options.ts';

/** What the whole page of the editor is drawn with. */
export interface EditorPen {
  speak: Speak;
  root: Branch;
  /** Field → what is wrong there, in words. */
  problems: ReadonlyMap<string, string>;
  /** What takes the keyboard: the name of a field or rule, or the value of a button. */
  focus: string;
}

interface Choice {
  value: string;
  label: string;
  chosen: boolean;
}

/** One control with everything that its template asks for. */
export interface FieldView {
  shape: 'text' | 'select' | 'tick' | 'lines' | 'many' | 'range' | 'places';
  name: string;
  label: string;
  hint: string | null;
  value: string;
  choices: Choice[];
  /** An empty choice on top, in words, or null. */
  none: string | null;
  wrong: string | null;
  focus: boolean;
  before: string | null;
  after: string | null;
  numeric: boolean;
  /** The fields that stand for one value together. */
  parts: FieldView[];
}

/** A field of the editor as the page shows it. */
export function fieldView(place: Place, pen: EditorPen): FieldView {
  const { control, tree } = place;
  const plain = plainField(place, pen);
  switch (control.is) {
    case 'choice':
      return { ...plain, ...selectOf(said(control.options, pen), typedIn(tree)), shape: 'select' };
    case 'wordKey':
      return { ...plain, ...selectOf(keyOptions(pen), typedIn(tree)), shape: 'select' };
    case 'yesNo':
      return { ...plain, ...selectOf(said(yesOrNo, pen), typedIn(tree)), shape: 'select' };
    case 'many':
      return { ...plain, shape: 'many', choices: ticks(place, pen) };
    case 'range':
      return {
        ...{ ...plain, shape: 'range' },
        parts: [
          partOf(place, pen, { key: 'from', label: 'From' }),
          partOf(place, pen, { key: 'to', label: 'Up to' }),
        ],
      };
    case 'places':
      return { ...plain, shape: 'places', parts: placesParts(place, pen) };
    default:
      return { ...plain, ...shapeOf(place, pen) };
  }
}

/** What may be ticked; what is ticked but no choice any more stays, so that nothing typed is lost. */
function ticks(place: Place, pen: EditorPen): Choice[] {
  const options = manyOptions(place, pen);
  const ticked = valuesOf(place.tree);
  const gone = ticked.filter((value) => !options.some((option) => option.value === value));
  return choicesOf([...options, ...gone.map((value) => ({ value, label: value }))], ticked);
}

function placesParts(place: Place, pen: EditorPen): FieldView[] {
  const where = partOf(place, pen, { key: 'where', label: 'Where' });
  const codes = partOf(place, pen, { key: 'codes', label: 'Codes of countries' });
  const chosen = textAt(place.tree, 'where');
  return [
    { ...where, ...selectOf(said(everywhereOrSome, pen), chosen), shape: 'select', numeric: false },
    {
      ...{ ...codes, shape: 'lines', numeric: false },
      hint: pen.speak.t('One code of ISO 3166 on each line, such as GB.'),
    },
  ];
}

const yesOrNo: readonly Option[] = [
  { value: 'yes', label: 'yes' },
  { value: 'no', label: 'no' },
];
const everywhereOrSome: readonly Option[] = [
  { value: 'everywhere', label: 'Everywhere' },
  { value: 'some', label: 'Only in these countries' },
];

/** A field with its text, and nothing that only some kinds of fields have. */
export function plainField(
  { control, tree, name }: Place,
  { speak: { t }, ...pen }: EditorPen,
): FieldView {
  return {
    ...{ shape: 'text', name, label: t(control.label) },
    hint: control.hint === undefined ? null : t(control.hint),
    value: typedIn(tree),
    choices: [],
    none: null,
    wrong: pen.problems.get(name) ?? null,
    focus: pen.focus === name,
    before: null,
    after: null,
    numeric: false,
    parts: [],
  };
}

function shapeOf({ control, currency }: Place, { speak: { t } }: EditorPen): Partial<FieldView> {
  if (control.is === 'tick' || control.is === 'lines') return { shape: control.is };
  if (control.is !== 'number') return {};
  const after = { sum: currency, percent: '%', factor: null, whole: null }[control.unit];
  const open = control.empty === 'null' && control.unit === 'whole';
  return {
    numeric: true,
    before: control.unit === 'factor' ? '×' : null,
    after: after === '' ? null : after,
    ...(open && { hint: t('Empty: and more.') }),
  };
}

function partOf(
  { control, tree, name }: Place,
  pen: EditorPen,
  { key, label }: { key: string; label: string },
): FieldView {
  const own: Place = {
    ...{ name: `${name}-${key}`, labels: [], currency: '', line: null },
    control: { is: 'text', label },
    tree: [textAt(tree, key)],
  };
  const leads = control.is === 'range' && key === 'from' && pen.focus === name;
  const field = plainField(own, pen);
  return { ...field, numeric: true, focus: field.focus || leads };
}

/** A list to choose one from; what is chosen but not in it stays, so that nothing typed is lost. */
export function selectOf(
  options: readonly Option[],
  chosen: string,
): Pick<FieldView, 'choices' | 'none'> {
  const known = options.some(({ value }) => value === chosen);
  const all = known || chosen === '' ? options : [...options, { value: chosen, label: chosen }];
  return { choices: choicesOf(all, [chosen]), none: '–' };
}

function choicesOf(options: readonly Option[], chosen: readonly string[]): Choice[] {
  return options.map((option) => ({ ...option, chosen: chosen.includes(option.value) }));
}
