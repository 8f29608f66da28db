import { bad } from './refusal.ts';

/** How many minor units make one, where it is not a hundred; taken from the API's list of currencies. */
const zeroDecimal = new Set(
  'bif clp djf gnf jpy kmf krw mga pyg rwf ugx vnd vuv xaf xof xpf'.split(' '),
);
const threeDecimal = new Set('bhd jod kwd omr tnd'.split(' '));
const known = new Set([
  ...'aud brl cad chf czk dkk eur gbp hkd huf ils inr isk mxn myr nok nzd pln ron sek sgd thb'.split(
    ' ',
  ),
  ...'try usd zar aed'.split(' '),
  ...zeroDecimal,
  ...threeDecimal,
]);

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
    throw bad(`Invalid currency: ${currency}`, 'currency_invalid', at);
}

/** Refuses a total (minor units) below the smallest or above the largest charge of its currency. */
export function checkTotal(total: number, currency: string) {
  const least =
    minimum[currency] ?? (exponent(currency) === 0 ? 50 : 5 * 10 ** (exponent(currency) - 1));
  if (total < least)
    throw bad(
      `The Checkout Session's total amount due must add up to at least ${shown(least, currency)}.`,
      'amount_too_small',
      'line_items',
    );
  if (total > maximum)
    throw bad('The total amount due has too many digits.', 'amount_too_large', 'line_items');
  if (exponent(currency) === 3 && total % 10 !== 0)
    throw bad(
      'The last digit of an amount in a three-decimal currency must be 0.',
      'invalid_currency_amount',
      'line_items',
    );
}
