import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TestContext as Test } from 'node:test';
import type { Express } from 'express';
import { createCheckout } from '../../src/payments/stripe.ts';
import { createMailer } from '../../src/emails/smtp.ts';
import type { OutgoingLetter } from '../../src/platform/context.ts';
import { seedDemo } from '../../src/seed.ts';
import { signInLink as newSignInLink } from '../../src/staff/actions.ts';
import { startStripeStandIn, type StandIn } from '../stand-ins/stripe/server.ts';
import { testContext, type TestContext } from '../support/context.ts';
import { createRobot, type Robot } from '../support/robot.ts';
import { good, type Letter } from './steps.ts';

const webhookSecret = 'whsec_am91cm5leXMtaW4tb25lLWhvdXNl';

/** The whole site on a port, with the demo newsroom, the payment service's stand-in, and a worker that waits to be called. */
export interface House extends TestContext {
  /** The application itself, to ask it for its routes. */
  site: Express;
  base: string;
  server: Server;
  /** Throws where the house takes no cards. */
  standIn: StandIn;
  webhookSecret: string;
  /** Letters that left the house to this address, oldest first. */
  lettersTo(address: string): Letter[];
  /** The newest letter to this address whose subject or text fits. */
  letter(address: string, about: RegExp): Letter;
  /** All deliveries of the payment service are made and all jobs done. */
  settle(): Promise<void>;
  /** A robot that is nobody, or one that is signed in. */
  robot(): Robot;
  deskOf(name: 'amal' | 'bo' | 'fin'): Promise<Robot>;
}

interface HouseOptions {
  /** Takes cards, unless told otherwise. */
  cards?: boolean;
  /** A real SMTP server instead of the mailbox that the test holds. */
  smtpUrl?: string;
  timeoutMs?: number;
}

export async function openHouse(t: Test, options: HouseOptions = {}): Promise<House> {
  const app: { now: Express | null } = { now: null };
  const context: { now: TestContext | null } = { now: null };
  const server = createServer((request, response) => app.now?.(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const standIn = options.cards === false ? null : await standInFor(t, base, context);
  const config = {
    baseUrl: base,
    stripeSecretKey: standIn === null ? null : 'sk_test_house',
    stripeWebhookSecrets: [webhookSecret],
    stripeApiBase: standIn?.url ?? null,
    smtpUrl: options.smtpUrl ?? null,
    mailRetryMs: 50,
  };
  const mailer = createMailer(config);
  t.after(() => mailer.close());
  const made = await testContext({
    config,
    checkout: createCheckout(config, { timeoutMs: options.timeoutMs ?? 5000 }),
    send: (letter) => mailer.send(letter),
  });
  context.now = made;
  await seedDemo(made.ctx);
  await made.work();
  const site = await made.app();
  app.now = site;
  return houseOf(made, { base, server, site, standIn });
}

function standInFor(t: Test, base: string, context: { now: TestContext | null }): Promise<StandIn> {
  return startStripeStandIn({
    webhookUrl: `${base}/webhooks/stripe`,
    webhookSecret,
    retryMs: 20,
    now: () => context.now?.clock.now ?? new Date('2026-11-23T10:00:00Z'),
  }).then((standIn) => {
    t.after(() => standIn.close());
    return standIn;
  });
}

interface Doors {
  base: string;
  server: Server;
  site: Express;
  standIn: StandIn | null;
}

function houseOf(made: TestContext, { standIn, ...doors }: Doors): House {
  const lettersTo = (address: string): Letter[] =>
    made.mailbox.filter(({ to }) => to.address === address).map(asLetter);
  return {
    ...made,
    ...doors,
    ...{ webhookSecret, lettersTo },
    get standIn() {
      if (standIn === null) throw new Error('this house takes no cards');
      return standIn;
    },
    letter(address, about) {
      const found = lettersTo(address).findLast(({ subject, text }) =>
        about.test(`${subject}\n${text}`),
      );
      if (found !== undefined) return found;
      const subjects = lettersTo(address).map(({ subject }) => subject);
      throw new Error(`no letter ${String(about)} to ${address}, only: ${subjects.join('; ')}`);
    },
    async settle() {
      await standIn?.levers.idle();
      await made.work();
    },
    robot: () => createRobot(doors.base),
    async deskOf(name) {
      const desk = createRobot(doors.base);
      const page = await good(desk.get(await newSignInLink(made.ctx, `${name}@example.org`)));
      await good(desk.submit(page, /\/admin\/sign-in\/confirm/));
      return desk;
    },
  };
}

function asLetter({ id, to, subject, text, html }: OutgoingLetter): Letter {
  return { to: to.address, subject, text, html, messageId: id };
}
