import type { Context } from '../../src/platform/context.ts';
import type { Actor } from '../../src/platform/events.ts';
import { currentTariff } from '../../src/pricing/actions.ts';
import { quote } from '../../src/pricing/rules/quote.ts';
import { acceptOffer } from '../../src/requests/actions/accept-offer.ts';
import { advance } from '../../src/requests/actions/advance.ts';
import { makeOffer } from '../../src/requests/actions/make-offer.ts';
import { requestById, type RequestRow } from '../../src/requests/actions/read.ts';
import { withdraw } from '../../src/requests/actions/withdraw.ts';
import { article, use } from '../pricing/builders.ts';

export const amal: Actor = { type: 'staff', id: null, name: 'Amal' };
export const fin: Actor = { type: 'staff', id: null, name: 'Fin' };

/** A request of The Daily Example for one article whose offer of £80.00 was accepted: it can be paid. */
export async function acceptedRequest(ctx: Context): Promise<RequestRow> {
  const { id } = await offeredRequest(ctx);
  await accept(ctx, id);
  return requestRow(ctx, id);
}

/** The same before anything was offered. */
export async function insertedRequest(ctx: Context): Promise<RequestRow> {
  return requestRow(ctx, await insertRequest(ctx));
}

/** The same before the offer is accepted. */
export async function offeredRequest(ctx: Context): Promise<RequestRow> {
  const id = await insertRequest(ctx);
  await offer(ctx, id, 8000);
  return requestRow(ctx, id);
}

export async function requestRow(ctx: Context, id: string): Promise<RequestRow> {
  const row = await requestById(ctx.db, id);
  if (row === null) throw new Error(`no request ${id}`);
  return row;
}

/** Puts an offer of this total (minor units of `currency`) to the republisher, or replaces the one before. */
export async function offer(
  ctx: Context,
  requestId: string,
  total: number,
  currency = 'GBP',
): Promise<void> {
  await ctx.transaction(async (tx) => {
    const request = await advance(tx, await requestRowIn(tx, requestId), 'offer', { by: amal });
    const item = await tx.db
      .selectFrom('request_items')
      .select(['id', 'article_id'])
      .where('request_id', '=', requestId)
      .executeTakeFirstOrThrow();
    const net = Math.round(total / 1.2);
    await makeOffer(tx, request, {
      kind: 'price',
      currency,
      items: [
        {
          itemId: item.id,
          articleId: item.article_id,
          title: 'River town floods',
          useWords: 'Republish the whole article on a website for a year.',
          lines: [],
          net,
          tax: total - net,
          total,
        },
      ],
      note: '',
      by: amal,
    });
  });
}

const requestRowIn = async ({ db }: { db: Context['db'] }, id: string): Promise<RequestRow> => {
  const row = await requestById(db, id);
  if (row === null) throw new Error(`no request ${id}`);
  return row;
};

export async function accept(ctx: Context, requestId: string): Promise<void> {
  const { version } = await ctx.db
    .selectFrom('offers')
    .select('version')
    .where('request_id', '=', requestId)
    .where('state', '=', 'current')
    .executeTakeFirstOrThrow();
  await acceptOffer(ctx, requestId, {
    offerVersion: version,
    address: '192.0.2.1',
    agent: 'test',
    button: 'Accept and pay',
    billing: null,
  });
}

export const takeBack = (ctx: Context, requestId: string): Promise<void> =>
  withdraw(ctx, requestId, 'No longer needed');

async function insertRequest(ctx: Context): Promise<string> {
  const id = ctx.newId();
  const articleId = await insertArticle(ctx);
  await ctx.db
    .insertInto('requests')
    .values({
      id,
      reference: `RQ-${id.slice(-6).toUpperCase()}`,
      form_key: id,
      token_hash: ctx.links.hash(ctx.links.token('request', id)),
      pay_token_hash: ctx.links.hash(ctx.links.token('pay', id)),
      state: 'in_review',
      contact_name: 'Dana Desk',
      email: 'dana@example.org',
      organisation: 'The Daily Example',
      organisation_type: 'news_commercial',
      country: 'GB',
      confirmations: JSON.stringify({}),
      language: 'en-GB',
      email_verified_at: ctx.now(),
      promised_at: ctx.now(),
      created_at: ctx.now(),
      changed_at: ctx.now(),
    })
    .execute();
  const { tariff, version } = await currentTariff(ctx.db, ctx.now());
  const asked = use();
  await ctx.db
    .insertInto('request_items')
    .values({
      id: ctx.newId(),
      request_id: id,
      position: 1,
      article_id: articleId,
      use: JSON.stringify(asked),
      quote: JSON.stringify(quote(tariff, asked, article())),
      tariff_version: version,
    })
    .execute();
  return id;
}

async function insertArticle(ctx: Context): Promise<string> {
  const id = ctx.newId();
  const url = `https://gazette.example.org/${id}`;
  await ctx.db
    .insertInto('articles')
    .values({
      id,
      slug: `river-town-floods-${id.slice(-6)}`,
      url,
      url_key: url,
      title: 'River town floods',
      bylines: JSON.stringify(['Ada Writer']),
      body_html: '<p>The river rose.</p>',
      body_text: 'The river rose.',
      language: 'en-GB',
      published_at: ctx.now(),
      word_count: 900,
      paragraph_count: 18,
      content_hash: 'a'.repeat(64),
      import_hash: 'b'.repeat(64),
      search: '',
      imported_at: ctx.now(),
      changed_at: ctx.now(),
      sort_at: ctx.now(),
    })
    .execute();
  return id;
}
