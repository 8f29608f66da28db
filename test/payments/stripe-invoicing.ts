import assert from 'node:assert/strict';
import { makeInvoice } from '../../src/payments/actions/make-invoice.ts';
import { orderInvoice } from '../../src/payments/actions/order-invoice.ts';
import type { InvoiceRow } from '../../src/payments/store/invoices.ts';
import type { Context } from '../../src/platform/context.ts';
import type { RequestRow } from '../../src/requests/actions/read.ts';
import { acceptedRequest, fin } from './builders.ts';
import { moneyOf } from './look.ts';
import type { Till } from './till.ts';

export const bill = {
  legalName: 'Daily Example Ltd',
  billingAddress: '2 Press Lane\nHarbour\nHB1 1AA',
  billingCountry: 'GB',
  vatNumber: '',
  invoiceEmail: 'accounts@example.org',
  payBy: 'invoice',
};

/** A request of £80.00 whose offer was accepted and whose bill says who owes it. */
export async function billedRequest(
  { ctx }: Pick<Till, 'ctx'>,
  changes: Partial<typeof bill> = {},
): Promise<RequestRow> {
  const request = await acceptedRequest(ctx);
  await ctx.db
    .updateTable('requests')
    .set({ billing: JSON.stringify({ ...bill, ...changes }), own_reference: 'PO 4711' })
    .where('id', '=', request.id)
    .execute();
  return request;
}

/** Writes the rows of its invoice; the job that makes it waits in the queue. */
export async function order(ctx: Context, requestId: string): Promise<InvoiceRow> {
  const ordered = await orderInvoice(ctx, { requestId, bill: null, by: fin });
  assert.equal(ordered.kind, 'invoice');
  return ordered.kind === 'invoice' ? ordered.invoice : assert.fail();
}

/** Runs the job that makes the invoice of a request once, as the queue would. */
export async function makeOnce(ctx: Context, requestId: string): Promise<void> {
  const { id } = await ctx.db
    .selectFrom('payment_attempts')
    .select('id')
    .where('request_id', '=', requestId)
    .where('state', '=', 'creating')
    .executeTakeFirstOrThrow();
  await makeInvoice(ctx, { attemptId: id });
}

/** A request whose invoice is owed; `page` is where it can be paid. */
export async function owedInvoice(
  till: Till,
  changes: Partial<typeof bill> = {},
): Promise<{ id: string; page: string; stripeId: string }> {
  const { id } = await billedRequest(till, changes);
  await order(till.ctx, id);
  await till.work();
  const row = await invoiceOf(till.ctx, id);
  assert.equal(row.state, 'due', row.why);
  return { id, page: row.hosted_url ?? '', stripeId: row.stripe_id ?? '' };
}

/** The newest invoice of a request. */
export async function invoiceOf(
  { db }: Pick<Context, 'db'>,
  requestId: string,
): Promise<InvoiceRow> {
  return db
    .selectFrom('invoices')
    .selectAll()
    .where('request_id', '=', requestId)
    .where('kind', '=', 'invoice')
    .orderBy('id', 'desc')
    .executeTakeFirstOrThrow();
}

/** What stands about the money of a request, the states of its invoices among it. */
export async function owingOf(ctx: Pick<Context, 'db'>, requestId: string) {
  const rows = await ctx.db
    .selectFrom('invoices')
    .select('state')
    .where('request_id', '=', requestId)
    .where('kind', '=', 'invoice')
    .orderBy('id')
    .execute();
  return { ...(await moneyOf(ctx, requestId)), invoices: rows.map(({ state }) => state) };
}

/** What a request looks like whose invoice was paid once and rightly. */
export const paidInvoice = {
  request: 'granted',
  attempts: ['paid'],
  payments: ['primary 8000 GBP'],
  licences: 1,
  invoices: ['paid'],
};

interface There {
  id: string;
  status: string;
  total: number;
  currency: string;
  customer: string;
  metadata: Record<string, string>;
  lines: { data: { description: string; amount: number }[] };
}

const headers = { authorization: 'Bearer sk_test_look' };

/** The invoices that stand at the payment service, newest first. */
export async function invoicesThere({ standIn }: Pick<Till, 'standIn'>): Promise<There[]> {
  const answer = await fetch(`${standIn.url}/v1/invoices?limit=100`, { headers });
  assert.equal(answer.status, 200);
  return ((await answer.json()) as { data: There[] }).data;
}

/** Somebody does something with an object on the payment service's own pages. */
export async function doThere(
  { standIn }: Pick<Till, 'standIn'>,
  path: string,
  fields: Record<string, string> = {},
  method: 'POST' | 'DELETE' = 'POST',
): Promise<void> {
  const body = method === 'POST' ? new URLSearchParams(fields) : null;
  const answer = await fetch(`${standIn.url}/v1/${path}`, { method, headers, body });
  assert.equal(answer.status, 200, await answer.text());
}
