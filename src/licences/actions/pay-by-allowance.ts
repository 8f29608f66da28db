import { useAllowance, useAllowanceIfLeft } from '../../organisations/actions/use-allowance.ts';
import { allowanceWords } from '../../organisations/rules/allowance.ts';
import type { Tx } from '../../platform/context.ts';
import type { Actor } from '../../platform/events.ts';
import type { Settings } from '../../platform/settings.ts';
import type { Quote } from '../../pricing/rules/answer.ts';
import type { LicenceRow } from '../store/licences.ts';

interface Paying {
  facts: { quote: unknown };
  offer: { kind: string };
  by: Actor;
  settings: Settings;
}

/**
 * Uses up the allowance that pays for a new licence and says so in a sentence; '' where none does. Refuses a free grant
 * with conflict('allowance_used_up'). What an offer with a price promised stays promised: where nothing is left by the
 * time it is paid, the licence is issued and nothing is used up.
 */
export async function payByAllowance(
  tx: Tx,
  licence: LicenceRow,
  { facts, offer, by, settings }: Paying,
): Promise<string> {
  const fee = licence.permission.fee?.amount ?? 0;
  const { allowance: allowanceId } = facts.quote as Quote;
  if (allowanceId === undefined || fee > 0) return '';
  const { id: licenceId, request_id: requestId } = licence;
  const use = { allowanceId, licenceId, requestId, by };
  const left =
    offer.kind === 'free' ? await useAllowance(tx, use) : await useAllowanceIfLeft(tx, use);
  if (left === null) return '';
  const { text, params } = allowanceWords(left, settings.language);
  return tx.views.translator.t(settings.language, text, params);
}
