import { countryName } from '../../values/country.ts';
import type { Facts } from './facts.ts';
import { factNames } from './names.ts';
import type { Range, When } from './tariff.ts';

/** The language of a page with its translator. */
export interface Speak {
  locale: string;
  t: (key: string, params?: Readonly<Record<string, string | number>>) => string;
}

/** What a tariff may judge by is called, as English keys. */
export const factTitles: Record<keyof Facts, string> = {
  use: 'Use',
  medium: 'Medium',
  purpose: 'Purpose',
  duration: 'Duration',
  organisation: 'Kind of organisation',
  images: 'Pictures wanted',
  exclusivity: 'Exclusivity',
  territory: 'Territory',
  provenance: 'Provenance',
  section: 'Section',
  tags: 'Tag',
  country: 'Country of the republisher',
  programme: 'Programme',
  lowIncome: 'Low-income country',
  verified: 'Kind of organisation proven',
  alreadyPublished: 'Published already',
  paperInvoice: 'Invoice on paper',
  coPublished: 'Made with others',
  translated: 'Translation',
  reach: 'Reach',
  words: 'Words',
  paragraphs: 'Paragraphs',
  ageDays: 'Days since publication',
  furtherLanguages: 'Further languages',
  pictures: 'Number of pictures',
  licencesLast30Days: 'Licences in 30 days',
};

/** The conditions of a rule, one text each; none means always. */
export function conditionTexts(when: When, speak: Speak): string[] {
  return Object.entries(when).map(([key, condition]) => {
    const fact = key as keyof Facts;
    const title = speak.t(factTitles[fact]);
    return speak.t('{fact}: {values}', { fact: title, values: valueText(fact, condition, speak) });
  });
}

function valueText(fact: keyof Facts, condition: unknown, speak: Speak): string {
  if (typeof condition === 'boolean') return speak.t(condition ? 'yes' : 'no');
  if (!Array.isArray(condition)) return rangeText(condition as Range, speak);
  const values = (condition as readonly string[]).map((value) => wordText(fact, value, speak));
  return new Intl.ListFormat(speak.locale, { type: 'disjunction' }).format(values);
}

/** One value of a fact in words. */
export function wordText(fact: keyof Facts, value: string, speak: Speak): string {
  if (fact === 'country') return countryName(value, speak.locale);
  const name = factNames[fact]?.[value];
  return name === undefined ? value : speak.t(name);
}

function rangeText({ from, to }: Range, { t }: Speak): string {
  if (from === undefined) return t('up to {to, number}', { to: to ?? 0 });
  if (to === undefined) return t('from {from, number}', { from });
  return t('{from, number} to {to, number}', { from, to });
}
