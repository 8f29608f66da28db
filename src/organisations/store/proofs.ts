import type { Insertable, Kysely, Selectable } from 'kysely';
import type { DB } from '../../platform/db/schema.gen.ts';

export type ProofRow = Selectable<DB['organisation_proofs']>;

/** A file of a request with who sent it; null where the request has no such file. */
export async function fileOfRequest(
  db: Kysely<DB>,
  { requestId, fileId }: { requestId: string; fileId: string },
) {
  const row = await db
    .selectFrom('request_files')
    .innerJoin('requests', 'requests.id', 'request_files.request_id')
    .select(['request_files.id', 'request_files.name', 'request_files.sha256'])
    .select(['requests.email', 'requests.organisation', 'requests.country'])
    .select(['requests.organisation_type as kind', 'requests.email_verified_at as confirmedAt'])
    .where('request_files.id', '=', fileId)
    .where('requests.id', '=', requestId)
    .executeTakeFirst();
  return row ?? null;
}

export async function insertProof(
  db: Kysely<DB>,
  row: Insertable<DB['organisation_proofs']>,
): Promise<void> {
  await db.insertInto('organisation_proofs').values(row).execute();
}

/** Whether this very file shows the same already, until the same day. */
export async function hasProof(
  db: Kysely<DB>,
  proof: { organisationId: string; kind: string; fileId: string; validUntil: string },
): Promise<boolean> {
  const row = await db
    .selectFrom('organisation_proofs')
    .select('id')
    .where('organisation_id', '=', proof.organisationId)
    .where('file_id', '=', proof.fileId)
    .where('kind', '=', proof.kind)
    .where('valid_until', '=', proof.validUntil)
    .where('ended_at', 'is', null)
    .executeTakeFirst();
  return row !== undefined;
}

export async function isProofOf(
  db: Kysely<DB>,
  { organisationId, id }: { organisationId: string; id: string },
): Promise<boolean> {
  const row = await db
    .selectFrom('organisation_proofs')
    .select('id')
    .where('id', '=', id)
    .where('organisation_id', '=', organisationId)
    .executeTakeFirst();
  return row !== undefined;
}

/** Ends a proof before its day; false where it was ended before. */
export async function closeProof(
  db: Kysely<DB>,
  id: string,
  end: { at: Date; by: string; reason: string },
): Promise<boolean> {
  const ended = await db
    .updateTable('organisation_proofs')
    .set({ ended_at: end.at, ended_by: end.by, ended_reason: end.reason })
    .where('id', '=', id)
    .where('ended_at', 'is', null)
    .executeTakeFirst();
  return ended.numUpdatedRows === 1n;
}

export type ProofListed = ProofRow & { request_id: string | null };

/** The proofs of an organisation, those that hold longest first, each with the request its file came with. */
export async function proofsOf(db: Kysely<DB>, organisationId: string): Promise<ProofListed[]> {
  return db
    .selectFrom('organisation_proofs')
    .leftJoin('request_files', 'request_files.id', 'organisation_proofs.file_id')
    .selectAll('organisation_proofs')
    .select('request_files.request_id')
    .where('organisation_id', '=', organisationId)
    .orderBy('valid_until', 'desc')
    .orderBy('organisation_proofs.id', 'desc')
    .limit(200)
    .execute();
}

/** The proofs that files of a request have shown, by file. */
export async function proofsByFile(
  db: Kysely<DB>,
  requestId: string,
): Promise<Pick<ProofRow, 'file_id' | 'kind' | 'valid_until' | 'ended_at' | 'checked_by'>[]> {
  return db
    .selectFrom('organisation_proofs')
    .innerJoin('request_files', 'request_files.id', 'organisation_proofs.file_id')
    .select(['file_id', 'kind', 'valid_until', 'ended_at', 'checked_by'])
    .where('request_files.request_id', '=', requestId)
    .orderBy('checked_at')
    .execute();
}
