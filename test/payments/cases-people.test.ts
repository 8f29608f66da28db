import assert from 'node:assert/strict';
import { test, type TestContext as Test } from 'node:test';
import { sql } from 'kysely';
import { openHouse, type House } from '../journeys/house.ts';
import { checkInvariants } from '../journeys/invariants.ts';
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
  typedBy,
  wordsOf,
} from '../journeys/steps.ts';
import { payByCard } from '../stand-ins/stripe/payer.ts';
import type { Robot, RobotPage } from '../support/robot.ts';

const kim = 'kim@example.org';
const card = '4242424242424242';

interface AtTill {
  house: House;
  /** Who asked. */
  robot: Robot;
  /** Their page. */
  url: string;
  /** The pay page, as they see it. */
  till: RobotPage;
}

/** A request whose offer was accepted. */
async function atTheTill(t: Test): Promise<AtTill> {
  const house = await openHouse(t);
  const robot = house.robot();
  const form = await openForm(robot, nightBus);
  const { url } = await good(robot.submit(form, /\/republish$/, typedBy(kim)));
  await house.settle();
  await confirmAddress(robot, house.letter(kim, confirmLink));
  const desk = await house.deskOf('amal');
  await decide(desk, await openAtDesk(desk, kim), { verb: 'approve' });
  await house.settle();
  return { house, robot, url, till: await accept(robot, url) };
}

const chargesAt = ({ standIn }: House): number =>
  standIn.levers.events().data.filter(({ type }) => type === 'charge.succeeded').length;

test('two tabs: both lead to one page, one of them pays, and the other says that it is paid', async (t) => {
  const { house, robot, till } = await atTheTill(t);
  const tabs = await Promise.all([1, 2].map(() => good(robot.get(till.url))));
  const hosted = await Promise.all(tabs.map((tab) => good(robot.submit(tab, /\/pay\//))));
  assert.equal(new Set(hosted.map(({ url }) => url)).size, 1);
  const [first, second] = hosted;
  assert.ok(first !== undefined && second !== undefined);
  assert.match(wordsOf(await payHosted(robot, first)), /Paid, thank you/u);
  assert.equal((await payByCard(second.url, card)).status, 410);
  const late = await robot.submit(tabs[1] ?? till, /\/pay\//);
  assert.deepEqual([late.status, chargesAt(house)], [409, 1]);
  assert.match(wordsOf(late), /Paid, thank you/u);
  await house.settle();
  await checkInvariants(house.ctx.db);
});

test('two payers: the link went to the accounts department as well, both press Pay at once, and one is charged', async (t) => {
  const { house, robot, till } = await atTheTill(t);
  const accounts = house.robot();
  const theirs = await good(accounts.get(till.url));
  const hosted = await Promise.all([
    good(robot.submit(till, /\/pay\//)),
    good(accounts.submit(theirs, /\/pay\//)),
  ]);
  const steps = await Promise.all(hosted.map(({ url }) => payByCard(url, card)));
  assert.deepEqual(steps.map(({ status }) => status).toSorted(), [303, 410]);
  await house.settle();
  assert.equal(chargesAt(house), 1);
  for (const payer of [robot, accounts])
    assert.match(wordsOf(await good(payer.get(till.url))), /Paid, thank you/u);
  await checkInvariants(house.ctx.db);
});

test('a forwarded pay link lets somebody pay and do nothing else, before and after', async (t) => {
  const { house, url, till } = await atTheTill(t);
  const stranger = house.robot();
  const ofRequest = new URL(url).pathname;
  const leadsNowhere = async (): Promise<void> => {
    const page = await good(stranger.get(till.url));
    assert.doesNotMatch(page.html, /\/requests\/|\/licences\/|\/admin/u);
    assert.ok(!page.html.includes(ofRequest.split('/').at(-1) ?? url));
    const token = new URL(till.url).pathname.split('/').at(-1) ?? '';
    for (const path of [`/requests/${token}`, `/licences/${token}`])
      assert.equal((await stranger.get(path)).status, 404, path);
    for (const deed of ['accept', 'withdraw', 'reply', 'verify']) {
      const target = `${house.base}/requests/${token}/${deed}`;
      const answer = await fetch(target, { method: 'POST', body: new URLSearchParams() });
      assert.equal(answer.status, 404, deed);
    }
  };
  await leadsNowhere();
  const hosted = await good(stranger.submit(await good(stranger.get(till.url)), /\/pay\//));
  await payHosted(stranger, hosted);
  await house.settle();
  await leadsNowhere();
  assert.equal(chargesAt(house), 1);
  // The licence goes to who asked for it, not to who paid.
  assert.match(house.letter(kim, /OP-2026-\d{6}/u).text, /\/licences\//u);
  await checkInvariants(house.ctx.db);
});

/** Who looked is no deed: the openings of licences are kept as such, and how often somebody asked is counted. */
const looks = new Set(['licence_openings', 'limits']);

/** Everything that stands in the database, table by table, but for traces of looking. */
async function everything({ ctx: { db } }: House): Promise<Record<string, string>> {
  const { rows } = await sql<{ name: string }>`
    select relname as name from pg_class
    where relkind = 'r' and relnamespace = 'public'::regnamespace order by relname`.execute(db);
  const found: Record<string, string> = {};
  for (const { name } of rows.filter(({ name: table }) => !looks.has(table))) {
    const table = sql.table(name);
    const digest = await sql<{ all: string }>`
      select count(*)::text || ' ' || coalesce(md5(string_agg(row::text, '|' order by row::text)), '') as all
      from ${table} as row`.execute(db);
    found[name] = digest.rows[0]?.all ?? '';
  }
  return found;
}

const linksIn = (text: string): string[] =>
  [...text.matchAll(/https?:\/\/[^\s"'<>)]+/gu)].map(([link]) => link.replaceAll('&amp;', '&'));

const hrefsIn = ({ html, url }: RobotPage): string[] =>
  [...html.matchAll(/\shref="([^"]+)"/gu)].map(
    ([, href = '']) => new URL(href.replaceAll('&amp;', '&').replaceAll('&#x3D;', '='), url).href,
  );

/** Follows every link of every letter, and every link on what it finds there; how many pages it saw. */
async function scan(house: House): Promise<number> {
  const scanner = house.robot();
  const letters = house.mailbox.flatMap(({ text, html }) => [...linksIn(text), ...linksIn(html)]);
  const seen = new Set<string>();
  const follow = async (links: readonly string[]): Promise<string[]> => {
    const fresh = [...new Set(links.map((link) => link.split('#')[0] ?? link))].filter(
      (link) => link.startsWith(house.base) && !seen.has(link),
    );
    const further: string[] = [];
    for (const link of fresh) {
      seen.add(link);
      await fetch(link, { method: 'HEAD', redirect: 'manual' });
      further.push(...hrefsIn(await scanner.get(link)));
    }
    return further;
  };
  const first = await follow(letters);
  // Beyond the letters only what is secret or the desk's: the rest is there for everybody.
  await follow(first.filter((link) => /\/(?:requests|pay|licences|verify|admin)\b/u.test(link)));
  return seen.size;
}

test('a mail scanner that follows every link of every letter changes nothing at any stage: only a person’s POST does', async (t) => {
  const house = await openHouse(t);
  const robot = house.robot();
  const fin = await house.deskOf('fin');
  let pages = 0;
  const scanned = async (stage: string): Promise<void> => {
    await house.settle();
    const before = await everything(house);
    const sessions = house.standIn.levers.sessions().data.length;
    pages += await scan(house);
    assert.deepEqual(house.queue, [], stage);
    assert.deepEqual(await everything(house), before, stage);
    assert.equal(house.standIn.levers.sessions().data.length, sessions, stage);
  };
  const form = await openForm(robot, nightBus);
  const { url } = await good(robot.submit(form, /\/republish$/, typedBy(kim)));
  await scanned('asked');
  await confirmAddress(robot, house.letter(kim, confirmLink));
  await scanned('confirmed');
  const desk = await house.deskOf('amal');
  await decide(desk, await openAtDesk(desk, kim), { verb: 'approve' });
  await scanned('offered');
  const till = await accept(robot, url);
  await scanned('accepted');
  await payHosted(robot, await good(robot.submit(till, /\/pay\//)));
  await scanned('paid');
  const page = await openAtDesk(fin, kim);
  const payment = hrefsIn(page).find((href) => /\/admin\/payments\/[0-9a-f-]{36}/u.test(href));
  const given = await good(fin.get(payment ?? '/admin/payments'));
  const fields = { amount: '40.00', reason: 'mistake' };
  const preview = await good(fin.submit(given, /\/refund\/preview$/, fields));
  await scanned('about to be given back');
  await good(fin.submit(preview, /\/refund$/));
  await scanned('given back');
  assert.equal(chargesAt(house), 1);
  assert.ok(pages > 30, `${pages} pages were looked at`);
  await checkInvariants(house.ctx.db);
});
