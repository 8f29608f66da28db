import assert from 'node:assert/strict';
import type { Context } from '../../src/platform/context.ts';
import { licenceOf } from './refunding.ts';
import type { Till } from './till.ts';

/** What the books say of a payment's disputes, of the licence, of the history and of the letters about them. */
export async function disputed({ ctx }: Pick<Till, 'ctx'>, requestId: string) {
  const rows = await ctx.db
    .selectFrom('disputes')
    .innerJoin('payments', 'payments.id', 'disputes.payment_id')
    .select(['disputes.id', 'disputes.state', 'disputes.amount'])
    .where('payments.request_id', '=', requestId)
    .orderBy('disputes.id')
    .execute();
  return {
    disputes: rows.map(({ state, amount }) => `${state} ${amount}`),
    licence: await licenceOf(ctx, requestId),
    events: await stepsOf(ctx, requestId),
    letters: await newsOf(ctx, requestId),
  };
}

/** Changes of state in the history of a request's disputes, oldest first. */
async function stepsOf({ db }: Context, requestId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('events')
    .select(['before_state', 'after_state'])
    .where('request_id', '=', requestId)
    .where('subject_type', '=', 'dispute')
    .orderBy('id')
    .execute();
  return rows.map(({ before_state: before, after_state: after }) => `${before} > ${after}`);
}

/** Subjects of the letters about disputes and licences, up to the sum or headline, with how many they went to. */
async function newsOf({ db }: Context, requestId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('emails')
    .select('subject')
    .where('request_id', '=', requestId)
    .where('kind', 'in', ['staff-dispute', 'licence-changed'])
    .orderBy('id')
    .execute();
  return rows.map(({ subject }) => subject.replace(/[:(“£].*$/u, '').trim());
}

/** Somebody answers a dispute at the payment service's own pages; `metadata` alone changes nothing but is told of. */
export async function answerThere(
  { standIn }: Pick<Till, 'standIn'>,
  id: string,
  fields: Record<string, string>,
): Promise<void> {
  const headers = { authorization: 'Bearer sk_test_dashboard' };
  const body = new URLSearchParams(fields);
  const answer = await fetch(`${standIn.url}/v1/disputes/${id}`, { method: 'POST', headers, body });
  assert.equal(answer.status, 200);
}

/** A dispute comes to stand at the payment service as no lever makes it stand, and that is told. */
export async function disputeMoves(till: Till, id: string, status: string): Promise<void> {
  till.levers.mutate({ id, fields: { status } });
  await answerThere(till, id, { 'metadata[seen]': status });
  await till.settle();
}

/** Another application sells something through the same account. */
export async function sellElsewhere({ standIn }: Pick<Till, 'standIn'>): Promise<string> {
  const headers = { authorization: 'Bearer sk_test_of_the_shop' };
  const body = new URLSearchParams({
    mode: 'payment',
    success_url: 'https://shop.example.org/thanks',
    'line_items[0][quantity]': '1',
    'line_items[0][price_data][currency]': 'gbp',
    'line_items[0][price_data][unit_amount]': '4500',
    'line_items[0][price_data][product_data][name]': 'A tea towel',
  });
  const address = `${standIn.url}/v1/checkout/sessions`;
  const answer = await fetch(address, { method: 'POST', headers, body });
  assert.equal(answer.status, 200);
  return ((await answer.json()) as { url: string }).url;
}
