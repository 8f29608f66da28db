import assert from 'node:assert/strict';
import { test } from 'node:test';
import { markPaidByTransfer } from '../../src/payments/actions/mark-paid.ts';
import type { Context } from '../../src/platform/context.ts';
import type { OfferItem } from '../../src/requests/rules/offer.ts';
import type { Quote } from '../../src/pricing/rules/answer.ts';
import type { Use } from '../../src/pricing/rules/use.ts';
import { currentOffer, type RequestRow } from '../../src/requests/actions/read.ts';
import { verifyEmail } from '../../src/requests/actions/verify-email.ts';
import { known, withAllowance } from '../organisations/cast.ts';
import { fieldsOf, open, post } from '../requests/browser.ts';
import {
  again,
  amal,
  anArticle,
  decided,
  inReview,
  setSettings,
  theDesk,
  unverified,
} from '../requests/cast.ts';
import { signedIn } from '../review/sign-in.ts';
import { testContext } from '../support/context.ts';

const t = await testContext();
const { ctx } = t;

/** Without what uses, answers, offers and licences did not hold when the first of them were stored. */
function olderUse(use: Use): Partial<Use> {
  const { edits: _e, paywalled: _p, withAds: _w, details: _d, ...more } = use;
  const { currency: _c, bill: _b, basket: _k, ...older } = more;
  return older;
}

function olderLines<T extends { lines: Quote['lines'] }>(price: T): T {
  return { ...price, lines: price.lines.map(({ at: _at, ...line }) => line) };
}

function olderQuote({ rule: _r, conditions: _c, allowance: _a, ...quote }: Quote): Partial<Quote> {
  return { ...olderLines(quote), computed: quote.computed && olderLines(quote.computed) };
}

function olderOffered({ basis: _b, conditions: _c, licence: _l, ...item }: OfferItem): object {
  return olderLines(item);
}

/** Rewrites every row as it would have been stored before this form of the language. */
async function makeOlder({ db }: Context): Promise<void> {
  for (const { id, use, quote } of await db.selectFrom('request_items').selectAll().execute()) {
    const [older, answer] = [olderUse(use as Use), olderQuote(quote as Quote)];
    const row = { use: JSON.stringify(older), quote: JSON.stringify(answer), article: null };
    await db.updateTable('request_items').set(row).where('id', '=', id).execute();
  }
  for (const { id, items } of await db.selectFrom('offers').selectAll().execute()) {
    const older = JSON.stringify((items as OfferItem[]).map(olderOffered));
    await db.updateTable('offers').set({ items: older }).where('id', '=', id).execute();
  }
  for (const { id, permission } of await db.selectFrom('licences').selectAll().execute()) {
    const { pictures: _p, use, ...rest } = permission as { pictures: unknown; use: Use };
    const older = JSON.stringify({ ...rest, use: olderUse(use) });
    await db.updateTable('licences').set({ permission: older }).where('id', '=', id).execute();
  }
  await makeTariffOlder(ctx);
}

async function makeTariffOlder({ db }: Context): Promise<void> {
  const { version, data } = await db.selectFrom('tariffs').selectAll().executeTakeFirstOrThrow();
  const { rights: _r, details: _d, rounding: _n, ...more } = data as Record<string, unknown>;
  const { otherCurrencies: _o, taxes: _t, taxIncluded: _i, ...older } = more;
  const tax = { name: 'VAT', rate: 2_000, countries: ['GB'] };
  const row = { data: JSON.stringify({ ...older, tax }) };
  await db.updateTable('tariffs').set(row).where('version', '=', version).execute();
}

const wanted = {
  use: { use: 'republish_full', images: 'ours_with_story', organisation: 'charity' },
  submission: { email: 'nia@commons.example' },
} as const;

/** One request in each state of its life. */
async function oneOfEach(): Promise<Record<string, RequestRow>> {
  const approved = async (): Promise<RequestRow> =>
    decided(ctx, await inReview(ctx, wanted), { verb: 'approve' });
  const accepted = await approved();
  const app = await t.app();
  await accept(app, accepted);
  return {
    unverified: await unverified(ctx, wanted),
    in_review: await inReview(ctx, wanted),
    offered: await approved(),
    accepted: await again(ctx, accepted),
    granted: await decided(ctx, await inReview(ctx, wanted), { verb: 'grant_free' }),
  };
}

async function accept(app: Awaited<ReturnType<typeof t.app>>, request: { id: string }) {
  const path = `/requests/${ctx.links.token('request', request.id)}`;
  const { text } = await open(app, path);
  const fields = { ...fieldsOf(text, `${path}/accept`), agreeTerms: 'yes', billingCountry: 'FR' };
  return post(app, `${path}/accept`, { fields });
}

test('requests, offers and licences of before the tariff spoke of currencies and questions open, go on and are paid', async () => {
  await theDesk(ctx);
  await anArticle(ctx);
  await setSettings(ctx, {});
  const all = await oneOfEach();
  await makeOlder(ctx);
  await withAllowance(ctx, await known(ctx));
  const app = await t.app();
  const cookie = await signedIn(ctx, 'amal@example.org');
  const seen = async (): Promise<void> => {
    for (const [state, request] of Object.entries(all)) {
      for (const [kind, part] of [
        ['request', 'requests'],
        ['pay', 'pay'],
      ] as const) {
        const path = `/${part}/${ctx.links.token(kind, request.id)}`;
        assert.equal((await open(app, path)).status, 200, `${path} ${state}`);
      }
      const desk = await open(app, `/admin/requests/${request.id}`, cookie);
      assert.equal(desk.status, 200, state);
    }
    for (const { id } of await ctx.db.selectFrom('licences').select('id').execute()) {
      const path = `/licences/${ctx.links.token('licence', id)}`;
      assert.equal((await open(app, path)).status, 200);
      assert.equal((await open(app, `${path}/certificate`)).status, 200);
      assert.equal((await open(app, `/admin/licences/${id}`, cookie)).status, 200);
    }
  };
  await seen();
  for (const path of ['', '/1', '/edit', '/try', '/1/file'])
    assert.equal((await open(app, `/admin/tariffs${path}`, cookie)).status, 200, path);
  assert.match((await open(app, '/tariffs/1')).text, /VAT/);

  const { unverified: first, in_review: second, offered, accepted } = all;
  assert.ok(first && second && offered && accepted);
  await verifyEmail(ctx, first.id);
  await decided(ctx, first, { verb: 'reprice', amounts: ['90'] });
  await decided(ctx, second, { verb: 'approve' });
  for (const { id } of [first, second, offered]) {
    const before = await currentOffer(ctx.db, id);
    const { status } = await accept(app, { id });
    assert.equal(status, 303);
    const offer = await currentOffer(ctx.db, id);
    if (offer?.version !== before?.version) assert.equal((await accept(app, { id })).status, 303);
  }
  for (const { id } of [first, second, offered, accepted]) {
    const offer = await currentOffer(ctx.db, id);
    assert.ok(offer);
    const transfer = { requestId: id, offerVersion: offer.version, bankReference: id, by: amal };
    await markPaidByTransfer(ctx, transfer);
    assert.equal((await again(ctx, { id })).state, 'granted');
  }
  await t.work();
  await seen();
});
