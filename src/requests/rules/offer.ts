import type { Line } from '../../pricing/rules/answer.ts';
import type { Basis } from '../../pricing/rules/recompute.ts';

/** One article of an offer as its jsonb column holds it; sums in minor units of the offer's currency. */
export interface OfferItem {
  itemId: string;
  articleId: string;
  title: string;
  /** The use in words of the newsroom's language. */
  useWords: string;
  lines: readonly Line[];
  net: number;
  tax: number;
  total: number;
  /** Sentences that bind the licence of this article besides the terms. */
  conditions?: readonly string[];
  /** The Creative Commons licence under which it is free, as SPDX writes it. */
  licence?: string;
  /** What the sums follow from; offers of before it was kept have none. */
  basis?: Basis;
}

export interface OfferSums {
  net: number;
  tax: number;
  total: number;
}

/** Sums of all articles. Throws where one does not add up, so that no such offer is ever stored. */
export function offerSums(items: readonly OfferItem[]): OfferSums {
  let net = 0;
  let tax = 0;
  for (const item of items) {
    if (item.net + item.tax !== item.total || item.net < 0 || item.tax < 0)
      throw new Error(`the sums of item ${item.itemId} do not add up`);
    net += item.net;
    tax += item.tax;
  }
  const total = net + tax;
  if (!Number.isSafeInteger(total)) throw new Error('the sum of the offer is too large');
  return { net, tax, total };
}

/** What the text of an offer is written from; words and figures are finished. */
export interface OfferFacts {
  reference: string;
  version: number;
  kind: 'price' | 'free';
  seller: string;
  buyer: string;
  items: readonly {
    title: string;
    useWords: string;
    rows: readonly { label: string; figure: string }[];
    total: string;
    conditions: readonly string[];
    licence: string | null;
    /** The version of the tariff that the lines come from; null where there are none. */
    tariffVersion: number | null;
  }[];
  net: string;
  tax: string;
  total: string;
  note: string;
  termsVersion: number;
  termsHash: string;
  expiresAt: Date;
}

/**
 * The offer as one plain text, line by line: it is what the hash of an offer covers and what the
 * record of an acceptance keeps. English, since it is evidence; words of the use stay as shown.
 */
export function offerText(facts: OfferFacts): string {
  const items = facts.items.flatMap((item, at) => [
    '',
    `${at + 1}. ${item.title}`,
    item.useWords,
    ...item.rows.map(({ label, figure }) => `- ${label}: ${figure}`),
    `Sum: ${item.total}`,
    ...(item.tariffVersion === null ? [] : [`Tariff version ${item.tariffVersion}`]),
    ...(item.licence === null ? [] : [`Under the licence ${item.licence}`]),
    // Nothing may be added to such a licence.
    ...item.conditions.map((text) =>
      item.licence === null ? `Condition: ${text}` : `Wish: ${text}`,
    ),
  ]);
  return [
    `Offer ${facts.version} on request ${facts.reference}`,
    `From ${facts.seller} to ${facts.buyer}`,
    ...items,
    '',
    facts.kind === 'free'
      ? 'Free of charge'
      : `Net ${facts.net}, tax ${facts.tax}, total ${facts.total}`,
    ...(facts.note === '' ? [] : ['', facts.note]),
    '',
    `Terms version ${facts.termsVersion}, SHA-256 ${facts.termsHash}`,
    `Valid until ${facts.expiresAt.toISOString()}`,
    '',
  ].join('\n');
}
