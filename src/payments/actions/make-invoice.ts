import { setTimeout as pause } from 'node:timers/promises';
import type { Context } from '../../platform/context.ts';
import type { InvoiceThere } from '../../platform/payment-service.ts';
import { system } from '../../platform/events.ts';
import { creationStep, savedFault } from '../rules/attempt.ts';
import { CheckoutFailure } from '../rules/failure.ts';
import { customerKey, invoiceKey, type InvoiceParams } from '../rules/invoice-params.ts';
import { totalDiffers } from '../rules/invoice-trouble.ts';
import { keyRefused } from '../rules/refund.ts';
import { attemptById, liveAttempt, type AttemptRow } from '../store/attempts.ts';
import { checkoutOf } from './checkout-of.ts';
import { endInvoice, giveUp, invoicesOf, isPast, removeInvoice } from './end-invoice.ts';
import { isRight } from './follow-invoice.ts';
import { invoiceWaits } from './invoice-waits.ts';
import { failMaking, frozenParams, keepTrouble, noteDraft, startAnew } from './making-invoice.ts';
import { applyInvoice } from './sync-invoice.ts';

// A turn makes the invoice or a new attempt; more than these mean that the service keeps failing.
const mostTurns = 4;

/**
 * Job `make-invoice`: makes the invoice of an attempt at the payment service, or goes on where that was left. While that
 * is not clear it fails and is tried again.
 */
export async function makeInvoice(
  ctx: Context,
  { attemptId }: { attemptId: string },
): Promise<void> {
  let attempt = await attemptById(ctx.db, attemptId);
  for (let turn = 0; turn < mostTurns; turn += 1) {
    if (attempt?.method !== 'invoice' || attempt.state !== 'creating') return;
    await finishInvoice(ctx, attempt);
    attempt = await liveAttempt(ctx.db, attempt.request_id);
  }
  throw new CheckoutFailure('unavailable', 'no_invoice_in_time');
}

/**
 * Brings an invoice in the making to an end: repeats its steps with the same keys and parameters, or looks for what is
 * there where that cannot help. Afterwards it is owed, or given up so that a new attempt can be made, or still in the making
 * because somebody else's call is under way. One that nobody waits for any more is ended at once. Throws CheckoutFailure
 * where the payment service does not answer, or may not do it.
 */
export async function finishInvoice(ctx: Context, attempt: AttemptRow): Promise<void> {
  if (isPast(ctx, attempt)) return giveUp(ctx, attempt, { by: system, why: 'other_mode' });
  if (!(await invoiceWaits(ctx, attempt))) return endInvoice(ctx, attempt, noLongerWanted);
  const { error, created_at: createdAt } = attempt;
  try {
    if (creationStep({ error, createdAt }, ctx.now()) === 'search') await lookForIt(ctx, attempt);
    else await take(ctx, attempt, await allSteps(ctx, attempt));
  } catch (failure) {
    if (!(failure instanceof CheckoutFailure)) throw failure;
    await afterFailure(ctx, attempt, failure);
  }
  const now = await attemptById(ctx.db, attempt.id);
  const isLive = now?.state === 'creating' || now?.state === 'open';
  if (isLive && !(await invoiceWaits(ctx, now))) await endInvoice(ctx, now, noLongerWanted);
}

/** Why an invoice ends that a newer offer has replaced, or whose request has ended or was paid in another way. */
export const noLongerWanted = { by: system, why: 'not_wanted' };

/** The calls in their order, each with a key of its own. Null where it is not to be made any more. */
async function allSteps(ctx: Context, attempt: AttemptRow): Promise<InvoiceThere | null> {
  const checkout = checkoutOf(ctx);
  const params = await frozenParams(ctx, attempt);
  if (params === null) return null;
  const key = (step: string): string => invoiceKey(attempt.id, step);
  const begun = await draftOf(ctx, attempt, params);
  if (begun === null || begun.status !== 'draft') return begun;
  const { id, customerId: customer } = begun;
  for (const [at, item] of params.items.entries()) {
    const wanted = { ...item, customer, invoice: id };
    await checkout.addInvoiceItem(wanted, key(`item:${at + 1}`));
  }
  // Answers to repeated calls are those of the first time, so it is read as it is now.
  const draft = await checkout.retrieveInvoice(id);
  if (draft.status !== 'draft') return draft;
  if (!isRight(draft, attempt)) throw new CheckoutFailure('refused', totalDiffers);
  if (!(await invoiceWaits(ctx, attempt))) return null;
  await checkout.finaliseInvoice(id, key('finalize'));
  return checkout.retrieveInvoice(id);
}

/** The draft that the items go on; one that is made while its attempt has ended is removed at once. */
async function draftOf(
  ctx: Context,
  attempt: AttemptRow,
  params: InvoiceParams,
): Promise<InvoiceThere | null> {
  const checkout = checkoutOf(ctx);
  if (attempt.session_id !== null) return checkout.retrieveInvoice(attempt.session_id);
  const customer = await checkout.createCustomer(params.customer, customerKey(attempt.id));
  const wanted = { ...params.invoice, customer };
  const draft = await checkout.createInvoice(wanted, invoiceKey(attempt.id, 'create'));
  // The answer to a repeated call is the one of the first time: somebody may have finished it since.
  if (await noteDraft(ctx, attempt, draft.id)) return checkout.retrieveInvoice(draft.id);
  await removeInvoice(ctx, attempt.id, draft.id);
  return null;
}

async function take(ctx: Context, attempt: AttemptRow, there: InvoiceThere | null): Promise<void> {
  if (there === null) return;
  const { status } = there;
  if (!isRight(there, attempt) && status !== 'void')
    throw new CheckoutFailure('refused', totalDiffers);
  await applyInvoice(ctx, there);
}

/** Its keys cannot help any more: what can be owed is taken over, a draft makes way for a new attempt. */
async function lookForIt(ctx: Context, attempt: AttemptRow): Promise<void> {
  for (const id of await invoicesOf(ctx, attempt)) {
    const there = await readIfThere(ctx, id);
    if (there !== null && there.status !== 'draft') return take(ctx, attempt, there);
    await removeInvoice(ctx, attempt.id, id);
  }
  await startAnew(ctx, attempt);
}

/** Null where somebody has deleted the draft over there. */
async function readIfThere(ctx: Context, id: string): Promise<InvoiceThere | null> {
  try {
    return await checkoutOf(ctx).retrieveInvoice(id);
  } catch (error) {
    if (error instanceof CheckoutFailure && error.code === 'resource_missing') return null;
    throw error;
  }
}

async function afterFailure(
  ctx: Context,
  attempt: AttemptRow,
  failure: CheckoutFailure,
): Promise<void> {
  const { kind, code, callId } = failure;
  ctx.log.error({ attempt: attempt.id, kind, code, callId }, 'an invoice was not made');
  if (code === 'idempotency_key_in_use') return pause(200);
  if (kind === 'saved_500' || code === 'idempotency_error' || code === 'resource_missing') {
    await keepTrouble(ctx, attempt, savedFault);
    return lookForIt(ctx, (await attemptById(ctx.db, attempt.id)) ?? attempt);
  }
  if (kind === 'refused') {
    await endInvoice(ctx, attempt, { by: system, why: code, failed: true });
    return failMaking(ctx, attempt, code);
  }
  // A right that is lacking can be given: it is made then, and until then somebody must know.
  const lacksRight = kind === 'config' && !ownCodes.includes(code);
  await keepTrouble(ctx, attempt, lacksRight ? keyRefused : code);
  throw failure;
}

/** What we ourselves find wrong with an answer. */
const ownCodes = ['no_key', 'other_mode', 'unknown_status'];
