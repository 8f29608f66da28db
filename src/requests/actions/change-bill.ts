import type { Tx } from '../../platform/context.ts';
import type { OfferRow } from '../store/offers.ts';
import { setBilling, setOwnReference, type RequestRow } from '../store/requests.ts';
import { billingOf, type Billing } from './new-request.ts';
import { billChangesTax, offerForBill } from './tax-of-bill.ts';

/** Who the bill goes to, and the buyer's own order number. */
export interface GivenBill {
  billing: Billing;
  ownReference: string;
}

/**
 * Keeps another bill for a request whose row the caller holds. `new_offer`: it changes the tax, so a newer version of
 * the offer was put to the republisher, to be accepted first; that is possible only before the request is granted.
 * `taxed_otherwise`: it would, and nothing was changed.
 */
export async function changeBill(
  tx: Tx,
  request: RequestRow,
  { offer, bill }: { offer: OfferRow; bill: GivenBill },
): Promise<'kept' | 'new_offer' | 'taxed_otherwise'> {
  const { billing, ownReference } = bill;
  if (request.state === 'granted' && (await billChangesTax(tx.db, offer, billing)))
    return 'taxed_otherwise';
  await setBilling(tx.db, request.id, billingOf(billing));
  if (ownReference !== request.own_reference)
    await setOwnReference(tx.db, request.id, ownReference);
  if (request.state === 'granted') return 'kept';
  return (await offerForBill(tx, request, { offer, billing })) ? 'new_offer' : 'kept';
}
