import type { Kysely } from 'kysely';
import type { Context, Tx } from '../platform/context.ts';
import type { DB } from '../platform/db/schema.gen.ts';
import { conflict } from '../platform/errors.ts';
import { recordEvent, system, type Actor } from '../platform/events.ts';
import { tariffFrom } from './rules/stored-tariff.ts';
import type { Tariff, TariffData } from './rules/tariff.ts';
import { starterTariff } from './starter-tariff.ts';
import {
  deleteDraft,
  insertTariff,
  latestTariffVersion,
  putDraft,
  tariffByVersion,
  tariffInForce,
} from './store.ts';

type InForce = NonNullable<Awaited<ReturnType<typeof tariffInForce>>>;

export interface CurrentTariff {
  version: number;
  tariff: Tariff;
}

// Keyed by the whole content, so an entry can never be stale; it spares parsing, and keeps one
// object for each version, which rules hang their own findings on.
const parsed = new Map<string, Tariff>();

/** The stored data as a tariff; equal rows give the same object. */
export function tariffOf({ version, data }: { version: number; data: string }): Tariff {
  const key = `${version} ${data}`;
  const known = parsed.get(key);
  if (known !== undefined) return known;
  const tariff: Tariff = { ...tariffFrom(data), version };
  if (parsed.size > 50) parsed.clear();
  parsed.set(key, tariff);
  return tariff;
}

/**
 * The tariff in force at an instant, by one short query. A database that has none yet gets the
 * starter tariff as version 1: a price must always come from a version that is kept.
 */
export async function currentTariff(db: Kysely<DB>, at: Date): Promise<CurrentTariff> {
  const row = await rowInForce(db, at);
  return { version: row.version, tariff: tariffOf(row) };
}

const rowInForce = async (db: Kysely<DB>, at: Date): Promise<InForce> =>
  (await tariffInForce(db, at)) ?? (await firstTariff(db, at));

/** The tariff of a version that was stored, whether it is in force or not. Throws where there is none. */
export async function tariffOfVersion(db: Kysely<DB>, version: number): Promise<Tariff> {
  const row = await tariffByVersion(db, version);
  if (row === null) throw new Error(`there is no tariff of version ${version}`);
  return tariffOf(row);
}

async function firstTariff(db: Kysely<DB>, at: Date): Promise<InForce> {
  await insertTariff(db, {
    version: 1,
    data: JSON.stringify(starterTariff),
    note: 'The tariff a fresh install begins with.',
    effective_from: at,
    created_by: system.name,
    created_at: at,
  });
  const row = await tariffInForce(db, at);
  if (row === null) throw new Error('no tariff is in force: all versions begin in the future');
  return row;
}

const keptForMs = 1_000;

/**
 * A reader for pages that are asked often: the tariff in force, nearly always without a query. A version made
 * meanwhile is seen within a second, one that was waiting for its moment at that moment. What is charged is never
 * read through it.
 */
export function tariffReader(ctx: Context): () => Promise<CurrentTariff> {
  let kept: { found: CurrentTariff; until: number } | null = null;
  return async () => {
    const now = ctx.now();
    if (kept !== null && now.getTime() < kept.until) return kept.found;
    const row = await rowInForce(ctx.db, now);
    const found = { version: row.version, tariff: tariffOf(row) };
    const next = row.next_at?.getTime() ?? Infinity;
    kept = { found, until: Math.min(now.getTime() + keptForMs, next) };
    return found;
  };
}

export interface NewTariff {
  data: TariffData;
  note: string;
  /** The version that was edited; conflict('tariff_changed') when there is a newer one. */
  basedOn: number;
  /** Null means at once. */
  effectiveFrom: Date | null;
  by: Actor;
}

/** Makes a new version; earlier ones stay as they are. Returns its number. */
export async function publishTariff(tx: Tx, given: NewTariff): Promise<number> {
  const now = tx.now();
  const latest = await latestTariffVersion(tx.db);
  if (latest !== given.basedOn) throw conflict('tariff_changed');
  const version = latest + 1;
  const effectiveFrom = given.effectiveFrom ?? now;
  const inserted = await insertTariff(tx.db, {
    version,
    data: JSON.stringify(given.data),
    note: given.note,
    effective_from: effectiveFrom,
    created_by: given.by.name,
    created_at: now,
  });
  if (!inserted) throw conflict('tariff_changed');
  await recordEvent(tx, {
    requestId: null,
    subject: { type: 'tariff', id: tx.newId() },
    verb: 'publish',
    by: given.by,
    before: String(latest),
    after: String(version),
    data: { version, effectiveFrom: effectiveFrom.toISOString() },
  });
  return version;
}

export interface Draft {
  /** The version that is edited. */
  basedOn: number;
  /** The fields of the form by their names, as JSON; or the text of the JSON view. */
  shape: 'form' | 'json';
  typed: string;
}

/** Keeps what somebody typed so far, right or wrong, in place of their earlier draft. */
export async function saveDraft(tx: Tx, staffId: string, draft: Draft): Promise<void> {
  const { basedOn, shape, typed } = draft;
  const row = { staff_id: staffId, based_on: basedOn, shape, typed, saved_at: tx.now() };
  await putDraft(tx.db, row);
}

/** Ends the person's draft, if there is one. */
export async function dropDraft(tx: Tx, staffId: string): Promise<void> {
  await deleteDraft(tx.db, staffId);
}
