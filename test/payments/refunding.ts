import assert from 'node:assert/strict';
import type { RefundWish } from '../../src/payments/actions/ask-refund.ts';
import { openCheckout } from '../../src/payments/actions/open-checkout.ts';
import { reconcilePayments } from '../../src/payments/actions/reconcile.ts';
import type { Context } from '../../src/platform/context.ts';
import { payByCard } from '../stand-ins/stripe/payer.ts';
import { acceptedRequest, fin } from './builders.ts';
import type { Till } from './till.ts';

export const card = '4242424242424242';
/** Its refunds succeed and fail afterwards; its refunds stay pending. */
export const failsLater = '4000000000005126';
export const staysPending = '4000000000007726';

export interface Paid {
  /** Of the request. */
  id: string;
  paymentId: string;
  intent: string;
}

/** A request of £80.00 that was paid by card and licensed. */
export async function paidRequest(till: Till, number = card): Promise<Paid> {
  const { id } = await acceptedRequest(till.ctx);
  await payByCard((await openCheckout(till.ctx, id)).url, number);
  await till.settle();
  // Where no webhook arrives.
  await reconcilePayments(till.ctx);
  await till.work();
  return { id, ...(await paymentOf(till.ctx, id)) };
}

export async function paymentOf(
  { db }: Pick<Context, 'db'>,
  requestId: string,
): Promise<{ paymentId: string; intent: string }> {
  const row = await db
    .selectFrom('payments')
    .select(['id', 'payment_intent'])
    .where('request_id', '=', requestId)
    .orderBy('id', 'desc')
    .executeTakeFirstOrThrow();
  return { paymentId: row.id, intent: row.payment_intent ?? '' };
}

let forms = 0;

/** A wish as the page of a payment without refunds sends it, everything unless told otherwise. */
export function wish(paymentId: string, changes: Partial<RefundWish> = {}): RefundWish {
  forms += 1;
  return {
    ...{ paymentId, amount: null, reason: 'mistake', words: '', note: '', bankReference: '' },
    ...{ seen: 0, formKey: `form ${forms}`, by: fin },
    ...changes,
  };
}

/** What the books say of the refunds of a payment, and what was given back of it. */
export async function refundsOf(
  { db }: Pick<Context, 'db'>,
  paymentId: string,
): Promise<{ refunds: string[]; refunded: number }> {
  const rows = await db
    .selectFrom('refunds')
    .select(['origin', 'state', 'amount'])
    .where('payment_id', '=', paymentId)
    .orderBy('id')
    .execute();
  const { refunded } = await db
    .selectFrom('payments')
    .select('refunded')
    .where('id', '=', paymentId)
    .executeTakeFirstOrThrow();
  return {
    refunds: rows.map(({ origin, state, amount }) => `${origin} ${state} ${amount}`),
    refunded,
  };
}

interface There {
  id: string;
  amount: number;
  status: string;
}

/** What the payment service says of the refunds of a charge, newest first. */
export async function refundsThere(
  { standIn }: Pick<Till, 'standIn'>,
  intent: string,
): Promise<There[]> {
  const address = `${standIn.url}/v1/refunds?payment_intent=${intent}`;
  const answer = await fetch(address, { headers });
  assert.equal(answer.status, 200);
  return ((await answer.json()) as { data: There[] }).data;
}

/** Somebody gives money back at the payment service's own pages; everything where no sum is told. */
export async function refundThere(
  { standIn }: Pick<Till, 'standIn'>,
  intent: string,
  amount?: number,
): Promise<void> {
  const body = new URLSearchParams({
    payment_intent: intent,
    ...(amount === undefined ? {} : { amount: String(amount) }),
  });
  const answer = await fetch(`${standIn.url}/v1/refunds`, { method: 'POST', headers, body });
  assert.equal(answer.status, 200);
}

const headers = { authorization: 'Bearer sk_test_dashboard' };

/** The state of the licence of a request, and why. */
export async function licenceOf({ db }: Pick<Context, 'db'>, requestId: string): Promise<string> {
  const row = await db
    .selectFrom('licences')
    .select(['state', 'reason'])
    .where('request_id', '=', requestId)
    .executeTakeFirstOrThrow();
  return `${row.state} ${row.reason}`.trim();
}
