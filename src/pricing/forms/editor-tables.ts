import { currencyCodes } from '../../values/money.ts';
import type { Control, ControlOf, Fields, Option } from './editor-controls.ts';
import { numberOptions } from './editor-facts.ts';

/** Choices from their names. */
export const options = (names: Readonly<Record<string, string>>): Option[] =>
  Object.entries(names).map(([value, label]) => ({ value, label }));

export const when: Control = { is: 'when', label: 'Only when' };
const label: Control = {
  is: 'text',
  optional: true,
  label: 'Label',
  hint: 'Stands on the line of the price. Without one the line is worded by what the table is read with.',
};
const ownLabel: Control = {
  is: 'text',
  label: 'Label',
  hint: 'Stands on the line of the price.',
};
const sum: ControlOf<'number'> = {
  ...{ is: 'number', unit: 'sum', label: 'Sum' },
  problem: 'Give a sum above 0 in {currency}, such as {example}.',
};
const sumOrNothing: ControlOf<'number'> = {
  ...sum,
  problem: 'Give a sum in {currency}, such as {example}, or 0.',
};
const factor: ControlOf<'number'> = {
  ...{ is: 'number', unit: 'factor', label: '×' },
  problem: 'Give a factor such as 0.7, above 0, at most 100, with up to four decimals.',
};
const whole: ControlOf<'number'> = {
  ...{ is: 'number', unit: 'whole', label: 'Number' },
  problem: 'Give a whole number above 0.',
};
const upTo: ControlOf<'number'> = {
  ...{ is: 'number', unit: 'whole', label: 'Up to', empty: 'null' },
  problem: 'Give a whole number above 0, or leave the field empty for "and more".',
};
const by: Control = { is: 'choice', label: 'Counted by', options: numberOptions };

const groups = options({
  class: 'Kind of organisation',
  country: 'Country',
  programme: 'Programme',
  volume: 'Volume',
});

const rising = 'The limits must rise from row to row, and only the last may be empty.';

function steps(key: string, value: Control): Control {
  const fields = { upTo, [key]: value };
  const of: Control = { is: 'group', label: 'Row', fields };
  return { is: 'list', label: 'Rows', add: 'Add a row', of, problem: rising };
}

const baseKinds: Record<string, Fields> = {
  flat: { amount: sum },
  tier: { by, steps: steps('amount', sum) },
  linear: {
    by,
    first: { ...whole, label: 'The first' },
    amount: { ...sum, label: 'cost together' },
    each: { ...whole, label: 'Each further' },
    eachAmount: { ...sumOrNothing, label: 'cost' },
  },
  matrix: {
    rows: { is: 'wordKey', label: 'Rows by' },
    by: { ...by, label: 'Columns by' },
    upTo: {
      ...{ is: 'list', label: 'Columns', add: 'Add a column', problem: rising },
      of: { ...upTo, label: 'Column' },
    },
    cells: {
      ...{ is: 'words', label: 'Rows', by: 'rows', columns: 'upTo' },
      value: { ...sum, empty: 'null' },
    },
  },
};

const factorKinds: Record<string, Fields> = {
  fixed: { factor },
  steps: { by, steps: steps('factor', factor) },
  words: {
    by: { is: 'wordKey', label: 'Read with' },
    factors: { is: 'words', label: 'Rows', by: 'by', value: factor },
  },
  each: {
    by,
    each: { ...factor, label: 'Each adds ×' },
    most: { ...factor, label: 'At most ×' },
  },
};

const kind = (names: Readonly<Record<string, string>>): Control => ({
  ...{ is: 'choice', label: 'Kind of table' },
  options: options(names),
});

const base: Control = {
  ...{ is: 'group', label: 'Base' },
  fields: {
    kind: kind({
      flat: 'One sum',
      tier: 'Steps',
      linear: 'So much for the first, so much for each further',
      matrix: 'A table of rows and columns',
    }),
    when,
    label,
    replaces: {
      ...{ is: 'choice', label: 'Takes the place of the discount by', empty: 'absent' },
      options: groups,
    },
  },
  kinds: baseKinds,
};

const addOn: Control = {
  ...{ is: 'group', label: 'Add-on' },
  fields: {
    label: ownLabel,
    when,
    amount: sum,
    per: { is: 'choice', label: 'For each', options: numberOptions, empty: 'absent' },
  },
};

/** The sums of one currency. */
export const priceTables: Fields = {
  currency: {
    ...{ is: 'choice', label: 'Currency' },
    options: currencyCodes.map((code) => ({ value: code, label: code })),
  },
  bases: { is: 'list', rules: true, label: 'Base tables', add: 'Add a base table', of: base },
  addOns: { is: 'list', rules: true, label: 'Add-ons', add: 'Add an add-on', of: addOn },
  minimum: { ...sumOrNothing, label: 'Minimum fee' },
  step: { ...sum, label: 'Rounded to a multiple of' },
  rounding: {
    ...{ is: 'choice', label: 'Rounding' },
    options: options({ up: 'Up', nearest: 'To the nearest, halves up' }),
  },
};

/** A multiplication. */
export const factorRule: Control = {
  ...{ is: 'group', label: 'Factor' },
  fields: {
    kind: kind({
      fixed: 'One factor',
      steps: 'Steps',
      words: 'A factor for each word',
      each: 'More for each',
    }),
    when,
    label,
    group: {
      ...{ is: 'choice', label: 'Below × 1 a discount by', empty: 'absent' },
      options: groups,
      hint: 'Of all discounts only the largest applies, unless they stack.',
    },
  },
  kinds: factorKinds,
};
