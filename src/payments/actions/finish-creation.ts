import { setTimeout as pause } from 'node:timers/promises';
import type { Context, Tx } from '../../platform/context.ts';
import type { Checkout, CheckoutSession } from '../../platform/payment-service.ts';
import { system } from '../../platform/events.ts';
import { currentOffer, requestById } from '../../requests/actions/read.ts';
import { refusedToday } from '../../requests/actions/rights-today.ts';
import { creationStep, savedFault } from '../rules/attempt.ts';
import { CheckoutFailure } from '../rules/failure.ts';
import { attemptById, moveAttempt, type AttemptRow } from '../store/attempts.ts';
import { checkoutOf } from './checkout-of.ts';
import { endInvoice } from './end-invoice.ts';
import { invoiceWaits } from './invoice-waits.ts';
import { finishInvoice, noLongerWanted } from './make-invoice.ts';
import { moveOn } from './move-attempt.ts';
import { applySession, syncSession } from './sync-session.ts';

/**
 * Brings an attempt in creation to an end: repeats its call with the same key and parameters, or
 * looks for the session where that cannot help. Afterwards it is open, or given up so that a new one
 * can be made, or still in creation because somebody else's call is under way. A page that nobody may
 * pay on any more is closed at once. Throws CheckoutFailure where the payment service does not answer.
 */
export async function finishCreation(ctx: Context, attempt: AttemptRow): Promise<void> {
  if (attempt.method === 'invoice') return finishInvoice(ctx, attempt);
  const checkout = checkoutOf(ctx);
  if (creationStep({ error: attempt.error, createdAt: attempt.created_at }, ctx.now()) === 'search')
    return adoptFound(ctx, checkout, attempt);
  let session: CheckoutSession;
  try {
    session = await checkout.createSession(paramsOf(ctx, attempt), attempt.key);
  } catch (error) {
    if (!(error instanceof CheckoutFailure)) throw error;
    return afterFailure(ctx, attempt, error);
  }
  // The answer to a repeated call is the one of the first time, however long ago that was.
  if (isRepeat(ctx, attempt)) session = await checkout.retrieveSession(session.id);
  await applySession(ctx, session);
  await closeIfStale(ctx, attempt.id);
}

function isRepeat(ctx: Context, { error, created_at: createdAt }: AttemptRow): boolean {
  return error !== null || ctx.now().getTime() - createdAt.getTime() > 10_000;
}

/**
 * Closes the page of an attempt, or of one still in creation as soon as it is known; an invoice at the payment service
 * is voided. If somebody paid in the meantime the money is recorded and judged; a payment at the bank is left alone, and so is
 * an invoice of our own, which only a credit note takes back.
 */
export async function closeAttempt(ctx: Context, attempt: AttemptRow): Promise<void> {
  if (attempt.method === 'transfer') return;
  if (attempt.method === 'invoice') return endInvoice(ctx, attempt, noLongerWanted);
  if (attempt.state === 'creating') return finishCreation(ctx, attempt);
  if (attempt.state !== 'open' || attempt.session_id === null) return;
  try {
    await applySession(ctx, await checkoutOf(ctx).expireSession(attempt.session_id));
  } catch (error) {
    if (!(error instanceof CheckoutFailure) || error.kind !== 'refused') throw error;
    await syncSession(ctx, attempt.session_id);
  }
}

/** Closes the attempt if its request no longer waits for money on its offer, or may not be licensed any more. */
export async function closeIfStale(ctx: Context, attemptId: string): Promise<void> {
  const attempt = await attemptById(ctx.db, attemptId);
  if (attempt === null) return;
  if (attempt.method === 'invoice') return endIfStale(ctx, attempt);
  const request = await requestById(ctx.db, attempt.request_id);
  const offer = await currentOffer(ctx.db, attempt.request_id);
  const waits = request?.state === 'accepted' && offer?.id === attempt.offer_id;
  if (waits && (await refusedToday(ctx.db, request.id, ctx.now())) === null) return;
  await closeAttempt(ctx, attempt);
}

/** An article that may not be licensed today ends no invoice: that is found out when it is paid, and the money is held. */
async function endIfStale(ctx: Context, attempt: AttemptRow): Promise<void> {
  const isLive = attempt.state === 'creating' || attempt.state === 'open';
  if (isLive && !(await invoiceWaits(ctx, attempt))) await endInvoice(ctx, attempt, noLongerWanted);
}

/** The stored parameters with the tokens of their secret links. */
function paramsOf(ctx: Context, attempt: AttemptRow): object {
  return JSON.parse(ctx.links.reveal(JSON.stringify(attempt.params))) as object;
}

async function adoptFound(ctx: Context, checkout: Checkout, attempt: AttemptRow): Promise<void> {
  // Clocks differ between machines, so the search begins a little earlier.
  const since = new Date(attempt.created_at.getTime() - 600_000);
  const sessions = await checkout.sessionsSince(since);
  const found = sessions.find(({ metadata }) => metadata['attempt_id'] === attempt.id);
  if (found === undefined) {
    await ctx.transaction((tx) => moveOn(tx, attempt, 'abandoned', { by: system }));
    return;
  }
  await applySession(ctx, found);
  await closeIfStale(ctx, attempt.id);
}

async function afterFailure(
  ctx: Context,
  attempt: AttemptRow,
  failure: CheckoutFailure,
): Promise<void> {
  const error = failure.kind === 'saved_500' ? savedFault : failure.code;
  const { kind, code, callId } = failure;
  ctx.log.error({ attempt: attempt.id, kind, code, callId }, 'no checkout page was made');
  if (failure.code === 'idempotency_key_in_use') return pause(200);
  // Where an earlier call may have got through, a wrong key settles nothing: the right one will find out.
  const final = kind === 'refused' || (kind === 'config' && attempt.error === null);
  await ctx.transaction(async (tx) => {
    if (final) await moveOn(tx, attempt, 'failed', { by: system, set: { error } });
    else await keepError(tx, attempt, error);
  });
  // Its key is lost, but the next step can look for the session or make a new attempt right away.
  if (failure.kind !== 'saved_500') throw failure;
}

/** The attempt stays in creation: no change of state, so no event. */
async function keepError(tx: Tx, attempt: AttemptRow, error: string): Promise<void> {
  await moveAttempt(tx.db, attempt, { error, changed_at: tx.now() });
}
