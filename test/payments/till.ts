import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TestContext as Test } from 'node:test';
import express, { type Express } from 'express';
import { sendEmail } from '../../src/emails/actions.ts';
import { makeRefund } from '../../src/payments/actions/finish-refund.ts';
import { creditInvoice } from '../../src/payments/actions/invoice-credit-note.ts';
import { makeInvoice } from '../../src/payments/actions/make-invoice.ts';
import { reconcilePayments } from '../../src/payments/actions/reconcile.ts';
import { workStripeEvent } from '../../src/payments/actions/stripe-events.ts';
import { routes } from '../../src/payments/routes.ts';
import { createCheckout } from '../../src/payments/stripe.ts';
import { webhookRoutes } from '../../src/payments/webhook.ts';
import type { Context, JobName, OutgoingLetter } from '../../src/platform/context.ts';
import { rootFolder } from '../../src/platform/create-context.ts';
import { errorHandler, nothingHere } from '../../src/platform/http.ts';
import { nonce, sameOriginOnly, securityHeaders } from '../../src/platform/security.ts';
import { site } from '../../src/platform/site.ts';
import { testContext, type TestContext } from '../support/context.ts';
import { startStripeStandIn, type StandIn } from '../stand-ins/stripe/server.ts';

export const webhookSecret = 'whsec_test_till';

/** A portal that takes money: the real SDK against the stand-in, webhooks to a real server. */
export interface Till extends TestContext {
  standIn: StandIn;
  levers: StandIn['levers'];
  /** Where the webhooks go. */
  webhookUrl: string;
  site: Express;
  /** Waits for all deliveries and works their jobs off. */
  settle(): Promise<void>;
  /** Works the queue off without waiting for deliveries. */
  work(): Promise<void>;
}

interface TillOptions {
  /** Takes cards, unless told otherwise. */
  cards?: boolean;
  /** No webhook ever arrives. */
  deaf?: boolean;
  timeoutMs?: number;
  /** Stands in for the mailer, to refuse letters. */
  send?: (letter: OutgoingLetter) => Promise<void>;
  /** The portal's address is that of its server here, so that a browser can follow it. */
  browsable?: boolean;
}

export async function openTill(t: Test, options: TillOptions = {}): Promise<Till> {
  const context: { now: TestContext | null } = { now: null };
  const server = await listen(t, () => till.site);
  const webhookUrl = `${addressOf(server)}/webhooks/stripe`;
  const standIn = await startStripeStandIn({
    ...(options.deaf ? {} : { webhookUrl, webhookSecret, retryMs: 5 }),
    now: () => context.now?.clock.now ?? new Date('2026-11-23T10:00:00Z'),
  });
  t.after(() => standIn.close());
  const config = {
    stripeSecretKey: 'sk_test_till',
    stripeWebhookSecrets: ['whsec_of_yesterday', webhookSecret],
    stripeApiBase: standIn.url,
    ...(options.browsable ? { baseUrl: addressOf(server) } : {}),
  };
  const patience = { timeoutMs: options.timeoutMs ?? 5000 };
  const checkout = options.cards === false ? null : createCheckout(config, patience);
  const made = await testContext({
    config,
    checkout,
    ...(options.send === undefined ? {} : { send: options.send }),
  });
  context.now = made;
  const till: Till = {
    ...made,
    standIn,
    levers: standIn.levers,
    webhookUrl,
    site: siteOf(made.ctx),
    work: () => workOff(made),
    async settle() {
      await standIn.levers.idle();
      await workOff(made);
    },
  };
  return till;
}

/** The public pages of the payments part behind what app.ts puts before them. */
export function siteOf(ctx: Context): Express {
  const app = express();
  app.locals['context'] = ctx;
  app.set('query parser', 'simple');
  app.use(nonce, securityHeaders(ctx.config), express.static(rootFolder('public')));
  app.use(webhookRoutes(ctx));
  app.use(site(ctx), sameOriginOnly(ctx.config), express.urlencoded({ extended: false }));
  app.use(routes(ctx), nothingHere, errorHandler(ctx));
  return app;
}

const handlers: Partial<Record<JobName, (ctx: Context, data: never) => Promise<void>>> = {
  'send-email': sendEmail,
  'work-stripe-event': workStripeEvent,
  'reconcile-payments': reconcilePayments,
  'make-refund': makeRefund,
  'make-invoice': makeInvoice,
  'credit-invoice': creditInvoice,
};

/** Works off what is queued now; a job that fails is dropped, as after its last try. */
async function workOff({ ctx, queue }: TestContext): Promise<void> {
  for (let job = queue.shift(); job !== undefined; job = queue.shift())
    await handlers[job.name]?.(ctx, job.data as never).catch(() => undefined);
}

async function listen(t: Test, app: () => Express): Promise<Server> {
  const server = createServer((request, response) => app()(request, response));
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return server;
}

const addressOf = (server: Server): string =>
  `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
