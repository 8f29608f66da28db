import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import { migrate } from '../src/platform/db/migrate.ts';
import { openDatabase } from '../src/platform/db/open.ts';
import { generatedFiles } from './schema/describe.ts';

/** `node scripts/schema.ts` writes both files; with `--check` it says which differ, and exits with 1. */
const fileOf = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url));

const database = await openDatabase({
  dataDir: ':memory:',
  worker: false,
  log: pino({ level: 'warn' }),
});
try {
  await migrate(database, fileOf('migrations'));
  for (const [path, text] of Object.entries(await generatedFiles(database.db)))
    if (process.argv.includes('--check')) await compare(path, text);
    else await writeFile(fileOf(path), text);
} finally {
  await database.close();
}

async function compare(path: string, text: string): Promise<void> {
  if ((await readFile(fileOf(path), 'utf8').catch(() => '')) === text)
    return console.log(`${path} fits the migrations`);
  console.error(`${path} does not fit the migrations: run "node scripts/schema.ts"`);
  process.exitCode = 1;
}
