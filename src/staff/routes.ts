import { setTimeout as delay } from 'node:timers/promises';
import { Router, type Request, type Response } from 'express';
import type { Context } from '../platform/context.ts';
import { notFound, Refusal } from '../platform/errors.ts';
import { page, parse, secretPage, typed } from '../platform/http.ts';
import { createLimiter, type Limiter } from '../platform/limits.ts';
import { awaitsFirstAdmin, createFirstAdmin } from './actions/first-admin.ts';
import { sendSignInLetter, signIn, signOut } from './actions/sign-in.ts';
import { confirmForm, nextForm, setUpForm, signInForm } from './forms.ts';
import { privatePage, visitorOf } from './guard.ts';
import { sessionCookie, whoIs } from './identity.ts';
import { networkOf, safeNext } from './rules.ts';

/** An answer comes no sooner than this, so that its time does not tell whose addresses are known. */
const answerMs = 400;

/** What can be reached at the desk without being signed in: the door and the first set-up. */
export function routes(ctx: Context): Router {
  const router = Router();
  router.use('/admin', (_req, res, next) => {
    privatePage(res);
    next();
  });
  signInRoutes(ctx, router);
  confirmRoutes(ctx, router);
  setUpRoutes(ctx, router);
  router.post('/admin/sign-out', async (req, res) => {
    await signOut(ctx, visitorOf(req));
    const { name, attributes } = sessionCookie(ctx.config);
    res.clearCookie(name, attributes).redirect(303, '/admin/sign-in');
  });
  return router;
}

function signInRoutes(ctx: Context, router: Router): void {
  const byAddress = createLimiter(ctx, { name: 'sign-in', points: 30, seconds: 900 });
  const byEmail = createLimiter(ctx, { name: 'sign-in-letter', points: 5, seconds: 3600 });

  router.get('/admin/sign-in', async (req, res) => {
    const query = parse(nextForm, req.query);
    const next = safeNext(query.ok ? query.value.next : '');
    if (await awaitsFirstAdmin(ctx.db)) return res.redirect(303, '/admin/set-up');
    if ((await whoIs(ctx, visitorOf(req))) !== null) return res.redirect(303, next);
    page(res, 'staff/sign-in', { next });
  });

  router.post('/admin/sign-in', async (req, res) => {
    const form = parse(signInForm, req.body);
    const next = safeNext(form.ok ? form.value.next : form.values['next']);
    if (!form.ok) return page(res, 'staff/sign-in', { next, ...shown(form) }, 422);
    const { email } = form.value;
    const wait = await longest([byAddress, networkOf(req.ip ?? '')], [byEmail, email]);
    if (wait > 0) return tooOften(req, res, { view: 'staff/sign-in', wait, data: { next } });
    await Promise.all([sendSignInLetter(ctx, { email, next }), delay(answerMs)]);
    res.redirect(303, '/admin/sign-in/sent');
  });

  router.get('/admin/sign-in/sent', (_req, res) => {
    const { demo, production, smtpUrl } = ctx.config;
    page(res, 'staff/sent', { mailbox: demo || (!production && smtpUrl === null) });
  });
}

function confirmRoutes(ctx: Context, router: Router): void {
  const byAddress = createLimiter(ctx, { name: 'confirm', points: 30, seconds: 900 });

  // Mail scanners follow every link of a letter: only the button uses the token up.
  router.get('/admin/sign-in/confirm', secretPage, (req, res) => {
    const query = parse(confirmForm, req.query);
    if (!query.ok) return page(res, 'staff/link-over', {}, 404);
    const { token, next } = query.value;
    page(res, 'staff/confirm', { token, next: safeNext(next) });
  });

  router.post('/admin/sign-in/confirm', secretPage, async (req, res) => {
    const form = parse(confirmForm, req.body);
    if (!form.ok) return page(res, 'staff/link-over', {}, 404);
    const wait = await byAddress(networkOf(req.ip ?? ''));
    const { token, next } = form.value;
    const data = { token, next: safeNext(next) };
    if (wait > 0) return tooOften(req, res, { view: 'staff/confirm', wait, data });
    const cookies = await signIn(ctx, { token, visitor: visitorOf(req) });
    if (cookies === null) return page(res, 'staff/link-over', {}, 404);
    res.append('Set-Cookie', cookies).redirect(303, data.next);
  });
}

function setUpRoutes(ctx: Context, router: Router): void {
  const byAddress = createLimiter(ctx, { name: 'set-up', points: 10, seconds: 900 });

  router.use('/admin/set-up', async (_req, _res, next) => {
    if (!(await awaitsFirstAdmin(ctx.db))) throw notFound();
    next();
  });

  router.get('/admin/set-up', (_req, res) => page(res, 'staff/set-up', {}));

  router.post('/admin/set-up', async (req, res) => {
    const view = 'staff/set-up';
    const wait = await byAddress(networkOf(req.ip ?? ''));
    if (wait > 0) return tooOften(req, res, { view, wait, data: {} });
    const form = parse(setUpForm, req.body);
    if (!form.ok) return page(res, view, shown(form), 422);
    try {
      const token = await createFirstAdmin(ctx, form.value);
      const cookies = await signIn(ctx, { token, visitor: visitorOf(req) });
      res.append('Set-Cookie', cookies ?? []).redirect(303, '/admin/settings');
    } catch (error) {
      if (!(error instanceof Refusal) || error.kind !== 'invalid') throw error;
      page(res, view, { problems: error.problems, values: typed(req.body) }, 422);
    }
  });
}

function shown({ problems, values }: { problems: unknown; values: unknown }): object {
  return { problems, values };
}

async function longest(...tries: [Limiter, string][]): Promise<number> {
  const waits = await Promise.all(tries.map(([limiter, key]) => limiter(key)));
  return Math.max(...waits);
}

function tooOften(
  req: Request,
  res: Response,
  { view, wait, data }: { view: string; wait: number; data: object },
): void {
  const minutes = Math.ceil(wait / 60);
  const message =
    'That was tried too often. Try again in {minutes, plural, one {# minute} other {# minutes}}.';
  res.set('Retry-After', String(wait));
  const problems = [{ field: '', message, params: { minutes } }];
  page(res, view, { ...data, problems, values: typed(req.body) }, 429);
}
