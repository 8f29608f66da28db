import type { Response, Router } from 'express';
import type { Context } from '../../platform/context.ts';
import { notFound } from '../../platform/errors.ts';
import { page } from '../../platform/http.ts';
import { currentTariff } from '../../pricing/actions.ts';
import { conditionTexts, type Speak } from '../../pricing/rules/conditions.ts';
import type { When } from '../../pricing/rules/tariff.ts';
import { allow, staffOf } from '../../staff/guard.ts';
import { may } from '../../staff/rules.ts';
import { countryName } from '../../values/country.ts';
import { dayOf } from '../../values/period.ts';
import { allowancesLeft } from '../actions/standing.ts';
import type { AllowanceLeft } from '../rules/allowance.ts';
import { eventWords } from '../rules/history.ts';
import { periodNames, type AllowancePeriod } from '../rules/periods.ts';
import { proofState, usualEnd } from '../rules/proofs.ts';
import { allowancesOf, type AllowanceListed } from '../store/allowances.ts';
import { addressesOf } from '../store/addresses.ts';
import * as store from '../store/organisations.ts';
import { proofsOf } from '../store/proofs.ts';
import { idIn, kindOptions, kindText, speakOf, type Wrong } from './speak.ts';

/** The page of one organisation. */
export function organisationRoutes(ctx: Context, router: Router): void {
  router.get('/admin/organisations/:id', async (req, res) => {
    allow(res, 'read');
    await showOrganisation(ctx, res, idIn(req, 'id'));
  });
}

/** Everything known of an organisation: proofs, allowances with what is left, its requests and its history. */
export async function showOrganisation(
  ctx: Context,
  res: Response,
  id: string,
  wrong?: Wrong,
): Promise<void> {
  const organisation = await store.organisationById(ctx.db, id);
  if (organisation === null) throw notFound();
  const speak = speakOf(ctx, res);
  const { role } = staffOf(res);
  const today = dayOf(ctx.now());
  const proofs = await proofsOf(ctx.db, id);
  const data = {
    organisation,
    kind: kindText(organisation.kind, speak),
    country: countryName(organisation.country, speak.locale),
    addresses: await addressesOf(ctx.db, id),
    proofs: proofs.map((proof) => ({
      ...proof,
      kindName: kindText(proof.kind, speak),
      state: proofState(proof, today),
    })),
    allowances: await allowancesShown(ctx, id, speak),
    requests: await store.requestsOf(ctx.db, id),
    events: (await store.eventsOf(ctx.db, id)).map((event) => eventInWords(event, speak)),
    mayEdit: may(role, 'price'),
    mayProve: may(role, 'decide'),
    handlesMoney: may(role, 'money'),
    termsOn: organisation.invoice_terms ? 'yes' : '',
    kinds: kindOptions(speak),
    usualEnd: usualEnd(today),
  };
  page(res, 'organisations/show', { ...data, ...wrong }, wrong?.status ?? (wrong ? 422 : 200));
}

async function allowancesShown(ctx: Context, id: string, speak: Speak): Promise<object[]> {
  const rows = await allowancesOf(ctx.db, id);
  const ids = rows.map((row) => row.id);
  const left = await allowancesLeft(ctx.db, ids, ctx.now());
  const { tariff } = await currentTariff(ctx.db, ctx.now());
  return rows.map((row) => ({
    ...row,
    periodName: speak.t(periodNames[row.period as AllowancePeriod]),
    conditions: conditionTexts(tariff, row.conditions as When, speak),
    state: stateOf(row, left.get(row.id), dayOf(ctx.now())),
    now: left.get(row.id) ?? null,
  }));
}

function stateOf(row: AllowanceListed, now: AllowanceLeft | undefined, today: string): string {
  if (row.ended_at !== null) return 'ended';
  if (now !== undefined) return now.left === 0 ? 'used_up' : 'running';
  return row.starts_on > today ? 'to_come' : 'over';
}

function eventInWords(
  event: Awaited<ReturnType<typeof store.eventsOf>>[number],
  { t }: Speak,
): object {
  const { text, params } = eventWords(event.verb, event.actor_name);
  const data = event.data as Record<string, unknown>;
  const said = ['name', 'seen', 'reason']
    .map((part) => data[part])
    .filter((part) => typeof part === 'string' && part !== '');
  return { at: event.created_at, text: t(text, params), said };
}
