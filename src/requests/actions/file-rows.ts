import type { Insertable } from 'kysely';
import type { Tx } from '../../platform/context.ts';
import type { DB } from '../../platform/db/schema.gen.ts';

/** A file as the form checked it. */
export interface SubmittedFile {
  name: string;
  mediaType: string;
  bytes: Buffer;
  sha256: string;
}

/** The rows of new files of a request. */
export function fileRows(
  tx: Tx,
  request: { id: string },
  files: readonly SubmittedFile[],
): Insertable<DB['request_files']>[] {
  return files.map((file) => ({
    id: tx.newId(),
    request_id: request.id,
    name: file.name,
    media_type: file.mediaType,
    size: file.bytes.length,
    sha256: file.sha256,
    bytes: file.bytes,
    created_at: tx.now(),
  }));
}
