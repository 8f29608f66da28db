import { queueEmail } from '../../emails/actions.ts';
import type { Context } from '../../platform/context.ts';
import { notFound } from '../../platform/errors.ts';
import { linkMinutes, signInLink } from '../actions.ts';
import { openLink, whoIs, type Visitor } from '../identity.ts';
import * as store from '../store.ts';

/** Writes the letter with the link to whoever has this address at the desk; does nothing for others. */
export async function sendSignInLetter(
  ctx: Context,
  { email, next }: { email: string; next: string },
): Promise<void> {
  const person = await store.staffByEmail(ctx.db, email);
  if (person === null) return;
  const url = await signInLink(ctx, email, next);
  await ctx.transaction(async (tx) => {
    await queueEmail(tx, {
      kind: 'sign-in',
      requestId: null,
      to: { name: person.name, address: person.email },
      data: { url, minutes: linkMinutes(ctx) },
    });
  });
}

/**
 * Exchanges the token of a link for a new session: the cookies to set, or null where it opens
 * nothing (any more). A session that this browser already had ends.
 */
export async function signIn(
  ctx: Context,
  { token, visitor }: { token: string; visitor: Visitor },
): Promise<string[] | null> {
  const before = await whoIs(ctx, visitor);
  const opened = await openLink(ctx, { token, visitor });
  if (opened === null) return null;
  if (before !== null) {
    const { sessionId, staff } = before;
    await store.deleteSession(ctx.db, { id: sessionId, userId: staff.id });
  }
  // Sessions live by the clock of better-auth, which is the one that the new session was made by.
  await store.deleteEndedSessions(ctx.db, opened.at);
  ctx.log.info({ staff: opened.staffId }, 'signed in');
  return opened.cookies;
}

/** Ends the session that the request came with, if any. */
export async function signOut(ctx: Context, visitor: Visitor): Promise<void> {
  const found = await whoIs(ctx, visitor);
  if (found === null) return;
  await store.deleteSession(ctx.db, { id: found.sessionId, userId: found.staff.id });
}

/** Ends a session of this person; notFound where they have no such session. */
export async function endSession(
  ctx: Context,
  session: { id: string; userId: string },
): Promise<void> {
  if (!(await store.deleteSession(ctx.db, session))) throw notFound();
}
