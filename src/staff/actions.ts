import type { Kysely } from 'kysely';
import type { Context, Tx } from '../platform/context.ts';
import type { DB } from '../platform/db/schema.gen.ts';
import { invalid, notFound } from '../platform/errors.ts';
import { recordEvent, system, type Actor } from '../platform/events.ts';
import { newLinkToken } from './identity.ts';
import * as rules from './rules.ts';
import * as store from './store.ts';

export interface NewPerson {
  name: string;
  email: string;
  role: rules.Role;
}

/** Names and addresses of everybody who may do this, for letters to staff. */
export async function staffAddresses(
  db: Kysely<DB>,
  verb: rules.Verb,
): Promise<{ name: string; address: string }[]> {
  const people = await store.staffIn(db, rules.rolesThatMay(verb));
  return people.map(({ name, email }) => ({ name, address: email }));
}

/** Adds a person without a letter (command line, demo). Refuses an address that is taken or none. */
export async function addStaff(ctx: Context, person: NewPerson): Promise<store.StaffRow> {
  return ctx.transaction((tx) => addPerson(tx, person, { verb: 'add', by: system }));
}

/** Adds a person in the caller's transaction; `by` null where they add themselves. Refuses as addStaff does. */
export async function addPerson(
  tx: Tx,
  { name, email, role }: NewPerson,
  { verb, by }: { verb: string; by: Actor | null },
): Promise<store.StaffRow> {
  const address = email.trim().toLowerCase();
  if (!rules.isStaffAddress(address))
    throw invalid([{ field: 'email', message: 'Enter an e-mail address like name@example.org.' }]);
  const id = tx.newId();
  const [created_at, updated_at] = [tx.now(), tx.now()];
  const row = { id, name, email: address, email_verified: true, role, created_at, updated_at };
  const person = await store.insertStaff(tx.db, row);
  if (person === null)
    throw invalid([{ field: 'email', message: 'Somebody with this address is here already.' }]);
  await recordEvent(tx, {
    requestId: null,
    subject: { type: 'staff', id },
    verb,
    by: by ?? { type: 'staff', id, name },
    after: role,
  });
  return person;
}

const codeHours = 24;

/**
 * A one-time code that makes whoever holds it the first admin, for the console to print; valid for a
 * day, only its hash is stored. Null where there is staff already.
 */
export async function firstAdminCode(ctx: Context): Promise<string | null> {
  if (await store.hasStaff(ctx.db)) return null;
  const code = rules.setupCode(Buffer.from(ctx.newToken(), 'base64url'));
  await store.insertSetupCode(ctx.db, {
    code_hash: ctx.links.hash(rules.tidyCode(code)),
    expires_at: new Date(ctx.now().getTime() + codeHours * 3_600_000),
    created_at: ctx.now(),
  });
  return code;
}

/** How long a link to sign in works; the demo's waits for its visitor. */
export function linkMinutes(ctx: Context): number {
  return ctx.config.demo ? 24 * 60 : 15;
}

/**
 * An address that signs this person in once, for letters, the demo and tests. Refuses with notFound
 * where nobody here has the e-mail address. `next` is the page of the desk to go to afterwards.
 */
export async function signInLink(ctx: Context, email: string, next = '/admin'): Promise<string> {
  const person = await store.staffByEmail(ctx.db, email.toLowerCase());
  if (person === null) throw notFound();
  const token = await newLinkToken(ctx, { email: person.email, minutes: linkMinutes(ctx) });
  return ctx.links.to(rules.confirmPath(token, next));
}
