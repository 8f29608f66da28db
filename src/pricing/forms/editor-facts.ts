import { factTitles } from '../rules/conditions.ts';
import type { Facts } from '../rules/facts.ts';
import { factNames } from '../rules/names.ts';
import type { Control, Option } from './editor-controls.ts';
import { booleanFacts, members, numberFacts, wordFacts } from './when.ts';

/** The choices of a fact that has a fixed list; none where any word may stand. */
export function optionsOf(fact: string): Option[] {
  const values: readonly string[] = Object.hasOwn(members, fact)
    ? members[fact as keyof typeof members]
    : [];
  return values.map((value) => ({ value, label: factNames[fact]?.[value] ?? value }));
}

const title = (fact: keyof Facts): { label: string } => ({ label: factTitles[fact] });

const onLines = 'One on each line.';

const entries: [keyof Facts, Control][] = [
  ...wordFacts.map((fact): [keyof Facts, Control] => {
    const options = optionsOf(fact);
    return options.length > 0
      ? [fact, { is: 'many', ...title(fact), options }]
      : [fact, { is: 'lines', ...title(fact), hint: onLines }];
  }),
  ['tags', { is: 'lines', ...title('tags'), hint: onLines }],
  [
    'country',
    {
      ...{ is: 'lines', ...title('country') },
      hint: 'Codes of countries (GB) or of regions of the United Nations (150 is Europe), one on each line.',
    },
  ],
  ...numberFacts.map((fact): [keyof Facts, Control] => [fact, { is: 'range', ...title(fact) }]),
  ...booleanFacts.map((fact): [keyof Facts, Control] => [fact, { is: 'yesNo', ...title(fact) }]),
];

/** Fact → how a condition on it is edited; conditions on questions of the tariff come beside. */
export const factControls: ReadonlyMap<string, Control> = new Map<string, Control>(entries);

/** The facts that a table may be counted by, and read with, as choices. */
export const numberOptions: readonly Option[] = numberFacts.map((value) => ({
  value,
  label: factTitles[value],
}));
export const wordOptions: readonly Option[] = wordFacts.map((value) => ({
  value,
  label: factTitles[value],
}));
