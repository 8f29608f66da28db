import assert from 'node:assert/strict';
import type { Express } from 'express';
import supertest from 'supertest';
import { adminRoutes } from '../../src/payments/admin.ts';
import { openCheckout } from '../../src/payments/actions/open-checkout.ts';
import type { Context } from '../../src/platform/context.ts';
import type { Movement, MovementsWanted } from '../../src/platform/payment-books.ts';
import type { Role } from '../../src/staff/rules.ts';
import { pagesOf } from '../pricing/desk.ts';
import { payByCard } from '../stand-ins/stripe/payer.ts';
import { htmlProblems } from '../support/browser.ts';
import { acceptedRequest } from './builders.ts';
import type { Till } from './till.ts';

export const healthPath = '/admin/payments/health';

export const deskOf = (ctx: Context, role: Role = 'finance'): Express =>
  pagesOf(ctx, role, adminRoutes(ctx));

/** The text of the page on the connection to Stripe, which is valid HTML. */
export async function healthPage(ctx: Context, role: Role = 'finance'): Promise<string> {
  const { text } = await supertest(deskOf(ctx, role)).get(healthPath).expect(200);
  assert.deepEqual(await htmlProblems(text, healthPath), []);
  return text.replace(/&#x27;/g, "'").replace(/&quot;/g, '"');
}

/** Somebody pays £80.00 by card for a new request. */
export async function payOne(
  till: Till,
  card = '4242424242424242',
): Promise<{ id: string; reference: string }> {
  const { id, reference } = await acceptedRequest(till.ctx);
  await payByCard((await openCheckout(till.ctx, id)).url, card);
  return { id, reference };
}

/** The context with a balance that the test makes up, in pages of a hundred, newest first. */
export function withBalance(
  ctx: Context,
  all: () => readonly Movement[],
): { ctx: Context; asked: MovementsWanted[] } {
  const { checkout } = ctx;
  assert.ok(checkout !== null);
  const asked: MovementsWanted[] = [];
  const movements = async (wanted: MovementsWanted) => {
    asked.push(wanted);
    const rows = all()
      .filter(({ bookedAt }) => bookedAt >= wanted.from && bookedAt < wanted.to)
      .toSorted((one, other) => other.bookedAt.getTime() - one.bookedAt.getTime());
    const start = wanted.after === null ? 0 : rows.findIndex(({ id }) => id === wanted.after) + 1;
    const page = rows.slice(start, start + 100);
    const last = page.at(-1)?.id ?? null;
    return { movements: page, next: start + 100 < rows.length ? last : null };
  };
  return { ctx: { ...ctx, checkout: { ...checkout, movements } }, asked };
}

/** A movement of a charge of this portal; what is not given is ordinary. */
export function movementOf(ctx: Context, more: Partial<Movement> & { id: string }): Movement {
  const amount = more.amount ?? 8000;
  const currency = more.currency ?? 'GBP';
  return {
    category: 'charge',
    sourceId: `ch_${more.id}`,
    paymentIntent: `pi_${more.id}`,
    portal: ctx.links.baseUrl,
    settledCurrency: currency,
    settledAmount: amount,
    fee: 140,
    bookedAt: ctx.now(),
    ...more,
    amount,
    currency,
  };
}

/** A payment as a row alone: the sums are what is tested. */
export async function insertPaid(
  ctx: Context,
  {
    intent,
    ...more
  }: { intent: string; amount?: number; currency?: string; paidAt?: Date; liveMoney?: boolean },
): Promise<void> {
  await ctx.db
    .insertInto('payments')
    .values({
      id: ctx.newId(),
      method: 'checkout',
      kind: 'orphan',
      held_why: 'unknown_attempt',
      currency: more.currency ?? 'GBP',
      amount: more.amount ?? 8000,
      payment_intent: intent,
      live_money: more.liveMoney ?? false,
      recorded_by: 'Stripe',
      paid_at: more.paidAt ?? ctx.now(),
      created_at: ctx.now(),
    })
    .execute();
}

/** Gives money back at Stripe's own pages; the id of the refund. */
export async function refundAt(till: Till, intent: string, amount: number): Promise<string> {
  const answer = await fetch(`${till.standIn.url}/v1/refunds`, {
    method: 'POST',
    headers: { authorization: 'Bearer sk_test_dashboard' },
    body: new URLSearchParams({ payment_intent: intent, amount: String(amount) }),
  });
  const { id } = (await answer.json()) as { id?: string };
  assert.equal(answer.status, 200);
  return id ?? '';
}

/** A refund as a row alone. */
export async function insertRefunded(
  ctx: Context,
  refund: { intent: string; stripeId: string; amount: number; state?: string; at: Date },
): Promise<void> {
  const { id, currency } = await ctx.db
    .selectFrom('payments')
    .select(['id', 'currency'])
    .where('payment_intent', '=', refund.intent)
    .executeTakeFirstOrThrow();
  await ctx.db
    .insertInto('refunds')
    .values({
      ...{ id: ctx.newId(), payment_id: id, origin: 'stripe', state: refund.state ?? 'succeeded' },
      ...{ currency, amount: refund.amount, reason: 'at_stripe', stripe_id: refund.stripeId },
      ...{ made_by: 'Stripe', created_at: refund.at, changed_at: refund.at },
    })
    .execute();
}

/** What differs now, in few words. */
export async function differencesIn({ db }: Pick<Context, 'db'>): Promise<string[]> {
  const rows = await db
    .selectFrom('money_differences')
    .selectAll()
    .where('settled_at', 'is', null)
    .orderBy('why')
    .execute();
  return rows.map(({ why, here, there, currency }) => `${why} ${here} ${there} ${currency}`);
}
