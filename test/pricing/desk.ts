import express, { type Express, type Router } from 'express';
import type { Context } from '../../src/platform/context.ts';
import { errorHandler, nothingHere } from '../../src/platform/http.ts';
import { nonce, securityHeaders } from '../../src/platform/security.ts';
import { site } from '../../src/platform/site.ts';
import type { Role } from '../../src/staff/rules.ts';

/** The person who sits at the desk of these pages. */
export const amalId = '01935a00-0000-7000-8000-00000000000a';

/** Some pages of the portal alone, with somebody of the role signed in (or nobody, for null). */
export function pagesOf(ctx: Context, role: Role | null, ...routers: Router[]): Express {
  const app = express();
  app.locals['context'] = ctx;
  app.disable('x-powered-by').set('query parser', 'simple');
  app.use(nonce, securityHeaders(ctx.config), site(ctx));
  app.use(express.urlencoded({ extended: false, limit: '64kb' }));
  app.use((_req, res, next) => {
    const email = 'somebody@example.org';
    if (role !== null) res.locals['staff'] = { id: amalId, name: 'Amal', email, role };
    next();
  });
  app.use(...routers);
  app.use(nothingHere, errorHandler(ctx));
  return app;
}

/** The same context with its queries counted. */
export function counted(ctx: Context): { ctx: Context; queries: () => number } {
  let count = 0;
  const db = ctx.db.withPlugin({
    transformQuery: ({ node }) => {
      count += 1;
      return node;
    },
    transformResult: async ({ result }) => result,
  });
  return { ctx: { ...ctx, db }, queries: () => count };
}
