import type { Kysely } from 'kysely';
import type { Tx } from '../platform/context.ts';
import type { DB } from '../platform/db/schema.gen.ts';
import { conflict, invalid } from '../platform/errors.ts';
import { recordEvent, system, type Actor } from '../platform/events.ts';
import { templateHash } from './rules.ts';
import type { TermsParameters, TermsRow } from './rules/facts.ts';
import { templateProblems } from './rules/template.ts';
import { starterParameters, starterTemplate } from './starter-terms.ts';
import * as store from './store.ts';

// Nobody published the first version: its day is the day the text was written.
const starterDay = new Date('2026-11-24T00:00:00Z');

/** The newest version of the terms; a database without any gets the starter terms as version 1. */
export async function currentTerms(db: Kysely<DB>): Promise<TermsRow> {
  return (await store.latestTerms(db)) ?? firstTerms(db);
}

/** A version that was in force once, or null: what was shown stays to be read. */
export async function termsByVersion(db: Kysely<DB>, version: number): Promise<TermsRow | null> {
  return store.termsByVersion(db, version);
}

async function firstTerms(db: Kysely<DB>): Promise<TermsRow> {
  await store.insertTerms(db, {
    version: 1,
    template: starterTemplate,
    parameters: JSON.stringify(starterParameters),
    hash: templateHash(starterTemplate, starterParameters),
    note: 'The terms a fresh install begins with.',
    created_by: system.name,
    created_at: starterDay,
  });
  const row = await store.latestTerms(db);
  if (row === null) throw new Error('the first version of the terms was not stored');
  return row;
}

export interface NewTerms {
  template: string;
  parameters: TermsParameters;
  note: string;
  /** The version that was edited; conflict('terms_changed') when there is a newer one. */
  basedOn: number;
  by: Actor;
}

/** Makes a new version for offers from now on; throws `invalid` for placeholders that do not exist. */
export async function publishTerms(tx: Tx, given: NewTerms): Promise<number> {
  const problems = templateProblems(given.template);
  if (problems.length > 0) {
    throw invalid(problems.map((message) => ({ field: 'template', message })));
  }
  const { version: latest } = await currentTerms(tx.db);
  if (latest !== given.basedOn) throw conflict('terms_changed');
  const version = latest + 1;
  const inserted = await store.insertTerms(tx.db, {
    version,
    template: given.template,
    parameters: JSON.stringify(given.parameters),
    hash: templateHash(given.template, given.parameters),
    note: given.note,
    created_by: given.by.name,
    created_at: tx.now(),
  });
  if (!inserted) throw conflict('terms_changed');
  await recordEvent(tx, {
    requestId: null,
    subject: { type: 'terms', id: tx.newId() },
    verb: 'publish',
    by: given.by,
    before: String(latest),
    after: String(version),
    data: { version },
  });
  return version;
}
