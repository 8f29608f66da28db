import type { Kysely } from 'kysely';
import type { Context } from '../../platform/context.ts';
import type { DB } from '../../platform/db/schema.gen.ts';
import { invalid } from '../../platform/errors.ts';
import { addPerson } from '../actions.ts';
import { newLinkToken } from '../identity.ts';
import { tidyCode } from '../rules.ts';
import * as store from '../store.ts';

/** Whether the desk still waits for its first person. */
export async function awaitsFirstAdmin(db: Kysely<DB>): Promise<boolean> {
  return !(await store.hasStaff(db));
}

/**
 * Makes the first admin, once, and returns the token that signs them in; all codes are used up by
 * it. Refuses a wrong, old or used code, and any once there is staff.
 */
export async function createFirstAdmin(
  ctx: Context,
  { code, name, email }: { code: string; name: string; email: string },
): Promise<string> {
  await ctx.transaction(async (tx) => {
    const codes = await store.takeSetupCodes(tx.db);
    const hash = tx.links.hash(tidyCode(code));
    const fits = codes.some((row) => row.code_hash === hash && row.expires_at > tx.now());
    // The refusal rolls back, so a wrong guess does not use up the codes.
    if (!fits || (await store.hasStaff(tx.db))) throw invalid([wrongCode]);
    await addPerson(tx, { name, email, role: 'admin' }, { verb: 'add', by: null });
  });
  return newLinkToken(ctx, { email, minutes: 1 });
}

const wrongCode = {
  field: 'code',
  message: 'This code does not fit. Start Offprint again, and the console shows a new one.',
};
