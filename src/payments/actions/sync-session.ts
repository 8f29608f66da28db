import type { Context, Tx } from '../../platform/context.ts';
import type { CheckoutSession } from '../../platform/payment-service.ts';
import { system } from '../../platform/events.ts';
import { isUuid } from '../../platform/ids.ts';
import { requestForChange, type RequestRow } from '../../requests/actions/read.ts';
import { CheckoutFailure } from '../rules/failure.ts';
import { sessionVerdict } from '../rules/judge.ts';
import { adoptAttempt } from './adopt-attempt.ts';
import { attemptById, attemptBySession, type AttemptRow } from '../store/attempts.ts';
import { paymentByIntent } from '../store/payments.ts';
import { writeToPayer } from './letters.ts';
import { mirrorRefunds } from './mirror-refunds.ts';
import { moveOn, stripe } from './move-attempt.ts';
import { recordMoney, recordUnknownMoney, type MoneyIn } from './record-money.ts';
import { syncInvoiceOfIntent } from './sync-invoice.ts';

/** What a session turned out to belong to. */
export type Applied = 'known' | 'unknown' | 'foreign';

/**
 * The one way in which anything learns of a payment: reads the session anew and does, in one
 * transaction, what follows from it. Called by webhooks, return page and reconciliation alike, any
 * number of times and at once. Throws CheckoutFailure where the payment service does not answer.
 */
export async function syncSession(ctx: Context, sessionId: string): Promise<Applied> {
  if (ctx.checkout === null) throw new CheckoutFailure('config', 'no_key');
  let session: CheckoutSession;
  try {
    session = await ctx.checkout.retrieveSession(sessionId);
  } catch (error) {
    if (isGone(error) && (await closeGone(ctx, sessionId))) return 'known';
    throw error;
  }
  return applySession(ctx, session);
}

const isGone = (error: unknown): boolean =>
  error instanceof CheckoutFailure && error.code === 'resource_missing';

/** Our account no longer has the session, as after a change of keys: nobody can pay us on it. */
async function closeGone(ctx: Context, sessionId: string): Promise<boolean> {
  return ctx.transaction(async (tx) => {
    const attempt = await attemptBySession(tx.db, sessionId);
    if (attempt === null) return false;
    const set = { error: 'resource_missing' };
    return moveOn(tx, attempt, 'expired', { by: system, set });
  });
}

/** The same for the session, or the invoice, behind a charge; `foreign` where it has neither. */
export async function syncIntent(ctx: Context, intent: string): Promise<Applied> {
  if (ctx.checkout === null) throw new CheckoutFailure('config', 'no_key');
  const session = await ctx.checkout.sessionByIntent(intent);
  return session === null ? syncInvoiceOfIntent(ctx, intent) : applySession(ctx, session);
}

/**
 * Something was given back of a charge: its refunds are read anew. A payment that is not recorded yet is recorded
 * first, since an event about its refund may overtake the one about the payment.
 */
export async function syncRefunds(ctx: Context, intent: string): Promise<Applied> {
  const known = await paymentByIntent(ctx.db, intent);
  const applied = known === null ? await syncIntent(ctx, intent) : 'known';
  const payment = known ?? (await paymentByIntent(ctx.db, intent));
  if (payment !== null) await mirrorRefunds(ctx, payment);
  return applied;
}

/** Does what follows from a session that was just read, refunds of its payment included. */
export async function applySession(ctx: Context, session: CheckoutSession): Promise<Applied> {
  const applied = await recordSession(ctx, session);
  if (session.paymentIntent === null || applied === 'foreign') return applied;
  const payment = await paymentByIntent(ctx.db, session.paymentIntent);
  // The sum alone does not say which refunds there are: it is only a reason to look.
  if (payment !== null && payment.refunded !== session.amountRefunded)
    await mirrorRefunds(ctx, payment);
  return applied;
}

async function recordSession(ctx: Context, session: CheckoutSession): Promise<Applied> {
  return ctx.transaction(async (tx) => {
    const found = await attemptOf(tx, session);
    if (found === null) return applyUnknown(tx, session);
    const request = await requestForChange(tx.db, found.request_id);
    // Read again, now that nobody else can change it.
    const attempt = await attemptById(tx.db, found.id);
    if (request === null || attempt === null) return applyUnknown(tx, session);
    await applyKnown(tx, { session, attempt, request });
    return 'known';
  });
}

/** The attempt that made a session, whether or not its answer arrived. */
export async function attemptOf(
  { db }: Pick<Tx, 'db'> | Pick<Context, 'db'>,
  session: CheckoutSession,
): Promise<AttemptRow | null> {
  const bySession = await attemptBySession(db, session.id);
  if (bySession !== null) return bySession;
  const id = session.metadata['attempt_id'] ?? '';
  const named = isUuid(id) ? await attemptById(db, id) : null;
  // An attempt that has another session than this one did not make it.
  return named?.session_id === null ? named : null;
}

async function applyUnknown(tx: Tx, session: CheckoutSession): Promise<Applied> {
  if (session.metadata['portal'] !== tx.links.baseUrl) return 'foreign';
  if (sessionVerdict(session) !== 'paid') return 'unknown';
  const adopted = await adoptAttempt(tx, { ...session, method: 'checkout' });
  if (adopted !== null) {
    await applyKnown(tx, { session, ...adopted });
    return 'known';
  }
  await recordUnknownMoney(tx, moneyOf(session), {
    requestId: session.metadata['request_id'] ?? '',
    objectId: session.id,
  });
  return 'unknown';
}

interface Known {
  session: CheckoutSession;
  attempt: AttemptRow;
  request: RequestRow;
}

async function applyKnown(tx: Tx, known: Known): Promise<void> {
  const { session, attempt, request } = known;
  const set = {
    session_id: session.id,
    session_url: session.url,
    payment_intent: session.paymentIntent,
    expires_at: session.expiresAt,
    error: null,
  };
  const verdict = sessionVerdict(session);
  if (verdict === 'paid') return recordMoney(tx, { ...known, money: moneyOf(session), set });
  if (attempt.state === verdict) return;
  const moved = await moveOn(tx, attempt, verdict, { by: stripe, set });
  if (moved && verdict === 'processing')
    await writeToPayer(tx, request, 'payment-waiting', {
      ...sumOf(attempt),
      how: 'processing',
      bankDetails: '',
    });
  if (moved && verdict === 'failed')
    await writeToPayer(tx, request, 'payment-failed', sumOf(attempt));
}

function moneyOf(session: CheckoutSession): MoneyIn {
  const { paymentIntent, chargeId, currency, liveMoney } = session;
  const sums = { currency, asked: session.amountTotal, received: session.amountReceived };
  return { method: 'checkout', paymentIntent, chargeId, bankReference: '', liveMoney, ...sums };
}

const sumOf = ({ amount, currency }: AttemptRow): { amount: number; currency: string } => ({
  amount,
  currency,
});
