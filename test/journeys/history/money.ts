import assert from 'node:assert/strict';
import type { Context } from '../../../src/platform/context.ts';
import { attemptLife, type AttemptState } from '../../../src/payments/rules/attempt.ts';

/** What the books must say by themselves about what was paid for each request, once everything has come to rest. */
export async function checkMoney(ctx: Context): Promise<void> {
  await checkPaidAndGranted(ctx);
  await checkAttempts(ctx);
  await checkHeld(ctx);
}

/** Granted is what was paid for as it was offered; a licence is active while its money, or some of it, is here. */
async function checkPaidAndGranted({ db }: Context): Promise<void> {
  const requests = await db.selectFrom('requests').select(['id', 'state']).execute();
  for (const { id, state } of requests) {
    const payments = await db
      .selectFrom('payments')
      .select(['kind', 'amount', 'refunded'])
      .where('request_id', '=', id)
      .execute();
    const [primary] = payments.filter(({ kind }) => kind === 'primary');
    assert.equal(state === 'granted', primary !== undefined, `${id}: granted means paid`);
    const licences = await db
      .selectFrom('licences')
      .select('state')
      .where('request_id', '=', id)
      .execute();
    const kept = primary !== undefined && primary.refunded < primary.amount;
    for (const licence of licences)
      assert.equal(licence.state === 'active', kept, `${id}: ${licence.state} while it is kept`);
  }
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
