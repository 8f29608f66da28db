import { Router } from 'express';
import type { Context } from '../platform/context.ts';
import { notFound } from '../platform/errors.ts';
import { page } from '../platform/http.ts';
import { isUuid } from '../platform/ids.ts';
import { endSession } from './actions/sign-in.ts';
import { peopleRoutes } from './admin/people.ts';
import { settingsRoutes } from './admin/settings.ts';
import { allow, staffOf } from './guard.ts';
import { sessionsOf } from './store.ts';

/** People, settings and one's own sessions; app.ts mounts them behind the guard. */
export function adminRoutes(ctx: Context): Router {
  const router = Router();
  peopleRoutes(ctx, router);
  settingsRoutes(ctx, router);

  router.get('/admin/sessions', async (_req, res) => {
    allow(res, 'read');
    const rows = await sessionsOf(ctx.db, { userId: staffOf(res).id, now: ctx.now() });
    const current = res.locals['sessionId'] as string;
    page(res, 'staff/sessions', { rows, current });
  });

  router.post('/admin/sessions/:id/end', async (req, res) => {
    allow(res, 'read');
    const { id } = req.params;
    if (!isUuid(id)) throw notFound();
    await endSession(ctx, { id, userId: staffOf(res).id });
    res.redirect(303, '/admin/sessions');
  });

  return router;
}
