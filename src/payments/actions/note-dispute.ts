import type { Tx } from '../../platform/context.ts';
import { recordEvent, type Actor } from '../../platform/events.ts';
import { readSettings } from '../../platform/settings.ts';
import type { DisputeState } from '../rules/dispute.ts';
import { disputeReasonText } from '../rules/dispute-words.ts';
import type { DisputeRow } from '../store/disputes.ts';
import type { Held } from './apply-refunds.ts';

/** The event of a dispute that is new or has changed its state. */
export async function noteDispute(
  tx: Tx,
  {
    held,
    dispute,
    before,
    by,
  }: { held: Held; dispute: DisputeRow; before: DisputeState | null; by: Actor },
): Promise<void> {
  const { settings } = await readSettings(tx.db);
  const reason = tx.views.translator.t(settings.language, disputeReasonText(dispute.reason), {});
  await recordEvent(tx, {
    requestId: held.payment.request_id,
    subject: { type: 'dispute', id: dispute.id },
    verb: verbs[dispute.state],
    by,
    before,
    after: dispute.state,
    data: {
      ...{ payment: dispute.payment_id, total: dispute.amount, currency: dispute.currency },
      dispute: dispute.stripe_id,
      ...(before === null ? { reason } : {}),
    },
  });
}

const verbs: Record<DisputeState, string> = {
  warning: 'inquire',
  needs_response: 'dispute_payment',
  under_review: 'review_dispute',
  won: 'win_dispute',
  lost: 'lose_dispute',
  warning_closed: 'close_inquiry',
  prevented: 'prevent_dispute',
};
