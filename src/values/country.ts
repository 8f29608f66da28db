import codes from 'i18n-iso-countries/codes.json' with { type: 'json' };

// The package also lists XK, which ISO 3166-1 leaves to the user and never assigns.
const alpha2 = codes.map((row) => row[0] ?? '').filter((code) => /^(?!X)[A-Z]{2}$/.test(code));

/** The 249 ISO 3166-1 alpha-2 codes, sorted. */
export const countryCodes: readonly string[] = alpha2.toSorted();

const known: ReadonlySet<string> = new Set(countryCodes);

/** True for an upper-case ISO 3166-1 alpha-2 code. */
export function isCountry(code: string): boolean {
  return known.has(code);
}

// Codes that people write in good faith; ISO 3166 reserves UK and EL but assigns GB and GR.
const meant: Record<string, string> = { UK: 'GB', EL: 'GR' };

/** The code that a common mistake means (`UK` → `GB`), or null when there is nothing to suggest. */
export function countryMeant(code: string): string | null {
  return meant[code.toUpperCase()] ?? null;
}

const displays = new Map<string, Intl.DisplayNames>();

/** The name of a country (`GB`) or an M49 region (`150`) in a locale; the code itself when Intl has none. */
export function countryName(code: string, locale: string): string {
  if (!isCountry(code) && !isRegion(code)) return code;
  let display = displays.get(locale);
  if (!display) {
    display = new Intl.DisplayNames([locale], { type: 'region' });
    displays.set(locale, display);
  }
  return display.of(code) ?? code;
}

/** All countries by name, as choices of a form. */
export function countriesIn(locale: string): { value: string; label: string }[] {
  const { compare } = new Intl.Collator(locale);
  return countryCodes
    .map((value) => ({ value, label: countryName(value, locale) }))
    .toSorted((one, other) => compare(one.label, other.label));
}

/**
 * Low-income economies by the World Bank's yearly classification (its analytical history of countries, fiscal year
 * 2027, by income of 2025), in force from `since` for a year. Togo has left the group; Ethiopia is classified again.
 */
export const lowIncome: { since: string; countries: ReadonlySet<string> } = {
  since: '2026-07-01',
  countries: new Set(
    'AF BF BI CD CF TD ER ET GM GW KP LR MG ML MW MZ NE RW SD SL SO SS SY UG YE'.split(' '),
  ),
};

// UN M49 areas with the countries in them; wider regions list the narrower ones. Taiwan, which
// M49 does not list, stands where its neighbours are.
const areas: Record<string, string> = {
  '005': 'AR BO BR BV CL CO EC FK GF GS GY PE PY SR UY VE',
  '011': 'BF BJ CI CV GH GM GN GW LR ML MR NE NG SH SL SN TG',
  '013': 'BZ CR GT HN MX NI PA SV',
  '014': 'BI DJ ER ET IO KE KM MG MU MW MZ RE RW SC SO SS TF TZ UG YT ZM ZW',
  '015': 'DZ EG EH LY MA SD TN',
  '017': 'AO CD CF CG CM GA GQ ST TD',
  '018': 'BW LS NA SZ ZA',
  '021': 'BM CA GL PM US',
  '029': 'AG AI AW BB BL BQ BS CU CW DM DO GD GP HT JM KN KY LC MF MQ MS PR SX TC TT VC VG VI',
  '030': 'CN HK JP KP KR MN MO TW',
  '034': 'AF BD BT IN IR LK MV NP PK',
  '035': 'BN ID KH LA MM MY PH SG TH TL VN',
  '039': 'AD AL BA ES GI GR HR IT ME MK MT PT RS SI SM VA',
  '053': 'AU CC CX HM NF NZ',
  '054': 'FJ NC PG SB VU',
  '057': 'FM GU KI MH MP NR PW UM',
  '061': 'AS CK NU PF PN TK TO TV WF WS',
  '143': 'KG KZ TJ TM UZ',
  '145': 'AE AM AZ BH CY GE IL IQ JO KW LB OM PS QA SA SY TR YE',
  '151': 'BG BY CZ HU MD PL RO RU SK UA',
  '154': 'AX DK EE FI FO GB GG IE IM IS JE LT LV NO SE SJ',
  '155': 'AT BE CH DE FR LI LU MC NL',
};

const wider: Record<string, string> = {
  '002': '011 014 015 017 018',
  '009': '053 054 057 061',
  '019': '005 013 021 029',
  '142': '030 034 035 143 145',
  '150': '039 151 154 155',
  '202': '011 014 017 018',
  '419': '005 013 029',
};

/** The UN M49 regions that a licence may name, each with its countries; `002` is Africa. */
export const regions: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ...Object.entries(areas).map(([code, list]) => [code, new Set(list.split(' '))] as const),
  ...Object.entries(wider).map(
    ([code, parts]) =>
      [code, new Set(parts.split(' ').flatMap((part) => (areas[part] ?? '').split(' ')))] as const,
  ),
]);

/** The continents of M49, widest regions below the world. */
export const continents: readonly string[] = ['002', '009', '019', '142', '150'];

/** True for an M49 region code of the table (`150`); the world (`001`) is not a region. */
export function isRegion(code: string): boolean {
  return regions.has(code);
}

const regionsByCountry: ReadonlyMap<string, readonly string[]> = new Map(
  countryCodes.map((country) => [
    country,
    [...regions].filter(([, members]) => members.has(country)).map(([code]) => code),
  ]),
);

/** The M49 regions that a country lies in; empty for Antarctica and unknown codes. */
export function regionsOf(country: string): readonly string[] {
  return regionsByCountry.get(country) ?? [];
}
