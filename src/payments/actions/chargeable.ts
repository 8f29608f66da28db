import type { Tx } from '../../platform/context.ts';
import { invalid, type Problem } from '../../platform/errors.ts';
import { readSettings } from '../../platform/settings.ts';
import { formatMoney, type Money } from '../../values/money.ts';
import { offerTrouble } from '../rules/card.ts';

/** What is wrong with offering this sum, with the way out; null when it can be paid, or no cards are taken at all. */
export async function chargeProblem(tx: Tx, sum: Money): Promise<Problem | null> {
  if (!tx.takesCards) return null;
  const { settings } = await readSettings(tx.db);
  const trouble = offerTrouble(sum, { byTransfer: settings.bankDetails !== '' });
  if (trouble === null) return null;
  const params = {
    sum: formatMoney(trouble.sum, settings.language),
    currency: trouble.sum.currency,
  };
  return { field: 'amount', message: trouble.text, params };
}

/** Refuses to offer a sum that nobody could pay. */
export async function requireChargeable(tx: Tx, sum: Money): Promise<void> {
  const problem = await chargeProblem(tx, sum);
  if (problem !== null) throw invalid([problem]);
}
