import { createHmac } from 'node:crypto';
import { betterAuth } from 'better-auth';
import { isAPIError } from 'better-auth/api';
import { magicLink } from 'better-auth/plugins/magic-link';
import type { Config } from '../platform/config.ts';
import type { Context } from '../platform/context.ts';
import { roleOf, verbsOf, type Staff } from './rules.ts';

/** What of a request tells who sends it; the address is the one that TRUST_PROXY lets us believe. */
export interface Visitor {
  cookie: string;
  agent: string;
  address: string;
}

export interface SignedIn {
  staff: Staff;
  sessionId: string;
}

/** A session holds this long after signing in, however much it is used. */
const sessionDays = 7;

/** Name and attributes of the session cookie; over https no other host or path can plant one. */
export function sessionCookie(config: Config) {
  const secure = config.baseUrl.startsWith('https:');
  return {
    name: secure ? '__Host-offprint-desk' : 'offprint-desk',
    attributes: { httpOnly: true, sameSite: 'lax', secure, path: '/' },
  } as const;
}

/** Makes a one-time link for the address: the token to put into it. Only its hash is stored. */
export async function newLinkToken(
  ctx: Context,
  link: { email: string; minutes: number },
): Promise<string> {
  const token = ctx.newToken();
  const auth = createAuth(ctx, { token, minutes: link.minutes });
  await auth.api.signInMagicLink({ body: { email: link.email }, headers: new Headers() });
  return token;
}

/** Exchanges the token of a link for a new session, once: the cookies to set, or null where it opens nothing. */
export async function openLink(
  ctx: Context,
  { token, visitor }: { token: string; visitor: Visitor },
): Promise<{ cookies: string[]; staffId: string; at: Date } | null> {
  try {
    const { headers, response } = await createAuth(ctx).api.magicLinkVerify({
      query: { token },
      headers: headersOf(visitor),
      returnHeaders: true,
    });
    return {
      cookies: headers.getSetCookie(),
      staffId: response.user.id,
      at: response.session.createdAt,
    };
  } catch (error) {
    // A token that opens nothing is answered by a redirect to nowhere in particular.
    if (isAPIError(error) && error.statusCode === 302) return null;
    throw reasonOf(error);
  }
}

/** Who sends the request, by the session in the database; null where nobody is signed in. */
export async function whoIs(ctx: Context, visitor: Visitor): Promise<SignedIn | null> {
  try {
    const found = await createAuth(ctx).api.getSession({ headers: headersOf(visitor) });
    if (found === null) return null;
    const { id, name, email } = found.user;
    const role = roleOf(found.user.role);
    return { staff: { id, name, email, role, verbs: verbsOf(role) }, sessionId: found.session.id };
  } catch (error) {
    throw reasonOf(error);
  }
}

function headersOf({ cookie, agent, address }: Visitor): Headers {
  return new Headers({ cookie, 'user-agent': agent, 'x-visitor': address });
}

/** better-auth wraps faults of the database in an error of its own. */
function reasonOf(error: unknown): unknown {
  return isAPIError(error) && error.cause !== undefined ? error.cause : error;
}

/**
 * better-auth over our own tables. Its HTTP endpoints are not mounted: whatever it can do that we do
 * not use stays out of reach. `link.token` is the one that a link made by this instance carries.
 */
function createAuth(ctx: Context, link: { token: string; minutes: number } | null = null) {
  return betterAuth({
    ...names,
    appName: 'Offprint',
    baseURL: ctx.config.baseUrl,
    basePath: '/admin/auth',
    secret: createHmac('sha256', ctx.config.secretKey).update('staff sessions').digest('base64'),
    database: { db: ctx.db, type: 'postgres' },
    plugins: [
      magicLink({
        storeToken: 'hashed',
        expiresIn: (link?.minutes ?? 1) * 60,
        disableSignUp: true,
        generateToken: () => link?.token ?? ctx.newToken(),
        // The letter is written by the action that asked, together with what else it changes.
        sendMagicLink: () => {},
      }),
    ],
    advanced: {
      database: { generateId: () => ctx.newId(), validateSchema: false },
      useSecureCookies: false,
      cookies: { session_token: sessionCookie(ctx.config) },
      ipAddress: { ipAddressHeaders: ['x-visitor'], ipv6Subnet: 128 },
    },
    telemetry: { enabled: false },
    rateLimit: { enabled: false },
    // What fails is thrown on and logged once, with its reference, where all faults are.
    logger: { disabled: true },
  });
}

const times = { createdAt: 'created_at', updatedAt: 'updated_at' };

// The tables and columns as our migration names them.
const names = {
  user: {
    modelName: 'staff_users',
    fields: { emailVerified: 'email_verified', ...times },
    additionalFields: { role: { type: 'string', required: true, input: false } },
  },
  session: {
    modelName: 'staff_sessions',
    fields: {
      userId: 'user_id',
      expiresAt: 'expires_at',
      ipAddress: 'ip_address',
      userAgent: 'user_agent',
      ...times,
    },
    expiresIn: sessionDays * 24 * 3600,
    disableSessionRefresh: true,
  },
  account: {
    modelName: 'staff_accounts',
    fields: {
      userId: 'user_id',
      accountId: 'account_id',
      providerId: 'provider_id',
      accessToken: 'access_token',
      refreshToken: 'refresh_token',
      idToken: 'id_token',
      accessTokenExpiresAt: 'access_token_expires_at',
      refreshTokenExpiresAt: 'refresh_token_expires_at',
      ...times,
    },
  },
  verification: {
    modelName: 'staff_verifications',
    fields: { expiresAt: 'expires_at', ...times },
  },
} as const;
