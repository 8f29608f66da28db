import type { Context } from '../../platform/context.ts';
import type { Checkout } from '../../platform/payment-service.ts';
import { CheckoutFailure } from '../rules/failure.ts';

/** The door to the payment service, where somebody has already seen that there is one. */
export function checkoutOf(ctx: Context): Checkout {
  if (ctx.checkout === null) throw new CheckoutFailure('config', 'no_key');
  return ctx.checkout;
}
