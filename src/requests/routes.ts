import { Router } from 'express';
import type { Context } from '../platform/context.ts';
import { askRoutes } from './routes/ask.ts';
import { guestRoutes, type Payments } from './routes/guest.ts';
import { requestLimits } from './routes/limits.ts';

/**
 * The public pages of requests: asking, and the page behind the secret link. `payments` is what a later
 * part knows to do about paying for a request.
 */
export function routes(ctx: Context, payments: Payments): Router {
  const limits = requestLimits(ctx);
  return Router().use(askRoutes(ctx, limits), guestRoutes(ctx, limits, payments));
}
