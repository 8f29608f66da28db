import { issueLicences } from '../../licences/actions/issue-licences.ts';
import { requireChargeable } from '../../payments/actions/chargeable.ts';
import type { Tx } from '../../platform/context.ts';
import type { Actor } from '../../platform/events.ts';
import { currentTariff } from '../../pricing/actions.ts';
import { advance } from '../../requests/actions/advance.ts';
import { makeOffer } from '../../requests/actions/make-offer.ts';
import { offerPrice } from '../../requests/actions/offer-price.ts';
import { requestItems, type RequestRow } from '../../requests/actions/read.ts';
import { offerSums, type OfferItem } from '../../requests/rules/offer.ts';
import type { Waiver } from './waiver.ts';

interface Putting {
  items: readonly OfferItem[];
  note: string;
  by: Actor;
  /** Why less is asked than the tariff says; null where it is not so. */
  waiver: Waiver | null;
}

/** Puts a price to the republisher, in the currency of the day's quotes; invalid where nobody could pay it. */
export async function putOffer(tx: Tx, request: RequestRow, offer: Putting): Promise<void> {
  const { waiver, ...rest } = offer;
  const currency = await currencyOf(tx, request);
  await requireChargeable(tx, { amount: offerSums(offer.items).total, currency });
  await offerPrice(tx, request, { ...rest, currency, data: { ...waiver } });
}

/** Grants without a fee: the licence follows in the same step, and its letter with it. */
export async function grantFree(tx: Tx, request: RequestRow, offer: Putting): Promise<void> {
  const currency = await currencyOf(tx, request);
  const granted = await advance(tx, request, 'grant_free', {
    by: offer.by,
    data: { note: offer.note, ...offer.waiver },
  });
  const made = await makeOffer(tx, granted, { kind: 'free', currency, ...offer });
  await issueLicences(tx, {
    requestId: request.id,
    offer: made,
    by: offer.by,
    liveMoney: !tx.testMode,
  });
}

/** The currency of the day's quotes; of the tariff in force where there are none. */
async function currencyOf(tx: Tx, request: RequestRow): Promise<string> {
  const [first] = await requestItems(tx.db, request.id);
  return first?.quote.currency ?? (await currentTariff(tx.db, tx.now())).tariff.currency;
}
