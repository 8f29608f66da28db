import type { Tx } from '../../platform/context.ts';
import { conflict } from '../../platform/errors.ts';
import { recordEvent, type Actor } from '../../platform/events.ts';
import { dayOf } from '../../values/period.ts';
import { leftOn, type AllowanceLeft } from '../rules/allowance.ts';
import { periodAt } from '../rules/periods.ts';
import * as store from '../store/allowances.ts';
import { allowancesLeft } from './standing.ts';

export interface AllowanceUse {
  /** `allowance` of the quote that said so. */
  allowanceId: string;
  /** The licence that it pays for, inserted already in this transaction. */
  licenceId: string;
  requestId: string;
  by: Actor;
}

/**
 * Uses up one article of an allowance, in the transaction of its licence; of two that want the last one, one waits for
 * the other. Returns how the allowance stands afterwards. Refuses with conflict('allowance_used_up') where nothing is
 * left, or where it has ended.
 */
export async function useAllowance(tx: Tx, use: AllowanceUse): Promise<AllowanceLeft> {
  const left = await useAllowanceIfLeft(tx, use);
  if (left === null) throw conflict('allowance_used_up');
  return left;
}

/** The same for what was promised in a paid offer: null in place of the refusal, and nothing is used up. */
export async function useAllowanceIfLeft(tx: Tx, use: AllowanceUse): Promise<AllowanceLeft | null> {
  const row = await store.lockAllowance(tx.db, use.allowanceId);
  const kept = row && (await store.allowanceKept(tx.db, row.id));
  const today = dayOf(tx.now());
  const before = kept && leftOn(kept, today);
  const period = kept && periodAt(kept, today);
  if (!row || !before || !period || before.left === 0) return null;
  await store.insertUse(tx.db, {
    id: tx.newId(),
    allowance_id: row.id,
    licence_id: use.licenceId,
    period_start: period.from,
    used_at: tx.now(),
  });
  const after = { ...before, left: before.left - 1 };
  await recordEvent(tx, {
    requestId: use.requestId,
    subject: { type: 'organisation', id: row.organisation_id },
    verb: 'use_allowance',
    by: use.by,
    data: { allowance: row.id, name: row.name, left: after.left, licence: use.licenceId },
  });
  return after;
}

/** How these allowances stand, held so that nobody else uses or promises an article of theirs before the transaction ends. */
export async function holdAllowances(
  tx: Tx,
  ids: readonly string[],
): Promise<Map<string, AllowanceLeft>> {
  for (const id of ids.toSorted()) await store.lockAllowance(tx.db, id);
  return allowancesLeft(tx.db, ids, tx.now());
}
