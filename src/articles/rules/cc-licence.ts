const address =
  /creativecommons\.org\/(?:licenses\/(?<kind>by(?:-nc)?(?:-nd|-sa)?)(?:\/(?<version>\d\.\d))?|publicdomain\/(?<free>zero|mark))/iu;
const words = /\bCC[ -](?<kind>BY(?:-NC)?(?:-ND|-SA)?|0)(?:[ -]?(?<version>\d\.\d))?/u;
const named: [RegExp, string][] = [
  [/attribution[- ]non-?commercial[- ]no-?deriv/iu, 'BY-NC-ND'],
  [/attribution[- ]non-?commercial[- ]share-?alike/iu, 'BY-NC-SA'],
  [/attribution[- ]non-?commercial/iu, 'BY-NC'],
  [/attribution[- ]no-?deriv/iu, 'BY-ND'],
  [/attribution[- ]share-?alike/iu, 'BY-SA'],
  [/attribution/iu, 'BY'],
];
// The sentence must speak of the text; a picture's licence is not the article's.
const ofText =
  /\b(?:this|the|our) (?:article|story|work|text|piece|post|content|site)[^.\n]{0,160}\b(?:licen[cs]ed|republished|published|available|released)\b[^.\n]{0,120}(?:creative commons|\bCC[ -](?:BY|0))[^\n]{0,120}|\b(?:dieser|der) (?:artikel|text|beitrag)[^.\n]{0,120}(?:creative[- ]commons|\bCC[ -]BY)[^\n]{0,120}|\b(?:cet|este|questo|esta) (?:article|artículo|artigo|articolo|obra)[^.\n]{0,120}(?:creative[- ]commons|\bCC[ -]BY)[^\n]{0,120}|^\s*(?:licen[cs]e|lizenz|licencia|licence)\s*:[^\n]{0,40}(?:creative commons|\bCC[ -](?:BY|0))[^\n]{0,80}/imu;

/** The Creative Commons licence that a text or its feed claims, as SPDX writes it (`CC-BY-ND-4.0`), or null. */
export function ccLicence(text: string, rights: readonly string[]): string | null {
  for (const claim of rights) {
    const found = licenceIn(claim);
    if (found !== null) return found;
  }
  const sentence = ofText.exec(text)?.[0];
  return sentence === undefined ? null : (licenceIn(sentence) ?? 'CC');
}

function licenceIn(claim: string): string | null {
  const found = address.exec(claim)?.groups ?? words.exec(claim)?.groups;
  if (found?.['free']) return found['free'] === 'zero' ? 'CC0-1.0' : 'CC-PDM-1.0';
  if (found?.['kind'] === '0') return 'CC0-1.0';
  if (found?.['kind'])
    return ['CC', found['kind'].toUpperCase(), found['version']].filter(Boolean).join('-');
  if (!/creative commons/iu.test(claim)) return null;
  const kind = named.find(([pattern]) => pattern.test(claim))?.[1];
  return kind === undefined
    ? null
    : ['CC', kind, /\b\d\.\d\b/u.exec(claim)?.[0]].filter(Boolean).join('-');
}
