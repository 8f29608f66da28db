import { CheckoutFailure } from '../../../src/payments/rules/failure.ts';
import { Refusal } from '../../../src/platform/errors.ts';

/** What people and jobs meet in the ordinary course: a refusal, or a payment service that does not answer. */
export function isOrdinary(error: unknown): error is Error {
  if (error instanceof AggregateError) return error.errors.every(isOrdinary);
  return error instanceof Refusal || error instanceof CheckoutFailure;
}
