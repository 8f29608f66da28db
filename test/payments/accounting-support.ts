import assert from 'node:assert/strict';
import supertest from 'supertest';
import type { Context } from '../../src/platform/context.ts';
import { recordEvent } from '../../src/platform/events.ts';
import { fin, offeredRequest } from './builders.ts';
import { deskOf } from './health-support.ts';

export const accountingPath = '/admin/payments/accounting';

/** A file as a spreadsheet reads it (RFC 4180), by the words of its first line. */
export function readCsv(text: string): Record<string, string>[] {
  assert.ok(text.startsWith('\uFEFF') && text.endsWith('\r\n'));
  const lines: string[][] = [[]];
  for (const [, quoted, plain, end] of text
    .slice(1)
    .matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g)) {
    lines.at(-1)?.push(quoted === undefined ? (plain ?? '') : quoted.replaceAll('""', '"'));
    if (end === '\r\n') lines.push([]);
  }
  const [names = [], ...rows] = lines.slice(0, -1);
  for (const row of rows) assert.equal(row.length, names.length, row.join());
  return rows.map((row) => Object.fromEntries(names.map((name, at) => [name, row[at] ?? ''])));
}

export async function download(ctx: Context, book: string, query: object): Promise<string> {
  const answer = await supertest(deskOf(ctx))
    .get(`${accountingPath}/${book}.csv`)
    .query({ money: 'test', ...query })
    .buffer(true)
    .expect(200);
  assert.match(answer.headers['content-type'] ?? '', /^text\/csv; charset=utf-8; header=present/);
  return answer.text.startsWith('\uFEFF') ? answer.text : `\uFEFF${answer.text}`;
}

export const bookOf = async (ctx: Context, book: string, query: object) =>
  readCsv(await download(ctx, book, query));

/** Part of an offer: net and tax in minor units, and the line of its tax or null. */
export interface Taxed {
  net: number;
  tax: number;
  line: { text: string; params: Record<string, string | number> } | null;
}

export const vat = (percent: number): Taxed['line'] => ({
  text: 'VAT, {percent, number, ::.##} %',
  params: { percent },
});

/** A request with an offer that is taxed like this. */
export async function taxedOffer(
  ctx: Context,
  currency: string,
  parts: readonly Taxed[],
): Promise<{ requestId: string; offerId: string; total: number }> {
  const { id: requestId } = await offeredRequest(ctx);
  const net = parts.reduce((sum, part) => sum + part.net, 0);
  const tax = parts.reduce((sum, part) => sum + part.tax, 0);
  const items = parts.map((part) => ({
    ...{ itemId: requestId, articleId: requestId, title: 'Floods', useWords: '' },
    ...{ net: part.net, tax: part.tax, total: part.net + part.tax },
    lines:
      part.line === null
        ? []
        : [{ rule: 'tax', ...part.line, amount: part.tax, factor: null, runningTotal: 0 }],
  }));
  const set = { items: JSON.stringify(items), currency, net, tax, total: net + tax };
  const { id: offerId } = await ctx.db
    .updateTable('offers')
    .set(set)
    .where('request_id', '=', requestId)
    .returning('id')
    .executeTakeFirstOrThrow();
  return { requestId, offerId, total: net + tax };
}

interface Pay {
  requestId?: string;
  offerId?: string;
  amount: number;
  currency: string;
  at: Date;
  liveMoney?: boolean;
}

/** A payment as a row alone; without an offer it is held. */
export async function paid(ctx: Context, pay: Pay): Promise<string> {
  const id = ctx.newId();
  const held = pay.offerId === undefined;
  await ctx.db
    .insertInto('payments')
    .values({
      id,
      request_id: pay.requestId ?? null,
      offer_id: pay.offerId ?? null,
      method: 'checkout',
      kind: held ? 'orphan' : 'primary',
      held_why: held ? 'unknown_attempt' : '',
      currency: pay.currency,
      amount: pay.amount,
      payment_intent: `pi_${id}`,
      charge_id: `ch_${id}`,
      live_money: pay.liveMoney ?? false,
      recorded_by: 'Stripe',
      paid_at: pay.at,
      created_at: pay.at,
    })
    .execute();
  return id;
}

/** A refund that succeeded, and where told failed afterwards, with its entries in the history. */
export async function givenBack(
  ctx: Context,
  refund: { paymentId: string; amount: number; currency: string; at: Date; failedAt?: Date },
): Promise<void> {
  const { paymentId, amount, currency, at, failedAt } = refund;
  const id = ctx.newId();
  await ctx.transaction(async (tx) => {
    const steps = failedAt === undefined ? [at] : [at, failedAt];
    await tx.db
      .insertInto('refunds')
      .values({
        ...{ id, payment_id: paymentId, origin: 'stripe', currency, amount, reason: 'at_stripe' },
        ...{ state: failedAt === undefined ? 'succeeded' : 'failed', stripe_id: `re_${id}` },
        ...{ made_by: 'Stripe', created_at: at, changed_at: steps.at(-1) ?? at },
      })
      .execute();
    const subject = { type: 'refund', id };
    const step = (verb: string, before: string | null, after: string, now: Date): Promise<void> =>
      recordEvent(
        { ...tx, now: () => now },
        { requestId: null, subject, verb, by: fin, before, after },
      );
    await step('refund_payment', null, 'succeeded', at);
    if (failedAt !== undefined) await step('fail_refund', 'succeeded', 'failed', failedAt);
  });
}
