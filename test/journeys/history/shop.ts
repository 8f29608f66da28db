import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TestContext as Test } from 'node:test';
import type { Express } from 'express';
import { Stripe } from 'stripe';
import { createCheckout } from '../../../src/payments/stripe.ts';
import type { Context } from '../../../src/platform/context.ts';
import { makeKnown } from '../../../src/organisations/actions/save-organisation.ts';
import { fin } from '../../payments/builders.ts';
import { settle } from '../../payments/invoicing.ts';
import { siteOf } from '../../payments/till.ts';
import { anArticle, theDesk } from '../../requests/cast.ts';
import { startStripeStandIn, type StandIn } from '../../stand-ins/stripe/server.ts';
import { testContext, type TestClock, type TestContext } from '../../support/context.ts';
import { openQueue, type WorkQueue } from './work-queue.ts';

export const webhookSecret = 'whsec_aGlzdG9yaWVzLW9mLW1vbmV5';

/** A newsroom's portal, the payment service and the people around them, for one history. */
export interface Shop {
  ctx: Context;
  clock: TestClock;
  standIn: StandIn;
  levers: StandIn['levers'];
  queue: WorkQueue;
  /** Ids of the requests that were made, oldest first. */
  requests: string[];
  /** Payment pages that somebody was led to, oldest first; they stay known after they are closed. */
  pages: string[];
  /** Pages of closed sessions that were opened again behind everybody's back: what is paid there is paid twice. */
  reopened: Set<string>;
  /** What goes wrong for now, and is set right in the end. */
  trouble: Trouble;
}

interface Trouble {
  /** No letter is taken. */
  mail: boolean;
  /** So many of the next deliveries are answered 503. */
  refused: number;
  /** The payment service keeps its events back. */
  held: boolean;
  /** It answers nothing. */
  away: boolean;
  /** It cannot tell of past events either. */
  eventsLost: boolean;
}

interface Wish {
  /** Who asks may use what was licensed before the invoice is paid. */
  trusted: boolean;
}

export interface Mall {
  /** Empties the portal, and opens it again beside a payment service that knows nothing yet. */
  open(wish: Wish): Promise<Shop>;
  close(shop: Shop): Promise<void>;
}

const start = new Date('2026-11-23T10:00:00Z');

/** One database and one address on which history after history is played. */
export async function openMall(t: Test): Promise<Mall> {
  // The SDK waits half a second before it tries again: with many faults that is most of the time.
  Stripe.prototype.getInitialNetworkRetryDelay = () => 0.002;
  const now: { shop: Shop | null; site: Express | null } = { shop: null, site: null };
  const server = await listen(t, (request, response) => {
    if (now.shop === null || now.site === null || now.shop.trouble.refused > 0) {
      if (now.shop !== null) now.shop.trouble.refused -= 1;
      response.writeHead(503).end();
    } else now.site(request, response);
  });
  const { port } = server.address() as AddressInfo;
  const webhookUrl = `http://127.0.0.1:${port}/webhooks/stripe`;
  const config = {
    stripeSecretKey: 'sk_test_histories',
    stripeWebhookSecrets: [webhookSecret],
    stripeApiBase: `http://127.0.0.1:${port}`,
  };
  const made = await testContext({
    config: { ...config, mailRetryMs: 1000 },
    checkout: createCheckout(config),
    send: async () => {
      if (now.shop?.trouble.mail) throw new Error('the mail server is away');
    },
  });
  return {
    async open(wish) {
      const standIn = await startStripeStandIn({
        ...{ webhookUrl, webhookSecret, retryMs: 2, now: () => made.clock.now },
      });
      now.shop = await fresh(made, standIn, wish);
      now.site = siteOf(now.shop.ctx);
      return now.shop;
    },
    async close({ standIn }) {
      now.shop = null;
      await standIn.close();
    },
  };
}

async function fresh(made: TestContext, standIn: StandIn, wish: Wish): Promise<Shop> {
  const { clock, database } = made;
  await database.empty();
  made.queue.length = 0;
  made.mailbox.length = 0;
  clock.now = start;
  const config = { ...made.ctx.config, stripeApiBase: standIn.url };
  const trouble: Trouble = { mail: false, refused: 0, away: false, held: false, eventsLost: false };
  const checkout = createCheckout(config, { timeoutMs: 150 });
  if (checkout === null) throw new Error('the portal takes cards');
  const ctx: Context = {
    ...made.ctx,
    config,
    checkout: {
      ...checkout,
      eventsSince: async (since) => (trouble.eventsLost ? [] : checkout.eventsSince(since)),
    },
  };
  await theDesk(ctx);
  await settle(ctx);
  if (wish.trusted) await trust(ctx);
  await anArticle(ctx);
  return {
    ...{ ctx, clock, standIn, levers: standIn.levers, trouble },
    queue: openQueue(made.queue, clock),
    ...{ requests: [], pages: [], reopened: new Set<string>() },
  };
}

async function trust(ctx: Context): Promise<void> {
  const given = {
    ...{ name: 'The Daily Example', kind: 'news_commercial', country: 'GB', programme: null },
    ...{ note: '', addresses: ['kim@example.org'] },
  };
  const id = await ctx.transaction((tx) => makeKnown(tx, given, { by: fin }));
  await ctx.db
    .updateTable('organisations')
    .set({ invoice_terms: true })
    .where('id', '=', id)
    .execute();
}

async function listen(t: Test, handler: Parameters<typeof createServer>[1]): Promise<Server> {
  const server = createServer(handler);
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return server;
}
