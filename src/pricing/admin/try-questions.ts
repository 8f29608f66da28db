import { countriesIn } from '../../values/country.ts';
import type { Option } from '../forms/editor-controls.ts';
import type { Speak } from '../rules/conditions.ts';
import { currenciesOf } from '../rules/currency.ts';
import { editNames, factNames } from '../rules/names.ts';
import type { Tariff } from '../rules/tariff.ts';
import { detailField } from '../rules/use-fields.ts';
import { exclusivities, type Use } from '../rules/use.ts';
import { provenances } from '../rules/article-facts.ts';

/** The questions of the panel as choices, in the language of the page. */
export interface TryQuestions {
  uses: Option[];
  media: Option[];
  durations: Option[];
  organisations: Option[];
  purposes: Option[];
  images: Option[];
  exclusivities: Option[];
  edits: Option[];
  provenances: Option[];
  countries: Option[];
  /** None where there is only one. */
  currencies: Option[];
  /** The tariff's own questions. */
  own: { name: string; label: string; options: Option[]; value: string }[];
}

/** What the panel asks; the tariff's own questions are shown with the answer they have in the use. */
export function tryQuestions(tariff: Tariff, use: Use, { t, locale }: Speak): TryQuestions {
  const from = (names: Readonly<Record<string, string>> = {}): Option[] =>
    Object.entries(names).map(([value, name]) => ({ value, label: t(name) }));
  const plain = (values: readonly string[], fact: string): Option[] =>
    values.map((value) => ({ value, label: t(factNames[fact]?.[value] ?? value) }));
  const currencies = currenciesOf(tariff).map((value) => ({ value, label: value }));
  return {
    uses: from(factNames['use']),
    media: from(factNames['medium']),
    durations: from(factNames['duration']),
    organisations: from(factNames['organisation']),
    purposes: from(factNames['purpose']),
    images: from(factNames['images']),
    exclusivities: plain(exclusivities, 'exclusivity'),
    edits: from(editNames),
    provenances: plain(provenances, 'provenance'),
    countries: countriesIn(locale),
    currencies: currencies.length > 1 ? currencies : [],
    own: tariff.details.map(({ name, label, choices }) => ({
      ...{ name: detailField(name), label },
      options: choices.map((choice) => ({ value: choice.value, label: choice.label })),
      value: use.details[name] ?? choices[0]?.value ?? '',
    })),
  };
}
