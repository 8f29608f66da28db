import { Router, type Request, type Response } from 'express';
import type { Context } from '../platform/context.ts';
import { notFound, Refusal } from '../platform/errors.ts';
import { page, parse, secretPage } from '../platform/http.ts';
import type { Words } from '../pricing/rules/reasons.ts';
import { refusedToday } from '../requests/actions/rights-today.ts';
import { openCheckout } from './actions/open-checkout.ts';
import { syncSession } from './actions/sync-session.ts';
import { within } from './actions/within.ts';
import { returnForm } from './forms.ts';
import { payPageData } from './routes/page-data.ts';
import { isSessionId } from './rules/event.ts';
import { CheckoutFailure } from './rules/failure.ts';
import { ownsSession, payPageOf, type PayPage } from './store/pay-page.ts';

/** The pay page behind its secret link, which may be passed on: it opens nothing else. */
export function routes(ctx: Context): Router {
  const router = Router();
  router.use('/pay/:token', secretPage);

  router.get('/pay/:token', async (req, res) => {
    page(res, 'pay/show', payPageData(ctx, res, { read: await pageOf(ctx, req), returned: false }));
  });

  router.post('/pay/:token', async (req, res) => {
    const read = await pageOf(ctx, req);
    try {
      const { url } = await openCheckout(ctx, read.request.id);
      res.redirect(303, url);
    } catch (error) {
      await answerFailure(ctx, { req, res, error });
    }
  });

  router.get('/pay/:token/return', async (req, res) => {
    const { request } = await pageOf(ctx, req);
    const query = parse(returnForm, req.query);
    const sessionId = query.ok ? query.value.session_id : '';
    if (!isSessionId(sessionId) || !(await ownsSession(ctx.db, request.id, sessionId)))
      throw notFound();
    await within(ctx, 8000, () => syncSession(ctx, sessionId));
    const data = payPageData(ctx, res, { read: await pageOf(ctx, req), returned: true });
    if (data.state === 'checking' || data.state === 'waiting') page(res, 'pay/show', data);
    else res.redirect(303, `/pay/${String(req.params['token'])}`);
  });

  return router;
}

async function pageOf(ctx: Context, req: Request): Promise<PayPage & { refused: Words | null }> {
  const read = await payPageOf(ctx.db, ctx.links.hash(String(req.params['token'])));
  if (read === null) throw notFound();
  const waits = read.request.state === 'accepted';
  const refused = waits ? await refusedToday(ctx.db, read.request.id, ctx.now()) : null;
  return { ...read, refused };
}

/** Where no page can be opened: the state of things as it is now, or that the service is away. */
async function answerFailure(
  ctx: Context,
  { req, res, error }: { req: Request; res: Response; error: unknown },
): Promise<void> {
  const isRefusal = error instanceof Refusal && error.kind === 'conflict';
  if (!isRefusal && !(error instanceof CheckoutFailure)) throw error;
  const data = payPageData(ctx, res, { read: await pageOf(ctx, req), returned: false });
  if (isRefusal) return page(res, 'pay/show', data, 409);
  res.set('Retry-After', '60');
  page(res, 'pay/unavailable', data, 503);
}
