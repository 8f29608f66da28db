import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { formatMoney } from '../../src/values/money.ts';
import { checkInvariants } from './invariants.ts';
import { openHouse, type House } from './house.ts';
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
  requestLink,
  typedBy,
  wordsOf,
} from './steps.ts';

const kim = 'kim@example.org';
const headline = 'The last bus home now waits for the last shift';

/** The price that the article's page answers to a machine. */
async function quoted(house: House, path: string) {
  const answer = await fetch(`${house.base}${path}/quote`, {
    method: 'POST',
    headers: { accept: 'application/json' },
    body: new URLSearchParams(plainUse),
  });
  assert.equal(answer.status, 200);
  return (await answer.json()) as {
    answer: string;
    total: number;
    net: number;
    tax: number;
    currency: string;
    lines: { runningTotal: number }[];
  };
}

test('from the search to the licence: price, request, decision, card payment, kit, certificate, proof', async (t) => {
  const house = await openHouse(t);
  const robot = house.robot();

  const found = await good(robot.get('/articles?q=last%20bus'));
  const path = /href="(\/articles\/[^"]*last-bus[^"]*)"/.exec(found.html)?.[1] ?? '';
  const article = await good(
    robot.get(`/find?url=${encodeURIComponent(`${nightBus}?utm_source=mail#top`)}`),
  );
  assert.equal(new URL(article.url).pathname, path, 'search and address lead to the same page');

  // Between 101 and 300 words: 80 × 0.5.
  const price = await quoted(house, path);
  assert.deepEqual([price.answer, price.net, price.currency], ['price', 4000, 'GBP']);
  assert.equal(price.net + price.tax, price.total);
  assert.equal(price.lines.at(-1)?.runningTotal, price.net);
  const total = formatMoney({ amount: price.total, currency: price.currency }, 'en-GB');
  const shown = await good(
    robot.submit(article, /\/quote$/, Object.fromEntries(new URLSearchParams(plainUse))),
  );
  assert.ok(wordsOf(shown).includes(total), `the page says ${total} too`);

  const form = await openForm(robot, nightBus);
  assert.ok(wordsOf(form).includes(total));
  const request = await good(robot.submit(form, /\/republish$/, typedBy(kim)));
  assert.match(wordsOf(request), /Check your mail|confirm/i);
  await house.settle();
  const desk = await house.deskOf('amal');
  assert.doesNotMatch((await desk.get('/admin/requests')).html, /kim@example|Kim Sample/);
  await confirmAddress(robot, house.letter(kim, confirmLink));
  await house.settle();

  assert.match((await desk.get('/admin/requests')).html, /Kim Sample/);
  await decide(desk, await openAtDesk(desk, kim), { verb: 'approve' });
  await house.settle();
  const offer = house.letter(kim, /Offer/i);
  assert.ok(offer.text.includes(total), 'the letter says the same total');
  const requestUrl = linkIn(offer, requestLink);
  assert.equal(requestUrl, request.url);
  const offered = await good(robot.get(requestUrl));
  assert.ok(wordsOf(offered).includes(`Accept and pay ${total}`));

  const till = await accept(robot, requestUrl);
  assert.match(till.url, /\/pay\//);
  assert.ok(wordsOf(till).includes(`Pay ${total} by card`));
  const back = await payHosted(robot, await good(robot.submit(till, /\/pay\//)));
  assert.match(wordsOf(back), /Paid, thank you/);
  await house.settle();

  const receipt = house.letter(kim, /payment|paid/i);
  assert.ok(receipt.text.includes(total));
  const licence = house.letter(kim, /OP-2026-\d{6}/);
  await checkLicence(house, { letter: licence, total });
  await checkInvariants(house.ctx.db);
});

interface Issued {
  letter: ReturnType<House['letter']>;
  total: string;
}

/** The letter with terms and credit, and every page that its links lead to. */
async function checkLicence(house: House, { letter, total }: Issued): Promise<void> {
  const robot = house.robot();
  const number = /OP-\d{4}-\d{6}/.exec(letter.subject)?.[0] ?? '';
  const credit = `“${headline}” by Tomas Brightwell`;
  for (const part of [letter.text, letter.html]) {
    assert.ok(
      part.includes(headline) && part.includes('Tomas Brightwell'),
      'the credit is in both parts',
    );
    assert.ok(part.includes(nightBus), 'with the link to the article');
    assert.ok(part.includes(`${house.base}/verify/${number}`), 'and to the proof');
  }
  assert.match(letter.text, /<p class="republished-from" [^>]*>/, 'the credit as HTML, to copy');
  const { terms_text: terms, terms_hash: hash } = await house.ctx.db
    .selectFrom('licences')
    .select(['terms_text', 'terms_hash'])
    .where('number', '=', number)
    .executeTakeFirstOrThrow();
  assert.ok(letter.text.includes(terms), 'the terms in full');
  assert.equal(createHash('sha256').update(terms).digest('hex'), hash, 'what was mailed is stored');

  const page = await good(robot.get(linkIn(letter, licenceLink)));
  for (const words of [number, headline, total, 'The Daily Example'])
    assert.ok(wordsOf(page).includes(words), `${words} on the licence's page (${credit})`);
  assert.match(page.html, /&lt;p class(=|&#x3D;)&quot;republished-from/);
  const certificate = await good(robot.get(`${page.url}/certificate`));
  for (const words of [number, headline, 'The Daily Example'])
    assert.ok(wordsOf(certificate).includes(words));

  const published = await good(
    robot.submit(page, /\/published$/, { url: 'https://daily.example.org/night-bus' }),
  );
  assert.match(published.html, /href="https:\/\/daily\.example\.org\/night-bus"/);

  const proof = await good(robot.get(`/verify/${number}`));
  assert.match(proof.html, /verdict-yes/);
  assert.match(wordsOf(proof), /TEST MODE/);
  const answer = await fetch(`${house.base}/verify/${number}`, {
    headers: { accept: 'application/json' },
  });
  const facts = (await answer.json()) as Record<string, unknown>;
  assert.deepEqual([facts['number'], facts['valid'], facts['title']], [number, true, headline]);
  assert.doesNotMatch(JSON.stringify(facts), /Kim|example\.org\/verify|fee/i);
}
