import {
  durationNames,
  imageNames,
  mediumNames,
  organisationNames,
  purposeNames,
  useNames,
} from '../../pricing/rules/names.ts';
import { usePairs } from '../../pricing/rules/use-pairs.ts';
import type { Use } from '../../pricing/rules/use.ts';
import { countryCodes, countryName } from '../../values/country.ts';
import { languageName } from '../../values/language.ts';
import type { Speak } from './answer-view.ts';

export interface Option {
  value: string;
  label: string;
  hint: null;
}

export interface Questions {
  /** Whether also the rarer questions are asked. */
  all: boolean;
  uses: Option[];
  media: Option[];
  durations: Option[];
  organisations: Option[];
  purposes: Option[];
  images: Option[];
  countries: Option[];
  languages: Option[];
}

// Languages to translate into that are asked for most; others go into the note of the request.
const translations =
  'ar bg bn cs da de el en es et fa fi fr he hi hr hu id it ja ko lt lv nl no pl pt ro ru sk sl sr sv sw ta th tr uk ur vi zh';

/** The questions of the price panel as options, in the language of the page. */
function useQuestions({ t, locale }: Speak): Questions {
  const from = (names: Readonly<Record<string, string>>): Option[] =>
    Object.entries(names).map(([value, name]) => ({ value, label: t(name), hint: null }));
  const collator = new Intl.Collator(locale);
  const sorted = (options: Option[]): Option[] =>
    options.sort((one, other) => collator.compare(one.label, other.label));
  return {
    all: true,
    uses: from(useNames),
    media: from(mediumNames),
    durations: from(durationNames),
    organisations: from(organisationNames),
    purposes: from(purposeNames),
    images: from({ none: imageNames.none, ours_with_story: imageNames.ours_with_story }),
    countries: sorted(
      countryCodes.map((value) => ({ value, label: countryName(value, locale), hint: null })),
    ),
    languages: sorted(
      translations
        .split(' ')
        .map((value) => ({ value, label: languageName(value, locale), hint: null })),
    ),
  };
}

/** The use as the values of the panel's fields. */
export function panelValues(use: Use): Record<string, string> {
  const pairs = usePairs(use);
  return {
    ...pairs,
    reach: pairs['reach'] === 'unknown' ? '' : (pairs['reach'] ?? ''),
    territory: use.territory.join(','),
  };
}

/** Keeps the questions of each language that pages are asked in: sorting names of countries takes its time. */
export function questionsByLanguage(): (speak: Speak) => Questions {
  const kept = new Map<string, Questions>();
  return (speak) => {
    const known = kept.get(speak.locale) ?? useQuestions(speak);
    kept.set(speak.locale, known);
    return known;
  };
}
