import type { Tx } from '../../platform/context.ts';
import { readSettings } from '../../platform/settings.ts';
import { offerSums } from '../rules/offer.ts';
import type { RequestRow } from '../store/requests.ts';
import { advance } from './advance.ts';
import { aboutRequest, offerLetter, writeToRepublisher } from './letters.ts';
import { makeOffer, type NewOffer } from './make-offer.ts';

/**
 * Puts a price to the republisher: the request moves on, the offer is frozen, the letter queued. `data` is what the
 * history keeps besides sum and note.
 */
export async function offerPrice(
  tx: Tx,
  request: RequestRow,
  { data = {}, ...offer }: Omit<NewOffer, 'kind'> & { data?: object },
): Promise<void> {
  const { settings } = await readSettings(tx.db);
  const { currency, note, by } = offer;
  const { total } = offerSums(offer.items);
  const offered = await advance(tx, request, 'offer', {
    by,
    data: { total, currency, note, ...data },
  });
  const made = await makeOffer(tx, offered, { kind: 'price', ...offer });
  await writeToRepublisher(tx, offered, 'offer', {
    ...(await aboutRequest(tx, offered)),
    ...(await offerLetter(tx, offered, { offer: made, settings })),
  });
}
