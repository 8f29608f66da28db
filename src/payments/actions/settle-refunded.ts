import { reinstateLicences, revokeLicences } from '../../licences/actions.ts';
import type { Tx } from '../../platform/context.ts';
import type { Actor } from '../../platform/events.ts';
import { givenBack } from '../rules/refund.ts';
import { setRefunded } from '../store/payments.ts';
import { refundsOfPayment } from '../store/refunds.ts';
import type { Held } from './apply-refunds.ts';
import { creditOwnRefunds } from './credit-own-refunds.ts';
import { settleDisputed } from './settle-disputed.ts';

const revokedFor = 'refunded';

/**
 * Makes the payment say what was given back of it. Where that is all of what a licence was paid with, the licence ends;
 * where it is no longer all, because the bank sent the money back, the licence is there again. Money that was held
 * touches no licence.
 */
export async function settleRefunded(tx: Tx, { payment, request }: Held, by: Actor): Promise<void> {
  const refunds = await refundsOfPayment(tx.db, payment.id);
  const refunded = Math.min(givenBack(refunds), payment.amount);
  if (refunded === payment.refunded) return;
  await setRefunded(tx.db, payment, refunded);
  if (payment.method === 'invoice')
    await tx.enqueue('credit-invoice', { paymentId: payment.id }, { key: payment.id });
  if (payment.method === 'transfer') await creditOwnRefunds(tx, payment, by);
  if (payment.kind !== 'primary' || payment.request_id === null) return;
  if (refunded === payment.amount) await revokeLicences(tx, payment.request_id, revokedFor, by);
  else if (payment.refunded === payment.amount) {
    await reinstateLicences(tx, payment.request_id, revokedFor, by);
    // Meanwhile a dispute may have begun or ended, which could not touch what was revoked.
    await settleDisputed(tx, { request, payment: { ...payment, refunded } }, by);
  }
}
