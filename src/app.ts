import { fileURLToPath } from 'node:url';
import compression from 'compression';
import express, { type Express, type RequestHandler } from 'express';
import { adminRoutes as articlesAdmin } from './articles/admin.ts';
import { routes as articlesRoutes } from './articles/routes.ts';
import { adminRoutes as emailsAdmin } from './emails/admin.ts';
import { mailboxRoutes } from './emails/mailbox.ts';
import { adminRoutes as licencesAdmin } from './licences/admin.ts';
import { routes as licencesRoutes } from './licences/routes.ts';
import { adminRoutes as organisationsAdmin } from './organisations/admin.ts';
import { closePage } from './payments/actions/close-page.ts';
import { orderWishedInvoice } from './payments/actions/order-invoice.ts';
import { within } from './payments/actions/within.ts';
import { adminRoutes as paymentsAdmin } from './payments/admin.ts';
import { routes as paymentsRoutes } from './payments/routes.ts';
import { webhookRoutes } from './payments/webhook.ts';
import type { Context } from './platform/context.ts';
import { healthRoutes, type Health } from './platform/health.ts';
import { errorHandler, nothingHere } from './platform/http.ts';
import { createMetrics } from './platform/metrics.ts';
import { nonce, sameOriginOnly, securityHeaders } from './platform/security.ts';
import { site } from './platform/site.ts';
import { wellKnownRoutes } from './platform/well-known.ts';
import { adminRoutes as pricingAdmin } from './pricing/admin.ts';
import { routes as pricingRoutes } from './pricing/routes.ts';
import { routes as requestsRoutes } from './requests/routes.ts';
import { askedLately } from './review/actions/asked-lately.ts';
import { adminRoutes as reviewAdmin } from './review/admin.ts';
import { adminRoutes as staffAdmin } from './staff/admin.ts';
import { actorOf, allow, longForms, requireStaff } from './staff/guard.ts';
import { routes as staffRoutes } from './staff/routes.ts';
import { routes as termsRoutes } from './terms/routes.ts';

const publicDirectory = fileURLToPath(new URL('../public', import.meta.url));

/** The whole site as a function of its context: read it from top to bottom as a table of contents. */
export function createApp(ctx: Context, health: Health): Express {
  const app = emptyApp(ctx);
  const metrics = createMetrics();
  app.use(metrics.measure, nonce, securityHeaders(ctx.config), compression());
  app.use(healthRoutes(ctx, health), metrics.routes);
  // Only what looks like a file is looked for on the disk: pages would each pay for a look in vain.
  app.get(/\.(?:css|js|svg|woff2|txt)$/, staticFiles());
  app.use(webhookRoutes(ctx));

  app.use(site(ctx), sameOriginOnly(ctx.config));
  app.use('/admin/tariffs', longForms(ctx));
  app.use(
    express.urlencoded({ extended: false, limit: '512kb' }),
    express.json({ limit: '256kb' }),
  );
  app.use(
    wellKnownRoutes(ctx),
    articlesRoutes(ctx),
    pricingRoutes(ctx),
    termsRoutes(ctx),
    requestsRoutes(ctx, laterDeeds(ctx)),
    licencesRoutes(ctx),
    paymentsRoutes(ctx),
    mailboxRoutes(ctx),
  );

  app.use(staffRoutes(ctx));
  app.use('/admin', requireStaff(ctx));
  app.use(
    reviewAdmin(ctx),
    articlesAdmin(ctx),
    organisationsAdmin(ctx),
    pricingAdmin(ctx, (limit) => askedLately(ctx, limit)),
    licencesAdmin(ctx),
    paymentsAdmin(ctx),
    emailsAdmin(ctx, { allow, actorOf }),
    staffAdmin(ctx),
  );

  app.use(nothingHere, errorHandler(ctx));
  return app;
}

/** What the pages of requests ask of payments, a later part. */
function laterDeeds(ctx: Context): Parameters<typeof requestsRoutes>[1] {
  return {
    closePage: (requestId) => closePage(ctx, requestId),
    orderInvoice: (requestId) => within(ctx, 8000, () => orderWishedInvoice(ctx, { requestId })),
  };
}

function emptyApp(ctx: Context): Express {
  const app = express();
  app.locals['context'] = ctx;
  app.disable('x-powered-by').disable('etag').set('query parser', 'simple');
  return app.set('trust proxy', ctx.config.trustProxy ? 1 : false);
}

/** Style, script and fonts; addresses carry a mark of the content, so browsers may keep them for good. */
function staticFiles(): RequestHandler {
  return express.static(publicDirectory, {
    index: false,
    maxAge: '1y',
    immutable: true,
    redirect: false,
  });
}
