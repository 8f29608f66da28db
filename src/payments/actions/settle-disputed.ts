import {
  licencesOf,
  reinstateLicences,
  restoreLicences,
  revokeLicences,
  suspendLicences,
} from '../../licences/actions.ts';
import type { Tx } from '../../platform/context.ts';
import type { Actor } from '../../platform/events.ts';
import type { RequestRow } from '../../requests/actions/read.ts';
import { heldBy } from '../rules/dispute.ts';
import { disputesOfPayment } from '../store/disputes.ts';
import type { Held } from './apply-refunds.ts';
import { writeOfLicences } from './licence-letters.ts';

const suspendedFor = 'dispute';
const revokedFor = 'dispute_lost';

/** What became of the licences that were paid by a payment; null where nothing did. */
export type LicencesMoved = 'suspended' | 'restored' | 'revoked' | null;

/**
 * Makes the licences be what the disputes of their payment say: suspended while one is open, revoked when one is lost,
 * and there again when none is either; the republisher is told. What was given back whole stays ended, and money that
 * was held touches no licence.
 */
export async function settleDisputed(
  tx: Tx,
  { payment, request }: Held,
  by: Actor,
): Promise<LicencesMoved> {
  if (payment.kind !== 'primary' || request === null) return null;
  const disputes = await disputesOfPayment(tx.db, payment.id);
  if (disputes.length === 0) return null;
  const held = heldBy(disputes);
  if (held === 'none') return payment.refunded < payment.amount ? giveUse(tx, request, by) : null;
  const isLost = held === 'lost';
  const licences = isLost
    ? await revokeLicences(tx, request.id, revokedFor, by)
    : await suspendLicences(tx, request.id, suspendedFor, by);
  const what = isLost ? 'revoked' : 'suspended';
  await writeOfLicences(tx, request, { what, why: isLost ? 'dispute_lost' : 'dispute', licences });
  return licences.length === 0 ? null : what;
}

/** Undoes what disputes did and nothing else: what was suspended for another reason stays so. */
async function giveUse(tx: Tx, request: RequestRow, by: Actor): Promise<LicencesMoved> {
  const back = await reinstateLicences(tx, request.id, revokedFor, by);
  const restored = await restoreLicences(tx, request.id, suspendedFor, by);
  const moved = new Set([...back, ...restored].map(({ id }) => id));
  const all = await licencesOf(tx.db, request.id);
  const licences = all.filter(({ id, state }) => moved.has(id) && state === 'active');
  const why = back.length === 0 ? 'dispute_over' : 'appeal_won';
  await writeOfLicences(tx, request, { what: 'restored', why, licences });
  return licences.length === 0 ? null : 'restored';
}
