import { factControls } from '../forms/editor-facts.ts';
import { below, wholeTariff, type Place } from '../forms/editor-place.ts';
import { fieldsOf } from '../forms/editor-read.ts';
import { branchAt, isBranch, itemsOf, listOf, type Branch } from '../forms/editor-tree.ts';
import { fieldView, type EditorPen, type FieldView } from './editor-field.ts';
import { questionsOf, said } from './editor-options.ts';
import { rowsView, type RowsView } from './editor-rows.ts';
import { ruleTitle, ruleWords } from './editor-words.ts';

interface ConditionsView {
  is: 'conditions';
  name: string;
  label: string;
  conditions: { name: string; label: string; field: FieldView }[];
  /** Facts and questions that may be asked about as well. */
  facts: { value: string; label: string }[];
  focus: boolean;
}

/** A rule of a list, folded up to its title and conditions. */
export interface RuleView {
  name: string;
  number: number;
  title: string;
  words: string[];
  open: boolean;
  wrong: string | null;
  focus: boolean;
  up: boolean;
  down: boolean;
  upFocus: boolean;
  downFocus: boolean;
  parts: PartView[];
}

export interface RulesView {
  is: 'rules';
  name: string;
  label: string;
  wrong: string | null;
  rules: RuleView[];
  add: string;
  addFocus: boolean;
}

type PartView =
  | { is: 'field'; field: FieldView; kindOf: string | null }
  | { is: 'group'; label: string; parts: PartView[] }
  | ConditionsView
  | RowsView
  | RulesView;

/** The parts of the whole tariff, by the names of its fields. */
export function editorView(pen: EditorPen): Record<string, PartView> {
  const whole = wholeTariff(pen.root);
  return Object.fromEntries(
    places(whole).map((place) => [place.name, partView(whole, place, pen)] as const),
  );
}

function places(group: Place): Place[] {
  if (group.control.is !== 'group') return [];
  return Object.keys(fieldsOf(group.control, group.tree)).flatMap((key) => below(group, key) ?? []);
}

function partView(owner: Place, place: Place, pen: EditorPen): PartView {
  const { control, name } = place;
  const { t } = pen.speak;
  switch (control.is) {
    case 'when':
      return conditionsView(place, pen);
    case 'words':
      return rowsView(owner, place, pen);
    case 'group':
      return { is: 'group', label: t(control.label), parts: partsOf(place, pen) };
    case 'list':
      return control.rules === true
        ? {
            ...{ is: 'rules', name, label: t(control.label), add: t(control.add) },
            wrong: pen.problems.get(name) ?? null,
            rules: rulesOf(place, pen),
            addFocus: pen.focus === `add ${name}`,
          }
        : rowsView(owner, place, pen);
    default: {
      const kindOf = name.endsWith('-kind') || control.is === 'wordKey' ? owner.name : null;
      return { is: 'field', field: fieldView(place, pen), kindOf };
    }
  }
}

function partsOf(group: Place, pen: EditorPen): PartView[] {
  // Columns stand on top of the table of their cells.
  const columns = places(group).map(({ control }) =>
    control.is === 'words' ? control.columns : undefined,
  );
  return places(group)
    .filter(({ name }) => !columns.includes(name.split('-').at(-1)))
    .map((place) => partView(group, place, pen));
}

function rulesOf(list: Place, pen: EditorPen): RuleView[] {
  const whole = { ...list, tree: listOf(itemsOf(list.tree)) };
  const count = whole.tree.size;
  return [...whole.tree.keys()].flatMap((key, index) => {
    const rule = below(whole, key);
    if (rule === null) return [];
    const { name } = rule;
    const inside = (field: string): boolean => field === name || field.startsWith(`${name}-`);
    const [, focused = pen.focus] = pen.focus.split(' ');
    return {
      ...{ name, number: index + 1, title: ruleTitle(rule, pen), words: ruleWords(rule, pen) },
      // What a button of the folded rule did needs no unfolding.
      open: focused === pen.focus && inside(focused) ? true : [...pen.problems.keys()].some(inside),
      wrong: pen.problems.get(name) ?? null,
      focus: pen.focus === name,
      up: index > 0,
      down: index < count - 1,
      upFocus: pen.focus === `up ${name}`,
      downFocus: pen.focus === `down ${name}`,
      parts: partsOf(rule, pen),
    };
  });
}

function conditionsView(place: Place, pen: EditorPen): ConditionsView {
  const { name } = place;
  const tree: Branch = isBranch(place.tree) ? place.tree : new Map();
  const details = branchAt(tree, 'details');
  const keys = [
    ...[...tree.keys()].filter((key) => factControls.has(key)),
    ...[...details.keys()].map((key) => `details-${key}`),
  ];
  const questions = questionsOf(pen.root);
  const conditions = keys.flatMap((key) => {
    const condition = key
      .split('-')
      .reduce<Place | null>((at, step) => (at === null ? null : below(at, step)), place);
    if (condition === null) return [];
    const asked = questions.find((question) => `details-${question.name}` === key);
    const field = fieldView(condition, pen);
    const label = asked?.label ?? field.label;
    return { name: condition.name, label, field: { ...field, label } };
  });
  const facts = [...factControls].map(([value, { label }]) => ({ value, label }));
  const further = questions.map((one) => ({ value: `detail:${one.name}`, label: one.label }));
  return {
    ...{ is: 'conditions', name, label: pen.speak.t(place.control.label), conditions },
    facts: [
      ...said(facts, pen).filter(({ value }) => !tree.has(value)),
      ...further.filter(({ value }) => !details.has(value.slice('detail:'.length))),
    ],
    focus: pen.focus === `${name}-add`,
  };
}
