import { Router, type RequestHandler } from 'express';
import type { Context } from '../platform/context.ts';
import { tariffReader } from '../pricing/actions.ts';
import { articleRoutes } from './routes/article.ts';
import { catalogueRoutes } from './routes/catalogue.ts';
import { machineRoutes } from './routes/machines.ts';

/** The public catalogue: front page, list and search, an article with its price, and what crawlers read. */
export function routes(ctx: Context): Router {
  const tariff = tariffReader(ctx);
  return Router()
    .get(['/', '/articles', '/articles/:slug'], askAgain)
    .use(catalogueRoutes(ctx, tariff), articleRoutes(ctx, tariff), machineRoutes(ctx));
}

/** An article that was withdrawn a second ago must not go on being offered out of somebody's cache. */
const askAgain: RequestHandler = (_req, res, next) => {
  res.set('Cache-Control', 'no-cache');
  next();
};
