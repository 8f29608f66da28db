import type { Quote } from '../../pricing/rules/answer.ts';

/** Why less is asked than the tariff says, or nothing; English keys. The republisher does not read them. */
export const waiverReasons = {
  small_charity: 'The charity is too small to pay.',
  low_income: 'They are in a low-income country.',
  public_interest: 'It is in the public interest.',
  goodwill: 'Goodwill.',
  our_mistake: 'It makes good a mistake of ours.',
  other: 'Another reason.',
} as const;

export type WaiverReason = keyof typeof waiverReasons;
export const waiverReasonCodes = Object.keys(waiverReasons) as WaiverReason[];

/** Granting these free is a waiver, unless the tariff itself says that they are. */
export function isWaiver(quotes: readonly Quote[]): boolean {
  return quotes.some(({ answer }) => answer !== 'free');
}

/** An agreed price is a waiver in part where it is below what the tariff computed for that article. */
export function isReduction(
  items: readonly { quote: Quote }[],
  agreed: readonly { net: number }[],
): boolean {
  return items.some(({ quote }, at) => {
    const tariff = quote.answer === 'price' ? quote : quote.computed;
    return tariff !== null && (agreed[at]?.net ?? 0) < tariff.net;
  });
}
