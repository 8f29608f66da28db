import type { Kysely } from 'kysely';
import type { Context, Tx } from '../../platform/context.ts';
import type { DB } from '../../platform/db/schema.gen.ts';
import { conflict, invalid, notFound, type Problem } from '../../platform/errors.ts';
import { recordEvent, type Actor } from '../../platform/events.ts';
import { dayOf, type Day } from '../../values/period.ts';
import { namesOf } from '../rules/addresses.ts';
import { mayEndOn } from '../rules/proofs.ts';
import { organisationById } from '../store/organisations.ts';
import * as store from '../store/proofs.ts';
import { makeKnown } from './save-organisation.ts';
import { whoAsks } from './standing.ts';

export interface FileAccepted {
  requestId: string;
  fileId: string;
  /** The last day on which it counts. */
  validUntil: Day;
  by: Actor;
}

/**
 * Accepts a file of a request as proof of the kind that was claimed there. The organisation is the one known by the
 * request's address, else it is made from the request and known by that very address. Accepted twice until the same
 * day it counts once. Returns the organisation's id. Refuses with conflict('already_changed') while the address is
 * not confirmed.
 */
export async function acceptProof(tx: Tx, accepted: FileAccepted): Promise<string> {
  const { requestId, fileId, validUntil, by } = accepted;
  const file = await store.fileOfRequest(tx.db, { requestId, fileId });
  if (file === null) throw notFound();
  if (file.confirmedAt === null) throw conflict('already_changed');
  const today = dayOf(tx.now());
  if (!mayEndOn(today, validUntil)) throw invalid([noSuchEnd]);
  const { kind, email } = file;
  const asker = await whoAsks(tx.db, { email, organisationType: kind }, tx.now());
  const organisationId = asker.organisation?.id ?? (await madeFrom(tx, file, { requestId, by }));
  const proof = { organisationId, kind, fileId, validUntil };
  if (await store.hasProof(tx.db, proof)) return organisationId;
  const seen = { fileId, sha256: file.sha256, words: file.name };
  await addProof(tx, { ...proof, seen, requestId, by });
  return organisationId;
}

const noSuchEnd: Problem = {
  field: 'validUntil',
  message: 'Choose a last day from today to three years from now.',
};

type File = NonNullable<Awaited<ReturnType<typeof store.fileOfRequest>>>;

async function madeFrom(
  tx: Tx,
  { organisation, kind, country, email }: File,
  from: { requestId: string; by: Actor },
): Promise<string> {
  const addresses = [namesOf(email).address];
  const given = { name: organisation, kind, country, programme: null, note: '', addresses };
  return makeKnown(tx, given, from);
}

export interface ProofSeen {
  organisationId: string;
  kind: string;
  /** What was looked at, such as an entry in a register. */
  words: string;
  validUntil: Day;
  by: Actor;
}

/** Records a proof that did not come as a file of a request. */
export async function recordProof(ctx: Context, proof: ProofSeen): Promise<void> {
  await ctx.transaction(async (tx) => {
    if ((await organisationById(tx.db, proof.organisationId)) === null) throw notFound();
    if (!mayEndOn(dayOf(tx.now()), proof.validUntil)) throw invalid([noSuchEnd]);
    const seen = { fileId: null, sha256: null, words: proof.words };
    await addProof(tx, { ...proof, seen, requestId: null });
  });
}

interface NewProof extends Omit<ProofSeen, 'words'> {
  seen: { fileId: string | null; sha256: string | null; words: string };
  requestId: string | null;
}

async function addProof(tx: Tx, proof: NewProof): Promise<void> {
  const { organisationId, kind, seen, validUntil, requestId, by } = proof;
  await store.insertProof(tx.db, {
    id: tx.newId(),
    organisation_id: organisationId,
    kind,
    file_id: seen.fileId,
    file_sha256: seen.sha256,
    seen: seen.words,
    checked_by: by.name,
    checked_at: tx.now(),
    valid_until: validUntil,
  });
  await recordEvent(tx, {
    requestId,
    subject: { type: 'organisation', id: organisationId },
    verb: 'accept_proof',
    by,
    data: { kind, seen: seen.words, sha256: seen.sha256, validUntil },
  });
}

/** Ends a proof before its day. Licences keep what they have; requests from then on are unproven. Ended twice it stays. */
export async function endProof(
  ctx: Context,
  { organisationId, id }: { organisationId: string; id: string },
  { reason, by }: { reason: string; by: Actor },
): Promise<void> {
  await ctx.transaction(async (tx) => {
    if (!(await store.isProofOf(tx.db, { organisationId, id }))) throw notFound();
    const end = { at: tx.now(), by: by.name, reason };
    if (!(await store.closeProof(tx.db, id, end))) return;
    const subject = { type: 'organisation', id: organisationId };
    await recordEvent(tx, {
      requestId: null,
      subject,
      verb: 'end_proof',
      by,
      data: { id, reason },
    });
  });
}

/** What the files of a request have shown already, in the order in which it was accepted. */
export async function proofsShownBy(
  db: Kysely<DB>,
  requestId: string,
): Promise<Awaited<ReturnType<typeof store.proofsByFile>>> {
  return store.proofsByFile(db, requestId);
}
