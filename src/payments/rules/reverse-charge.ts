import { europeanUnion } from '../../values/tax-rates.ts';

/**
 * The words that an invoice must hold where the buyer owes the tax, as an English text to translate. Countries are ISO
 * 3166-1 codes. Sources: for buyers in the European Union from a seller elsewhere Articles 196 and 226(11a) of Council
 * Directive 2006/112/EC, at home only 226(11a); for buyers in the United Kingdom section 8 (from abroad) or 55A (at home)
 * of the Value Added Tax Act 1994, in the words that HMRC's notice 735 proposes. Elsewhere nothing is named that
 * may not hold.
 */
export function reverseChargeNote(
  { seller, buyer }: { seller: string; buyer: string },
  tax: string,
): { text: string; params: Record<string, string> } {
  if (buyer === 'GB')
    return { text: 'Reverse charge: customer to account for VAT to HMRC.', params: {} };
  if (europeanUnion.has(buyer) && seller !== buyer)
    return {
      text: 'Reverse charge: VAT to be accounted for by the recipient, Article 196 of Council Directive {directive}.',
      params: { directive: '2006/112/EC' },
    };
  return { text: 'Reverse charge: {tax} to be accounted for by the recipient.', params: { tax } };
}
