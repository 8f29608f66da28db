import { execFileSync, spawn, type SpawnOptions } from 'node:child_process';
import {
  chownSync,
  existsSync,
  globSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
} from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { Client } from 'pg';
import { givenTests, runTests } from './run-tests.ts';

/**
 * `node scripts/test-pg.ts [options and files of node --test]`: the suite on a real PostgreSQL, made
 * for the run and removed after it. Ends with the suite's exit code, or 2 where no server can be had.
 */
const suite = 'test/**/*.test.ts';
/** They bring up a whole portal or need data that is not here, and do so the same on either engine. */
const elsewhere = ['test/browser/', 'test/real/'];

process.exitCode = await main(process.argv.slice(2));

async function main(given: string[]): Promise<number> {
  const binaries = findBinaries();
  if (binaries === null) {
    console.error(
      'No PostgreSQL here: neither initdb on the PATH nor under /usr/lib/postgresql. Install the package "postgresql" (15 or newer).',
    );
    return 2;
  }
  const folder = mkdtempSync(join(tmpdir(), 'offprint-pg-'));
  const user = unprivileged();
  if (user !== null) chownSync(folder, user.uid, user.gid);
  const as: SpawnOptions = user ?? {};
  try {
    const server = await startServer(binaries, folder, as);
    try {
      return await runSuite(given, server.url);
    } finally {
      await server.stop();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function findBinaries(): string | null {
  const installed = existsSync('/usr/lib/postgresql')
    ? readdirSync('/usr/lib/postgresql')
        .toSorted((a, b) => Number(b) - Number(a))
        .map((version) => `/usr/lib/postgresql/${version}/bin`)
    : [];
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), ...installed];
  const whole = (folder: string): boolean =>
    ['initdb', 'postgres'].every((name) => existsSync(join(folder, name)));
  return folders.find(whole) ?? null;
}

/** PostgreSQL refuses to run as root; then it runs as `postgres`, or as `nobody`. */
function unprivileged(): { uid: number; gid: number } | null {
  if (process.getuid?.() !== 0) return null;
  for (const name of ['postgres', 'nobody'])
    try {
      const id = (flag: string): number =>
        Number(execFileSync('id', [flag, name], { stdio: ['ignore', 'pipe', 'ignore'] }));
      return { uid: id('-u'), gid: id('-g') };
    } catch {
      continue;
    }
  throw new Error('PostgreSQL cannot run as root, and there is no user "postgres" or "nobody"');
}

async function startServer(binaries: string, folder: string, as: SpawnOptions) {
  const data = join(folder, 'data');
  const ofAs = { ...as, cwd: folder, env: { ...process.env, HOME: folder } };
  const initdb = [
    '-D',
    data,
    '-U',
    'postgres',
    '-A',
    'trust',
    '-E',
    'UTF8',
    '--locale=C.UTF-8',
    '-N',
  ];
  execFileSync(join(binaries, 'initdb'), initdb, {
    ...ofAs,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const port = await freePort();
  const settings = {
    port,
    listen_addresses: '127.0.0.1',
    unix_socket_directories: folder,
    // Nothing here outlives the run.
    fsync: 'off',
    full_page_writes: 'off',
    synchronous_commit: 'off',
    max_connections: 200,
    log_min_messages: 'fatal',
  };
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const server = spawn(join(binaries, 'postgres'), ['-D', data, ...flags], {
    ...ofAs,
    stdio: ['ignore', 'inherit', 'ignore'],
  });
  const ended = new Promise<void>((resolve) => server.once('exit', () => resolve()));
  const stop = async (): Promise<void> => {
    // SIGINT is PostgreSQL's fast shutdown.
    server.kill('SIGINT');
    await ended;
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stop());
  const url = `postgres://postgres@127.0.0.1:${port}/postgres`;
  await answering(url, () => server.exitCode !== null).catch(async (error: unknown) => {
    await stop();
    throw error;
  });
  return { url, stop };
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

async function answering(url: string, gone: () => boolean): Promise<void> {
  const until = Date.now() + 30_000;
  for (;;) {
    const client = new Client({ connectionString: url });
    try {
      await client.connect();
      await client.end();
      return;
    } catch (error) {
      if (gone() || Date.now() > until)
        throw new Error('PostgreSQL did not start', { cause: error });
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

/** True when the file, or a module of the tests that it imports, asks for a server; any other test would only run twice. */
function asksForServer(file: string, seen = new Set<string>()): boolean {
  if (seen.has(file) || !existsSync(file)) return false;
  seen.add(file);
  const source = readFileSync(file, 'utf8');
  if (source.includes('TEST_DATABASE_URL')) return true;
  const imported = source.matchAll(/from '(\.[^']+)'|import\('(\.[^']+)'\)|import '(\.[^']+)'/gu);
  return [...imported].some(([, named, later, whole]) => {
    const path = join(dirname(file), named ?? later ?? whole ?? '');
    return path.startsWith('test/') && asksForServer(path, seen);
  });
}

function runSuite(given: string[], url: string): Promise<number> {
  const { files, options } = givenTests(given);
  const all = globSync(suite)
    .filter((file) => !elsewhere.some((part) => file.startsWith(part)))
    .filter((file) => asksForServer(file));
  return runTests(files.length > 0 ? files : all.toSorted(), options, { TEST_DATABASE_URL: url });
}
