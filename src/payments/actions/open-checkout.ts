import type { Context, Tx } from '../../platform/context.ts';
import { conflict, notFound } from '../../platform/errors.ts';
import { currentOffer, requestForChange, type RequestRow } from '../../requests/actions/read.ts';
import { refusedToday, rightsRefused } from '../../requests/actions/rights-today.ts';
import { payStep, type PayStep } from '../rules/attempt.ts';
import { cardProblem } from '../rules/card.ts';
import { CheckoutFailure } from '../rules/failure.ts';
import { liveAttempt, type AttemptRow } from '../store/attempts.ts';
import { closeAttempt, finishCreation } from './finish-creation.ts';
import { invoiceWaits } from './invoice-waits.ts';
import { startAttempt, type Due } from './start-attempt.ts';

// A turn ends in a page or changes something; more than these mean that the service contradicts itself.
const mostTurns = 12;

/**
 * Leads to the hosted page on which the offer in force can be paid, and makes it where there is none;
 * however often and by however many it is called, one page is open. Refuses with conflict: not_payable,
 * already_paid, invoice_open, offer_expired, payment_processing, card_not_possible, card_payment_off, rights_refused. Throws
 * CheckoutFailure where the payment service does not answer; nothing is lost then.
 */
export async function openCheckout(ctx: Context, requestId: string): Promise<{ url: string }> {
  const { checkout } = ctx;
  if (checkout === null) throw conflict('card_payment_off');
  for (let turn = 0; turn < mostTurns; turn += 1) {
    const { step, attempt } = await ctx.transaction((tx) =>
      nextStep(tx, requestId, checkout.liveMoney),
    );
    if (step === 'reuse' && attempt.session_url !== null) return { url: attempt.session_url };
    if (step === 'wait') throw conflict('payment_processing');
    if (step === 'close') await closeAttempt(ctx, attempt);
    else await finishCreation(ctx, attempt);
  }
  throw new CheckoutFailure('unavailable', 'no_page_in_time');
}

/** Holds the request, checks that it waits for money, and says what is to be done with its attempt. */
async function nextStep(
  tx: Tx,
  requestId: string,
  liveMoney: boolean,
): Promise<{ step: PayStep; attempt: AttemptRow }> {
  const request = await requestForChange(tx.db, requestId);
  if (request === null) throw notFound();
  const attempt = await liveAttempt(tx.db, requestId);
  if (attempt !== null && attempt.method !== 'checkout')
    return invoiceStep(tx, request, { attempt, liveMoney });
  const due = await payable(tx, request);
  const refused = await refusedToday(tx.db, requestId, tx.now());
  // No page is made or shown for what may not be licensed; one that is open is closed first.
  if (refused !== null) {
    if (attempt === null || attempt.state === 'processing') throw rightsRefused(refused);
    return { step: 'close', attempt };
  }
  if (attempt === null) return { step: 'create', attempt: await startAttempt(tx, due, liveMoney) };
  const facts = {
    offerId: attempt.offer_id,
    state: attempt.state,
    sessionUrl: attempt.session_url,
    expiresAt: attempt.expires_at,
    createdAt: attempt.created_at,
    error: attempt.error,
  };
  return { step: payStep(facts, due.offer.id, tx.now()), attempt };
}

/**
 * It is put on an invoice: the page of one at the payment service takes cards as well, for as long as it is owed, and our
 * own is paid by transfer.
 */
async function invoiceStep(
  tx: Tx,
  request: RequestRow,
  { attempt, liveMoney }: { attempt: AttemptRow; liveMoney: boolean },
): Promise<{ step: PayStep; attempt: AttemptRow }> {
  if (attempt.method === 'transfer') {
    await payable(tx, request);
    throw conflict('invoice_open');
  }
  const waits = await invoiceWaits(tx, attempt);
  if (!waits || attempt.live_money !== liveMoney) return { step: 'close', attempt };
  const refused = await refusedToday(tx.db, request.id, tx.now());
  if (refused !== null && request.state !== 'granted') throw rightsRefused(refused);
  return { step: attempt.state === 'open' ? 'reuse' : 'create', attempt };
}

async function payable(tx: Tx, request: RequestRow): Promise<Due> {
  if (request.state === 'granted') throw conflict('already_paid');
  const offer = await currentOffer(tx.db, request.id);
  if (request.state !== 'accepted' || offer === null) throw conflict('not_payable');
  if (offer.expires_at <= tx.now()) throw conflict('offer_expired');
  const sum = { amount: offer.total, currency: offer.currency };
  if (cardProblem(sum) !== null) throw conflict('card_not_possible');
  return { request, offer };
}
