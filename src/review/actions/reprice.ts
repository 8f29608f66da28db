import type { Tx } from '../../platform/context.ts';
import { invalid, type Problem } from '../../platform/errors.ts';
import { currentTariff } from '../../pricing/actions.ts';
import { agreedPrice } from '../../pricing/rules/agreed-price.ts';
import type { ItemWithArticle } from '../../requests/actions/read.ts';
import type { OfferItem } from '../../requests/rules/offer.ts';
import type { Speak } from '../../requests/rules/words.ts';
import { exponentOf, parseMoney } from '../../values/money.ts';
import { basisOf, named } from './offer-items.ts';

const largestNet = 99_999_999_999;

/**
 * The articles at the sums that an editor typed, before tax, in major units; each problem names its field. In a basket
 * some may be free: 0, or nothing where the tariff says so already.
 */
export async function repricedItems(
  tx: Tx,
  items: readonly ItemWithArticle[],
  { amounts, speak }: { amounts: readonly string[]; speak: Speak },
): Promise<OfferItem[]> {
  const { tariff } = await currentTariff(tx.db, tx.now());
  const sums = items.map((item, at) => sumOf(item, (amounts[at] ?? '').trim()));
  const [first] = items;
  if (first !== undefined && !(Math.max(...sums) > 0 && Math.min(...sums) >= 0))
    throw invalid([wrongSum(first.quote.currency)]);
  return items.map((item, at) => {
    const sum = sums[at] ?? 0;
    const price = agreedPrice(tariff, item.use, sum);
    return { ...named(item, speak), ...price, ...basisOf(item, sum, tariff.version) };
  });
}

/** In minor units; -1 for what is no sum. */
function sumOf({ quote }: ItemWithArticle, typed: string): number {
  if (typed === '' && quote.answer === 'free') return 0;
  const sum = parseMoney(typed, quote.currency)?.amount ?? -1;
  return sum > largestNet ? -1 : sum;
}

const wrongSum = (currency: string): Problem => ({
  field: 'amount',
  message:
    'Write the price of each article as a number above 0 with up to {places} decimal places, such as 140. To ask nothing, grant it free.',
  params: { places: exponentOf(currency) },
});
