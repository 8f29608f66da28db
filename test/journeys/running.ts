import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { sql } from 'kysely';
import { compose } from '../../src/compose.ts';
import { readConfig } from '../../src/platform/config.ts';
import type { Context } from '../../src/platform/context.ts';
import { seedDemo } from '../../src/seed.ts';
import { serve } from '../../src/serve.ts';
import { signInLink } from '../../src/staff/actions.ts';
import { startStripeStandIn, type StandIn } from '../stand-ins/stripe/server.ts';
import { blankDatabase, serverUrl } from '../support/database.ts';
import { createRobot, type Robot } from '../support/robot.ts';
import { startSmtp, type ReceivedLetter } from '../support/smtp.ts';
import { freePort } from './portal-process.ts';
import { openLine, type Line } from '../support/line.ts';
import { good, type Letter } from './steps.ts';

/** A portal as `npm start` runs it, with its worker, in this process, and everything around it to be taken away. */
export interface Running {
  ctx: Context;
  base: string;
  /** Stops the mail server; the answer brings it back on its address, once. */
  withoutMail(): Promise<() => Promise<void>>;
  standIn: StandIn;
  /** The line to the database, where that is a server. */
  line: Line | null;
  letters(): Letter[];
  robot(): Robot;
  deskOf(name: 'amal' | 'fin'): Promise<Robot>;
}

const webhookSecret = 'whsec_cnVubmluZy1wb3J0YWwtaW4tdGVzdHM';

/**
 * Opens one for a whole file of tests. A query that the database does not answer is given up after
 * three seconds, instead of twenty.
 */
export async function openRunning(): Promise<Running> {
  const t = lastFirst();
  const port = await freePort();
  const base = `http://127.0.0.1:${port}`;
  const mail = { server: await startSmtp(), before: [] as ReceivedLetter[] };
  t.after(() => mail.server.close());
  const standIn = await startStripeStandIn({
    ...{ webhookUrl: `${base}/webhooks/stripe`, webhookSecret, retryMs: 100 },
  });
  t.after(() => standIn.close());
  const { settings, line } = await databaseFor(t);
  const config = readConfig({
    ...settings,
    NODE_ENV: 'test',
    PORT: String(port),
    BASE_URL: base,
    SECRET_KEY: 'k3Jd9sPq0vX7mBz2LwR8tYc5NfGh1AeU',
    SMTP_URL: mail.server.url,
    STRIPE_SECRET_KEY: 'sk_test_running',
    STRIPE_WEBHOOK_SECRET: webhookSecret,
    STRIPE_API_BASE: standIn.url,
    MAIL_FROM: 'The Harbour Gazette <licensing@example.org>',
    MAIL_RETRY_MS: '100',
    RECONCILE_MS: '1000',
    LOG_LEVEL: process.env['LOG_LEVEL'] ?? 'silent',
  });
  const portal = await compose(config, { worker: false });
  const served = await serve(portal, port);
  t.after(() => served.stop());
  await seedDemo(portal.ctx);
  return {
    ...{ ctx: portal.ctx, base, standIn, line },
    async withoutMail() {
      const { port: mailPort } = mail.server;
      await mail.server.close();
      let away = true;
      return async () => {
        if (!away) return;
        away = false;
        mail.before.push(...mail.server.received);
        mail.server = await startSmtp(mailPort);
      };
    },
    letters: () => [...mail.before, ...mail.server.received].map(asLetter),
    robot: () => createRobot(base),
    async deskOf(name) {
      const desk = createRobot(base);
      const page = await good(desk.get(await signInLink(portal.ctx, `${name}@example.org`)));
      await good(desk.submit(page, /\/admin\/sign-in\/confirm/));
      return desk;
    },
  };
}

interface Closing {
  after(close: () => unknown): void;
}

/** What was opened last is closed first. */
function lastFirst(): Closing {
  const closes: (() => unknown)[] = [];
  after(async () => {
    for (const close of closes.toReversed()) await close();
  });
  return { after: (close) => void closes.push(close) };
}

function asLetter({ mail, to }: ReceivedLetter): Letter {
  return {
    to: to[0] ?? '',
    subject: mail.subject ?? '',
    text: mail.text ?? '',
    html: mail.html || '',
    messageId: mail.messageId ?? '',
  };
}

/** The embedded database in a folder, or a new one on the server, behind a line that can be cut. */
async function databaseFor(
  t: Closing,
): Promise<{ settings: Record<string, string>; line: Line | null }> {
  const folder = mkdtempSync(join(tmpdir(), 'offprint-running-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  if (serverUrl === undefined) return { settings: { DATA_DIR: folder }, line: null };
  const { db } = await blankDatabase(t);
  const { rows } = await sql<{ name: string }>`select current_database() as name`.execute(db);
  const url = new URL(serverUrl);
  const line = await openLine(Number(url.port));
  t.after(() => line.close());
  url.port = String(line.port);
  url.pathname = `/${rows[0]?.name ?? ''}`;
  return { settings: { DATA_DIR: folder, DATABASE_URL: `${url.href}?query_timeout=3000` }, line };
}
