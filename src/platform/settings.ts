import type { Kysely } from 'kysely';
import Joi from 'joi';
import type { Tx } from './context.ts';
import type { DB } from './db/schema.gen.ts';
import { conflict } from './errors.ts';

/** What the newsroom sets about itself: masthead, clocks and house rules. Days are whole days. */
export interface Settings {
  name: string;
  legalName: string;
  siteUrl: string;
  email: string;
  address: string;
  vatNumber: string;
  country: string;
  /** BCP 47; the language of pages and letters. */
  language: string;
  timeZone: string;
  /** `#rrggbb`, the one accent colour. */
  accent: string;
  /** Whether a person decides always, or only where the tariff refers. */
  approval: 'always' | 'when_referred';
  promiseWorkingDays: number;
  offerDays: number;
  needsInfoDays: number;
  /** Days in which an unused licence is given back for the whole fee, or for half of it; since its issue or the acceptance. */
  cancelFullDays: number;
  cancelHalfDays: number;
  cancelFrom: 'grant' | 'acceptance';
  bankDetails: string;
  /** Days from the issue of an invoice until it is due. */
  invoiceDays: number;
  /** Stands on every invoice: register number, exemption from tax. */
  invoiceNote: string;
  /** The clause on search engines in licences for full copies. */
  searchClause: 'noindex' | 'canonical' | 'none';
}

const text = (max: number): Joi.StringSchema => Joi.string().trim().max(max).allow('').default('');

/** The schema of the one row of settings, with its defaults. */
export const settingsSchema = Joi.object<Settings>({
  name: Joi.string().trim().max(120).default('Your newsroom'),
  legalName: text(160),
  siteUrl: Joi.string()
    .uri({ scheme: ['http', 'https'] })
    .allow('')
    .default(''),
  email: Joi.string().email({ tlds: false }).allow('').default(''),
  address: text(400),
  vatNumber: text(20),
  country: Joi.string().length(2).uppercase().default('GB'),
  language: Joi.string().max(35).default('en-GB'),
  timeZone: Joi.string().max(60).default('Europe/London'),
  accent: Joi.string()
    .pattern(/^#[0-9a-f]{6}$/i)
    .default('#9f1d20'),
  approval: Joi.string().valid('always', 'when_referred').default('always'),
  promiseWorkingDays: Joi.number().integer().min(1).max(30).default(2),
  offerDays: Joi.number().integer().min(1).max(90).default(14),
  needsInfoDays: Joi.number().integer().min(1).max(90).default(21),
  cancelFullDays: Joi.number().integer().min(0).max(365).default(14),
  cancelHalfDays: Joi.number().integer().min(0).max(365).default(0),
  cancelFrom: Joi.string().valid('grant', 'acceptance').default('grant'),
  bankDetails: text(600),
  invoiceDays: Joi.number().integer().min(1).max(90).default(30),
  invoiceNote: text(600),
  searchClause: Joi.string().valid('noindex', 'canonical', 'none').default('noindex'),
});

export const defaultSettings: Settings = Joi.attempt({}, settingsSchema);

/** The settings with their version; defaults (version 0) where none were saved yet. */
export async function readSettings(
  db: Kysely<DB>,
): Promise<{ settings: Settings; version: number }> {
  const row = await db
    .selectFrom('settings')
    .select(['data', 'version'])
    .where('id', '=', 1)
    .executeTakeFirst();
  if (row === undefined) return { settings: defaultSettings, version: 0 };
  return {
    settings: Joi.attempt(row.data, settingsSchema, { stripUnknown: true }),
    version: row.version,
  };
}

/** Saves all settings over the version that was read; conflict('settings_changed') if somebody was faster. */
export async function saveSettings(tx: Tx, settings: Settings, readVersion: number): Promise<void> {
  const row = { data: JSON.stringify(settings), version: readVersion + 1, updated_at: tx.now() };
  const saved =
    readVersion === 0
      ? await tx.db
          .insertInto('settings')
          .values({ id: 1, ...row })
          .onConflict((c) => c.column('id').doNothing())
          .executeTakeFirst()
      : await tx.db
          .updateTable('settings')
          .set(row)
          .where('id', '=', 1)
          .where('version', '=', readVersion)
          .executeTakeFirst();
  const changed =
    'numUpdatedRows' in saved ? saved.numUpdatedRows : (saved.numInsertedOrUpdatedRows ?? 0n);
  if (changed !== 1n) throw conflict('settings_changed');
}
