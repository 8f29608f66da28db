import { parseMoney, type Money } from '../../values/money.ts';
import { largestCharge, smallestCharges } from './charge-limits.ts';
import { chargeStep, chargeUnits, fromChargeUnits } from './charge-units.ts';

export type CardProblem = 'currency' | 'too_small' | 'too_large' | 'step';

/**
 * Why a sum cannot be paid by card, or null when it can. UGX is not among the currencies: the payment service lists it as
 * one without decimals and asks for two, and a wrong factor charges a hundredfold.
 */
export function cardProblem({ amount, currency }: Money): CardProblem | null {
  const least = smallestCharge(currency);
  if (least === null) return 'currency';
  if (amount < least) return 'too_small';
  if (amount % chargeStep(currency) !== 0) return 'step';
  return chargeUnits({ amount, currency }) > largestCharge ? 'too_large' : null;
}

/** The smallest sum in minor units; null where the currency is not taken. */
function smallestCharge(currency: string): number | null {
  const least = smallestCharges.get(currency);
  return least === undefined ? null : (parseMoney(least, currency)?.amount ?? null);
}

/** What is wrong with the sum of an offer and how it comes right, as an English text, with the sum that it names. */
export interface OfferTrouble {
  text: string;
  sum: Money;
}

const sentences: Record<CardProblem, string> = {
  too_small:
    'At least {sum} can be paid by card, tax included. Ask for more, or grant it free of charge.',
  too_large:
    'At most {sum} can be paid by card at once, tax included. Divide it into several requests, or enter your bank details in the settings, so that it can be paid by transfer.',
  step: 'What is paid by card must be a multiple of {sum}, tax included. Choose a price that leads to one.',
  currency:
    'No card can be charged in {currency}. Enter your bank details in the settings, so that it can be paid by transfer, or price in another currency.',
};

/**
 * What speaks against offering this sum where cards are taken; null when nothing does. What is too large for a card, or
 * in another currency, is no trouble where it can be paid by transfer.
 */
export function offerTrouble(
  sum: Money,
  { byTransfer }: { byTransfer: boolean },
): OfferTrouble | null {
  const problem = cardProblem(sum);
  if (problem === null) return null;
  if (byTransfer && (problem === 'too_large' || problem === 'currency')) return null;
  return { text: sentences[problem], sum: sumOf(problem, sum.currency) };
}

/** Why no card can be charged, in few words for the desk. */
export function cardProblemText(sum: Money): string | null {
  const problem = cardProblem(sum);
  return problem === null ? null : shortly[problem];
}

const shortly: Record<CardProblem, string> = {
  too_small: 'Too small for a card',
  too_large: 'Too large for a card',
  step: 'No sum that a card can be charged with',
  currency: 'No card is charged in this currency',
};

function sumOf(problem: CardProblem, currency: string): Money {
  if (problem === 'too_small') return { amount: smallestCharge(currency) ?? 0, currency };
  if (problem === 'too_large')
    return { amount: fromChargeUnits(largestCharge, currency), currency };
  return { amount: problem === 'step' ? chargeStep(currency) : 0, currency };
}
