import type { Updateable } from 'kysely';
import type { Tx } from '../../platform/context.ts';
import type { DB } from '../../platform/db/schema.gen.ts';
import { recordEvent, type Actor } from '../../platform/events.ts';
import { readSettings } from '../../platform/settings.ts';
import { mayRefundFollow, type RefundState } from '../rules/refund.ts';
import { refundReasonText } from '../rules/refund-reasons.ts';
import { moveRefund, type RefundRow } from '../store/refunds.ts';
import type { Held } from './apply-refunds.ts';

/**
 * The one door through which a refund changes its state: its table of states, compare-and-set and exactly one event.
 * Null where the step does not follow or somebody was faster.
 */
export async function moveRefundOn(
  tx: Tx,
  refund: RefundRow,
  to: RefundState,
  { held, by, set = {} }: { held: Held; by: Actor; set?: Updateable<DB['refunds']> },
): Promise<RefundRow | null> {
  if (!mayRefundFollow(refund.state, to)) return null;
  const moved = await moveRefund(tx.db, refund, { ...set, state: to, changed_at: tx.now() });
  if (moved !== null) await noteRefund(tx, { held, refund: moved, before: refund.state, by });
  return moved;
}

/** The event of a refund that is new or has changed its state. */
export async function noteRefund(
  tx: Tx,
  {
    held,
    refund,
    before,
    by,
  }: { held: Held; refund: RefundRow; before: RefundState | null; by: Actor },
): Promise<void> {
  const { settings } = await readSettings(tx.db);
  const reason = tx.views.translator.t(settings.language, refundReasonText(refund.reason), {});
  await recordEvent(tx, {
    requestId: held.payment.request_id,
    subject: { type: 'refund', id: refund.id },
    verb: verbs[refund.state],
    by,
    before,
    after: refund.state,
    data: {
      ...{ payment: refund.payment_id, total: refund.amount, currency: refund.currency },
      ...{ refund: refund.stripe_id, error: refund.error },
      // Said once, where the refund begins.
      ...(before === null ? { reason, words: refund.words } : {}),
    },
  });
}

const verbs: Record<RefundState, string> = {
  requested: 'ask_refund',
  pending: 'await_refund',
  succeeded: 'refund_payment',
  failed: 'fail_refund',
  canceled: 'cancel_refund',
};
