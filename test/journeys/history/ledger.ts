import assert from 'node:assert/strict';
import { disputeStateOf } from '../../../src/payments/rules/dispute.ts';
import type { Context } from '../../../src/platform/context.ts';
import type { Shop } from './shop.ts';

/**
 * What must hold between the portal's books and the payment service's own, once everything has come to rest: all money
 * stands on both sides, once and alike; no offer was paid twice; and a page is payable only where its request waits for it.
 */
export async function checkAgainstService(shop: Shop): Promise<void> {
  await checkCharges(shop);
  await checkPaidOnce(shop);
  checkCalledOnce(shop);
  await checkGivenBack(shop);
  await checkCalledBack(shop);
  await checkInvoices(shop);
  await checkPages(shop);
  await checkDifferences(shop.ctx);
}

/** The id behind a field that may hold the whole object. */
const idOf = (field: string | { id: string } | null | undefined): string =>
  (typeof field === 'string' ? field : field?.id) ?? '';

async function checkCharges({ ctx, levers }: Shop): Promise<void> {
  const { charges } = levers.books();
  const taken = charges.filter(({ status }) => status === 'succeeded');
  const there = taken.map((charge) => {
    const intent = idOf(charge.payment_intent);
    return `${intent} ${charge.id} ${charge.amount} ${charge.currency.toUpperCase()}`;
  });
  const payments = await ctx.db
    .selectFrom('payments')
    .selectAll()
    .where('payment_intent', 'is not', null)
    .execute();
  const here = payments.map(({ payment_intent: intent, charge_id: charge, amount, currency }) =>
    [intent, charge, amount, currency].join(' '),
  );
  assert.deepEqual(here.toSorted(), there.toSorted(), 'every charge is recorded once');
}

/** Nobody was charged twice for the same offer, but on a page that was opened again or an invoice that was given up. */
async function checkPaidOnce({ ctx, levers, reopened }: Shop): Promise<void> {
  const again = levers
    .sessions()
    .data.filter(({ id }) => reopened.has(id))
    .map((session) => idOf(session.payment_intent));
  const payments = await ctx.db
    .selectFrom('payments')
    .innerJoin('offers', 'offers.id', 'payments.offer_id')
    .leftJoin('invoices', 'invoices.attempt_id', 'payments.attempt_id')
    .select(['payment_intent', 'payments.offer_id', 'payments.amount', 'offers.total'])
    .select('invoices.state as invoice')
    .where('payment_intent', 'is not', null)
    .execute();
  const whole = payments.filter(
    ({ payment_intent: intent, amount, total, invoice }) =>
      amount === total && invoice !== 'written_off' && !again.includes(intent ?? ''),
  );
  const offers = whole.map(({ offer_id: offer }) => offer);
  assert.equal(new Set(offers).size, offers.length, 'no offer was paid for twice');
}

/** However often an answer was lost: an attempt has made one page at most, and a wish for a refund one refund. */
function checkCalledOnce({ levers }: Shop): void {
  const pages = levers.sessions().data.map(({ metadata }) => metadata?.['attempt_id'] ?? '');
  assert.equal(new Set(pages).size, pages.length, 'one page for each attempt');
  const wishes = levers
    .books()
    .refunds.map(({ metadata }) => metadata?.['refund_id'] ?? '')
    .filter((id) => id !== '');
  assert.equal(new Set(wishes).size, wishes.length, 'one refund for each wish');
}

async function checkGivenBack({ ctx, levers }: Shop): Promise<void> {
  const there = levers
    .books()
    .refunds.map(({ id, payment_intent: intent, amount, status }) =>
      [idOf(intent), id, amount, status].join(' '),
    );
  const rows = await ctx.db
    .selectFrom('refunds')
    .innerJoin('payments', 'payments.id', 'refunds.payment_id')
    .select(['payments.payment_intent', 'refunds.stripe_id', 'refunds.amount', 'refunds.state'])
    .where('payments.payment_intent', 'is not', null)
    .execute();
  // One that the service refused has never been there.
  const made = rows.filter(({ stripe_id: id, state }) => id !== null || state !== 'failed');
  const here = made.map(({ payment_intent: intent, stripe_id: id, amount, state }) =>
    [intent, id, amount, state].join(' '),
  );
  assert.deepEqual(here.toSorted(), there.toSorted(), 'every refund is recorded once');
}

async function checkCalledBack({ ctx, levers }: Shop): Promise<void> {
  const there = levers
    .books()
    .disputes.map(({ id, amount, status }) => `${id} ${amount} ${disputeStateOf(status)}`);
  const rows = await ctx.db
    .selectFrom('disputes')
    .select(['stripe_id', 'amount', 'state'])
    .execute();
  const here = rows.map(({ stripe_id: id, amount, state }) => `${id} ${amount} ${state}`);
  assert.deepEqual(here.toSorted(), there.toSorted(), 'every dispute stands as it stands there');
}

const invoiceStatus: Record<string, string> = {
  ...{
    due: 'open',
    overdue: 'open',
    paid: 'paid',
    cancelled: 'void',
    written_off: 'uncollectible',
  },
};

/** Whatever can be paid there is owed here, and what is owed here can be paid there; one that is void is nobody's business. */
async function checkInvoices({ ctx, levers }: Shop): Promise<void> {
  const there = levers
    .books()
    .invoices.filter(({ status }) => status !== 'void')
    .map(({ id, status }) => `${id} ${status}`);
  const rows = await ctx.db
    .selectFrom('invoices')
    .select(['stripe_id', 'state'])
    .where('kind', '=', 'invoice')
    .where('stripe_id', 'is not', null)
    .where('state', '<>', 'cancelled')
    .execute();
  const here = rows.map(({ stripe_id: id, state }) => `${id} ${invoiceStatus[state] ?? state}`);
  assert.deepEqual(here.toSorted(), there.toSorted(), 'every invoice stands as it stands there');
}

/** Nobody can pay for what is not waiting to be paid. */
async function checkPages({ ctx, levers, reopened }: Shop): Promise<void> {
  const open = levers
    .sessions()
    .data.filter(({ id, status }) => status === 'open' && !reopened.has(id));
  for (const { id } of open) {
    const attempt = await ctx.db
      .selectFrom('payment_attempts')
      .innerJoin('requests', 'requests.id', 'payment_attempts.request_id')
      .innerJoin('offers', 'offers.id', 'payment_attempts.offer_id')
      .select(['payment_attempts.state', 'requests.state as request', 'offers.state as offer'])
      .where('session_id', '=', id)
      .executeTakeFirst();
    const waiting = { state: 'open', request: 'accepted', offer: 'current' };
    assert.deepEqual(attempt, waiting, 'an open page belongs to a request that waits for it');
  }
}

async function checkDifferences({ db }: Context): Promise<void> {
  const differences = await db
    .selectFrom('money_differences')
    .select(['why', 'here', 'there'])
    .where('settled_at', 'is', null)
    .execute();
  assert.deepEqual(differences, [], 'no day differs');
}
