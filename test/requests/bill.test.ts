import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { standardTaxes } from '../../src/pricing/rules/standard-taxes.ts';
import { starterTariff } from '../../src/pricing/starter-tariff.ts';
import { acceptOffer } from '../../src/requests/actions/accept-offer.ts';
import { noBill } from '../../src/requests/actions/new-request.ts';
import { currentOffer, requestItems, type RequestRow } from '../../src/requests/actions/read.ts';
import type { OfferItem } from '../../src/requests/rules/offer.ts';
import { checkVat, isRegistered } from '../../src/requests/rules/vat.ts';
import { checkPrices } from '../journeys/invariants.ts';
import { testContext } from '../support/context.ts';
import { fieldsOf, open, post } from './browser.ts';
import { again, anArticle, decided, inReview, letters } from './cast.ts';
import { inForce } from './tariffs.ts';

const t = await testContext();
const { ctx } = t;
const app = await t.app();
beforeEach(async () => {
  t.clock.now = new Date('2026-11-23T10:00:00Z');
  await anArticle(ctx);
  await anArticle(ctx, 'quiet-budget', { title: 'The quiet budget' });
  await inForce(t, { taxes: standardTaxes('DE') });
});
afterEach(() => checkPrices(ctx.db));

const pageOf = ({ id }: { id: string }): string => `/requests/${ctx.links.token('request', id)}`;

async function offerOf({ id }: { id: string }) {
  const offer = await currentOffer(ctx.db, id);
  assert.ok(offer !== null);
  return offer;
}

const berlin = { use: { country: 'DE' } };
const french = { legalName: 'Le Quotidien', billingCountry: 'FR', vatNumber: 'FR83404833048' };

async function offered(change: Parameters<typeof inReview>[1] = berlin): Promise<RequestRow> {
  return decided(ctx, await inReview(ctx, change), { verb: 'approve' });
}

function accepting(request: RequestRow, offerVersion: number, bill: object) {
  const path = `${pageOf(request)}/accept`;
  const fields = { offerVersion: String(offerVersion), agreeTerms: 'yes', payBy: 'card', ...bill };
  return post(app, path, { fields });
}

test('a number counts as registered where it is right, of the country of the bill, or cannot be judged', () => {
  for (const [number, country, counts] of [
    ['FR83404833048', 'FR', true],
    ['83 404 833 048', 'FR', true],
    ['FR83404833049', 'FR', false],
    ['FR83404833048', 'DE', false],
    ['136695976', 'DE', true],
    ['DE136695976', 'DE', true],
    ['CHE-123.456.788 MWST', 'CH', true],
    ['51 824 753 556', 'AU', true],
    ['n/a', 'AU', false],
    ['DE136695977', 'US', false],
    ['', 'DE', false],
  ] as const)
    assert.equal(isRegistered(number, country), counts, `${number} in ${country}`);
  assert.equal(checkVat('136695976', 'DE'), 'right');
  assert.equal(checkVat('136695976'), 'unknown');
});

test('the tax of the buyer’s country stands on a line of its own in offer, page, letter and pay page', async () => {
  const request = await offered();
  const offer = await offerOf(request);
  assert.deepEqual([offer.net, offer.tax, offer.total], [10_000, 1_900, 11_900]);
  for (const path of [pageOf(request), `/pay/${ctx.links.token('pay', request.id)}`]) {
    const { text } = await open(app, path);
    assert.match(text, /VAT, 19 %<\/a><\/th><td>£19\.00</, path);
    assert.match(text, /Tax<\/th><td>£19\.00</, path);
  }
  const { text } = await ctx.db
    .selectFrom('emails')
    .select('text')
    .where('kind', '=', 'offer')
    .executeTakeFirstOrThrow();
  assert.match(text, /VAT, 19 %: £19\.00/);
  assert.match(offer.text, /- VAT, 19 %: £19\.00\nSum: £119\.00\nTariff version 2/);
});

test('a bill that changes the tax makes a new offer, which is shown before it can be accepted', async () => {
  const request = await offered();
  const first = await offerOf(request);
  const answer = await accepting(request, 1, french);
  assert.equal(answer.headers['location'], `${pageOf(request)}#offer`);
  assert.equal((await again(ctx, request)).state, 'offered');
  const second = await offerOf(request);
  assert.deepEqual([second.version, second.net, second.tax, second.total], [2, 10_000, 0, 10_000]);
  assert.deepEqual(second.expires_at, first.expires_at, 'asking again makes no offer last longer');
  const page = await open(app, pageOf(request));
  assert.match(page.text, /Reverse charge: VAT is due from the recipient/);
  assert.match(page.text, /The country or the tax number of the bill changes the tax/);
  assert.match(page.text, /Accept and pay £100\.00/);
  assert.equal((await letters(ctx)).filter((letter) => letter.startsWith('offer to')).length, 2);
  // The old sum cannot be accepted any more, the new one is.
  assert.equal((await accepting(request, 1, french)).status, 409);
  const fields = { ...fieldsOf(page.text, `${pageOf(request)}/accept`), agreeTerms: 'yes' };
  const accepted = await post(app, `${pageOf(request)}/accept`, { fields });
  assert.match(String(accepted.headers['location']), /^\/pay\//);
  assert.equal((await again(ctx, request)).state, 'accepted');
  assert.equal((await offerOf(request)).id, second.id);
});

test('a bill that changes nothing about the tax is taken with the acceptance', async () => {
  const request = await offered();
  const bill = { legalName: 'Tageblatt GmbH', billingCountry: 'DE', vatNumber: 'DE136695976' };
  assert.match(String((await accepting(request, 1, bill)).headers['location']), /^\/pay\//);
  assert.equal((await offerOf(request)).version, 1);
});

test('a wrong number changes nothing, and the republisher is told', async () => {
  const request = await offered({ use: { country: 'FR' } });
  await accepting(request, 1, { ...french, vatNumber: 'FR83404833049' });
  assert.equal((await again(ctx, request)).state, 'accepted');
  assert.equal((await offerOf(request)).total, 11_900);
  assert.match((await open(app, pageOf(request))).text, /Please check your VAT number/);
});

test('with the bill’s country in the form, the tax is that of the bill from the start', async () => {
  const { legalName, billingCountry, vatNumber } = french;
  const submission = { legalName, billingCountry, vatNumber };
  const request = await offered({ ...berlin, submission });
  assert.deepEqual((await requestItems(ctx.db, request.id))[0]?.use.bill, {
    country: 'FR',
    registered: true,
  });
  assert.equal((await offerOf(request)).total, 10_000);
  await accepting(request, 1, {});
  assert.equal((await again(ctx, request)).state, 'accepted');
});

test('a price that staff agreed is taxed the same way, also by a bill that comes with the acceptance', async () => {
  const request = await decided(ctx, await inReview(ctx, berlin), {
    verb: 'reprice',
    amounts: ['200'],
  });
  assert.equal((await offerOf(request)).total, 23_800);
  await accepting(request, 1, french);
  const second = await offerOf(request);
  assert.deepEqual([second.net, second.tax, second.total], [20_000, 0, 20_000]);
  // Whatever is offered from now on goes by that bill.
  await decided(ctx, request, { verb: 'reprice', amounts: ['300'] });
  assert.equal((await offerOf(request)).total, 30_000);
});

test('sums that contain the tax stay the same for whoever owes it, and the offer says so anew', async () => {
  await inForce(t, { taxes: standardTaxes('DE'), taxIncluded: true });
  const request = await offered();
  const first = await offerOf(request);
  assert.deepEqual([first.net, first.tax, first.total], [8_403, 1_597, 10_000]);
  await accepting(request, 1, french);
  const second = await offerOf(request);
  assert.deepEqual([second.version, second.tax, second.total], [2, 0, 10_000]);
});

test('an offer of before its inputs were kept is accepted as it stands', async () => {
  const request = await offered();
  const offer = await offerOf(request);
  const items = (offer.items as OfferItem[]).map((item) => ({ ...item, basis: undefined }));
  await ctx.db
    .updateTable('offers')
    .set({ items: JSON.stringify(items) })
    .where('id', '=', offer.id)
    .execute();
  const billing = { ...noBill, ...french };
  const evidence = { offerVersion: 1, address: '', agent: '', button: '', billing };
  assert.equal((await acceptOffer(ctx, request.id, evidence)).total, 11_900);
  await ctx.db
    .updateTable('offers')
    .set({ items: JSON.stringify(offer.items) })
    .execute();
});

test('in a basket one article may be free while another has a price, by tariff or by agreement', async () => {
  const gate = {
    when: { section: ['Schools'] },
    outcome: 'free' as const,
    reason: 'free_to_republish' as const,
    alternative: null,
    licence: 'CC-BY-ND-4.0',
    conditions: ['Keep the counter in the page.'],
  };
  await inForce(t, { gates: [gate, ...starterTariff.gates] });
  await anArticle(ctx, 'school-story', { title: 'The school', section: 'Schools' });
  const articles = ['school-story', 'river-town-floods'];
  const approved = await offerOf(await offered({ articles, ...berlin }));
  const items = approved.items as OfferItem[];
  assert.deepEqual(
    items.map(({ total, licence, conditions }) => [total, licence, conditions]),
    [
      [0, 'CC-BY-ND-4.0', ['Keep the counter in the page.']],
      [10_000, undefined, undefined],
    ],
  );
  assert.match(approved.text, /Under the licence CC-BY-ND-4\.0\nWish: Keep the counter/);
  const other = await inReview(ctx, { articles, submission: { email: 'bo@example.org' } });
  await decided(ctx, other, { verb: 'reprice', amounts: ['', '90'], waiver: 'goodwill' });
  assert.equal((await offerOf(other)).total, 9_000);
  await assert.rejects(decided(ctx, other, { verb: 'reprice', amounts: ['0', '0'] }), {
    code: 'invalid',
  });
});

test('the licence and the conditions of a gate are shown, offered and bind the licence', async () => {
  const licence = { outcome: 'free' as const, reason: 'free_to_republish' as const };
  const conditions = ['Keep the counter in the page.'];
  const gates = [
    { ...licence, when: { purpose: ['education' as const] }, alternative: null, conditions },
    {
      ...licence,
      when: { purpose: ['news' as const] },
      alternative: null,
      licence: 'CC-BY-ND-4.0',
      conditions,
    },
  ];
  await inForce(t, { gates });
  const panel = await open(
    app,
    '/articles/river-town-floods?use=republish_full&medium=website&duration=3m&organisation=news_commercial&country=GB&purpose=education',
  );
  assert.match(panel.text, /Conditions<\/p>\s*<ul><li><bdi>Keep the counter in the page\.</);
  const bound = await decided(ctx, await inReview(ctx, { use: { purpose: 'education' } }), {
    verb: 'grant_free',
  });
  const house = await offerOf(bound);
  assert.match(house.terms_text, /Special conditions: Keep the counter in the page\./);
  assert.match(house.text, /Condition: Keep the counter in the page\./);
  const free = await decided(
    ctx,
    await inReview(ctx, { submission: { email: 'bo@example.org' } }),
    { verb: 'grant_free' },
  );
  const underCc = await offerOf(free);
  assert.match(underCc.terms_text, /We wish, without making it a condition: Keep the counter/);
  assert.match(underCc.terms_text, /published the following under CC-BY-ND-4\.0/);
  const licences = await ctx.db.selectFrom('licences').select('credit').orderBy('number').execute();
  assert.deepEqual(
    licences.map(({ credit }) => (credit as { ccLicence: string | null }).ccLicence),
    [null, 'CC-BY-ND-4.0'],
  );
  const letter = await ctx.db
    .selectFrom('emails')
    .select('text')
    .where('kind', '=', 'licence-issued')
    .orderBy('id')
    .executeTakeFirstOrThrow();
  assert.match(letter.text, /Keep the counter in the page\./);
});

test('an answer to a question that was not asked stands nowhere', async () => {
  const choices = [{ value: 'full', label: 'A full page' }];
  await inForce(t, {
    details: [
      { name: 'page_share', label: 'Share of the page', when: { medium: ['print'] }, choices },
    ],
  });
  const request = await inReview(ctx, { use: { details: { page_share: 'full', other: 'x' } } });
  const [item] = await requestItems(ctx.db, request.id);
  assert.deepEqual(item?.use.details, {});
});

test('answers to the questions of the tariff stand in offer, terms and licence', async () => {
  const choices = [{ value: 'full', label: 'A full page' }];
  await inForce(t, {
    details: [{ name: 'page_share', label: 'Share of the page', when: {}, choices }],
  });
  const use = { details: { page_share: 'full' } };
  const request = await decided(ctx, await inReview(ctx, { use }), {
    verb: 'reprice',
    amounts: ['90'],
  });
  const again = await decided(ctx, request, { verb: 'reprice', amounts: ['80'] });
  const offer = await offerOf(again);
  const [item] = offer.items as OfferItem[];
  assert.match(item?.useWords ?? '', /without pictures\. Share of the page: A full page\.$/);
  assert.match(offer.terms_text, /Share of the page: A full page\./);
  await decided(ctx, await inReview(ctx, { use, submission: { email: 'bo@example.org' } }), {
    verb: 'grant_free',
    waiver: 'goodwill',
  });
  const { permission } = await ctx.db
    .selectFrom('licences')
    .select('permission')
    .executeTakeFirstOrThrow();
  assert.match((permission as { sentence: string }).sentence, /Share of the page: A full page\./);
});

const invoiceForm = {
  ...{ legalName: 'Tageblatt GmbH', billingAddress: 'Am Hafen 1', billingCountry: 'DE' },
  ...{ vatNumber: '', ownReference: '', invoiceEmail: '' },
};
const invoices = async () =>
  (await ctx.db.selectFrom('invoices').select(['number', 'total']).orderBy('id').execute()).map(
    ({ number, total }) => `${number} ${total}`,
  );

test('an invoice whose bill changes the tax is written over the new sum, once that is accepted', async () => {
  const request = await offered();
  await accepting(request, 1, {});
  const page = `/pay/${ctx.links.token('pay', request.id)}`;
  const fields = { ...invoiceForm, ...french, ownReference: 'PO 1' };
  const answer = await post(app, `${page}/invoice`, { fields });
  assert.equal(answer.headers['location'], `${page}?tax=changed`);
  assert.match((await open(app, `${page}?tax=changed`)).text, /was sent an offer with the new sum/);
  assert.deepEqual([(await again(ctx, request)).state, await invoices()], ['offered', []]);
  const form = fieldsOf((await open(app, pageOf(request))).text, `${pageOf(request)}/accept`);
  await post(app, `${pageOf(request)}/accept`, { fields: { ...form, agreeTerms: 'yes' } });
  await t.work();
  assert.deepEqual(await invoices(), ['INV-2026-000001 10000']);
  const document = await open(app, `${page}/invoices/INV-2026-000001`);
  assert.match(document.text, /Article 196 of Council Directive 2006\/112\/EC/);
  assert.match(document.text, /FR83404833048/);
});

test('who accepts and wishes an invoice has it, also where the portal dies right after the acceptance', async () => {
  const bill = { ...invoiceForm, payBy: 'invoice' };
  const { ownReference: _, ...accepted } = bill;
  const first = await offered();
  const answer = await accepting(first, 1, accepted);
  const page = String(answer.headers['location']);
  assert.deepEqual(await invoices(), ['INV-2026-000001 11900']);
  assert.match((await open(app, page)).text, /Invoice INV-2026-000001 is due on 23 December 2026/);
  const guest = (await open(app, pageOf(first))).text;
  assert.match(guest, /Please pay the invoice by 23 December 2026/);
  assert.ok(guest.includes(`${page}/invoices/INV-2026-000001`));
  const second = await offered();
  const billing = { ...noBill, ...accepted, payBy: 'invoice' } as const;
  const evidence = { address: '', agent: '', button: '', offerVersion: 1, billing };
  await acceptOffer(ctx, second.id, evidence);
  assert.equal((await invoices()).length, 1);
  await t.work();
  await t.work();
  assert.deepEqual(await invoices(), ['INV-2026-000001 11900', 'INV-2026-000002 11900']);
});
