import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { once } from 'node:events';
import type { Browser, BrowserContextOptions } from 'playwright-core';
import { compose } from '../../src/compose.ts';
import { readConfig } from '../../src/platform/config.ts';
import type { Context } from '../../src/platform/context.ts';
import { amal, seedDemo } from '../../src/seed.ts';
import { serve } from '../../src/serve.ts';
import { signInLink } from '../../src/staff/actions.ts';
import { startStripeStandIn } from '../stand-ins/stripe/server.ts';
import { openBrowser, watchedPage, type Watched } from '../support/browser.ts';

/** The demo newsroom, running with its worker and the hosted payment page, and a browser to visit it. */
export interface Portal {
  ctx: Context;
  base: string;
  browser: Browser;
  visitor(options?: BrowserContextOptions): Promise<Watched>;
  /** A visitor who has signed in to the rights desk as Amal. */
  editor(options?: BrowserContextOptions): Promise<Watched>;
  close(): Promise<void>;
}

const webhookSecret = 'whsec_browser_tests_0123456789';

export async function openPortal(): Promise<Portal> {
  const browser = await openBrowser();
  const dataDir = mkdtempSync(join(tmpdir(), 'offprint-browser-'));
  const port = await freePort();
  const base = `http://localhost:${port}`;
  const standIn = await startStripeStandIn({
    webhookUrl: `${base}/webhooks/stripe`,
    webhookSecret,
  });
  const config = readConfig({
    DATA_DIR: dataDir,
    PORT: String(port),
    BASE_URL: base,
    SECRET_KEY: 'k3Jd9sPq0vX7mBz2LwR8tYc5NfGh1AeU',
    STRIPE_SECRET_KEY: 'sk_test_browser',
    STRIPE_WEBHOOK_SECRET: webhookSecret,
    STRIPE_API_BASE: standIn.url,
    MAIL_FROM: 'The Harbour Gazette <licensing@example.org>',
    WORKER_POLL_MS: '500',
    LOG_LEVEL: process.env['LOG_LEVEL'] ?? 'error',
  });
  const portal = await compose({ ...config, demo: true }, { worker: false });
  const served = await serve(portal, port);
  await seedDemo(portal.ctx);
  const visitor = (options?: BrowserContextOptions): Promise<Watched> =>
    watchedPage(browser, { baseURL: base, reducedMotion: 'reduce', ...options });
  return {
    ...{ ctx: portal.ctx, base, browser, visitor },
    async editor(options) {
      const watched = await visitor(options);
      await watched.page.goto(await signInLink(portal.ctx, amal.email));
      await watched.page.getByRole('main').getByRole('button').click();
      await watched.page.waitForURL('**/admin/requests');
      return watched;
    },
    async close() {
      await browser.close();
      await served.stop();
      await standIn.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, 'localhost');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
