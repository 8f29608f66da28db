import { checkVat, normaliseVat } from '../../requests/rules/vat.ts';

/** A tax number as the payment service wants it. */
export interface TaxId {
  type: string;
  value: string;
}

// As their numbers begin: Greek ones with EL.
const unionPrefixes =
  'AT BE BG CY CZ DE DK EE EL ES FI FR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK'.split(' ');

/** How numbers elsewhere are written there, from the number without blanks, dots and hyphens. */
const elsewhere: Partial<Record<string, { type: string; shape: RegExp; as?: string }>> = {
  AU: { type: 'au_abn', shape: /^\d{11}$/u },
  CA: { type: 'ca_bn', shape: /^\d{9}$/u },
  CH: { type: 'ch_vat', shape: /^CHE(\d{3})(\d{3})(\d{3})(MWST|TVA|IVA)$/u, as: 'CHE-$1.$2.$3 $4' },
  IN: { type: 'in_gst', shape: /^\d{2}[A-Z]{5}\d{4}[A-Z][0-9A-Z]Z[0-9A-Z]$/u },
  NO: { type: 'no_vat', shape: /^\d{9}MVA$/u },
  NZ: { type: 'nz_gst', shape: /^\d{8,9}$/u },
  SG: { type: 'sg_gst', shape: /^M\d{8}[A-Z]$/u },
  US: { type: 'us_ein', shape: /^(\d{2})(\d{7})$/u, as: '$1-$2' },
  ZA: { type: 'za_vat', shape: /^4\d{9}$/u },
};

/**
 * A buyer's tax number in the words of the payment service; null where it has no kind for that country, or might refuse
 * the number as wrong, and with it the whole invoice.
 */
export function taxIdOf(number: string, country: string): TaxId | null {
  const plain = normaliseVat(number);
  const prefix = country === 'GR' ? 'EL' : country;
  for (const value of [plain, `${prefix}${plain}`]) {
    const begins = value.slice(0, 2);
    const type = begins === 'GB' ? 'gb_vat' : 'eu_vat';
    const isKnown = begins === 'GB' || unionPrefixes.includes(begins);
    if (isKnown && checkVat(value) === 'right') return { type, value };
  }
  const known = elsewhere[country];
  if (known?.shape.test(plain) !== true) return null;
  return { type: known.type, value: plain.replace(known.shape, known.as ?? '$&') };
}
