import { bad } from './refusal.ts';

/** How many minor units make one, where it is not a hundred; taken from the API's list of currencies. */
const zeroDecimal = new Set(
  'bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf'.split(' '),
);
const threeDecimal = new Set('bhd jod kwd omr tnd'.split(' '));
/** Sent with two decimals that must be zero, though people know none: 5 krónur are 500. */
const wholeOnly = new Set(['isk', 'ugx']);
const twoDecimal =
  'aed aud brl cad chf czk dkk eur gbp hkd huf ils inr isk mxn myr nok nzd pln ron sek sgd thb try ugx usd zar';
const known = new Set([...twoDecimal.split(' '), ...zeroDecimal, ...threeDecimal]);

/** The smallest charge in minor units of each currency; others take half a main unit. */
const minimum: Record<string, number> = {
  gbp: 30,
  dkk: 250,
  hkd: 400,
  jpy: 50,
  mxn: 1000,
  nok: 300,
  pln: 200,
  sek: 300,
  aed: 200,
  czk: 1500,
  huf: 17_500,
  myr: 200,
  ron: 200,
  thb: 1000,
};
const maximum = 99_999_999;

export const exponent = (currency: string) =>
  zeroDecimal.has(currency) ? 0 : threeDecimal.has(currency) ? 3 : 2;

/** `amount` (minor units) for people, in British form: `£140.00`. */
export function shown(amount: number, currency: string) {
  const digits = exponent(currency);
  return new Intl.NumberFormat('en-GB', {
    style: 'currency',
    currency,
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(amount / 10 ** digits);
}

export function checkCurrency(currency: string, at: string) {
  if (currency !== currency.toLowerCase() || !known.has(currency))
    throw bad(`Invalid currency: ${currency}`, undefined, at);
}

/** Refuses a total (minor units) below the smallest or above the largest charge of its currency. */
export function checkTotal(total: number, currency: string, at: string) {
  const least =
    minimum[currency] ?? (exponent(currency) === 0 ? 50 : 5 * 10 ** (exponent(currency) - 1));
  if (total < least)
    throw bad(
      `The total amount due must add up to at least ${shown(least, currency)}.`,
      'amount_too_small',
      at,
    );
  if (total > maximum)
    throw bad('The total amount due has too many digits.', 'amount_too_large', at);
  checkPrecision(total, currency, at);
}

/** Refuses decimals that the currency has on paper but not in payments. */
export function checkPrecision(amount: number, currency: string, at: string) {
  if (exponent(currency) === 3 && amount % 10 !== 0)
    throw bad('The last digit of an amount in a three-decimal currency must be 0.', undefined, at);
  if (wholeOnly.has(currency) && amount % 100 !== 0)
    throw bad(`An amount in ${currency} must be whole: its last two digits are 0.`, undefined, at);
}
