import { Router } from 'express';
import type { Context } from '../platform/context.ts';
import { askRoutes } from './routes/ask.ts';
import { guestRoutes, type ClosePage } from './routes/guest.ts';
import { requestLimits } from './routes/limits.ts';

/**
 * The public pages of requests: asking, and the page behind the secret link. `closePage` closes the payment page of a
 * request, which a later part knows how to do.
 */
export function routes(ctx: Context, closePage: ClosePage): Router {
  const limits = requestLimits(ctx);
  return Router().use(askRoutes(ctx, limits), guestRoutes(ctx, limits, closePage));
}
