import { Stripe } from 'stripe';
import { CheckoutFailure, type FailureKind } from '../rules/failure.ts';

/** Runs a call that only reads: whatever goes wrong on the way, nothing was done and it can be repeated. */
export const reading = <T>(call: () => Promise<T>): Promise<T> =>
  translated(call, (kind) => (kind === 'ambiguous' || kind === 'saved_500' ? 'unavailable' : kind));

/** Runs a call that has effects under an idempotency key. */
export const writing = <T>(call: () => Promise<T>): Promise<T> => translated(call, (kind) => kind);

async function translated<T>(
  call: () => Promise<T>,
  soften: (kind: FailureKind) => FailureKind,
): Promise<T> {
  try {
    return await call();
  } catch (error) {
    const failure = failureOf(error);
    if (failure === null) throw error;
    throw new CheckoutFailure(soften(failure.kind), failure.code, failure.callId);
  }
}

function failureOf(error: unknown): CheckoutFailure | null {
  if (error instanceof CheckoutFailure) return error;
  if (!(error instanceof Stripe.errors.StripeError)) return null;
  const code = error.code ?? error.rawType ?? error.type;
  return new CheckoutFailure(kindOf(error), code, error.requestId ?? null);
}

/** What the SDK throws does not say by itself whether the call was done; this does. */
function kindOf(error: InstanceType<typeof Stripe.errors.StripeError>): FailureKind {
  const { errors } = Stripe;
  if (error instanceof errors.StripeConnectionError) return 'ambiguous';
  if (error instanceof errors.StripeRateLimitError) return 'unavailable';
  if (
    error instanceof errors.StripeAuthenticationError ||
    error instanceof errors.StripePermissionError
  )
    return 'config';
  if (
    error instanceof errors.StripeInvalidRequestError ||
    error instanceof errors.StripeIdempotencyError ||
    error instanceof errors.StripeCardError
  )
    return 'refused';
  // A failure with a name of its own was written by the service and is kept under the key; a page of
  // some machine in between was not, and says nothing about what was done.
  const written = error.rawType === 'api_error' && (error.statusCode ?? 0) >= 500;
  return written && typeof error.requestId === 'string' ? 'saved_500' : 'ambiguous';
}
