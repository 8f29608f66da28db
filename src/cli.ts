import { existsSync } from 'node:fs';
import { Command, Option } from 'commander';
import { importFrom } from './articles/actions/import-from.ts';
import { compose, type Portal } from './compose.ts';
import { ConfigError, readConfig } from './platform/config.ts';
import { copyDatabase } from './platform/db/copy.ts';
import { Refusal } from './platform/errors.ts';
import { seedDemo } from './seed.ts';
import { addStaff } from './staff/actions.ts';
import { roles, type Role } from './staff/rules.ts';

const program = new Command('offprint').description('Commands for the one who runs the portal.');

program
  .command('migrate')
  .description('bring the database up to date')
  .action(() =>
    withPortal(async (portal) => {
      const done = await portal.migrate();
      console.log(
        done.length === 0 ? 'Nothing to do: the database is up to date.' : done.join('\n'),
      );
    }),
  );

program
  .command('import')
  .description('read articles from a feed (RSS, Atom, RDF, JSON Feed), a file or an address')
  .argument('<source>', 'path of a file, or an http(s) address')
  .action((source: string) =>
    withPortal(async ({ ctx }) => {
      const report = await importFrom(ctx, source, showProgress);
      clearProgress();
      console.log(
        `Read ${report.read}: ${report.created} new, ${report.changed} changed, ${report.unchanged} unchanged, ${report.skipped} skipped.`,
      );
      for (const problem of report.problems) console.log(`  ${problem.item}: ${problem.reason}`);
      if (report.error !== null) throw new Error(report.error);
    }),
  );

const staff = program.command('staff').description('people who may sign in');
staff
  .command('add')
  .argument('<email>')
  .requiredOption('--name <name>')
  .addOption(new Option('--role <role>').choices([...roles]).default('editor'))
  .action((email: string, { name, role }: { name: string; role: Role }) =>
    withPortal(async ({ ctx }) => {
      await addStaff(ctx, { email, name, role });
      console.log(
        `${name} <${email}> may now sign in at ${ctx.links.to('/admin/sign-in')} as ${role}.`,
      );
    }),
  );

program
  .command('seed')
  .description('fill an empty database with the demo newsroom')
  .action(() => withPortal(({ ctx }) => seedDemo(ctx)));

const db = program.command('db').description('the database as a whole');
db.command('export')
  .description('copy everything from the embedded database to an empty PostgreSQL server')
  .argument('<url>', 'postgres://user:password@host/database')
  .action((url: string) =>
    withPortal(async ({ database }) => {
      const copied = await copyDatabase(database, url);
      for (const [table, rows] of Object.entries(copied)) console.log(`${table}: ${rows}`);
    }),
  );

/** Opens the portal without its worker thread or web server, and closes it again. */
async function withPortal(work: (portal: Portal) => Promise<void>): Promise<void> {
  const config = readConfig({ LOG_LEVEL: 'warn', ...process.env });
  const portal = await compose(config, { worker: false });
  try {
    await portal.migrate();
    await work(portal);
  } finally {
    await portal.close();
  }
}

/** One line that counts, only where a person looks. */
function showProgress(done: { read: number }): void {
  if (process.stderr.isTTY) process.stderr.write(`\r${done.read} read`);
}

function clearProgress(): void {
  if (process.stderr.isTTY) process.stderr.write('\r\u001b[K');
}

function explain(error: unknown): string {
  const { code, path } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT') return `There is no file ${path ?? ''}.`;
  if (code === 'EISDIR') return `${path ?? 'This'} is a folder, not a file.`;
  if (error instanceof Refusal)
    return error.problems.map((problem) => problem.message).join('\n') || error.code;
  return error instanceof Error && !(error instanceof ConfigError) ? error.message : String(error);
}

if (existsSync('.env')) process.loadEnvFile('.env');
program.parseAsync().catch((error: unknown) => {
  console.error(explain(error));
  process.exitCode = 1;
});
