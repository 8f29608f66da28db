import type { OfferItem } from '../../requests/rules/offer.ts';

/** What of an offer is taxed alike; minor units. */
export interface TaxPart {
  /** ISO 3166-1 code of the country whose rule was applied; '' where none is known. */
  country: string;
  /** The tax as the bill calls it; '' where there is none. */
  name: string;
  /** Basis points; null where a tax stands in an offer that does not say its rate. */
  rate: number | null;
  reverseCharge: boolean;
  net: number;
  tax: number;
}

type Item = Pick<OfferItem, 'net' | 'tax'> & Partial<Pick<OfferItem, 'lines' | 'basis'>>;

/**
 * An offer by country, tax and rate. The parts add up to its net and tax. `country` is that of the bill,
 * for offers that do not hold what their sums follow from.
 */
export function taxParts(items: readonly Item[], country: string): TaxPart[] {
  const parts = new Map<string, TaxPart>();
  for (const item of items) {
    const part = partOf(item, country);
    const key = [part.country, part.name, part.rate, part.reverseCharge].join('|');
    const known = parts.get(key);
    parts.set(
      key,
      known === undefined
        ? part
        : { ...known, net: known.net + part.net, tax: known.tax + part.tax },
    );
  }
  return [...parts.values()];
}

function partOf({ net, tax, lines = [], basis }: Item, bill: string): TaxPart {
  const country = basis?.use.bill?.country ?? bill;
  const line = lines.find(({ rule }) => rule === 'tax');
  const percent = Number(line?.params['percent']);
  const named = line?.params['name'];
  if (line !== undefined && Number.isFinite(percent)) {
    const name = line.text.replace(/(?: in it)?, \{percent.*$/u, '');
    return { country, name, rate: Math.round(percent * 100), reverseCharge: false, net, tax };
  }
  if (line !== undefined && typeof named === 'string')
    return { country, name: named, rate: 0, reverseCharge: true, net, tax };
  return { country, name: '', rate: tax === 0 ? 0 : null, reverseCharge: false, net, tax };
}

/**
 * What of each part was given back when a payment's refunds grew from `before` to `after` (minor units of
 * the whole payment); negative where a refund came back. Each sum follows from what was given back in all,
 * so that parts of parts add up to the unit, whatever the steps: all of it gives back all of the tax.
 */
export function refundedParts(
  parts: readonly TaxPart[],
  { before, after }: { before: number; after: number },
): TaxPart[] {
  const total = parts.reduce((sum, { net, tax }) => sum + net + tax, 0);
  let below = 0;
  return parts.map((part) => {
    const gross = part.net + part.tax;
    const reached = (given: number): { gross: number; tax: number } => {
      const share = portion(given, below + gross, total) - portion(given, below, total);
      return { gross: share, tax: portion(share, part.tax, gross) };
    };
    const [now, then] = [reached(after), reached(before)];
    below += gross;
    const tax = now.tax - then.tax;
    return { ...part, net: now.gross - then.gross - tax, tax };
  });
}

/** `amount × of / whole`, exactly, rounded half up. */
function portion(amount: number, of: number, whole: number): number {
  if (whole === 0) return 0;
  const doubled = 2n * BigInt(amount) * BigInt(of) + BigInt(whole);
  return Number(doubled / (2n * BigInt(whole)));
}
