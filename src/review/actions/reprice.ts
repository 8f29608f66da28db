import type { Tx } from '../../platform/context.ts';
import { invalid } from '../../platform/errors.ts';
import { currentTariff } from '../../pricing/actions.ts';
import type { ItemWithArticle } from '../../requests/actions/read.ts';
import type { OfferItem } from '../../requests/rules/offer.ts';
import type { Speak } from '../../requests/rules/words.ts';
import { exponentOf, parseMoney } from '../../values/money.ts';
import { agreedPrice } from '../rules/agreed-price.ts';
import { named } from './offer-items.ts';

const largestNet = 99_999_999_999;

/** The articles at the net sums that an editor typed, in major units; each problem names its field. */
export async function repricedItems(
  tx: Tx,
  items: readonly ItemWithArticle[],
  { amounts, speak }: { amounts: readonly string[]; speak: Speak },
): Promise<OfferItem[]> {
  const { tariff } = await currentTariff(tx.db, tx.now());
  return items.map((item, at) => {
    const { currency } = item.quote;
    const net = parseMoney((amounts[at] ?? '').trim(), currency)?.amount ?? 0;
    if (net <= 0 || net > largestNet)
      throw invalid([
        {
          field: 'amount',
          message:
            'Write the price of each article as a number above 0 with up to {places} decimal places, such as 140. To ask nothing, grant it free.',
          params: { places: exponentOf(currency) },
        },
      ]);
    return { ...named(item, speak), ...agreedPrice(tariff, item.use, net) };
  });
}
