import { mkdirSync } from 'node:fs';
import { createMailer } from './emails/smtp.ts';
import { createCheckout } from './payments/stripe.ts';
import type { Config } from './platform/config.ts';
import type { Context } from './platform/context.ts';
import { createContext, rootFolder } from './platform/create-context.ts';
import { migrate, pendingMigrations } from './platform/db/migrate.ts';
import { openDatabase, type Database } from './platform/db/open.ts';
import { createFetcher } from './platform/fetch.ts';
import { openJobs, type Jobs } from './platform/jobs.ts';
import { createLog } from './platform/log.ts';

const migrations = rootFolder('migrations');

/** A running set of everything that comes from outside, made from the settings. */
export interface Portal {
  ctx: Context;
  database: Database;
  jobs: Jobs;
  migrate(): Promise<readonly string[]>;
  pendingMigrations(): Promise<readonly string[]>;
  close(): Promise<void>;
}

/** Opens database, jobs, mail and payments. `worker` puts the embedded database into a thread of its own. */
export async function compose(config: Config, options: { worker: boolean }): Promise<Portal> {
  const log = createLog(config.logLevel);
  mkdirSync(config.dataDir, { recursive: true });
  const { databaseUrl, dataDir } = config;
  const database = await openDatabase({ databaseUrl, dataDir, worker: options.worker, log });
  const jobs = await openJobs({ database, log, pollMs: config.workerPollMs });
  const ctx = createContext({
    ...{ config, log, db: database.db },
    mailer: createMailer(config),
    checkout: createCheckout(config),
    fetcher: createFetcher({
      allowHosts: config.importAllowHosts,
      userAgent: `Offprint (+${config.baseUrl})`,
    }),
    enqueue: jobs.enqueue,
    now: () => new Date(),
  });
  return {
    ...{ ctx, database, jobs },
    migrate: () => migrate(database, migrations),
    pendingMigrations: () => pendingMigrations(database, migrations),
    async close() {
      await jobs.stop();
      ctx.mailer.close();
      await database.close();
    },
  };
}
