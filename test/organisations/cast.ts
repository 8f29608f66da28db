import { createHash } from 'node:crypto';
import { grantAllowance, type NewAllowance } from '../../src/organisations/actions/allowances.ts';
import {
  makeKnown,
  type OrganisationGiven,
} from '../../src/organisations/actions/save-organisation.ts';
import type { Context } from '../../src/platform/context.ts';
import { currentTariff, publishTariff } from '../../src/pricing/actions.ts';
import type { Factor, Tariff, TariffData } from '../../src/pricing/rules/tariff.ts';
import { starterTariff } from '../../src/pricing/starter-tariff.ts';
import { amal } from '../requests/cast.ts';

/** Puts another tariff in force at once. */
export async function publish(ctx: Context, data: TariffData): Promise<Tariff> {
  const { version } = await currentTariff(ctx.db, ctx.now());
  const given = { data, note: '', basedOn: version, effectiveFrom: null, by: amal };
  await ctx.transaction((tx) => publishTariff(tx, given));
  return (await currentTariff(ctx.db, ctx.now())).tariff;
}

const proven = (factor: Factor): Factor =>
  factor.group === 'class' ? { ...factor, when: { ...factor.when, verified: true } } : factor;

/** The starter tariff, but charities pay half only once that is proven. */
export const provenTariff: TariffData = {
  ...starterTariff,
  factors: starterTariff.factors.map(proven),
};

/** Radio Commons, known by the address that its requests come from. */
export async function known(
  ctx: Context,
  change: Partial<OrganisationGiven> = {},
): Promise<string> {
  const given: OrganisationGiven = {
    ...{ name: 'Radio Commons', kind: 'charity', country: 'GB', programme: null, note: '' },
    ...{ addresses: ['commons.example'], ...change },
  };
  return ctx.transaction((tx) => makeKnown(tx, given, { by: amal }));
}

/** Two articles a year from today on, whatever the use; anything else by `change`. */
export async function withAllowance(
  ctx: Context,
  organisationId: string,
  change: Partial<NewAllowance> = {},
): Promise<void> {
  const given: NewAllowance = {
    ...{ name: 'Partners', articles: 2, period: 'year', endsOn: null, when: {} },
    ...{ startsOn: ctx.now().toISOString().slice(0, 10), ...change },
  };
  await grantAllowance(ctx, organisationId, { given, by: amal });
}

/** A file that came with a request; its id. */
export async function aFile(ctx: Context, request: { id: string }): Promise<string> {
  const id = ctx.newId();
  const bytes = Buffer.from('%PDF-1.7 register of charities');
  await ctx.db
    .insertInto('request_files')
    .values({
      ...{ id, request_id: request.id, name: 'register.pdf', media_type: 'application/pdf', bytes },
      ...{ size: bytes.length, created_at: ctx.now() },
      sha256: createHash('sha256').update(bytes).digest('hex'),
    })
    .execute();
  return id;
}
