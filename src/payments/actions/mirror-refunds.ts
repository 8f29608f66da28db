import type { Context } from '../../platform/context.ts';
import type { PaymentRow } from '../store/payments.ts';
import { applyRefunds } from './apply-refunds.ts';
import { CheckoutFailure } from '../rules/failure.ts';

/**
 * Reads the refunds of a payment anew and does what follows from them, however often and by however many it is called.
 * Throws CheckoutFailure where the payment service does not answer.
 */
export async function mirrorRefunds(
  ctx: Context,
  { id, payment_intent: intent }: Pick<PaymentRow, 'id' | 'payment_intent'>,
): Promise<void> {
  if (intent === null) return;
  if (ctx.checkout === null) throw new CheckoutFailure('config', 'no_key');
  const found = await ctx.checkout.refundsOf(intent);
  // Oldest first, so that the history reads in its order.
  const inOrder = found.toReversed();
  await ctx.transaction((tx) => applyRefunds(tx, id, inOrder));
}
