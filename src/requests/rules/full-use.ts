import { editKinds, type Bill, type Use } from '../../pricing/rules/use.ts';
import { isRegistered } from './vat.ts';

/** What the later steps of the form add to a use. */
export interface LaterAnswers {
  edits: string;
  paywalled: boolean;
  withAds: boolean;
  billingCountry: string;
  vatNumber: string;
}

/** The use with what the later steps of the form say about it: they too may decide the answer and the tax. */
export function fullUse(use: Use, later: LaterAnswers): Use {
  const { edits, paywalled, withAds } = later;
  const kind = editKinds.find((known) => known === edits) ?? 'none';
  return { ...use, edits: kind, paywalled, withAds, bill: billFor(use, later) };
}

/** Where the bill goes, for the tax; null where nothing was said about it. A number alone is one of the republisher's country. */
export function billFor(
  { country: own }: Pick<Use, 'country'>,
  { billingCountry, vatNumber }: Pick<LaterAnswers, 'billingCountry' | 'vatNumber'>,
): Bill | null {
  if (billingCountry === '' && vatNumber === '') return null;
  const country = billingCountry === '' ? own : billingCountry;
  return { country, registered: isRegistered(vatNumber, country) };
}
