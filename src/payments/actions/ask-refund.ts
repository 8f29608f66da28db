import type { Tx } from '../../platform/context.ts';
import type { Checkout } from '../../platform/payment-service.ts';
import { conflict, invalid, notFound, Refusal, type Problem } from '../../platform/errors.ts';
import type { Actor } from '../../platform/events.ts';
import { readSettings } from '../../platform/settings.ts';
import { formatMoney } from '../../values/money.ts';
import { heldBy, takenBack } from '../rules/dispute.ts';
import { refundProblem } from '../rules/refund-sum.ts';
import { leftOf, refundParams } from '../rules/refund.ts';
import type { RefundReason } from '../rules/refund-reasons.ts';
import { disputesOfPayment } from '../store/disputes.ts';
import {
  insertRefund,
  refundByFormKey,
  refundsOfPayment,
  type RefundRow,
} from '../store/refunds.ts';
import { holdPayment, type Held } from './apply-refunds.ts';
import { noteRefund } from './move-refund.ts';
import { writeOfRefund } from './refund-letters.ts';
import { settleRefunded } from './settle-refunded.ts';

/** What finance staff want to give back. */
export interface RefundWish {
  paymentId: string;
  /** Minor units of the payment's currency; null for everything that is left. */
  amount: number | null;
  reason: RefundReason;
  /** For the history only. */
  words: string;
  /** A paragraph of the letter. */
  note: string;
  /** Of the transfer by which it was given back, where it was not paid through the payment service. */
  bankReference: string;
  /** How many refunds the page showed: whoever decided meanwhile was faster. */
  seen: number;
  /** One for each page shown: of two clicks on it, one refund is made. */
  formKey: string;
  by: Actor;
}

/**
 * Writes down a refund with the key and the parameters of its call, before anything is called, and the job that makes
 * it; one by transfer is recorded as made. The same form sent again finds the refund that it made. Conflict:
 * already_changed (somebody was faster), card_payment_off, other_mode. Invalid: a sum that cannot be given back.
 */
export async function askRefund(
  tx: Tx,
  wish: RefundWish,
  checkout: Checkout | null,
): Promise<RefundRow> {
  const held = await holdPayment(tx, wish.paymentId);
  if (held === null) throw notFound();
  const before = await refundByFormKey(tx.db, wish.formKey);
  if (before !== null) return before;
  await requireUndisputed(tx, held);
  const { amount } = await possibleRefund(tx, held, wish);
  requireWay(held, checkout);
  const id = tx.newId();
  const { reason, words, note, formKey, by } = wish;
  const refund = await insertRefund(tx.db, {
    ...{ id, payment_id: held.payment.id, currency: held.payment.currency, amount },
    ...{ reason, words, note, form_key: formKey, made_by: by.name },
    ...{ created_at: tx.now(), changed_at: tx.now() },
    ...wayOf(tx, held, { id, amount, wish }),
  });
  if (refund === null) throw conflict('already_changed');
  await noteRefund(tx, { held, refund, before: null, by });
  if (refund.origin === 'desk')
    // The page that asked calls at once; the job is for when it dies on the way.
    await tx.enqueue('make-refund', { id }, { delaySeconds: 20, key: id });
  else await finishByHand(tx, held, { refund, by });
  return refund;
}

async function finishByHand(
  tx: Tx,
  held: Held,
  { refund, by }: { refund: RefundRow; by: Actor },
): Promise<void> {
  await writeOfRefund(tx, held, refund);
  await settleRefunded(tx, held, by);
}

/** The sum of a wish as it can be fulfilled now, in minor units; `whole`: nothing is left afterwards. */
export async function possibleRefund(
  tx: Tx,
  { payment }: Held,
  wish: Pick<RefundWish, 'amount' | 'seen' | 'bankReference'>,
): Promise<{ amount: number; whole: boolean }> {
  const refunds = await refundsOfPayment(tx.db, payment.id);
  const disputes = await disputesOfPayment(tx.db, payment.id);
  const left = leftOf(payment, refunds, takenBack(payment, disputes));
  if (refunds.length !== wish.seen) throw conflict('already_changed');
  const amount = wish.amount ?? left;
  const wrong = refundProblem({ amount, left, currency: payment.currency });
  if (wrong !== null) {
    const { settings } = await readSettings(tx.db);
    const sum = { amount: wrong.sum, currency: payment.currency };
    throw invalid([
      {
        field: 'amount',
        message: wrong.text,
        params: { sum: formatMoney(sum, settings.language) },
      },
    ]);
  }
  if (payment.payment_intent === null && wish.bankReference === '') throw invalid([noReference]);
  return { amount, whole: amount === left };
}

const noReference: Problem = {
  field: 'bankReference',
  message: 'Enter the reference of the transfer by which you gave it back.',
};

const otherKey: Problem = {
  field: '',
  message:
    'This was paid through another Stripe key than the one that is set now. Give it back at Stripe.',
};

/** While a bank decides about a payment it keeps the money, so that nothing of it can be given back. */
export async function requireUndisputed(tx: Tx, { payment }: Held): Promise<void> {
  const disputes = await disputesOfPayment(tx.db, payment.id);
  if (heldBy(disputes) === 'open') throw new Refusal('conflict', 'disputed', [undecided]);
}

const undecided: Problem = {
  field: '',
  message:
    'The payer disputes this payment with the bank. Nothing can be given back until that is decided.',
};

/** Only the account that took the money can give it back. */
export function requireWay({ payment }: Held, checkout: Checkout | null): void {
  if (payment.payment_intent === null) return;
  if (checkout !== null && checkout.liveMoney === payment.live_money) return;
  throw new Refusal('conflict', checkout === null ? 'card_payment_off' : 'other_mode', [otherKey]);
}

function wayOf(
  tx: Tx,
  { payment }: Held,
  { id, amount, wish }: { id: string; amount: number; wish: RefundWish },
) {
  const { payment_intent: paymentIntent, currency } = payment;
  if (paymentIntent === null)
    return { origin: 'bank', state: 'succeeded', bank_reference: wish.bankReference };
  const { reason } = wish;
  const portal = tx.links.baseUrl;
  const asked = { portal, refundId: id, paymentIntent, amount, currency, reason };
  return {
    ...{ origin: 'desk', state: 'requested', key: `refund:${id}`, keyed_at: tx.now() },
    params: JSON.stringify(refundParams(asked)),
  };
}
