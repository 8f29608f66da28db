import assert from 'node:assert/strict';
import { test, type TestContext as Test } from 'node:test';
import type { Robot, RobotPage } from '../support/robot.ts';
import { openHouse, type House } from './house.ts';
import { checkInvariants } from './invariants.ts';
import {
  accept,
  confirmAddress,
  confirmLink,
  decide,
  good,
  nightBus,
  openAtDesk,
  openForm,
  payHosted,
  plainUse,
  typedBy,
  wordsOf,
} from './steps.ts';

const kim = 'kim@example.org';

interface Bought {
  house: House;
  robot: Robot;
  fin: Robot;
  till: string;
  number: string;
}

/** A house in which Kim bought a licence with this card, and finance sits at the desk. */
async function bought(t: Test, card?: string): Promise<Bought> {
  const house = await openHouse(t);
  const robot = house.robot();
  const form = await openForm(robot, nightBus, plainUse);
  const { url } = await good(robot.submit(form, /\/republish$/, typedBy(kim)));
  await house.settle();
  await confirmAddress(robot, house.letter(kim, confirmLink));
  const desk = await house.deskOf('amal');
  await decide(desk, await openAtDesk(desk, kim), { verb: 'approve' });
  await house.settle();
  const till = await accept(robot, url);
  const hosted = await good(robot.submit(till, /\/pay\//));
  if (card === undefined) await payHosted(robot, hosted);
  else await robot.submit(hosted, /\/c\/pay\//, { ...typedCard, number: card });
  await house.settle();
  const number = /OP-\d{4}-\d{6}/.exec(house.letter(kim, /OP-\d{4}-\d{6}/).subject)?.[0] ?? '';
  return { house, robot, fin: await house.deskOf('fin'), till: till.url, number };
}

const typedCard = { expiry: '12/34', cvc: '123', name: 'Pat Payer' };

/** The page of Kim's payment, by the way that finance goes: from the request. */
async function paymentPage(fin: Robot): Promise<RobotPage> {
  const request = await openAtDesk(fin, kim);
  const [, path = ''] = /href="(\/admin\/payments\/[\da-f-]{36})"/.exec(request.html) ?? [];
  return good(fin.get(path));
}

async function giveBack(fin: Robot, amount: string, reason: string): Promise<RobotPage> {
  const page = await paymentPage(fin);
  const letter = await good(fin.submit(page, /\/refund\/preview$/, { amount, reason }));
  return good(fin.submit(letter, /\/refund$/));
}

test('finance gives part back and then the rest: letters, licence, verification page and books agree', async (t) => {
  const { house, robot, fin, till, number } = await bought(t);
  const first = await giveBack(fin, '15', 'price');
  assert.match(wordsOf(first), /The money is on its way back/);
  await house.settle();
  assert.match(house.letter(kim, /Money given back: £15\.00/).text, /stays in force/);
  assert.match((await good(robot.get(`/verify/${number}`))).html, /verdict-yes/);
  await checkInvariants(house.ctx.db);
  await giveBack(fin, '25', 'unused');
  await house.settle();
  assert.match(house.letter(kim, /Money given back: £25\.00/).text, /has ended/);
  assert.doesNotMatch((await good(robot.get(`/verify/${number}`))).html, /verdict-yes/);
  assert.match(wordsOf(await good(robot.get(till))), /£40\.00 was paid and has been given back/);
  const history = wordsOf(await openAtDesk(fin, kim));
  assert.match(history, /asked for £15\.00 to be given back/);
  assert.match(history, /£25\.00 were given back/);
  await checkInvariants(house.ctx.db);
});

test('a refund that the bank sends back days later: the licence is there again, and finance hears of it', async (t) => {
  const { house, robot, fin, number } = await bought(t, '4000000000005126');
  await giveBack(fin, '40', 'mistake');
  await house.settle();
  assert.doesNotMatch((await good(robot.get(`/verify/${number}`))).html, /verdict-yes/);
  await checkInvariants(house.ctx.db);
  const { stripe_id: id } = await house.ctx.db
    .selectFrom('refunds')
    .select('stripe_id')
    .executeTakeFirstOrThrow();
  house.standIn.levers.settle({ id: id ?? '', outcome: 'fail' });
  await house.settle();
  assert.match((await good(robot.get(`/verify/${number}`))).html, /verdict-yes/);
  const letter = house.letter('fin@example.org', /Not given back: £40\.00/);
  assert.match(letter.text, /in force again/);
  const page = await good(fin.get(/\/admin\/payments\/[\da-f-]{36}/.exec(letter.text)?.[0] ?? ''));
  assert.match(wordsOf(page), /Not given back/);
  await checkInvariants(house.ctx.db);
});
