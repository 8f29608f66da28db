import type { Kysely } from 'kysely';
import type { Context, Tx } from '../platform/context.ts';
import type { DB } from '../platform/db/schema.gen.ts';
import { conflict, notFound } from '../platform/errors.ts';
import { recordEvent, system, type Actor } from '../platform/events.ts';
import { givesUse, stateAfter, type LicenceVerb } from './rules/life.ts';
import { isCalledBack } from './store/called-back.ts';
import * as store from './store/licences.ts';

export type LicenceRow = store.LicenceRow;

/** The licences of a request, in the order of its articles. */
export async function licencesOf(db: Kysely<DB>, requestId: string): Promise<LicenceRow[]> {
  return store.licencesOfRequest(db, requestId);
}

interface Change {
  verb: LicenceVerb;
  reason: string;
  by: Actor;
}

/**
 * Moves a licence by a verb of its life, with exactly one event. conflict('licence_state') where its life
 * does not know the verb now; conflict('already_changed') when somebody was faster.
 */
async function advanceLicence(
  tx: Tx,
  licence: LicenceRow,
  { verb, reason, by }: Change,
): Promise<void> {
  const state = stateAfter(licence.state, verb);
  if (state === null) throw conflict('licence_state');
  if (!(await store.moveLicence(tx.db, licence, { state, reason })))
    throw conflict('already_changed');
  await recordEvent(tx, {
    requestId: licence.request_id,
    subject: { type: 'licence', id: licence.id },
    verb,
    by,
    before: licence.state,
    after: state,
    data: { number: licence.number, reason },
  });
}

/** Moves every licence of a request for which the verb makes sense now and returns them; the others stay. */
async function advanceAll(tx: Tx, requestId: string, change: Change): Promise<LicenceRow[]> {
  const all = await store.licencesOfRequest(tx.db, requestId);
  const moving = all.filter(({ state }) => stateAfter(state, change.verb) !== null);
  for (const licence of moving) await advanceLicence(tx, licence, change);
  return moving;
}

/** Ends what was granted on a request for good, for example after a full refund. Returns the licences that it ended. */
export async function revokeLicences(
  tx: Tx,
  requestId: string,
  reason: string,
  by: Actor,
): Promise<LicenceRow[]> {
  return advanceAll(tx, requestId, { verb: 'revoke', reason, by });
}

/**
 * Keeps what was granted on a request from being used, until `restoreLicences` with the same reason. Returns the
 * licences that it stopped.
 */
export async function suspendLicences(
  tx: Tx,
  requestId: string,
  reason: string,
  by: Actor,
): Promise<LicenceRow[]> {
  return advanceAll(tx, requestId, { verb: 'suspend', reason, by });
}

/** Undoes that: only for licences that are suspended for this reason and no other, which it returns. */
export async function restoreLicences(
  tx: Tx,
  requestId: string,
  reason: string,
  by: Actor,
): Promise<LicenceRow[]> {
  const all = await store.licencesOfRequest(tx.db, requestId);
  const waiting = all.filter((each) => each.state === 'suspended' && each.reason === reason);
  for (const licence of waiting)
    await advanceLicence(tx, licence, { verb: 'restore', reason: '', by });
  return waiting;
}

/**
 * Undoes that, where the refund failed after all: only for licences that were revoked for this reason and by nothing
 * else since, which it returns. One that was suspended at the time is suspended again.
 */
export async function reinstateLicences(
  tx: Tx,
  requestId: string,
  reason: string,
  by: Actor,
): Promise<LicenceRow[]> {
  const all = await store.licencesOfRequest(tx.db, requestId);
  const ended = all.filter((each) => each.state === 'revoked' && each.reason === reason);
  for (const licence of ended) {
    await advanceLicence(tx, licence, { verb: 'reinstate', reason: '', by });
    const was = await store.stateBeforeRevoking(tx.db, licence.id);
    if (was?.state !== 'suspended') continue;
    const again = { ...licence, state: 'active' } as const;
    await advanceLicence(tx, again, { verb: 'suspend', reason: was.reason, by });
  }
  return ended;
}

/** One change by hand from the desk. conflict('disputed'): what it was paid with is called back, so it stays as it is. */
export async function changeLicence(ctx: Context, id: string, change: Change): Promise<void> {
  await ctx.transaction(async (tx) => {
    const licence = await store.licenceById(tx.db, id);
    if (licence === null) throw notFound();
    if (givesUse(change.verb) && (await isCalledBack(tx.db, licence.request_id)))
      throw conflict('disputed');
    await advanceLicence(tx, licence, change);
  });
}

/** The republisher tells where the article stands; the newest address counts. */
export async function recordPublishedUrl(
  ctx: Context,
  licence: LicenceRow,
  url: string,
): Promise<void> {
  if (licence.published_url === url) return;
  await ctx.transaction(async (tx) => {
    await store.setPublishedUrl(tx.db, licence.id, url);
    await recordEvent(tx, {
      requestId: licence.request_id,
      subject: { type: 'licence', id: licence.id },
      verb: 'published',
      by: { type: 'republisher', id: null, name: licence.permission.licensee.contact },
      data: { url },
    });
  });
}

/** Says of licences whose term is over that they have ended; in small steps, again and again by the clock. */
export async function expireLicences(ctx: Context): Promise<void> {
  const over = await store.licencesOver(ctx.db, ctx.now(), 200);
  for (const { id } of over)
    await ctx.transaction(async (tx) => {
      const licence = await store.licenceById(tx.db, id);
      if (licence !== null && stateAfter(licence.state, 'expire') !== null)
        await advanceLicence(tx, licence, { verb: 'expire', reason: '', by: system });
    });
}
