import type { Kysely } from 'kysely';
import type { DB } from '../../platform/db/schema.gen.ts';
import type { Standing } from '../../pricing/rules/use.ts';
import { dayOf, type Day } from '../../values/period.ts';
import { namesOf } from '../rules/addresses.ts';
import { leftOn, type AllowanceLeft } from '../rules/allowance.ts';
import { organisationsNamed } from '../store/organisations.ts';
import { allowancesWithIds, organisationKnownBy } from '../store/standing.ts';

/** Who asks: an address that was confirmed, and the kind of organisation that was claimed. */
export interface Claim {
  email: string;
  organisationType: string;
}

/** What the newsroom knows about who asks; an organisation that nobody knows has nothing else either. */
export interface Asker {
  organisation: { id: string; name: string; programme: string | null } | null;
  /** Last day of the proof of exactly the claimed kind, in force or run out; null where there was none. */
  provenUntil: Day | null;
  verified: boolean;
  allowances: AllowanceLeft[];
  /** Staff allow it its licence before the payment, on an invoice. */
  invoiceTerms: boolean;
}

const stranger: Asker = {
  ...{ organisation: null, provenUntil: null, verified: false, allowances: [] },
  invoiceTerms: false,
};

/**
 * Who asks, by their e-mail address; one query. Only for an address that was confirmed: else whoever types an address
 * would learn what we know about its owner.
 */
export async function whoAsks(db: Kysely<DB>, claim: Claim, now: Date): Promise<Asker> {
  const today = dayOf(now);
  const kind = claim.organisationType;
  const found = await organisationKnownBy(db, { ...namesOf(claim.email), kind, today });
  if (found === null) return stranger;
  const { organisation, allowances } = found;
  const { organisation_id: id, organisation_name: name, programme, proven_until } = organisation;
  return {
    organisation: { id, name, programme },
    provenUntil: proven_until,
    verified: proven_until !== null && proven_until >= today,
    allowances: allowances.flatMap((allowance) => leftOn(allowance, today) ?? []),
    invoiceTerms: organisation.invoice_terms,
  };
}

/** The same as the tariff judges by it. A programme counts only while the kind is proven. */
export function standingFrom(asker: Asker): Omit<Standing, 'licencesLast30Days'> {
  return {
    verified: asker.verified,
    programme: asker.verified ? (asker.organisation?.programme ?? null) : null,
    allowances: asker.allowances.map(({ id, name, left, when }) => ({ id, name, left, when })),
  };
}

/** How these allowances stand today, by their ids; those that are over are not among them. */
export async function allowancesLeft(
  db: Kysely<DB>,
  ids: readonly string[],
  now: Date,
): Promise<Map<string, AllowanceLeft>> {
  if (ids.length === 0) return new Map();
  const kept = await allowancesWithIds(db, ids);
  const left = kept.flatMap((allowance) => leftOn(allowance, dayOf(now)) ?? []);
  return new Map(left.map((allowance) => [allowance.id, allowance]));
}

/** Organisations that are called exactly so, whatever the capitals: names prove nothing, they are only shown to staff. */
export async function namesakes(
  db: Kysely<DB>,
  name: string,
): Promise<{ id: string; name: string }[]> {
  return organisationsNamed(db, name);
}
