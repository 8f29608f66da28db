/** A try at paying an offer: written before the payment service is asked, never deleted. */
export type AttemptState =
  'creating' | 'open' | 'processing' | 'paid' | 'expired' | 'failed' | 'abandoned';

/**
 * Which states may follow which. Money that has arrived is always recorded, so `paid` follows every
 * other state; nothing follows `paid`.
 */
export const attemptLife: Record<AttemptState, readonly AttemptState[]> = {
  creating: ['open', 'processing', 'paid', 'expired', 'failed', 'abandoned'],
  open: ['processing', 'paid', 'expired', 'failed'],
  processing: ['paid', 'failed'],
  expired: ['paid'],
  failed: ['paid'],
  abandoned: ['paid'],
  paid: [],
};

export function mayFollow(from: AttemptState, to: AttemptState): boolean {
  return attemptLife[from].includes(to);
}

/** States in which a payer can still pay, or has paid and the bank has not answered. */
export const liveStates = ['creating', 'open', 'processing'] as const;

/** The mark on an attempt whose key holds a saved 500: it is looked for, never asked for again. */
export const savedFault = 'saved_500';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** Facts of an attempt that decide what pressing Pay does. */
export interface LiveAttempt {
  offerId: string;
  state: AttemptState;
  sessionUrl: string | null;
  expiresAt: Date | null;
  createdAt: Date;
  error: string | null;
}

export type PayStep = 'reuse' | 'create' | 'search' | 'close' | 'wait';

/**
 * What to do with the live attempt of a request when somebody presses Pay for `offerId`: lead to its
 * open page, ask again for its session with the same key, look for the session, close it because it
 * ends or another offer stands now, or let the bank answer first.
 */
export function payStep(attempt: LiveAttempt, offerId: string, now: Date): PayStep {
  if (attempt.state === 'processing') return 'wait';
  if (attempt.offerId !== offerId) return 'close';
  if (attempt.state === 'creating') return creationStep(attempt, now);
  const left = (attempt.expiresAt?.getTime() ?? 0) - now.getTime();
  return attempt.sessionUrl !== null && left > minuteMs ? 'reuse' : 'close';
}

/** Keys are forgotten after 24 hours, so a create call is repeated for 23 and then looked for. */
export function creationStep(
  { error, createdAt }: Pick<LiveAttempt, 'error' | 'createdAt'>,
  now: Date,
): 'create' | 'search' {
  const tooOld = now.getTime() - createdAt.getTime() > 23 * hourMs;
  return error === savedFault || tooOld ? 'search' : 'create';
}

/**
 * When the hosted page closes: with the offer, but the service allows no less than 30 minutes and no
 * more than 24 hours by its own clock, from which ours may be ten minutes away.
 */
export function sessionEnd(offerEnds: Date, now: Date): Date {
  const soonest = now.getTime() + 41 * minuteMs;
  const latest = now.getTime() + 24 * hourMs - 11 * minuteMs;
  return new Date(Math.min(Math.max(offerEnds.getTime(), soonest), latest));
}
