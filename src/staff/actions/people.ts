import { queueEmail } from '../../emails/actions.ts';
import type { Context, Tx } from '../../platform/context.ts';
import { conflict, notFound } from '../../platform/errors.ts';
import { recordEvent, type Actor } from '../../platform/events.ts';
import { addPerson, type NewPerson } from '../actions.ts';
import { newLinkToken } from '../identity.ts';
import { confirmPath, keepsAnAdmin, roleWords, type Role } from '../rules.ts';
import * as store from '../store.ts';

/** How long the link of an invitation works; afterwards the person asks for one at the sign-in page. */
const inviteDays = 7;

/** Adds a person and writes them a letter whose link signs them in once. Refuses an address that is taken. */
export async function invite(ctx: Context, person: NewPerson, by: Actor): Promise<void> {
  const token = await newLinkToken(ctx, { email: person.email, minutes: inviteDays * 24 * 60 });
  await ctx.transaction(async (tx) => {
    const row = await addPerson(tx, person, { verb: 'invite', by });
    await queueEmail(tx, {
      kind: 'invite',
      requestId: null,
      to: { name: row.name, address: row.email },
      data: {
        inviter: by.name,
        role: tx.views.t(roleWords[person.role].text),
        url: tx.links.to(confirmPath(token)),
      },
    });
  });
}

/**
 * Gives a person another role, from their next request on. Refuses with conflict('last_admin') what
 * would leave the desk without an admin.
 */
export async function changeRole(
  ctx: Context,
  { id, role }: { id: string; role: Role },
  by: Actor,
): Promise<void> {
  await ctx.transaction(async (tx) => {
    const { role: before } = await lockedPerson(tx, id, role);
    if (before === role) return;
    await store.updateRole(tx.db, id, { role, at: tx.now() });
    const subject = { type: 'staff', id };
    await recordEvent(tx, {
      requestId: null,
      subject,
      verb: 'change_role',
      by,
      before,
      after: role,
    });
  });
}

/** Removes a person; their sessions end in the same moment. Refuses with conflict('last_admin') as above. */
export async function removePerson(ctx: Context, id: string, by: Actor): Promise<void> {
  await ctx.transaction(async (tx) => {
    const { role: before, name, email } = await lockedPerson(tx, id, null);
    if (!(await store.deleteStaff(tx.db, id))) throw notFound();
    const subject = { type: 'staff', id };
    const data = { name, email };
    await recordEvent(tx, { requestId: null, subject, verb: 'remove', by, before, data });
  });
}

async function lockedPerson(tx: Tx, id: string, becomes: Role | null): Promise<store.StaffRow> {
  const admins = await store.lockAdmins(tx.db);
  const person = await store.staffById(tx.db, id);
  if (person === null) throw notFound();
  if (!keepsAnAdmin(admins, id, becomes)) throw conflict('last_admin');
  return person;
}
