import { queueEmail } from '../../emails/actions.ts';
import type { LetterData } from '../../emails/rules/letters.ts';
import type { Tx } from '../../platform/context.ts';
import { readSettings } from '../../platform/settings.ts';
import { requestItems, type RequestRow } from '../../requests/actions/read.ts';
import { staffAddresses } from '../../staff/actions.ts';
import { heldText } from '../rules/judge.ts';
import type { PaymentRow } from '../store/payments.ts';

type Kind = 'payment-received' | 'payment-waiting' | 'payment-failed';

/** Queues a letter on a payment to the person who made the request: only they hold its secret link. */
export async function writeToPayer<K extends Kind>(
  tx: Tx,
  request: RequestRow,
  kind: K,
  data: Omit<LetterData[K], 'reference' | 'articles'>,
): Promise<void> {
  const items = await requestItems(tx.db, request.id);
  const articles = items.map(({ title }) => title);
  const to = { name: request.contact_name, address: request.email };
  const whole: object = { reference: request.reference, articles, ...data };
  await queueEmail(tx, { kind, requestId: request.id, to, data: whole as LetterData[K] });
}

/** Tells everybody who looks after money that a payment is held. */
export async function tellOfHeldMoney(
  tx: Tx,
  payment: PaymentRow,
  reference: string,
): Promise<void> {
  const { settings } = await readSettings(tx.db);
  const { amount, currency } = payment;
  const reason = tx.views.translator.t(settings.language, heldText(payment.held_why), {});
  for (const to of await staffAddresses(tx.db, 'money'))
    await queueEmail(tx, {
      kind: 'staff-held-payment',
      requestId: payment.request_id,
      to,
      data: { reference, amount, currency, reason },
    });
}
