import type { Context, Tx } from '../../platform/context.ts';
import { conflict, invalid, notFound } from '../../platform/errors.ts';
import { recordEvent, type Actor } from '../../platform/events.ts';
import { deleteOtherAddresses, insertAddresses, takenAddresses } from '../store/addresses.ts';
import * as store from '../store/organisations.ts';

/** What staff know of an organisation; `addresses` as readAddress gives them. */
export interface OrganisationGiven {
  name: string;
  kind: string;
  country: string;
  /** A programme of the tariff, such as `small_charity`. */
  programme: string | null;
  note: string;
  addresses: readonly string[];
}

/** Makes an organisation known and returns its id. Refuses addresses that another one has as a problem of `addresses`. */
export async function makeKnown(
  tx: Tx,
  given: OrganisationGiven,
  { by, requestId = null }: { by: Actor; requestId?: string | null },
): Promise<string> {
  const { addresses, ...columns } = given;
  const id = tx.newId();
  const now = tx.now();
  await store.insertOrganisation(tx.db, { id, ...columns, created_at: now, changed_at: now });
  await addAddresses(tx, id, addresses);
  const subject = { type: 'organisation', id };
  await recordEvent(tx, { requestId, subject, verb: 'make_known', by, data: given });
  return id;
}

/**
 * Changes an organisation and what it is recognised by. Refuses with conflict('organisation_changed') where somebody
 * saved it since it was read at `version`.
 */
export async function saveOrganisation(
  ctx: Context,
  { id, version }: { id: string; version: number },
  { given, by }: { given: OrganisationGiven; by: Actor },
): Promise<void> {
  const { addresses, ...columns } = given;
  await ctx.transaction(async (tx) => {
    const change = { ...columns, changed_at: tx.now() };
    if ((await store.organisationById(tx.db, id)) === null) throw notFound();
    if (!(await store.changeOrganisation(tx.db, { id, version }, change)))
      throw conflict('organisation_changed');
    await deleteOtherAddresses(tx.db, id, addresses);
    await addAddresses(tx, id, addresses);
    const subject = { type: 'organisation', id };
    await recordEvent(tx, { requestId: null, subject, verb: 'edit', by, data: given });
  });
}

async function addAddresses(tx: Tx, id: string, addresses: readonly string[]): Promise<void> {
  await insertAddresses(tx.db, id, addresses);
  const [taken] = await takenAddresses(tx.db, id, addresses);
  if (taken === undefined) return;
  const { address, name } = taken;
  const message = '{address} belongs to {name} already. Take it away there first.';
  throw invalid([{ field: 'addresses', message, params: { address, name } }]);
}
