import type { Context, Tx } from '../../platform/context.ts';
import { conflict, notFound, Refusal } from '../../platform/errors.ts';
import type { Actor } from '../../platform/events.ts';
import { changeBill, type GivenBill } from '../../requests/actions/change-bill.ts';
import {
  currentOffer,
  requestById,
  requestForChange,
  type RequestRow,
} from '../../requests/actions/read.ts';
import { requireRightsToday } from '../../requests/actions/rights-today.ts';
import { CheckoutFailure } from '../rules/failure.ts';
import { liveAttempt, type AttemptRow } from '../store/attempts.ts';
import { openInvoice, type InvoiceRow } from '../store/invoices.ts';
import { closeAttempt } from './finish-creation.ts';
import { issueInvoice } from './issue-invoice.ts';

export interface Order {
  requestId: string;
  /** Null: the bill that the request holds. */
  bill: GivenBill | null;
  by: Actor;
}

/** `offer`: the bill changed the tax, and a newer version of the offer waits to be accepted. */
export type Ordered = { kind: 'invoice'; invoice: InvoiceRow } | { kind: 'offer' };

// Closing a page takes two turns at most; more mean that somebody opens new ones all the time.
const mostTurns = 6;

/**
 * Writes the invoice of an accepted request, after its open card page has been closed, so that one and the same can
 * never be paid both ways. Called again it finds the open invoice. Refuses with conflict: not_payable, already_paid,
 * offer_expired, payment_processing, bill_incomplete, rights_refused. Throws CheckoutFailure where the page cannot be closed because the
 * payment service does not answer.
 */
export async function orderInvoice(ctx: Context, order: Order): Promise<Ordered> {
  for (let turn = 0; turn < mostTurns; turn += 1) {
    const step = await ctx.transaction((tx) => nextStep(tx, order));
    if (step.kind !== 'close') return step;
    await closeAttempt(ctx, step.attempt);
  }
  throw new CheckoutFailure('unavailable', 'page_stays_open');
}

async function nextStep(
  tx: Tx,
  { requestId, bill, by }: Order,
): Promise<Ordered | { kind: 'close'; attempt: AttemptRow }> {
  const request = await requestForChange(tx.db, requestId);
  if (request === null) throw notFound();
  const open = await openInvoice(tx.db, requestId);
  if (open !== null) return { kind: 'invoice', invoice: open };
  const offer = await payableOffer(tx, request);
  const attempt = await liveAttempt(tx.db, requestId);
  if (attempt?.state === 'processing') throw conflict('payment_processing');
  if (attempt !== null) return { kind: 'close', attempt };
  await requireRightsToday(tx.db, requestId, tx.now());
  if (bill !== null && (await changeBill(tx, request, { offer, bill })) === 'new_offer')
    return { kind: 'offer' };
  const current = bill === null ? request : ((await requestById(tx.db, requestId)) ?? request);
  return { kind: 'invoice', invoice: await issueInvoice(tx, { request: current, offer, by }) };
}

async function payableOffer(tx: Tx, request: RequestRow) {
  if (request.state === 'granted') throw conflict('already_paid');
  const offer = await currentOffer(tx.db, request.id);
  if (request.state !== 'accepted' || offer === null) throw conflict('not_payable');
  if (offer.expires_at <= tx.now()) throw conflict('offer_expired');
  return offer;
}

/**
 * Job `order-invoice`: who accepted an offer wished to pay it by invoice. Where that is possible no more, because it was
 * paid or has ended in the meantime, nothing is left to do.
 */
export async function orderWishedInvoice(
  ctx: Context,
  { requestId }: { requestId: string },
): Promise<void> {
  const request = await requestById(ctx.db, requestId);
  if (request === null) return;
  const by: Actor = { type: 'republisher', id: null, name: request.contact_name };
  try {
    await orderInvoice(ctx, { requestId, bill: null, by });
  } catch (error) {
    if (!(error instanceof Refusal) || error.kind !== 'conflict') throw error;
    ctx.log.info({ request: requestId, code: error.code }, 'no invoice was written any more');
  }
}
