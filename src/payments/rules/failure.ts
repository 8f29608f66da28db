/**
 * How a call of the payment service went wrong. `ambiguous`: it may or may not have been done (lost
 * answer, gibberish, the same call under way). `saved_500`: the service keeps a failure under the
 * key. `refused`: it will never be done so. `unavailable`: it was not done, try later. `config`: our
 * key or mode is wrong.
 */
export type FailureKind = 'ambiguous' | 'saved_500' | 'refused' | 'unavailable' | 'config';

export class CheckoutFailure extends Error {
  readonly kind: FailureKind;
  /** The service's own code, such as `resource_missing`, for the log and the attempt. */
  readonly code: string;
  /** The service's name of the call, to look it up there. */
  readonly callId: string | null;

  constructor(kind: FailureKind, code: string, callId: string | null = null) {
    super(`the payment service: ${kind} (${code})`);
    this.kind = kind;
    this.code = code;
    this.callId = callId;
  }
}
