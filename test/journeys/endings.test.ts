import assert from 'node:assert/strict';
import { test, type TestContext as Test } from 'node:test';
import { checkInvariants } from './invariants.ts';
import { openHouse, type House } from './house.ts';
import { payByCard } from '../stand-ins/stripe/payer.ts';
import type { Robot, RobotPage } from '../support/robot.ts';
import {
  accept,
  confirmAddress,
  confirmLink,
  decide,
  good,
  licenceLink,
  linkIn,
  nightBus,
  openAtDesk,
  openForm,
  payHosted,
  plainUse,
  typedBy,
  wordsOf,
} from './steps.ts';

const kim = 'kim@example.org';

interface Asked {
  house: House;
  robot: Robot;
  desk: Robot;
  /** The guest's page. */
  url: string;
}

/** A house in which Kim's request waits for a decision. */
async function asked(
  t: Test,
  { use = plainUse, cards = true }: { use?: string; cards?: boolean } = {},
): Promise<Asked> {
  const house = await openHouse(t, { cards });
  const robot = house.robot();
  const form = await openForm(robot, nightBus, use);
  const { url } = await good(robot.submit(form, /\/republish$/, typedBy(kim)));
  await house.settle();
  await confirmAddress(robot, house.letter(kim, confirmLink));
  await house.settle();
  return { house, robot, desk: await house.deskOf('amal'), url };
}

async function decided(
  { house, desk }: Asked,
  decision: { verb: string; [field: string]: string },
): Promise<void> {
  await decide(desk, await openAtDesk(desk, kim), decision);
  await house.settle();
}

const kindsTo = (house: House, address: string): string[] =>
  house.lettersTo(address).map(({ subject }) => subject);

test('case +: a free grant is a licence at once: no offer to accept, nothing to pay', async (t) => {
  const all = await asked(t);
  const { house, robot, url } = all;
  await decided(all, { verb: 'grant_free', waiver: 'goodwill' });
  const letter = house.letter(kim, /OP-2026-\d{6}/);
  assert.match(letter.text, /Free of charge|free of charge/);
  const licence = await good(robot.get(linkIn(letter, licenceLink)));
  assert.match(wordsOf(licence), /Free of charge/);
  const page = await good(robot.get(url));
  assert.match(page.html, /\/licences\//);
  assert.doesNotMatch(page.html, /action="[^"]*\/accept"|\/pay\//);
  assert.deepEqual(house.standIn.levers.sessions().data, []);
  await checkInvariants(house.ctx.db);
});

test('a refusal says why and what is possible instead, in the letter and on the page', async (t) => {
  const all = await asked(t);
  const { house, robot, desk, url } = all;
  const page = await openAtDesk(desk, kim);
  const reasons = [...page.html.matchAll(/<option value="([^"]+)"[^>]*>([^<]+)</g)];
  const worded = (value: string): string =>
    reasons.find(([, code]) => code === value)?.[2]?.replaceAll('&#x27;', "'") ?? '';
  await decided(all, {
    ...{ verb: 'decline', reason: 'not_this_use', alternative: 'quote_short' },
    note: 'We keep this one for our anniversary issue.',
  });
  const letter = house.letter(kim, /anniversary/);
  const shown = wordsOf(await good(robot.get(url)));
  for (const words of [worded('not_this_use'), worded('quote_short'), 'anniversary issue']) {
    assert.ok(words.length > 5);
    assert.ok(letter.text.replace(/\s+/g, ' ').includes(words), `the letter says: ${words}`);
    assert.ok(shown.includes(words), `the page says: ${words}`);
  }
  assert.doesNotMatch(shown, /Withdraw|Send message/);
  await checkInvariants(house.ctx.db);
});

test('a question and its answer: the request comes back to the desk with a new promise', async (t) => {
  const all = await asked(t);
  const { house, robot, desk, url } = all;
  await decided(all, { verb: 'ask', note: 'Will it run in print as well?' });
  assert.match(house.letter(kim, /Will it run in print/).subject, /question/i);
  const page = await good(robot.get(url));
  assert.match(wordsOf(page), /Will it run in print as well\?/);
  const waiting = await good(desk.get('/admin/requests'));
  assert.doesNotMatch(waiting.html, /Kim Sample/, 'it no longer waits for us');
  const answered = await good(robot.submit(page, /\/reply$/, { message: 'Only on the site.' }));
  assert.match(wordsOf(answered), /Only on the site\./);
  await house.settle();
  assert.match(house.letter('amal@example.org', /Only on the site/).text, /\/admin\/requests\//);
  assert.match((await good(desk.get('/admin/requests'))).html, /Kim Sample/);
  await decided(all, { verb: 'approve' });
  const { url: till } = await accept(robot, url);
  assert.match(till, /\/pay\//);
  await checkInvariants(house.ctx.db);
});

test('case 20: a new price replaces an accepted offer: whoever still has the old card page open gets no licence by it', async (t) => {
  const all = await asked(t);
  const { house, robot, url } = all;
  await decided(all, { verb: 'approve' });
  const till = await accept(robot, url);
  const oldPage = await good(robot.submit(till, /\/pay\//));
  assert.match(oldPage.url, /\/c\/pay\//);
  await decide(all.desk, await openAtDesk(all.desk, kim), {
    verb: 'reprice',
    amount: '75',
    waiver: 'goodwill',
    note: '',
  });
  // Before the worker has closed the old page, and afterwards.
  await house.settle();
  const late = await robot.submit(oldPage, /\/c\/pay\//, { number: '4242424242424242' });
  await house.settle();
  assert.doesNotMatch(wordsOf(late), /Paid, thank you/);
  assert.equal((await licences(house)).length, 0);
  assert.match(house.letter(kim, /replaces/i).text, /£75\.00/);

  const again = await good(robot.get(url));
  assert.match(wordsOf(again), /version 2; it replaces the one before/);
  const paid = await payHosted(
    robot,
    await good(robot.submit(await accept(robot, url), /\/pay\//)),
  );
  assert.match(wordsOf(paid), /Paid, thank you/);
  await house.settle();
  assert.match(house.letter(kim, /OP-2026/).text, /£75\.00/);
  await checkInvariants(house.ctx.db);
});

/** Who ends an accepted offer, or puts another in its place. */
const enders: [string, (all: Asked) => Promise<RobotPage>][] = [
  [
    'the republisher takes it back',
    async ({ robot, url }) => {
      const page = await good(robot.get(url));
      return robot.submit(page, /\/withdraw$/, { reason: 'Too dear.' });
    },
  ],
  ...(['cancel', 'reprice'] as const).map((verb): (typeof enders)[number] => [
    `the desk decides: ${verb}`,
    async ({ desk }) => {
      const fields = verb === 'reprice' ? { amount: '75', waiver: 'goodwill' } : {};
      const decision = { verb, note: 'As agreed.', ...fields };
      const page = await openAtDesk(desk, kim);
      const preview = await good(desk.submit(page, /\/preview$/, decision));
      return desk.submit(preview, /\/decide$/);
    },
  ]),
];

for (const [what, end] of enders)
  test(`case 22: ${what} a moment after it was paid: that is refused, and the licence stands`, async (t) => {
    const all = await asked(t);
    const { house, robot, url } = all;
    await decided(all, { verb: 'approve' });
    const hosted = await good(robot.submit(await accept(robot, url), /\/pay\//));
    house.standIn.levers.hold();
    await payUnheard(hosted.url);
    assert.equal((await end(all)).status, 409);
    await house.standIn.levers.release();
    await house.settle();
    assert.equal((await licences(house)).length, 1);
    assert.match((await good(robot.get(url))).html, /\/licences\//u);
    const paid = await house.ctx.db.selectFrom('payments').select(['kind', 'amount']).execute();
    assert.deepEqual(paid, [{ kind: 'primary', amount: 4000 }]);
    await checkInvariants(house.ctx.db);
  });

/** Pays, and follows nothing: the portal does not hear of it. */
const payUnheard = async (url: string): Promise<void> => {
  const step = await payByCard(url, typedCard.number);
  assert.equal(step.status, 303);
};

test('the payment service is away when a new price is set, and the old page is paid: the money is held, staff are told, nothing is granted', async (t) => {
  const all = await asked(t);
  const { house, robot, url } = all;
  await decided(all, { verb: 'approve' });
  const oldPage = await good(robot.submit(await accept(robot, url), /\/pay\//));
  house.standIn.levers.hold();
  house.standIn.levers.fault({ kind: 'status', status: 503, path: '/v1/', times: 8 });
  await decide(all.desk, await openAtDesk(all.desk, kim), {
    verb: 'reprice',
    amount: '75',
    waiver: 'goodwill',
    note: '',
  });
  house.standIn.levers.clearFaults();
  await robot.submit(oldPage, /\/c\/pay\//, { ...typedCard });
  await house.standIn.levers.release();
  await house.settle();
  assert.equal((await licences(house)).length, 0);
  const desk = await good(all.desk.get('/admin/payments'));
  assert.match(wordsOf(desk), /The Daily Example/);
  const held = await house.ctx.db.selectFrom('payments').selectAll().execute();
  assert.deepEqual(
    held.map(({ kind, amount }) => [kind, amount]),
    [['orphan', 4000]],
  );
  assert.ok(kindsTo(house, 'amal@example.org').some((subject) => /held/i.test(subject)));
});

const typedCard = { number: '4242424242424242', expiry: '12/34', cvc: '123', name: 'Pat Payer' };

const licences = (house: House) => house.ctx.db.selectFrom('licences').select('number').execute();

test('without card payments the bill is paid by transfer: finance records it, and the licence goes out', async (t) => {
  const all = await asked(t, { cards: false });
  const { house, robot, url } = all;
  await decided(all, { verb: 'approve' });
  const till = await accept(robot, url);
  assert.match(wordsOf(till), /By invoice .* Transfer £40\.00 to this account/);
  assert.match(wordsOf(till), /sort code 10-88-00/);
  assert.doesNotMatch(till.html, /<form[^>]*\/pay\//);

  const fin = await house.deskOf('fin');
  const page = await openAtDesk(fin, kim);
  const reference = { bankReference: 'FT-2026-77' };
  const recorded: RobotPage = await good(fin.submit(page, /\/transfer\//, reference));
  assert.match(wordsOf(recorded), /The payment is recorded and the licence is issued/);
  // The back button and a second click.
  await good(fin.submit(page, /\/transfer\//, reference));
  await house.settle();
  assert.equal((await licences(house)).length, 1);
  assert.match(house.letter(kim, /OP-2026/).text, /£40\.00/);
  assert.match(wordsOf(await good(robot.get(till.url))), /Paid, thank you/);
  await checkInvariants(house.ctx.db);
});

test('two articles in one basket: one offer, one payment, a licence and a letter for each', async (t) => {
  const house = await openHouse(t);
  const robot = house.robot();
  const form = await openForm(robot, nightBus);
  const basket = await good(
    robot.submit(form, /\/republish$/, {
      step: 'add',
      addArticle: 'https://gazette.example.org/culture/pier-theatre',
    }),
  );
  assert.match(wordsOf(basket), /Together\s+£/);
  const { url } = await good(
    robot.submit(basket, /\/republish$/, { ...typedBy(kim), addArticle: '' }),
  );
  await house.settle();
  await confirmAddress(robot, house.letter(kim, confirmLink));
  const desk = await house.deskOf('amal');
  await decide(desk, await openAtDesk(desk, kim), { verb: 'approve' });
  await payHosted(robot, await good(robot.submit(await accept(robot, url), /\/pay\//)));
  await house.settle();
  const numbers = kindsTo(house, kim).filter((subject) => /OP-2026/.test(subject));
  assert.equal(new Set(numbers).size, 2);
  assert.equal(house.standIn.levers.sessions().data.length, 1);
  await checkInvariants(house.ctx.db);
});

test('a request that is withdrawn ends for both sides, and cannot be paid any more', async (t) => {
  const all = await asked(t);
  const { house, robot, desk, url } = all;
  await decided(all, { verb: 'approve' });
  const till = await accept(robot, url);
  const page = await good(robot.get(url));
  await good(robot.submit(page, /\/withdraw$/, { reason: 'The issue is full.' }));
  await house.settle();
  assert.match(wordsOf(await openAtDesk(desk, kim)), /The issue is full\./);
  const late = await robot.submit(till, /\/pay\//);
  assert.equal(late.status, 409);
  assert.match(wordsOf(late), /Nothing to pay/);
  assert.doesNotMatch(wordsOf(late), /Total to pay/);
  assert.deepEqual(house.standIn.levers.sessions().data, []);
  await checkInvariants(house.ctx.db);
});
