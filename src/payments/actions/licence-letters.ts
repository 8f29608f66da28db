import { queueEmail } from '../../emails/actions.ts';
import type { LicenceRow } from '../../licences/actions.ts';
import type { Tx } from '../../platform/context.ts';
import { readSettings } from '../../platform/settings.ts';
import { requestItems, type RequestRow } from '../../requests/actions/read.ts';
import { licenceReasonLetter, type LicenceWhy } from '../rules/licence-reasons-letter.ts';

/** What became of licences, and why. */
export interface LicenceNews {
  what: 'suspended' | 'restored' | 'revoked';
  why: LicenceWhy;
  /** Those that changed; where there are none, nobody is written to. */
  licences: readonly LicenceRow[];
}

/** Tells the republisher that what they licensed may not be used for now, may be used again, or no longer: one letter. */
export async function writeOfLicences(
  tx: Tx,
  request: RequestRow,
  { what, why, licences }: LicenceNews,
): Promise<void> {
  if (licences.length === 0) return;
  const { settings } = await readSettings(tx.db);
  const changed = new Set(licences.map(({ item_id: id }) => id));
  const items = await requestItems(tx.db, request.id);
  await queueEmail(tx, {
    kind: 'licence-changed',
    requestId: request.id,
    to: { name: request.contact_name, address: request.email },
    data: {
      reference: request.reference,
      articles: items.filter(({ id }) => changed.has(id)).map(({ title }) => title),
      what,
      licences: licences.map(({ number }) => number),
      reason: tx.views.translator.t(settings.language, licenceReasonLetter(why), {}),
    },
  });
}
