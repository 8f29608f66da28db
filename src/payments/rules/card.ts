import { exponentOf, type Money } from '../../values/money.ts';

// Currencies whose minor unit is the same at the payment service and in ISO 4217. Others (ISK and UGX
// are sent with two decimals there, for example) are not taken: a wrong factor charges a hundredfold.
const taken = new Set(
  (
    'AED AUD BRL CAD CHF CZK DKK EUR GBP HKD HUF ILS INR MXN MYR NOK NZD PLN RON SEK SGD THB TRY USD ZAR ' +
    'BIF CLP DJF GNF JPY KMF KRW PYG RWF VND VUV XAF XOF XPF BHD JOD KWD OMR TND'
  ).split(' '),
);

/** Smallest charges in minor units; half a main unit where none is named. */
const smallest: Record<string, number> = {
  GBP: 30,
  DKK: 250,
  HKD: 400,
  HUF: 17_500,
  JPY: 50,
  MXN: 1000,
  MYR: 200,
  NOK: 300,
  PLN: 200,
  RON: 200,
  SEK: 300,
  THB: 1000,
  AED: 200,
  CZK: 1500,
};
const largest = 99_999_999;

export type CardProblem = 'currency' | 'too_small' | 'too_large' | 'last_digit';

/** Why a sum cannot be paid by card, or null when it can. */
export function cardProblem({ amount, currency }: Money): CardProblem | null {
  if (!taken.has(currency)) return 'currency';
  const exponent = exponentOf(currency);
  const least = smallest[currency] ?? (exponent === 0 ? 50 : 5 * 10 ** (exponent - 1));
  if (amount < least) return 'too_small';
  if (amount > largest) return 'too_large';
  return exponent === 3 && amount % 10 !== 0 ? 'last_digit' : null;
}
