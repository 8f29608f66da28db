import { queueEmail } from '../../emails/actions.ts';
import type { LetterData } from '../../emails/rules/letters.ts';
import type { Tx } from '../../platform/context.ts';
import { readSettings } from '../../platform/settings.ts';
import { staffAddresses } from '../../staff/actions.ts';
import { isOpen, type DisputeState } from '../rules/dispute.ts';
import { disputeReasonText } from '../rules/dispute-words.ts';
import type { DisputeRow } from '../store/disputes.ts';
import type { Held } from './apply-refunds.ts';
import type { LicencesMoved } from './settle-disputed.ts';

interface News {
  dispute: DisputeRow;
  before: DisputeState | null;
  licence: LicencesMoved;
}

/** Tells everybody who looks after money that a dispute began or was decided; that it was answered they know. */
export async function tellOfDispute(
  tx: Tx,
  held: Held,
  { dispute, before, licence }: News,
): Promise<void> {
  const { state, amount, currency, reason, evidence_by: answerBy } = dispute;
  if (before !== null && isOpen(before) && isOpen(state)) return;
  await tell(tx, held, {
    what: isOpen(state) ? 'opened' : state,
    ...{ amount, currency, reason: await inWords(tx, reason) },
    answerBy: isOpen(state) || state === 'warning' ? answerBy : null,
    licence,
  });
}

/** Tells them that a card network suspects fraud before anybody disputed the payment. */
export async function tellOfWarning(tx: Tx, held: Held): Promise<void> {
  const { amount, currency, refunded } = held.payment;
  const sum = { amount: amount - refunded, currency };
  await tell(tx, held, { what: 'fraud', ...sum, reason: '', answerBy: null, licence: null });
}

async function inWords(tx: Tx, reason: string): Promise<string> {
  const { settings } = await readSettings(tx.db);
  return tx.views.translator.t(settings.language, disputeReasonText(reason), {});
}

async function tell(
  tx: Tx,
  { payment, request }: Held,
  said: Omit<LetterData['staff-dispute'], 'reference' | 'paymentUrl'>,
): Promise<void> {
  const reference = request?.reference ?? payment.payment_intent ?? '';
  const paymentUrl = tx.links.to(`/admin/payments/${payment.id}`);
  for (const to of await staffAddresses(tx.db, 'money'))
    await queueEmail(tx, {
      kind: 'staff-dispute',
      requestId: payment.request_id,
      to,
      data: { reference, paymentUrl, ...said },
    });
}
