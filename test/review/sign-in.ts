import type { Context } from '../../src/platform/context.ts';
import { newLinkToken, openLink } from '../../src/staff/identity.ts';

/** The cookie of somebody who signed in by the link of their letter. */
export async function signedIn(ctx: Context, email: string): Promise<string> {
  const token = await newLinkToken(ctx, { email, minutes: 10 });
  const visitor = { cookie: '', agent: 'test', address: '127.0.0.1' };
  const opened = await openLink(ctx, { token, visitor });
  if (opened === null) throw new Error('the sign-in link opened nothing');
  return opened.cookies.map((cookie) => cookie.split(';')[0]).join('; ');
}
