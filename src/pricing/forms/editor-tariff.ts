import { alternatives, gateReasons } from '../rules/reasons.ts';
import type { Control, ControlOf } from './editor-controls.ts';
import { factorRule, options, priceTables, when } from './editor-tables.ts';

const gate: Control = {
  ...{ is: 'group', label: 'Gate' },
  fields: {
    when,
    outcome: {
      ...{ is: 'choice', label: 'Answer' },
      options: options({
        free: 'Free',
        price: 'Priced by the tables',
        refer: 'A person looks',
        refuse: 'Refused',
      }),
    },
    reason: { is: 'choice', label: 'Reason', options: options(gateReasons) },
    alternative: {
      ...{ is: 'choice', label: 'Possible instead', empty: 'null' },
      options: options({
        ...alternatives,
        quote_short: 'You may quote so many words as need no licence.',
      }),
    },
    licence: {
      ...{ is: 'text', optional: true, label: 'Creative Commons licence' },
      hint: 'Where it is free under one, as SPDX writes it: CC-BY-ND-4.0.',
    },
    conditions: {
      ...{ is: 'lines', optional: true, label: 'Conditions that come with the answer' },
      hint: 'One sentence on each line. They bind the licence.',
    },
  },
};

const word = 'Small letters, digits and underscores: this name stands in the data.';

const detail: Control = {
  ...{ is: 'group', label: 'Question' },
  fields: {
    name: { is: 'text', label: 'Name', hint: word },
    label: { is: 'text', label: 'Question' },
    when: { ...when, label: 'Asked only when' },
    choices: {
      ...{ is: 'list', label: 'Choices', add: 'Add a choice' },
      of: {
        ...{ is: 'group', label: 'Choice' },
        fields: { value: { is: 'text', label: 'Name' }, label: { is: 'text', label: 'Words' } },
      },
    },
  },
};

const tax: Control = {
  ...{ is: 'group', label: 'Tax' },
  fields: {
    name: { is: 'text', label: 'Name' },
    rate: {
      ...{ is: 'number', unit: 'percent', label: 'Rate in per cent' },
      problem: 'Give a rate in per cent such as 20 or 19.5, with up to two decimals.',
    },
    countries: { is: 'places', label: 'Where' },
    registered: {
      ...{ is: 'choice', label: 'Buyers with a tax number' },
      options: options({
        charge: 'pay it as well',
        reverse_charge: 'owe it themselves (reverse charge)',
        none: 'do not pay it',
      }),
    },
  },
};

const rights: Control = {
  ...{ is: 'group', label: 'Whose it is' },
  fields: {
    coPublished: {
      ...{ is: 'choice', label: 'Articles made together with others' },
      options: options({
        refer: 'go to a person',
        refuse: 'are refused, with the name of whom to ask',
      }),
    },
    freelance: {
      ...{ is: 'choice', label: 'Articles by freelances' },
      options: options({
        contract: 'are ours once it is settled that their contract says so',
        ask_author: 'always need the author’s word',
      }),
    },
  },
};

const currency: Control = { is: 'group', label: 'Currency', fields: priceTables };

/** The whole tariff as it is edited; its fields are those of the data. */
export const tariffControl: ControlOf<'group'> = {
  ...{ is: 'group', label: 'Tariff' },
  fields: {
    name: { is: 'text', label: 'Name of the tariff' },
    ...priceTables,
    freeExcerptWords: {
      ...{ is: 'number', unit: 'whole', label: 'Words that may be quoted without a licence' },
      hint: 'With 0 every quotation needs one.',
    },
    translationNeedsApproval: { is: 'tick', label: 'A person looks at every translation' },
    discountsStack: {
      ...{ is: 'tick', label: 'Discounts stack' },
      hint: 'All that apply are multiplied, instead of only the largest.',
    },
    rights,
    gates: { is: 'list', rules: true, label: 'Gates', add: 'Add a gate', of: gate },
    details: { is: 'list', rules: true, label: 'Questions', add: 'Add a question', of: detail },
    factors: { is: 'list', rules: true, label: 'Factors', add: 'Add a factor', of: factorRule },
    otherCurrencies: {
      ...{ is: 'list', rules: true, label: 'Further currencies', add: 'Add a currency' },
      of: currency,
    },
    taxes: { is: 'list', rules: true, label: 'Taxes', add: 'Add a tax', of: tax },
    taxIncluded: { is: 'tick', label: 'The sums of the tables contain the tax' },
  },
};
