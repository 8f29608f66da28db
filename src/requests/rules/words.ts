import type { Speak } from '../../articles/rules/answer-view.ts';
import { allowanceWords, type AllowanceLeft } from '../../organisations/rules/allowance.ts';
import type { Quote } from '../../pricing/rules/answer.ts';
import { describeUse } from '../../pricing/rules/describe.ts';
import { linkedRows, tariffPath } from '../../pricing/rules/tariff-links.ts';
import type { Use } from '../../pricing/rules/use.ts';
import { formatMoney } from '../../values/money.ts';
import type { OfferItem } from './offer.ts';

export type { Speak };

/** The use in one sentence. */
export function useWords(use: Use, speak: Speak): string {
  const { text, params } = describeUse(use, speak.locale);
  return speak.t(text, params);
}

/** The tariff's answer in a few words: a sum, or what else it says. */
export function answerWords(quote: Quote, speak: Speak): string {
  const sum = (amount: number): string =>
    formatMoney({ amount, currency: quote.currency }, speak.locale);
  if (quote.answer === 'price') return sum(quote.total);
  if (quote.answer === 'free') return speak.t('Free of charge');
  if (quote.answer === 'refuse') return speak.t('Not possible');
  return quote.computed === null
    ? speak.t('A person decides')
    : speak.t('A person decides; the tariff would say {total}', {
        total: sum(quote.computed.total),
      });
}

/** The button under an offer; what it says is part of the record of acceptance. */
export function buttonWords(
  offer: { total: number; currency: string },
  { t, locale }: Speak,
): string {
  const total = formatMoney({ amount: offer.total, currency: offer.currency }, locale);
  return t('Accept and pay {total}', { total });
}

/** Before what the tariff says once an address was confirmed that we know. */
export const knownByAddress =
  'We know your organisation by this address, so our tariff answers anew.';

/** The allowances that pay, a sentence each. */
export function coveredWords(allowances: readonly AllowanceLeft[], speak: Speak): string[] {
  return allowances.map((allowance) => {
    const { text, params } = allowanceWords(allowance, speak.locale);
    return speak.t(text, params);
  });
}

/** An article of an offer as pages show it: every line with the rule that made it, and what binds its licence. */
export function offeredArticle(item: OfferItem, currency: string, { t, locale }: Speak) {
  const tariffVersion = item.basis?.tariffVersion ?? null;
  const figure = formatMoney({ amount: item.total, currency }, locale);
  const isFree = item.total === 0 && item.licence !== undefined;
  return {
    title: item.title,
    use: item.useWords,
    rows: linkedRows(item.lines, { currency, tariffVersion }, locale, t),
    total: { label: t('Sum'), figure },
    tariff:
      tariffVersion === null
        ? null
        : {
            text: t('Tariff version {version}', { version: String(tariffVersion) }),
            url: tariffPath(tariffVersion),
          },
    licence: isFree
      ? t('It is free under the licence {licence}.', { licence: item.licence ?? '' })
      : null,
    conditions: item.conditions ?? [],
  };
}
