import express, { type Express } from 'express';
import { decodeEntities } from '../../src/values/text.ts';
import { adminRoutes } from '../../src/emails/admin.ts';
import { mailboxRoutes } from '../../src/emails/mailbox.ts';
import type { Context } from '../../src/platform/context.ts';
import { errorHandler, nothingHere } from '../../src/platform/http.ts';
import { securityHeaders } from '../../src/platform/security.ts';
import { site } from '../../src/platform/site.ts';
import { actorOf, allow } from '../../src/staff/guard.ts';
import { verbsOf, type Role } from '../../src/staff/rules.ts';

/** Only the pages about letters, with somebody of this role at the desk. */
export function letterPages(ctx: Context, role: Role): Express {
  const app = express();
  app.locals['context'] = ctx;
  app.set('query parser', 'simple');
  app.use(securityHeaders(ctx.config), site(ctx), mailboxRoutes(ctx));
  app.use((_req, res, next) => {
    const id = '0197a000-0000-7000-8000-0000000000a1';
    const verbs = verbsOf(role);
    res.locals['staff'] = { id, name: 'Amal', email: 'amal@example.org', role, verbs };
    next();
  });
  app.use(adminRoutes(ctx, { allow, actorOf }), nothingHere, errorHandler(ctx));
  return app;
}

/** Where the links of a page lead, in their order. */
export function hrefs(html: string): string[] {
  return [...html.matchAll(/ href="([^"]*)"/g)].map((found) => decodeEntities(String(found[1])));
}
