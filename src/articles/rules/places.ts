import {
  countryCodes,
  countryMeant,
  countryName,
  isCountry,
  isRegion,
  regions,
} from '../../values/country.ts';

const byLocale = new Map<string, Map<string, string>>();

function codesByName(locale: string): Map<string, string> {
  const known = byLocale.get(locale);
  if (known !== undefined) return known;
  const codes = [...countryCodes, ...regions.keys()];
  const names = new Map(codes.map((code) => [foldName(countryName(code, locale)), code]));
  byLocale.set(locale, names);
  return names;
}

const foldName = (name: string): string =>
  name
    .normalize('NFKD')
    .replace(/[\p{M}.’']/gu, '')
    .toLowerCase()
    .trim();

/**
 * Places as people type them, parted by commas or lines: codes (`JP`, `150`) or names in English or the locale. Gives
 * codes of ISO 3166-1 and UN M49, each once, or the first word that names no place.
 */
export function placesIn(
  text: string,
  locale: string,
): { ok: true; places: string[] } | { ok: false; word: string } {
  const places = new Set<string>();
  for (const word of text.split(/[,;،、\n]/u).map((piece) => piece.trim())) {
    if (word === '') continue;
    const code = codeOf(word, locale);
    if (code === null) return { ok: false, word };
    places.add(code);
  }
  return { ok: true, places: [...places] };
}

function codeOf(word: string, locale: string): string | null {
  const upper = word.toUpperCase();
  const code = countryMeant(upper) ?? upper;
  if (isCountry(code) || isRegion(code)) return code;
  const name = foldName(word);
  return codesByName(locale).get(name) ?? codesByName('en').get(name) ?? null;
}

/** Names of places for reading, in the order given. */
export function placeNamesOf(places: readonly string[], locale: string): string[] {
  return places.map((place) => countryName(place, locale));
}
