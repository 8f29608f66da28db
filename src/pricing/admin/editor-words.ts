import { below, type Place } from '../forms/editor-place.ts';
import { fieldsOf, valuesOf } from '../forms/editor-read.ts';
import { textsOf, textOf } from '../forms/editor-text.ts';
import { branchAt, isBranch, textAt, typedIn } from '../forms/editor-tree.ts';
import { factControls } from '../forms/editor-facts.ts';
import type { EditorPen } from './editor-field.ts';
import { keyOptions, manyOptions, questionsOf, said } from './editor-options.ts';

// What says most about a rule comes first.
const telling = ['label', 'outcome', 'currency', 'name', 'by', 'rows', 'kind'];

/** A rule in a few words: its label, or what is chosen in it. Reads whatever is typed, right or wrong. */
export function ruleTitle(rule: Place, pen: EditorPen): string {
  const { control } = rule;
  const fields = control.is === 'group' ? Object.keys(fieldsOf(control, rule.tree)) : [];
  for (const key of telling.filter((one) => fields.includes(one))) {
    const place = below(rule, key);
    const words = place === null ? '' : chosenWords(place, pen);
    if (words !== '') return words;
  }
  return pen.speak.t(control.label);
}

function chosenWords(place: Place, pen: EditorPen): string {
  const { control, tree } = place;
  const typed = typedIn(tree);
  if (control.is === 'text') return textOf(typed);
  const options =
    control.is === 'choice'
      ? said(control.options, pen)
      : control.is === 'wordKey'
        ? keyOptions(pen)
        : [];
  return options.find(({ value }) => value === typed)?.label ?? typed;
}

/** The conditions of a rule, one text each, and for a gate its reason. */
export function ruleWords(rule: Place, pen: EditorPen): string[] {
  const when = below(rule, 'when');
  const reason = below(rule, 'reason');
  return [
    ...(when === null ? [] : conditionWords(when, pen)),
    ...(reason === null || typedIn(reason.tree) === '' ? [] : [chosenWords(reason, pen)]),
  ];
}

function conditionWords(when: Place, pen: EditorPen): string[] {
  const { t } = pen.speak;
  const facts = isBranch(when.tree) ? [...when.tree.keys()] : [];
  const asked = [...branchAt(when.tree, 'details').keys()].map((name) => ({
    place: ['details', name].reduce<Place | null>(
      (at, key) => (at === null ? null : below(at, key)),
      when,
    ),
    label: questionsOf(pen.root).find((question) => question.name === name)?.label ?? name,
  }));
  const known = facts
    .filter((fact) => factControls.has(fact))
    .map((fact) => ({ place: below(when, fact), label: t(factControls.get(fact)?.label ?? fact) }));
  return [...known, ...asked].flatMap(({ place, label }) =>
    place === null ? [] : [`${label}: ${valueWords(place, pen)}`],
  );
}

function valueWords(place: Place, pen: EditorPen): string {
  const { control, tree } = place;
  switch (control.is) {
    case 'many': {
      const options = manyOptions(place, pen);
      const word = (value: string): string =>
        options.find((option) => option.value === value)?.label ?? value;
      return valuesOf(tree).map(word).join(', ');
    }
    case 'lines':
      return textsOf(typedIn(tree)).join(', ');
    case 'range': {
      const [from, to] = [textAt(tree, 'from').trim(), textAt(tree, 'to').trim()];
      return from === '' ? `≤ ${to}` : to === '' ? `≥ ${from}` : `${from} – ${to}`;
    }
    default:
      return pen.speak.t(typedIn(tree) === 'no' ? 'no' : 'yes');
  }
}
