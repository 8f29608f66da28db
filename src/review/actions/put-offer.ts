import { issueLicences } from '../../licences/actions/issue-licences.ts';
import type { Tx } from '../../platform/context.ts';
import type { Actor } from '../../platform/events.ts';
import { readSettings } from '../../platform/settings.ts';
import { currentTariff } from '../../pricing/actions.ts';
import { advance } from '../../requests/actions/advance.ts';
import { aboutRequest, offerLetter, writeToRepublisher } from '../../requests/actions/letters.ts';
import { makeOffer } from '../../requests/actions/make-offer.ts';
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

/** Puts a price to the republisher: the request moves on, the offer is frozen, the letter queued. */
export async function putOffer(tx: Tx, request: RequestRow, offer: Putting): Promise<void> {
  const { settings } = await readSettings(tx.db);
  const currency = await currencyOf(tx, request);
  const { total } = offerSums(offer.items);
  const offered = await advance(tx, request, 'offer', {
    by: offer.by,
    data: { total, currency, note: offer.note, ...offer.waiver },
  });
  const made = await makeOffer(tx, offered, { kind: 'price', currency, ...offer });
  await writeToRepublisher(tx, offered, 'offer', {
    ...(await aboutRequest(tx, offered)),
    ...offerLetter(tx, made, settings),
  });
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
