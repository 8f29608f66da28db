import { queueEmail } from '../../emails/actions.ts';
import type { Letter, LetterData } from '../../emails/rules/letters.ts';
import { licencesOf } from '../../licences/actions.ts';
import type { Tx } from '../../platform/context.ts';
import { readSettings } from '../../platform/settings.ts';
import { requestItems } from '../../requests/actions/read.ts';
import { staffAddresses } from '../../staff/actions.ts';
import { givenBack, refundRefusal } from '../rules/refund.ts';
import { refundReasonLetter } from '../rules/refund-reasons-letter.ts';
import { refundsOfPayment, type RefundRow } from '../store/refunds.ts';
import type { Held } from './apply-refunds.ts';

/** What a letter says of a refund, made or only thought of. Sums in minor units. */
export type RefundSaid = Pick<
  RefundRow,
  'amount' | 'currency' | 'reason' | 'note' | 'bank_reference'
>;

/** Tells the republisher that money was given back, and what becomes of the licence. Nobody where nobody is known. */
export async function writeOfRefund(tx: Tx, held: Held, refund: RefundRow): Promise<void> {
  const refunds = await refundsOfPayment(tx.db, held.payment.id);
  // What is on its way counts too: this letter is the only one.
  const gone = refunds.filter(({ state }) => state === 'pending' || state === 'succeeded');
  const whole = gone.reduce((sum, { amount }) => sum + amount, 0) >= held.payment.amount;
  const letter = await refundLetter(tx, held, { refund, whole });
  if (letter !== null) await queueEmail(tx, letter);
}

/** The letter itself; `whole`: with this refund everything is given back. Null where no request is known. */
export async function refundLetter(
  tx: Tx,
  { payment, request }: Held,
  { refund, whole }: { refund: RefundSaid; whole: boolean },
): Promise<Letter<'refund-made'> | null> {
  if (request === null) return null;
  const { settings } = await readSettings(tx.db);
  const items = await requestItems(tx.db, request.id);
  const licences = payment.kind === 'primary' ? await licencesOf(tx.db, request.id) : [];
  const reason = refundReasonLetter(refund.reason);
  const data: LetterData['refund-made'] = {
    reference: request.reference,
    articles: items.map(({ title }) => title),
    ...{ amount: refund.amount, currency: refund.currency, paid: payment.amount, whole },
    paidAt: payment.paid_at,
    how: payment.method === 'transfer' ? 'transfer' : 'card',
    bankReference: refund.bank_reference,
    reason: reason === '' ? '' : tx.views.translator.t(settings.language, reason, {}),
    note: refund.note,
    licences: licences.map(({ number }) => number),
  };
  const to = { name: request.contact_name, address: request.email };
  return { kind: 'refund-made', requestId: request.id, to, data };
}

/** Tells everybody who looks after money that what was to be given back was not, and what follows from it. */
export async function tellOfFailedRefund(
  tx: Tx,
  { payment, request }: Held,
  refund: RefundRow,
): Promise<void> {
  const { settings } = await readSettings(tx.db);
  const others = await refundsOfPayment(tx.db, payment.id);
  const wasWhole = payment.refunded === payment.amount && payment.kind === 'primary';
  const why = tx.views.translator.t(settings.language, refundRefusal(refund.error), {});
  for (const to of await staffAddresses(tx.db, 'money'))
    await queueEmail(tx, {
      kind: 'staff-refund-failed',
      requestId: payment.request_id,
      to,
      data: {
        reference: request?.reference ?? payment.payment_intent ?? '',
        ...{ amount: refund.amount, currency: refund.currency, reason: why },
        restored: wasWhole && givenBack(others) < payment.amount,
        paymentUrl: tx.links.to(`/admin/payments/${payment.id}`),
      },
    });
}
