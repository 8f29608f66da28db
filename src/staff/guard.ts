import { urlencoded, type Request, type RequestHandler, type Response } from 'express';
import { lettersWaiting } from '../emails/actions.ts';
import type { Context } from '../platform/context.ts';
import { forbidden } from '../platform/errors.ts';
import type { Actor } from '../platform/events.ts';
import { page, typed } from '../platform/http.ts';
import { awaitsFirstAdmin } from './actions/first-admin.ts';
import { sessionCookie, whoIs, type Visitor } from './identity.ts';
import { may, safeNext, type Staff, type Verb } from './rules.ts';

/**
 * Lets only people with a session on to what is mounted behind it, and tells pages who they are.
 * Others are led to the sign-in page; what they posted is kept on a page to be sent again.
 */
export function requireStaff(ctx: Context): RequestHandler {
  return async (req, res, next) => {
    const found = await whoIs(ctx, visitorOf(req));
    privatePage(res);
    if (found === null) return turnAway(ctx, req, res);
    res.locals['staff'] = found.staff;
    res.locals['sessionId'] = found.sessionId;
    // A mail server that is away would otherwise be noticed by those who wait for their letters.
    res.locals['letters'] = await lettersWaiting(ctx.db);
    next();
  };
}

/**
 * Reads forms of thousands of fields, such as a whole tariff, for people with a session; what anybody
 * else sends is left to the limits of all other forms.
 */
export function longForms(ctx: Context): RequestHandler {
  const read = urlencoded({ extended: false, limit: '16mb', parameterLimit: 200_000 });
  return async (req, res, next) => {
    const long = req.method === 'POST' && (await whoIs(ctx, visitorOf(req))) !== null;
    if (long) read(req, res, next);
    else next();
  };
}

/** Throws forbidden() unless the person may do this. */
export function allow(res: Response, verb: Verb): void {
  if (!may(staffOf(res).role, verb)) throw forbidden();
}

/** The person as the history names them. */
export function actorOf(res: Response): Actor {
  const { id, name } = staffOf(res);
  return { type: 'staff', id, name };
}

/** The person of this request; a fault where the route does not stand behind requireStaff. */
export function staffOf(res: Response): Staff {
  const staff = res.locals['staff'] as Staff | null | undefined;
  if (!staff) throw new Error('this page does not stand behind the staff guard');
  return staff;
}

/** Whether somebody of the newsroom looks at a page that stands before the guard; nothing may depend on it but counts. */
export async function isStaff(ctx: Context, req: Request): Promise<boolean> {
  const visitor = visitorOf(req);
  const { name } = sessionCookie(ctx.config);
  return visitor.cookie.includes(`${name}=`) && (await whoIs(ctx, visitor)) !== null;
}

/** Who sends the request, as far as its headers tell. */
export function visitorOf(req: Request): Visitor {
  return {
    cookie: req.get('Cookie') ?? '',
    agent: (req.get('User-Agent') ?? '').slice(0, 300),
    address: req.ip ?? '',
  };
}

/** Pages of the desk are for one person's eyes: no cache, no search engine, no address to other sites. */
export function privatePage(res: Response): void {
  res
    .set('Cache-Control', 'no-store')
    .set('Referrer-Policy', 'same-origin')
    .set('X-Robots-Tag', 'noindex');
}

async function turnAway(ctx: Context, req: Request, res: Response): Promise<void> {
  const { name, attributes } = sessionCookie(ctx.config);
  if (visitorOf(req).cookie.includes(`${name}=`)) res.clearCookie(name, attributes);
  if (await awaitsFirstAdmin(ctx.db)) return res.redirect(303, '/admin/set-up');
  const reads = req.method === 'GET' || req.method === 'HEAD';
  if (reads) return res.redirect(303, signInPath(req.originalUrl));
  const fields = Object.entries(typed(req.body)).flatMap(([field, value]) =>
    [value].flat().map((text) => ({ field, text })),
  );
  page(res, 'staff/signed-out', { action: req.originalUrl, fields }, 401);
}

/** The sign-in page that leads back to this page of the desk. */
function signInPath(asked: string): string {
  const next = safeNext(asked);
  return next === '/admin' ? '/admin/sign-in' : `/admin/sign-in?next=${encodeURIComponent(next)}`;
}
