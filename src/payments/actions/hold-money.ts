import type { Tx } from '../../platform/context.ts';
import { recordEvent, type Actor } from '../../platform/events.ts';
import type { PaymentRow } from '../store/payments.ts';
import { tellOfHeldMoney } from './letters.ts';

/** Money that was recorded and grants nothing: the history says so, and finance is told. */
export async function holdMoney(
  tx: Tx,
  payment: PaymentRow,
  { reference, by }: { reference: string; by: Actor },
): Promise<void> {
  await recordEvent(tx, {
    requestId: payment.request_id,
    subject: { type: 'payment', id: payment.id },
    verb: 'hold_payment',
    by,
    after: 'held',
    data: { why: payment.held_why, amount: payment.amount, currency: payment.currency },
  });
  await tellOfHeldMoney(tx, payment, reference);
}
