import { countryName } from '../../values/country.ts';
import type { Facts } from './facts.ts';
import { factNames } from './names.ts';
import { detailLabel, detailName } from './details.ts';
import type { NumberFact, Range, TariffData, When, WordKey } from './tariff.ts';

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
  edits: 'Changes to the text',
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
  paywalled: 'Behind a paywall',
  withAds: 'Beside advertising',
  first: 'First article of the request',
  details: 'Questions of the tariff',
  reach: 'Reach',
  words: 'Words',
  paragraphs: 'Paragraphs',
  ageDays: 'Days since publication',
  furtherLanguages: 'Further languages',
  pictures: 'Number of pictures',
  licencesLast30Days: 'Licences in 30 days',
  articles: 'Articles asked for together',
};

/** The conditions of a rule, one text each; none means always. */
export function conditionTexts(tariff: TariffData, when: When, speak: Speak): string[] {
  const { details, ...facts } = when;
  const text = (fact: string, values: string): string =>
    speak.t('{fact}: {values}', { fact, values });
  return [
    ...Object.entries(facts).map(([key, condition]) => {
      const fact = key as keyof Facts;
      return text(speak.t(factTitles[fact]), valueText(fact, condition, speak));
    }),
    ...Object.entries(details ?? {}).map(([name, values]) => {
      const key: WordKey = `detail:${name}`;
      const words = values.map((value) => keyWord(tariff, { key, value }, speak));
      return text(keyTitle(tariff, key, speak), either(words, speak));
    }),
  ];
}

/** What a table is read with, in words: a fact, or the question of the tariff. */
export function keyTitle(tariff: TariffData, key: NumberFact | WordKey, { t }: Speak): string {
  const name = detailName(key);
  if (name === null) return t(factTitles[key as keyof Facts]);
  return t(tariff.details.find((detail) => detail.name === name)?.label ?? name);
}

/** One word that a table is read with, in words. */
export function keyWord(
  tariff: TariffData,
  { key, value }: { key: WordKey; value: string },
  speak: Speak,
): string {
  if (detailName(key) === null) return wordText(key as keyof Facts, value, speak);
  return speak.t(detailLabel(tariff, key, value) ?? value);
}

function either(words: readonly string[], { locale }: Speak): string {
  return new Intl.ListFormat(locale, { type: 'disjunction' }).format(words);
}

function valueText(fact: keyof Facts, condition: unknown, speak: Speak): string {
  if (typeof condition === 'boolean') return speak.t(condition ? 'Yes' : 'Not the case');
  if (!Array.isArray(condition)) return rangeText(condition as Range, speak);
  const values = (condition as readonly string[]).map((value) => wordText(fact, value, speak));
  return either(values, speak);
}

/** One value of a fact in words. */
function wordText(fact: keyof Facts, value: string, speak: Speak): string {
  if (fact === 'country') return countryName(value, speak.locale);
  const name = factNames[fact]?.[value];
  return name === undefined ? value : speak.t(name);
}

function rangeText({ from, to }: Range, { t }: Speak): string {
  if (from === undefined) return t('{to, number} or less', { to: to ?? 0 });
  if (to === undefined) return t('{from, number} or more', { from });
  return t('{from, number} to {to, number}', { from, to });
}
