import type { Context } from '../../platform/context.ts';
import { conflict, invalid, notFound, type Problem } from '../../platform/errors.ts';
import { recordEvent, type Actor } from '../../platform/events.ts';
import type { When } from '../../pricing/rules/tariff.ts';
import type { Day } from '../../values/period.ts';
import type { AllowancePeriod } from '../rules/periods.ts';
import * as store from '../store/allowances.ts';
import { organisationById } from '../store/organisations.ts';

/** What can be changed later as well; `endsOn` is the last day, null is open. */
export interface AllowanceTerms {
  name: string;
  articles: number;
  endsOn: Day | null;
  when: When;
}

export interface NewAllowance extends AllowanceTerms {
  period: AllowancePeriod;
  startsOn: Day;
}

/** Gives an organisation an allowance; its periods are counted from its first day. */
export async function grantAllowance(
  ctx: Context,
  organisationId: string,
  { given, by }: { given: NewAllowance; by: Actor },
): Promise<void> {
  const { name, articles, period, startsOn, endsOn, when } = given;
  await ctx.transaction(async (tx) => {
    if ((await organisationById(tx.db, organisationId)) === null) throw notFound();
    await store.insertAllowance(tx.db, {
      ...{ id: tx.newId(), organisation_id: organisationId, name, articles, period },
      ...{ starts_on: startsOn, ends_on: endsOn, conditions: JSON.stringify(when) },
      ...{ created_by: by.name, created_at: tx.now() },
    });
    await recordEvent(tx, {
      requestId: null,
      subject: { type: 'organisation', id: organisationId },
      verb: 'grant_allowance',
      by,
      data: given,
    });
  });
}

interface Which {
  organisationId: string;
  id: string;
}

/** Changes an allowance. Refuses with conflict('organisation_changed') where somebody saved or ended it meanwhile. */
export async function editAllowance(
  ctx: Context,
  { organisationId, id }: Which,
  { version, given, by }: { version: number; given: AllowanceTerms; by: Actor },
): Promise<void> {
  const { name, articles, endsOn, when } = given;
  await ctx.transaction(async (tx) => {
    const row = await store.lockAllowance(tx.db, id);
    if (row?.organisation_id !== organisationId) throw notFound();
    if (endsOn !== null && endsOn < row.starts_on) throw invalid([endsBefore]);
    const change = { name, articles, ends_on: endsOn, conditions: JSON.stringify(when) };
    if (!(await store.changeAllowance(tx.db, { id, version }, change)))
      throw conflict('organisation_changed');
    const subject = { type: 'organisation', id: organisationId };
    const data = { id, ...given };
    await recordEvent(tx, { requestId: null, subject, verb: 'edit_allowance', by, data });
  });
}

const endsBefore: Problem = {
  field: 'endsOn',
  message: 'The last day stands before the first day.',
};

/** Ends an allowance at once. Licences keep what they have; ended twice it stays as it was. */
export async function endAllowance(
  ctx: Context,
  { organisationId, id }: Which,
  { reason, by }: { reason: string; by: Actor },
): Promise<void> {
  await ctx.transaction(async (tx) => {
    const row = await store.lockAllowance(tx.db, id);
    if (row?.organisation_id !== organisationId) throw notFound();
    const end = { at: tx.now(), by: by.name, reason };
    if (!(await store.closeAllowance(tx.db, id, end))) return;
    const subject = { type: 'organisation', id: organisationId };
    const data = { id, name: row.name, reason };
    await recordEvent(tx, { requestId: null, subject, verb: 'end_allowance', by, data });
  });
}
