import {
  linkSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';

interface Owner {
  pid: number;
  /** Boot and clock ticks at which the process began; null where the system does not tell. */
  started: string | null;
}

/** Thrown when another living process uses the embedded database. */
export class DatabaseInUse extends Error {}

/**
 * Takes the one place at an embedded database, by the file `owner` in its folder; the lock of a
 * process that is gone is taken over. Throws DatabaseInUse while the owner lives. Returns the release.
 */
export function takeOwnership(folder: string): () => void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, 'owner');
  const mine = { pid: process.pid, started: startOf(process.pid) };
  const draft = `${file}.${process.pid}.draft`;
  writeFileSync(draft, JSON.stringify(mine));
  try {
    if (!created(() => linkSync(draft, file))) takeOver(file, draft, folder);
  } finally {
    rmSync(draft, { force: true });
  }
  return () => rmSync(file, { force: true });
}

function takeOver(file: string, draft: string, folder: string): void {
  const owner = ownerIn(file);
  if (owner !== null && isAlive(owner)) throw inUse(folder, owner.pid);
  // Of two processes that both see the dead owner, the one that makes this file replaces the lock.
  const claim = `${file}.claim`;
  const claimer = ownerIn(claim);
  if (claimer !== null && !isAlive(claimer)) unlinkSync(claim);
  if (!created(() => linkSync(draft, claim))) throw inUse(folder, claimer?.pid ?? null);
  try {
    const now = ownerIn(file);
    if (now !== null && isAlive(now)) throw inUse(folder, now.pid);
    renameSync(draft, file);
  } finally {
    rmSync(claim, { force: true });
  }
}

function created(make: () => void): boolean {
  try {
    make();
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

function ownerIn(file: string): Owner | null {
  try {
    const found: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (typeof found !== 'object' || found === null || !('pid' in found)) return null;
    const started = 'started' in found && typeof found.started === 'string' ? found.started : null;
    return typeof found.pid === 'number' ? { pid: found.pid, started } : null;
  } catch {
    // A lock that cannot be read was cut off while being written: its writer is gone.
    return null;
  }
}

function isAlive(owner: Owner): boolean {
  try {
    process.kill(owner.pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
  const started = startOf(owner.pid);
  return owner.started === null || started === null || started === owner.started;
}

function startOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    // The name in brackets may hold anything; the fields are counted after it.
    const ticks = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
    return ticks === undefined ? null : `${boot}/${ticks}`;
  } catch {
    return null;
  }
}

function inUse(folder: string, pid: number | null): DatabaseInUse {
  const who = pid === null ? 'another process' : `process ${pid}`;
  return new DatabaseInUse(
    `The embedded database in ${folder} is in use by ${who}. Stop it first, or set DATABASE_URL to a PostgreSQL server, which many processes may share.`,
  );
}
