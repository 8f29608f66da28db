import { priceIn } from '../../pricing/rules/recompute.ts';
import { isAnswerable } from '../../requests/rules/life.ts';
import type { OfferItem } from '../../requests/rules/offer.ts';
import { decimalOf, formatMoney } from '../../values/money.ts';
import type { Dossier } from '../actions/read-request.ts';
import { decisionsFor } from '../rules/decisions.ts';
import {
  declineAlternativeCodes,
  declineAlternatives,
  declineReasonCodes,
  declineReasons,
} from '../rules/reasons.ts';
import { isWaiver } from '../rules/waivers.ts';
import type { Look } from './request-page.ts';

/** The forms of the decisions that are possible now; the deeds of finance stand apart. */
export function decisionForms(
  { dossier, speak }: Look,
  may: { decide: boolean; money: boolean },
): object {
  const { request, items, offers } = dossier;
  const quotes = items.map(({ quote }) => quote);
  const possible: readonly string[] = may.decide ? decisionsFor(request.state, quotes) : [];
  const total = quotes.reduce((sum, quote) => sum + (priceIn(quote)?.total ?? 0), 0);
  const currency = quotes[0]?.currency ?? '';
  const current = offers.find(({ state }) => state === 'current');
  return {
    can: Object.fromEntries(
      ['approve', 'reprice', 'grant_free', 'ask', 'decline', 'withdraw', 'cancel', 'message'].map(
        (verb) => [verb, possible.includes(verb)],
      ),
    ),
    waived: isWaiver(quotes),
    noPrice: request.state === 'in_review' && !possible.includes('approve'),
    approveTotal: currency === '' ? '' : formatMoney({ amount: total, currency }, speak.locale),
    mayLeaveOut: may.decide && isAnswerable(request.state),
    taxIncluded: dossier.taxIncluded,
    amounts: amountsOf(items, current?.items as OfferItem[] | undefined),
    reasons: declineReasonCodes.map((value) => ({ value, label: speak.t(declineReasons[value]) })),
    alternatives: declineAlternativeCodes.map((value) => ({
      value,
      label: value === 'none' ? speak.t('Nothing') : speak.t(declineAlternatives[value]),
    })),
    transfer:
      may.money && request.state === 'accepted' && current !== undefined
        ? {
            offerVersion: current.version,
            total: formatMoney({ amount: current.total, currency: current.currency }, speak.locale),
          }
        : null,
  };
}

function amountsOf(items: Dossier['items'], offered: readonly OfferItem[] = []): object[] {
  return items.map((item) => ({
    title: item.title,
    currency: item.quote.currency,
    value: amountOf(
      item,
      offered.find(({ itemId }) => itemId === item.id),
    ),
  }));
}

/** The sum that re-pricing begins with: of the offer in force, else of the tariff. */
function amountOf(item: Dossier['items'][number], offered: OfferItem | undefined): string {
  const price = offered ?? priceIn(item.quote);
  // The sum before the tax line, which some tariffs find in the sum instead of adding it.
  const sum = price?.lines.findLast(({ rule }) => rule !== 'tax')?.runningTotal ?? 0;
  return sum === 0 ? '' : decimalOf({ amount: sum, currency: item.quote.currency });
}
