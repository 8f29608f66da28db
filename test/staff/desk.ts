import express, { type Express } from 'express';
import supertest from 'supertest';
import type { Context } from '../../src/platform/context.ts';
import { errorHandler, nothingHere } from '../../src/platform/http.ts';
import { sameOriginOnly } from '../../src/platform/security.ts';
import { site } from '../../src/platform/site.ts';
import { addStaff, signInLink } from '../../src/staff/actions.ts';
import { adminRoutes } from '../../src/staff/admin.ts';
import { actorOf, allow, requireStaff } from '../../src/staff/guard.ts';
import { routes } from '../../src/staff/routes.ts';
import type { Verb } from '../../src/staff/rules.ts';
import { testContext, type TestContext, type TestOptions } from '../support/context.ts';

export const cast = {
  amal: { name: 'Amal', email: 'amal@example.org', role: 'admin' },
  bo: { name: 'Bo', email: 'bo@example.org', role: 'viewer' },
  fin: { name: 'Fin', email: 'fin@example.org', role: 'finance' },
  eve: { name: 'Eve', email: 'eve@example.org', role: 'editor' },
} as const;
export type Who = keyof typeof cast;

/** The staff part behind what app.ts puts before it, with one page that tells who asks and what for. */
export function deskApp(ctx: Context): Express {
  const app = express();
  app.locals['context'] = ctx;
  app.set('query parser', 'simple').set('trust proxy', ctx.config.trustProxy ? 1 : false);
  app.use(site(ctx), sameOriginOnly(ctx.config), express.urlencoded({ extended: false }));
  app.use(routes(ctx), requireStaffAt(ctx), adminRoutes(ctx));
  app.all('/admin/try/:verb', (req, res) => {
    allow(res, req.params['verb'] as Verb);
    res.json({ by: actorOf(res).name, body: req.body ?? null });
  });
  app.use(nothingHere, errorHandler(ctx));
  return app;
}

function requireStaffAt(ctx: Context): express.Router {
  const router = express.Router();
  router.use('/admin', requireStaff(ctx));
  return router;
}

export interface Desk extends TestContext {
  site: Express;
  /** A browser that keeps its cookies and is not signed in. */
  browser(): ReturnType<typeof supertest.agent>;
  /** A browser of this person, signed in by a link. */
  as(who: Who): Promise<ReturnType<typeof supertest.agent>>;
}

/** A desk with these people, at a portal without TLS so that test cookies travel. */
export async function deskOf(people: readonly Who[], options: TestOptions = {}): Promise<Desk> {
  const context = await testContext(options);
  for (const who of people) await addStaff(context.ctx, cast[who]);
  const app = deskApp(context.ctx);
  const browser = () => supertest.agent(app);
  return {
    ...context,
    site: app,
    browser,
    as: async (who) => {
      const agent = browser();
      await press(agent, await signInLink(context.ctx, cast[who].email)).expect(303);
      return agent;
    },
  };
}

/** What the button of the page does that an e-mailed link opens. */
export function press(agent: ReturnType<typeof supertest.agent>, link: string): supertest.Test {
  const fields = Object.fromEntries(new URL(link).searchParams);
  return agent.post('/admin/sign-in/confirm').type('form').send(fields);
}

/** The links to the desk in a text. */
export function linksIn(text: string): string[] {
  return [...text.matchAll(/http:\/\/\S+\/admin\/sign-in\/confirm\S+/g)].map(([link]) => link);
}
