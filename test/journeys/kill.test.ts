import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { startStripeStandIn, type StandIn } from '../stand-ins/stripe/server.ts';
import { chanceFrom } from '../support/chance.ts';
import { createRobot, type Robot, type RobotPage } from '../support/robot.ts';
import { startSmtp } from '../support/smtp.ts';
import { atRest } from './at-rest.ts';
import { portalProcess } from './portal-process.ts';
import {
  confirmAddress,
  confirmLink,
  decide,
  good,
  linkIn,
  nightBus,
  openAtDesk,
  openForm,
  payHosted,
  signInLink,
  typedBy,
  type Letter,
} from './steps.ts';
import { until } from './until.ts';

/** Enough for every run; the borders of payments have a test of their own, crash-points.test.ts. More by hand: `KILLS=50`. */
const kills = Number(process.env['KILLS'] ?? 3);
const webhookSecret = 'whsec_c3RvbGVuLW5ldmVyLWxvc3Q';
/** The same seed gives the same moments again: `SEED=… node --test test/journeys/kill.test.ts`. */
const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000);

const smtp = await startSmtp();
let standIn!: StandIn;
const portal = await portalProcess(async (port) => {
  const webhookUrl = `http://127.0.0.1:${port}/webhooks/stripe`;
  standIn = await startStripeStandIn({ webhookUrl, webhookSecret, retryMs: 300 });
  return {
    SMTP_URL: smtp.url,
    STRIPE_SECRET_KEY: 'sk_test_journey',
    STRIPE_WEBHOOK_SECRET: webhookSecret,
    STRIPE_API_BASE: standIn.url,
  };
});
after(async () => {
  await portal.dispose();
  await standIn.close();
  await smtp.close();
});

const letters = (): Letter[] =>
  smtp.received.map(({ mail, to }) => ({
    to: to[0] ?? '',
    subject: mail.subject ?? '',
    text: mail.text ?? '',
    html: mail.html || '',
    messageId: mail.messageId ?? '',
  }));

const letterTo = (what: string, email: string, about: RegExp, skip = 0): Promise<Letter> =>
  until(what, async () => {
    const fits = ({ to, subject, text }: Letter): boolean =>
      to === email && about.test(`${subject}\n${text}`);
    return letters().filter(fits)[skip] ?? null;
  });

// Amal stays signed in: sign-in letters are limited in number.
const desk = createRobot(portal.base);

interface Journey {
  robot: Robot;
  email: string;
}

async function asked({ robot, email }: Journey): Promise<string> {
  const form = await until('the form', () => openForm(robot, nightBus));
  const sent = await until('the request', () =>
    good(robot.submit(form, /\/republish$/, typedBy(email))),
  );
  assert.match(sent.url, /\/requests\//);
  return sent.url;
}

async function confirmed({ robot, email }: Journey): Promise<void> {
  const letter = await letterTo('the letter that asks to confirm', email, confirmLink);
  await until('the confirmation', async () => {
    const page = await good(robot.get(linkIn(letter, confirmLink)));
    return /action="[^"]*\/verify"/.test(page.html) ? confirmAddress(robot, letter) : page;
  });
}

async function signedIn(): Promise<RobotPage> {
  const queue = await good(desk.get('/admin/requests'));
  if (!queue.url.includes('/sign-in')) return queue;
  await good(desk.submit(queue, /\/admin\/sign-in/, { email: 'amal@example.org' }));
  const letter = await letterTo('the sign-in letter', 'amal@example.org', signInLink);
  const page = await good(desk.get(linkIn(letter, signInLink)));
  return good(desk.submit(page, /\/admin\/sign-in\/confirm/));
}

async function approved({ email }: Journey): Promise<void> {
  await until('the approval', async () => {
    const page = await openAtDesk(desk, email);
    if (!/name="verb" value="approve"/.test(page.html)) return page;
    return decide(desk, page, { verb: 'approve' });
  });
}

async function acceptedAndPaid({ robot }: Journey, requestUrl: string): Promise<void> {
  await until('the payment', async () => {
    const page = await good(robot.get(requestUrl));
    if (/\/licences\//.test(page.html)) return page;
    if (/action="[^"]*\/accept"/.test(page.html)) {
      await good(robot.submit(page, /\/accept$/, { agreeTerms: 'yes' }));
      return null;
    }
    const till = await good(robot.get(/\/pay\/[\w-]+/.exec(page.html)?.[0] ?? requestUrl));
    if (!/<form[^>]*\/pay\//.test(till.html)) return null;
    const hosted = await good(robot.submit(till, /\/pay\//));
    if (/\/c\/pay\//.test(hosted.url)) await payHosted(robot, hosted);
    return null;
  });
}

async function licensed({ robot, email }: Journey): Promise<string> {
  const letter = await letterTo('the licence letter', email, /^.*OP-\d{4}-\d{6}/);
  const number = /OP-\d{4}-\d{6}/.exec(letter.subject)![0];
  const verified = await until<RobotPage>('the public page', () =>
    good(robot.get(`/verify/${number}`)),
  );
  assert.match(verified.html, /verdict-yes/);
  return number;
}

async function journey(index: number): Promise<string> {
  const one: Journey = {
    robot: createRobot(portal.base),
    email: `kim-${index}@example.org`,
  };
  const requestUrl = await asked(one);
  await confirmed(one);
  await approved(one);
  await acceptedAndPaid(one, requestUrl);
  return licensed(one);
}

/** Waits for a letter to be on its way, but not for ever: there may be none. */
async function forLetter(count: () => number): Promise<void> {
  const before = count();
  for (let waited = 0; waited < 1000 && count() === before; waited += 10) await pause(10);
}

/** Kinds of moments: at any time, while it starts, while a letter is handed over, when it was taken. */
const moments: ((chance: number) => Promise<void>)[] = [
  (chance) => pause(chance * 2000),
  (chance) => pause(chance * 2000),
  async () => {
    smtp.behave('hang');
    await forLetter(smtp.attempts);
  },
  async () => {
    smtp.behave('lose-reply');
    await forLetter(() => smtp.received.length);
  },
];

/** Kills the portal as often as promised, and starts it again each time. */
async function killAndStart(progress: { kills: number }): Promise<void> {
  const chance = chanceFrom(seed);
  while (progress.kills < kills) {
    await chance.pick(moments)?.(chance.next());
    await portal.kill();
    smtp.behave('take');
    progress.kills += 1;
    const starting = portal.start();
    if (chance.hits(0.2)) {
      await pause(chance.next() * 1500);
      await portal.kill();
      progress.kills += 1;
      await starting;
      await portal.start();
    }
    await starting;
  }
}

test('killed at any moment of the journey and started again, the portal goes on with it', async (t) => {
  t.diagnostic(`SEED=${seed}`);
  await portal.command('seed');
  await portal.start();
  await signedIn();
  const progress = { kills: 0 };
  const numbers: string[] = [];
  let begun = 0;
  const lane = async (): Promise<void> => {
    do numbers.push(await journey((begun += 1)));
    while (progress.kills < kills);
  };
  await Promise.all([killAndStart(progress), lane(), lane()]);
  t.diagnostic(`${progress.kills} kills, ${numbers.length} journeys`);
  assert.equal(new Set(numbers).size, numbers.length, 'each journey has a licence of its own');
  await portal.stop();
  checkMoney(numbers.length);
  checkLetters();
  await atRest(portal);
});

function checkMoney(journeys: number): void {
  const sessions = standIn.levers.sessions().data;
  const paid = sessions.filter(({ payment_status: status }) => status === 'paid');
  assert.equal(paid.length, journeys, 'each was charged once');
}

/** Copies of a letter are possible after a crash; a reader's mail program shows one. */
function checkLetters(): void {
  const ids = new Map<string, Set<string>>();
  for (const { to, subject, text, messageId } of letters()) {
    // A sign-in link is asked for anew each time.
    if (signInLink.test(text)) continue;
    const key = `${to}: ${subject}`;
    ids.set(key, (ids.get(key) ?? new Set()).add(messageId));
  }
  for (const [letter, messageIds] of ids)
    assert.equal(messageIds.size, 1, `every copy of “${letter}” carries one Message-ID`);
}
