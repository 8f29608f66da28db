import type { Context, Tx } from '../../platform/context.ts';
import { currentOffer, requestById } from '../../requests/actions/read.ts';
import type { AttemptRow } from '../store/attempts.ts';
import { openInvoice } from '../store/invoices.ts';
import { primaryPayment } from '../store/payments.ts';

/**
 * Whether a request waits for the money of an invoice: it was accepted and its offer is in force, or it was licensed
 * before the payment and this is its invoice that is still owed.
 */
export async function invoiceWaits(
  { db }: Pick<Context, 'db'> | Pick<Tx, 'db'>,
  attempt: AttemptRow,
): Promise<boolean> {
  const request = await requestById(db, attempt.request_id);
  const offer = await currentOffer(db, attempt.request_id);
  if (request === null || offer?.id !== attempt.offer_id) return false;
  if (request.state !== 'granted') return request.state === 'accepted';
  const owed = await openInvoice(db, request.id);
  if (owed?.attempt_id !== attempt.id || !owed.on_terms) return false;
  return (await primaryPayment(db, request.id)) === null;
}
