import { fileURLToPath } from 'node:url';
import type { Kysely, Transaction } from 'kysely';
import type { Config } from './config.ts';
import type { Context, EnqueueOptions, JobName, Mailer, Tx } from './context.ts';
import type { Checkout } from './payment-service.ts';
import type { DB } from './db/schema.gen.ts';
import type { Fetcher } from './fetch.ts';
import { loadTranslator } from './i18n.ts';
import { randomToken, uuidMaker } from './ids.ts';
import { createLinks } from './links.ts';
import { defaultSettings } from './settings.ts';
import { loadViews, type Views } from './views.ts';

/** A folder at the root of the repository. */
export function rootFolder(name: string): string {
  return fileURLToPath(new URL(`../../${name}`, import.meta.url));
}

export type EnqueueIn = (
  transaction: Transaction<DB>,
  name: JobName,
  data: object,
  options?: EnqueueOptions,
) => Promise<void>;

/** The doors to the outside that a context is made of. */
export interface Pieces {
  config: Config;
  log: Context['log'];
  db: Kysely<DB>;
  mailer: Mailer;
  checkout: Checkout | null;
  fetcher: Fetcher;
  enqueue: EnqueueIn;
  now: () => Date;
}

function readViews(): Views {
  return loadViews(rootFolder('views'), {
    translator: loadTranslator(rootFolder('locales')),
    language: defaultSettings.language,
    timeZone: defaultSettings.timeZone,
    publicDirectory: rootFolder('public'),
  });
}

/** The context over open doors; its transactions hand out a Tx that cannot reach the network. */
export function createContext(pieces: Pieces): Context {
  const { config, log, db, mailer, checkout, fetcher, now } = pieces;
  const common = {
    links: createLinks(config.baseUrl, config.secretKey),
    views: readViews(),
    now,
    newId: uuidMaker(() => now().getTime()),
    newToken: randomToken,
  };
  const testMode = config.demo || (checkout !== null && !checkout.liveMoney);
  const txOf = (transaction: Transaction<DB>): Tx => ({
    ...common,
    db: transaction,
    testMode,
    takesCards: checkout !== null,
    enqueue: (name, data, options) => pieces.enqueue(transaction, name, data, options),
  });
  return {
    ...common,
    ...{ config, log, db, mailer, checkout, fetcher },
    transaction: (work) => db.transaction().execute((transaction) => work(txOf(transaction))),
  };
}
