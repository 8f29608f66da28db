import type { Option } from '../forms/editor-controls.ts';
import { optionsOf, wordOptions } from '../forms/editor-facts.ts';
import type { Place } from '../forms/editor-place.ts';
import { textOf } from '../forms/editor-text.ts';
import { branchAt, itemsOf, textAt, type Branch } from '../forms/editor-tree.ts';
import type { EditorPen } from './editor-field.ts';

/** Choices of ours in the language of the page. What staff typed themselves is never translated. */
export function said(options: readonly Option[], { speak: { t } }: EditorPen): Option[] {
  return options.map(({ value, label }) => ({ value, label: t(label) }));
}

export interface Question {
  name: string;
  label: string;
  choices: Option[];
}

/** The tariff's own questions as they stand in the form, with their choices. */
export function questionsOf(root: Branch): Question[] {
  return itemsOf(branchAt(root, 'details')).map((detail) => ({
    name: textAt(detail, 'name'),
    label: textOf(textAt(detail, 'label')) || textAt(detail, 'name'),
    choices: itemsOf(branchAt(detail, 'choices')).map((choice) => ({
      value: textAt(choice, 'value'),
      label: textOf(textAt(choice, 'label')) || textAt(choice, 'value'),
    })),
  }));
}

/** What a table may be read with. */
export function keyOptions(pen: EditorPen): Option[] {
  const asked = questionsOf(pen.root);
  return [
    ...said(wordOptions, pen),
    ...asked.map(({ name, label }) => ({ value: `detail:${name}`, label })),
  ];
}

/** What may be ticked in a condition. */
export function manyOptions({ control, name }: Place, pen: EditorPen): Option[] {
  const detail = /-details-(\w+)$/u.exec(name)?.[1];
  if (detail === undefined) return control.is === 'many' ? said(control.options, pen) : [];
  return questionsOf(pen.root).find((question) => question.name === detail)?.choices ?? [];
}

/** The words that a table's rows may have; none where any may stand. */
export function wordChoices(key: string, pen: EditorPen): Option[] {
  const detail = /^detail:(.*)$/u.exec(key)?.[1];
  if (detail === undefined) return said(optionsOf(key), pen);
  return questionsOf(pen.root).find(({ name }) => name === detail)?.choices ?? [];
}
