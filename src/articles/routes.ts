import { Router } from 'express';
import type { Context } from '../platform/context.ts';
import { tariffReader } from '../pricing/actions.ts';
import { articleRoutes } from './routes/article.ts';
import { catalogueRoutes } from './routes/catalogue.ts';
import { machineRoutes } from './routes/machines.ts';

/** The public catalogue: front page, list and search, an article with its price, and what crawlers read. */
export function routes(ctx: Context): Router {
  const tariff = tariffReader(ctx);
  return Router().use(catalogueRoutes(ctx, tariff), articleRoutes(ctx, tariff), machineRoutes(ctx));
}
