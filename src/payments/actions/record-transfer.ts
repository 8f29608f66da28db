import type { Tx } from '../../platform/context.ts';
import type { Actor } from '../../platform/events.ts';
import type { PaymentVerdict } from '../rules/judge.ts';
import { insertPayment, type PaymentRow } from '../store/payments.ts';

/** Money that staff saw on the newsroom's own account. Minor units. */
export interface SeenTransfer {
  requestId: string;
  offerId: string;
  /** The attempt that an invoice is; null where there was none. */
  attemptId: string | null;
  amount: number;
  currency: string;
  bankReference: string;
  liveMoney: boolean;
  by: Actor;
}

/** Records it as what it counts for. The caller holds the request's row and has seen that it is not recorded yet. */
export async function recordTransfer(
  tx: Tx,
  seen: SeenTransfer,
  verdict: PaymentVerdict,
): Promise<PaymentRow> {
  const payment = await insertPayment(tx.db, {
    ...{ id: tx.newId(), request_id: seen.requestId, offer_id: seen.offerId },
    ...{ attempt_id: seen.attemptId, method: 'transfer', payment_intent: null },
    ...{ kind: verdict.kind, held_why: verdict.kind === 'primary' ? '' : verdict.why },
    ...{ currency: seen.currency, amount: seen.amount },
    ...{ bank_reference: seen.bankReference, recorded_by: seen.by.name },
    ...{ live_money: seen.liveMoney, paid_at: tx.now(), created_at: tx.now() },
  });
  if (payment === null) throw new Error('a transfer has no charge to collide with');
  return payment;
}
