import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Kysely } from 'kysely';
import { createMailer } from './emails/smtp.ts';
import { createCheckout } from './payments/stripe.ts';
import type { Config } from './platform/config.ts';
import type { Context, Tx } from './platform/context.ts';
import { migrate, pendingMigrations } from './platform/db/migrate.ts';
import { openDatabase, type Database } from './platform/db/open.ts';
import type { DB } from './platform/db/schema.gen.ts';
import { createFetcher } from './platform/fetch.ts';
import { loadTranslator } from './platform/i18n.ts';
import { randomToken, uuidMaker } from './platform/ids.ts';
import { openJobs, type Jobs } from './platform/jobs.ts';
import { createLinks } from './platform/links.ts';
import { createLog } from './platform/log.ts';
import { defaultSettings } from './platform/settings.ts';
import { loadViews, type Views } from './platform/views.ts';

const folder = (name: string): string => fileURLToPath(new URL(`../${name}`, import.meta.url));

export const migrationsFolder = folder('migrations');

/** A running set of everything that comes from outside, made from the settings. */
export interface Portal {
  ctx: Context;
  database: Database;
  jobs: Jobs;
  migrate(): Promise<readonly string[]>;
  pendingMigrations(): Promise<readonly string[]>;
  close(): Promise<void>;
}

export function readViews(): Views {
  return loadViews(folder('views'), {
    translator: loadTranslator(folder('locales')),
    language: defaultSettings.language,
    timeZone: defaultSettings.timeZone,
    publicDirectory: folder('public'),
  });
}

/** Opens database, jobs, mail and payments. `worker` puts the embedded database into a thread of its own. */
export async function compose(
  config: Config,
  options: { worker: boolean; now?: () => Date },
): Promise<Portal> {
  const log = createLog(config.logLevel);
  mkdirSync(config.dataDir, { recursive: true });
  const { databaseUrl, dataDir } = config;
  const database = await openDatabase({ databaseUrl, dataDir, worker: options.worker, log });
  const jobs = await openJobs({ database, log, pollMs: config.workerPollMs });
  const ctx = createContext({
    config,
    log,
    db: database.db,
    enqueue: jobs.enqueue,
    now: options.now,
  });
  return {
    ctx,
    database,
    jobs,
    migrate: () => migrate(database, migrationsFolder),
    pendingMigrations: () => pendingMigrations(database, migrationsFolder),
    async close() {
      await jobs.stop();
      ctx.mailer.close();
      await database.close();
    },
  };
}

interface Pieces {
  config: Config;
  log: Context['log'];
  db: Kysely<DB>;
  enqueue: Jobs['enqueue'];
  now: (() => Date) | undefined;
}

/** The context over an open database; tests hand in their own clock. */
export function createContext({
  config,
  log,
  db,
  enqueue,
  now = () => new Date(),
}: Pieces): Context {
  const links = createLinks(config.baseUrl, config.secretKey);
  const views = readViews();
  const checkout = createCheckout(config);
  const common = {
    links,
    views,
    now,
    newId: uuidMaker(() => now().getTime()),
    newToken: randomToken,
  };
  return {
    ...common,
    config,
    log,
    db,
    checkout,
    mailer: createMailer(config),
    fetcher: createFetcher({
      allowHosts: config.importAllowHosts,
      userAgent: `Offprint (+${config.baseUrl})`,
    }),
    transaction: (work) =>
      db.transaction().execute((transaction) => {
        const tx: Tx = {
          ...common,
          db: transaction,
          testMode: config.demo || (checkout !== null && !checkout.liveMoney),
          enqueue: (name, data, options) => enqueue(transaction, name, data, options),
        };
        return work(tx);
      }),
  };
}
