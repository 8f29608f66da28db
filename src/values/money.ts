/** A sum of money: a whole number of the currency's smallest unit (pence, fils, yen). */
export type Money = { amount: number; currency: string };

// Intl's digits follow everyday use, not ISO 4217 (they differ for 16 currencies, such as the
// forint), so the exponents stand here. ANG and BGN left the standard in 2025 and 2026; older
// records still name them. Codes without a minor unit (gold, testing codes …) are no money to pay with.
const codesByExponent: Record<number, string> = {
  0: 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF',
  2:
    'AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BOV BRL BSD BTN BWP BYN ' +
    'BZD CAD CDF CHE CHF CHW CNY COP COU CRC CUC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP ' +
    'GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK ' +
    'LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK ' +
    'NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP ' +
    'STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XCD XCG YER ' +
    'ZAR ZMW ZWG',
  3: 'BHD IQD JOD KWD LYD OMR TND',
  4: 'CLF UYW',
};

const exponents = new Map(
  Object.entries(codesByExponent).flatMap(([exponent, codes]) =>
    codes.split(' ').map((code) => [code, Number(exponent)] as const),
  ),
);

/** All currency codes that a price may be in, sorted. */
export const currencyCodes: readonly string[] = [...exponents.keys()].toSorted();

/** True for an upper-case ISO 4217 code with a minor unit. */
export function isCurrency(code: string): boolean {
  return exponents.has(code);
}

/** The number of decimal places of a currency (ISO 4217). Throws RangeError for an unknown code. */
export function exponentOf(currency: string): number {
  const exponent = exponents.get(currency);
  if (exponent === undefined) throw new RangeError(`${currency} is not an ISO 4217 currency`);
  return exponent;
}

/** Makes a sum of whole minor units. Throws RangeError for a fraction, an unsafe size or an unknown currency. */
export function money(amount: number, currency: string): Money {
  if (!Number.isSafeInteger(amount)) throw new RangeError(`${amount} is no whole number of units`);
  exponentOf(currency);
  return { amount: amount === 0 ? 0 : amount, currency };
}

/** Adds sums of one currency. Throws RangeError when the currencies differ or the sum is unsafe. */
export function addMoney(first: Money, ...others: readonly Money[]): Money {
  let amount = first.amount;
  for (const other of others) {
    if (other.currency !== first.currency) {
      throw new RangeError(`${other.currency} cannot be added to ${first.currency}`);
    }
    amount += other.amount;
  }
  return money(amount, first.currency);
}

/** The sum as a plain decimal string with exactly the currency's places: `12.50`, `-0.005`, `140`. */
export function decimalOf({ amount, currency }: Money): `${number}` {
  const exponent = exponentOf(currency);
  const digits = String(Math.abs(amount)).padStart(exponent + 1, '0');
  const whole = digits.slice(0, digits.length - exponent);
  const fraction = exponent === 0 ? '' : `.${digits.slice(-exponent)}`;
  return `${amount < 0 ? '-' : ''}${whole}${fraction}` as `${number}`;
}

/**
 * Reads a decimal such as `12.5` or `-3` into minor units without floats. Null when the text is no
 * plain decimal, has more places than the currency, or is too large to be exact.
 */
export function parseMoney(text: string, currency: string): Money | null {
  const exponent = exponentOf(currency);
  const match = /^(-?)(\d{1,20})(?:\.(\d{1,4}))?$/.exec(text);
  if (!match) return null;
  const [, sign = '', whole = '', fraction = ''] = match;
  if (fraction.length > exponent) return null;
  const amount = Number(whole + fraction.padEnd(exponent, '0'));
  if (!Number.isSafeInteger(amount)) return null;
  return money(sign ? -amount : amount, currency);
}

// Making an Intl.NumberFormat costs more than a whole quote, so each is made once.
const formats = new Map<string, Intl.NumberFormat>();

/** The sum as people of a locale write it, always with the currency's own number of places: `£140.00`. */
export function formatMoney(sum: Money, locale: string): string {
  const key = `${locale} ${sum.currency}`;
  let format = formats.get(key);
  if (!format) {
    const places = exponentOf(sum.currency);
    format = new Intl.NumberFormat(locale, {
      style: 'currency',
      currency: sum.currency,
      minimumFractionDigits: places,
      maximumFractionDigits: places,
    });
    formats.set(key, format);
  }
  const text = format.format(decimalOf(sum));
  if (!/[\u200f\u061c]/.test(text)) return text;
  // In a right-to-left line `UK£` falls apart; an isolate around the sign keeps it whole.
  return format
    .formatToParts(decimalOf(sum))
    .map(({ type, value }) => (type === 'currency' ? `\u2068${value}\u2069` : value))
    .join('');
}
