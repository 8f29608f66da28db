import type { Tax, TariffData } from './tariff.ts';

/** What versions of the first form had in place of `taxes`. */
interface FirstForm {
  tax?: Omit<Tax, 'registered'> | null;
}

type Stored = Pick<
  TariffData,
  | 'name'
  | 'currency'
  | 'freeExcerptWords'
  | 'translationNeedsApproval'
  | 'discountsStack'
  | 'gates'
  | 'bases'
  | 'factors'
  | 'addOns'
  | 'minimum'
  | 'step'
> &
  Partial<TariffData> &
  FirstForm;

/**
 * A tariff from the text of any version that was ever stored: what its day did not know yet is set
 * to what was meant then, so an old version answers today as it did.
 */
export function tariffFrom(json: string): TariffData {
  const { tax, ...stored } = JSON.parse(json) as Stored;
  return {
    rounding: 'up',
    rights: { coPublished: 'refer', freelance: 'contract' },
    details: [],
    otherCurrencies: [],
    taxes: tax === undefined || tax === null ? [] : [{ ...tax, registered: 'charge' }],
    taxIncluded: false,
    ...stored,
  };
}
