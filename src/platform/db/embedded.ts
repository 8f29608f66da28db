import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { PGlite, type PGliteOptions } from '@electric-sql/pglite';
import { NodeFS } from '@electric-sql/pglite/nodefs';
import { parsers } from './parsers.ts';

/** PGlite's own parameters turn fsync off (-F); ours write through and take half the memory. */
const startParams = [
  ...PGlite.defaultStartParams.filter((parameter) => parameter !== '-F'),
  '-c',
  'wal_sync_method=fsync',
  '-c',
  'shared_buffers=16MB',
];

/** Opens a database in memory, empty or from the image that `dumpDataDir` made. */
export async function openInMemory(image?: Blob): Promise<PGlite> {
  const common = { parsers: { ...parsers } };
  return PGlite.create(image === undefined ? common : { ...common, loadDataDir: image });
}

/**
 * Opens, and makes at the first time, the database in a folder; the caller owns the folder's lock.
 * What was committed is on the disk when the commit is answered.
 */
export async function openOnDisk(folder: string): Promise<PGlite> {
  if (!existsSync(folder)) await make(folder);
  return PGlite.create(onDisk(folder));
}

async function make(folder: string): Promise<void> {
  // A crash while the first files are laid must not leave half a database under the final name.
  const draft = `${folder}.new`;
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { recursive: true, mode: 0o700 });
  const pglite = await PGlite.create(onDisk(draft));
  await pglite.exec('checkpoint');
  await pglite.close();
  // PGlite lays the first files without asking the disk to keep them.
  for (const entry of readdirSync(draft, { recursive: true, encoding: 'utf8' }))
    keep(join(draft, entry));
  keep(draft);
  renameSync(draft, folder);
  keep(dirname(folder));
}

function keep(path: string): void {
  const opened = openSync(path, 'r');
  fsyncSync(opened);
  closeSync(opened);
}

function onDisk(folder: string): PGliteOptions {
  return { fs: new DurableFs(folder), startParams, parsers: { ...parsers } };
}

interface OpenFile {
  nfd: number;
}
interface FileOperations {
  stream_ops: { fsync?: (stream: OpenFile) => number };
}

const inputOutputError = 29;

/** PGlite's folder file system answers fsync without doing it; this one asks the system. */
class DurableFs extends NodeFS {
  override async init(...[pg, options]: Parameters<NodeFS['init']>): ReturnType<NodeFS['init']> {
    const { emscriptenOpts } = await super.init(pg, options);
    const preRun = [
      ...(emscriptenOpts.preRun ?? []),
      (module: { NODEFS: object; FS: { ErrnoError: new (code: number) => Error } }) => {
        (module.NODEFS as FileOperations).stream_ops.fsync = ({ nfd }) => {
          try {
            fsyncSync(nfd);
            return 0;
          } catch {
            throw new module.FS.ErrnoError(inputOutputError);
          }
        };
      },
    ];
    return { emscriptenOpts: { ...emscriptenOpts, preRun } };
  }
}
