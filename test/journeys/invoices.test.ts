import assert from 'node:assert/strict';
import { test, type TestContext as Test } from 'node:test';
import { tickInvoices } from '../../src/payments/actions/tick-invoices.ts';
import type { Robot } from '../support/robot.ts';
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
  plainUse,
  typedBy,
  wordsOf,
} from './steps.ts';

const kim = 'kim@example.org';
const accounts = 'accounts@example.org';

/** A house without cards in which Kim, who wishes an invoice, was made an offer. */
async function offered(t: Test): Promise<{ house: House; robot: Robot; url: string }> {
  const house = await openHouse(t, { cards: false });
  const robot = house.robot();
  const form = await openForm(robot, nightBus, plainUse);
  const wish = { ...typedBy(kim), payBy: 'invoice', invoiceEmail: accounts, ownReference: 'PO 7' };
  const { url } = await good(robot.submit(form, /\/republish$/, wish));
  await house.settle();
  await confirmAddress(robot, house.letter(kim, confirmLink));
  const desk = await house.deskOf('amal');
  await decide(desk, await openAtDesk(desk, kim), { verb: 'approve' });
  await house.settle();
  return { house, robot, url };
}

test('by invoice from the form to the licence: accepted, invoiced, corrected, reminded of, paid by transfer', async (t) => {
  const { house, robot, url } = await offered(t);
  const page = await accept(robot, url);
  await house.settle();
  assert.match(wordsOf(page), /INV-\d{4}-000001 is due on/);
  const letter = house.letter(accounts, /Invoice INV-\d{4}-000001/);
  const [link = ''] = /http\S+\/invoices\/\S+/.exec(letter.text) ?? [];
  assert.match(wordsOf(await good(house.robot().get(link))), /Purchase order PO 7/);
  await checkInvariants(house.ctx.db);
  const fin = await house.deskOf('fin');
  const list = await good(fin.get('/admin/payments'));
  const [path = ''] = /\/admin\/payments\/invoices\/[\da-f-]{36}/.exec(list.html) ?? [];
  const bill = { legalName: 'Right Name Ltd', whyCorrected: 'The name was wrong' };
  const corrected = await good(fin.submit(await good(fin.get(path)), /\/correct$/, bill));
  await house.settle();
  assert.match(wordsOf(corrected), /000002/);
  assert.match(house.letter(accounts, /is cancelled/).text, /The name was wrong/);
  house.clock.advance({ days: 33 });
  await tickInvoices(house.ctx);
  await house.settle();
  assert.match(house.letter(accounts, /Overdue/).text, /was due on/);
  await checkInvariants(house.ctx.db);
  const paid = { bankReference: 'TR 1' };
  await good(fin.submit(await good(fin.get(corrected.url)), /\/paid$/, paid));
  await house.settle();
  assert.match(house.letter(kim, /OP-\d{4}-\d{6}/).subject, /Licence/);
  assert.match(wordsOf(await good(robot.get(page.url))), /Paid, thank you/);
  await checkInvariants(house.ctx.db);
});

test('who may pay later is licensed with the invoice, and loses the licence with it', async (t) => {
  const { house, robot, url } = await offered(t);
  const fin = await house.deskOf('fin');
  const form = await good(fin.get('/admin/organisations/new'));
  const known = { name: 'The Daily Example', kind: 'news_commercial', country: 'GB' };
  const made = await good(
    fin.submit(form, /\/admin\/organisations$/, { ...known, addresses: kim }),
  );
  const terms = { invoiceTerms: 'yes', termsReason: 'Known for ten years' };
  await good(fin.submit(made, /\/invoice-terms$/, terms));
  const page = await accept(robot, url);
  await house.settle();
  const { subject } = house.letter(kim, /OP-\d{4}-\d{6}/);
  const number = /OP-\d{4}-\d{6}/.exec(subject)?.[0] ?? '';
  assert.match(wordsOf(page), /The licence is issued already/);
  assert.match(wordsOf(await good(robot.get(url))), /Please pay the invoice by/);
  await checkInvariants(house.ctx.db);
  house.clock.advance({ days: 41 });
  await tickInvoices(house.ctx);
  await house.settle();
  assert.doesNotMatch((await good(robot.get(`/verify/${number}`))).html, /verdict-yes/);
  assert.match(house.letter(kim, /suspended/).text, /has not been paid/);
  await checkInvariants(house.ctx.db);
  const list = await good(fin.get('/admin/payments'));
  const [path = ''] = /\/admin\/payments\/invoices\/[\da-f-]{36}/.exec(list.html) ?? [];
  const off = { whyWrittenOff: 'Insolvent' };
  await good(fin.submit(await good(fin.get(path)), /\/write-off$/, off));
  await house.settle();
  assert.match(house.letter(kim, /Licence ended/).text, /no longer wait for it/);
  await checkInvariants(house.ctx.db);
});
