import { chargeStep } from './charge-units.ts';

/** What is wrong with a sum to give back, as an English text, and the sum that it speaks of; null when it is right. */
export function refundProblem({
  amount,
  left,
  currency,
}: {
  amount: number;
  left: number;
  currency: string;
}): { text: string; sum: number } | null {
  if (left === 0) return { text: 'Nothing is left to give back: {sum}.', sum: 0 };
  if (amount <= 0 || amount > left)
    return { text: 'Enter a sum above 0 and up to {sum}, which is what is left.', sum: left };
  const step = chargeStep(currency);
  // What is left may end oddly where it was charged so; all of it can always be given back.
  if (amount !== left && amount % step !== 0)
    return {
      text: 'A sum in this currency must be a multiple of {sum} to be given back.',
      sum: step,
    };
  return null;
}
