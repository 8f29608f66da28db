import { Router } from 'express';
import type { Context } from '../platform/context.ts';
import { askRoutes } from './routes/ask.ts';
import { guestRoutes } from './routes/guest.ts';

/** The public pages of requests: asking, and the page behind the secret link. */
export function routes(ctx: Context): Router {
  return Router().use(askRoutes(ctx), guestRoutes(ctx));
}
