import { Router } from 'express';
import type { Context } from '../platform/context.ts';
import { notFound } from '../platform/errors.ts';
import { page, parse, secretPage } from '../platform/http.ts';
import { openCheckout } from './actions/open-checkout.ts';
import { syncSession } from './actions/sync-session.ts';
import { within } from './actions/within.ts';
import { payForm, returnForm } from './forms.ts';
import { invoiceRoutes } from './routes/invoice.ts';
import { payPageData } from './routes/page-data.ts';
import { answerFailure, pageOf } from './routes/pay-page.ts';
import { isSessionId } from './rules/event.ts';
import { ownsSession } from './store/pay-page.ts';

/** The pay page behind its secret link, which may be passed on: it opens nothing else. */
export function routes(ctx: Context): Router {
  const router = Router();
  router.use('/pay/:token', secretPage);

  router.get('/pay/:token', async (req, res) => {
    const data = payPageData(ctx, res, { read: await pageOf(ctx, req), returned: false });
    const query = parse(payForm, req.query);
    page(res, 'pay/show', { ...data, taxChanged: query.ok && query.value.tax === 'changed' });
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

  invoiceRoutes(ctx, router);
  return router;
}
