import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { readFileSync } from 'node:fs';
import { startStripeStandIn } from '../stand-ins/stripe/server.ts';
import { createRobot, type Robot, type RobotPage } from '../support/robot.ts';
import { startSmtp, type ReceivedLetter } from '../support/smtp.ts';
import { portalProcess, type PortalProcess } from './portal-process.ts';

const kills = 10;
const secret = 'whsec_c3RvbGVuLW5ldmVyLWxvc3Q';

const smtp = await startSmtp();
let standIn: Awaited<ReturnType<typeof startStripeStandIn>> | null = null;
const portal = await portalProcess(async (port) => {
  const webhookUrl = `http://127.0.0.1:${port}/webhooks/stripe`;
  standIn = await startStripeStandIn({ port: 0, webhookUrl, webhookSecret: secret, retryMs: 300 });
  return {
    SMTP_URL: smtp.url,
    STRIPE_SECRET_KEY: 'sk_test_journey',
    STRIPE_WEBHOOK_SECRET: secret,
    STRIPE_API_BASE: `http://127.0.0.1:${standIn.port}`,
  };
});
after(async () => {
  await portal.dispose();
  await standIn?.close();
  await smtp.close();
});

/** Tries a step again until it holds: what a person does whose page did not load. */
async function until<T>(what: string, step: () => Promise<T | null>): Promise<T> {
  const deadline = Date.now() + 90_000;
  let last: unknown = null;
  while (Date.now() < deadline) {
    try {
      const done = await step();
      if (done !== null) return done;
    } catch (error) {
      last = error;
    }
    await pause(150);
  }
  throw new Error(`${what} did not come about`, { cause: last });
}

async function good(page: Promise<RobotPage>): Promise<RobotPage> {
  const got = await page;
  if (got.status >= 400) throw new Error(`${got.url} answered ${got.status}`);
  return got;
}

const lettersWith = (words: RegExp): ReceivedLetter[] =>
  smtp.received.filter(({ mail }) => words.test(`${mail.subject ?? ''}\n${mail.text ?? ''}`));

function linkIn(letter: ReceivedLetter, shape: RegExp): string {
  const found = shape.exec(letter.mail.text ?? '');
  if (found === null) throw new Error(`no ${String(shape)} in "${letter.mail.subject}"`);
  return found[0];
}

interface Journey {
  robot: Robot;
  desk: Robot;
  email: string;
}

async function asked({ robot, email }: Journey): Promise<string> {
  const form = await until('the form', () =>
    good(
      robot.get(
        '/articles/night-bus/republish?use=republish_full&medium=website&reach=50000&duration=12m&organisation=news_commercial&country=GB&purpose=news&images=none',
      ),
    ),
  );
  const page = await until('the request', async () => {
    const fields = {
      contactName: 'Kim Sample',
      email,
      organisationName: 'The Daily Example',
      legalName: 'The Daily Example Ltd',
      billingAddress: '1 High Street, Saltmouth',
      billingCountry: 'GB',
      invoiceEmail: email,
      agreeTerms: 'yes',
      entitled: 'yes',
      counter: 'yes',
      step: 'send',
    };
    const sent = await robot.submit(form, /\/republish$/, fields);
    if (sent.status === 422)
      throw new Error(`the form was refused: ${sent.html.replace(/<[^>]+>/g, ' ').slice(0, 2000)}`);
    return /\/requests\//.test(sent.url) && sent.status === 200 ? sent : null;
  });
  return page.url;
}

async function confirmed({ robot, email }: Journey): Promise<void> {
  const letter = await until(
    'the letter that asks to confirm',
    async () =>
      smtp.received.find(({ mail, to }) => to.includes(email) && /verify=/.test(mail.text ?? '')) ??
      null,
  );
  const link = linkIn(letter, /http:\S+verify=[\w-]+/);
  await until('the confirmation', async () => {
    const page = await good(robot.get(link));
    if (!/action="[^"]*\/verify"/.test(page.html)) return page;
    await good(robot.submit(page, /\/verify$/));
    return null;
  });
}

async function signedIn({ desk }: Journey): Promise<void> {
  await until('the desk', async () => {
    const queue = await good(desk.get('/admin/requests'));
    if (!queue.url.includes('/sign-in')) return queue;
    const before = lettersWith(/sign-in\/confirm/).length;
    await good(desk.submit(queue, /\/admin\/sign-in/, { email: 'amal@example.org' }));
    const letter = await until(
      'the sign-in letter',
      async () => lettersWith(/sign-in\/confirm/)[before] ?? null,
    );
    const page = await good(desk.get(linkIn(letter, /http:\S+sign-in\/confirm\S+/)));
    await good(desk.submit(page, /\/admin\/sign-in\/confirm/));
    return null;
  });
}

async function approved(journey: Journey): Promise<void> {
  const { desk, email } = journey;
  await until('the approval', async () => {
    await signedIn(journey);
    const queue = await good(desk.get(`/admin/requests?state=all&q=${encodeURIComponent(email)}`));
    const path = /\/admin\/requests\/[0-9a-f-]{36}/.exec(queue.html)?.[0];
    if (path === undefined) return null;
    const page = await good(desk.get(path));
    if (!/name="verb" value="approve"/.test(page.html)) return page;
    await decide(desk, page);
    return null;
  });
}

/** Approves at the computed price: the letter is shown first, then sent. */
async function decide(desk: Robot, page: RobotPage): Promise<void> {
  const preview = await good(desk.submit(page, /\/preview$/));
  await good(desk.submit(preview, /\/decide$/));
}

async function acceptedAndPaid({ robot }: Journey, requestUrl: string): Promise<void> {
  await until('the payment', async () => {
    const page = await good(robot.get(requestUrl));
    if (/\/licences\//.test(page.html)) return page;
    if (/action="[^"]*\/accept"/.test(page.html)) {
      await good(robot.submit(page, /\/accept$/, { agreeTerms: 'yes' }));
      return null;
    }
    const pay = /\/pay\/[\w-]+/.exec(page.html)?.[0];
    if (pay === undefined) return null;
    const till = await good(robot.get(pay));
    if (!/<form[^>]*\/pay\//.test(till.html)) return null;
    const hosted = await good(robot.submit(till, /\/pay\//));
    if (/\/c\/pay\//.test(hosted.url))
      await good(
        robot.submit(hosted, /\/c\/pay\//, {
          number: '4242424242424242',
          expiry: '12/34',
          cvc: '123',
          name: 'Pat Payer',
        }),
      );
    return null;
  });
}

async function licensed({ robot, email }: Journey): Promise<string> {
  const letter = await until(
    'the licence letter',
    async () =>
      smtp.received.find(
        ({ mail, to }) => to.includes(email) && /OP-\d{4}-\d{6}/.test(mail.subject ?? ''),
      ) ?? null,
  );
  const number = /OP-\d{4}-\d{6}/.exec(letter.mail.subject ?? '')![0];
  const verified = await until('the public page', () => good(robot.get(`/verify/${number}`)));
  assert.match(verified.html, /verdict-yes/);
  return number;
}

/** Kills the portal again and again at moments that nobody chose, until told to stop. */
async function killer(control: { done: boolean; count: number }): Promise<void> {
  while (!control.done) {
    await pause(200 + Math.random() * 2200);
    if (control.done) return;
    await portal.kill();
    control.count += 1;
    await portal.start();
  }
}

async function journey(index: number): Promise<string> {
  const one: Journey = {
    robot: createRobot(portal.base),
    desk: createRobot(portal.base),
    email: `kim-${index}@example.org`,
  };
  const requestUrl = await asked(one);
  await confirmed(one);
  await approved(one);
  await acceptedAndPaid(one, requestUrl);
  return licensed(one);
}

test('killed at any moment of the journey and started again, the portal goes on with it', async () => {
  await portal.command('seed');
  await portal.start();
  const control = { done: false, count: 0 };
  const killing = killer(control);
  const numbers: string[] = [];
  while (control.count < kills || numbers.length === 0) numbers.push(await journey(numbers.length));
  control.done = true;
  await killing;
  assert.ok(control.count >= kills);
  assert.equal(new Set(numbers).size, numbers.length, 'each journey has a licence of its own');
  await checkAfterwards(portal, numbers);
});

/** What must hold once the queues have drained: one payment and one licence a journey, one letter each. */
async function checkAfterwards({ env }: PortalProcess, numbers: string[]): Promise<void> {
  await pause(1500);
  for (const number of numbers) {
    const ids = lettersWith(new RegExp(number))
      .filter(({ mail }) => mail.subject?.includes(number))
      .map(({ mail }) => mail.messageId);
    assert.equal(new Set(ids).size, 1, 'every copy of a letter carries one Message-ID');
  }
  const paid = (await (
    await fetch(`${env['STRIPE_API_BASE']}/v1/checkout/sessions?limit=100`, {
      headers: { authorization: `Bearer ${env['STRIPE_SECRET_KEY']}` },
    })
  ).json()) as { data: { payment_status: string }[] };
  assert.equal(
    paid.data.filter(({ payment_status: status }) => status === 'paid').length,
    numbers.length,
    'each was charged once',
  );
  assert.ok(readFileSync(`${env['DATA_DIR']}/db/PG_VERSION`, 'utf8').length > 0);
}
