import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { emptyRecords, type Records } from './world.ts';

const isMissing = (error: unknown) =>
  error instanceof Error && 'code' in error && error.code === 'ENOENT';

/** Reads the records that an earlier run left in `file`; a missing file is an empty world. */
export function loadRecords(file: string | undefined): Records {
  const records = emptyRecords();
  if (!file) return records;
  let stored: Record<string, [string, unknown][]>;
  try {
    stored = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    if (isMissing(error)) return records;
    throw error;
  }
  for (const [name, map] of Object.entries(records) as [string, Map<string, unknown>][])
    for (const [id, value] of stored[name] ?? []) map.set(id, value);
  return records;
}

/** Writes the records to `file` a moment after each change, and at once on `flush`. */
export function createSnapshot(file: string | undefined, records: Records) {
  let timer: NodeJS.Timeout | undefined;
  const flush = () => {
    clearTimeout(timer);
    timer = undefined;
    if (!file) return;
    const plain = Object.entries(records).map(([name, map]) => [name, [...map]]);
    writeFileSync(`${file}.new`, JSON.stringify(Object.fromEntries(plain)), { mode: 0o600 });
    renameSync(`${file}.new`, file);
  };
  const changed = () => {
    if (file) timer ??= setTimeout(flush, 100).unref();
  };
  return { changed, flush };
}
