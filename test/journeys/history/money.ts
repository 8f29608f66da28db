import assert from 'node:assert/strict';
import type { Context } from '../../../src/platform/context.ts';
import { attemptLife, type AttemptState } from '../../../src/payments/rules/attempt.ts';
import { heldBy, type DisputeState } from '../../../src/payments/rules/dispute.ts';
import { invoiceLife, type InvoiceState } from '../../../src/payments/rules/invoice.ts';

/** What the books must say by themselves about what was paid for each request, once everything has come to rest. */
export async function checkMoney(ctx: Context): Promise<void> {
  await checkPaidAndGranted(ctx);
  await checkAttempts(ctx);
  await checkInvoices(ctx);
  await checkHeld(ctx);
}

/** Granted is what was paid for as it was offered, or is owed on an invoice; licences follow the money. */
async function checkPaidAndGranted({ db }: Context): Promise<void> {
  const requests = await db.selectFrom('requests').select(['id', 'state']).execute();
  for (const { id, state } of requests) {
    const payments = await db
      .selectFrom('payments')
      .selectAll()
      .where('request_id', '=', id)
      .execute();
    const primary = payments.find(({ kind }) => kind === 'primary') ?? null;
    const invoices = await db
      .selectFrom('invoices')
      .select('state')
      .where('request_id', '=', id)
      .where('on_terms', '=', true)
      .execute();
    const isGranted = primary !== null || invoices.length > 0;
    assert.equal(state === 'granted', isGranted, `${id}: granted means paid, or owed`);
    const allowed = primary === null ? owed(invoices) : await paidFor(db, primary);
    const licences = await db
      .selectFrom('licences')
      .select('state')
      .where('request_id', '=', id)
      .execute();
    for (const licence of licences)
      assert.ok(allowed.includes(licence.state), `${id}: ${licence.state}, not ${allowed.join()}`);
  }
}

function owed(invoices: readonly { state: string }[]): string[] {
  const isOpen = invoices.some((invoice) => ['due', 'overdue'].includes(invoice.state));
  return isOpen ? ['active', 'suspended', 'expired'] : ['revoked', 'expired'];
}

/** What a licence may be by what it was paid with. */
async function paidFor(
  db: Context['db'],
  { id, refunded, amount }: { id: string; refunded: number; amount: number },
): Promise<string[]> {
  const disputes = await db
    .selectFrom('disputes')
    .select('state')
    .where('payment_id', '=', id)
    .execute();
  const held = heldBy(disputes.map(({ state }) => ({ state: state as DisputeState })));
  if (refunded === amount || held === 'lost') return ['revoked', 'expired'];
  return held === 'open' ? ['suspended', 'expired'] : ['active', 'expired'];
}

/** Each attempt has gone the way of its table, with one event for each step, and one at most is live. */
async function checkAttempts({ db }: Context): Promise<void> {
  const attempts = await db.selectFrom('payment_attempts').selectAll().execute();
  for (const { id, state } of attempts) {
    const events = await db
      .selectFrom('events')
      .select(['before_state', 'after_state'])
      .where('subject_type', '=', 'payment_attempt')
      .where('subject_id', '=', id)
      .orderBy('id')
      .execute();
    let at: string | null = null;
    for (const { before_state: before, after_state: after } of events) {
      assert.equal(before, at, `attempt ${id}: what happened follows what was`);
      const next: readonly string[] = at === null ? ['creating'] : attemptLife[at as AttemptState];
      assert.ok(next.includes(after ?? ''), `attempt ${id}: ${at} to ${after}`);
      at = after;
    }
    assert.equal(at, state, `the history of attempt ${id} ends where it stands`);
  }
}

/** Each invoice has gone the way of its table, and nothing is still a draft. */
async function checkInvoices({ db }: Context): Promise<void> {
  const rows = await db
    .selectFrom('invoices')
    .select(['id', 'state'])
    .where('kind', '=', 'invoice')
    .execute();
  for (const { id, state } of rows) {
    assert.notEqual(state, 'draft', `invoice ${id} was made, or given up`);
    const events = await db
      .selectFrom('events')
      .select(['before_state', 'after_state'])
      .where('subject_type', '=', 'invoice')
      .where('subject_id', '=', id)
      .where('after_state', 'is not', null)
      .orderBy('id')
      .execute();
    let at: string | null = null;
    for (const { before_state: before, after_state: after } of events) {
      assert.equal(before, at, `invoice ${id}: what happened follows what was`);
      const next: readonly string[] = at === null ? ['draft'] : invoiceLife[at as InvoiceState];
      // A reminder changes nothing.
      if (before !== after)
        assert.ok(next.includes(after ?? ''), `invoice ${id}: ${at} to ${after}`);
      at = after;
    }
    assert.equal(at, state, `the history of invoice ${id} ends where it stands`);
  }
}

/** Money that counts for nothing was told to staff, once. */
async function checkHeld({ db }: Context): Promise<void> {
  const held = await db
    .selectFrom('payments')
    .select('id')
    .where('kind', '<>', 'primary')
    .execute();
  for (const { id } of held) {
    const told = await db
      .selectFrom('events')
      .select('id')
      .where('subject_type', '=', 'payment')
      .where('subject_id', '=', id)
      .where('verb', '=', 'hold_payment')
      .execute();
    assert.equal(told.length, 1, `payment ${id} is held, and staff were told once`);
  }
}
