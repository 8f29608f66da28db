import assert from 'node:assert/strict';
import type { Kysely } from 'kysely';
import type { DB } from '../../src/platform/db/schema.gen.ts';

type Db = Kysely<DB>;

const sumOf = (rows: readonly { amount: number; state: string }[], states: string[]): number =>
  rows.filter(({ state }) => states.includes(state)).reduce((sum, { amount }) => sum + amount, 0);

/**
 * What must hold of money that was given back: never more than was paid, the books say what the refunds add up to, one
 * charge at most is kept for a request, and a licence ends with the whole of its money and comes back with it.
 */
export async function checkRefunds(db: Db): Promise<void> {
  const payments = await paymentsIn(db);
  const refunds = await refundsIn(db);
  for (const payment of payments) {
    const ofIt = refunds.filter(({ payment_id: id }) => id === payment.id);
    const name = `payment ${payment.payment_intent ?? payment.bank_reference}`;
    assert.equal(sumOf(ofIt, ['succeeded']), payment.refunded, `${name}: refunds add up`);
    const all = sumOf(ofIt, ['requested', 'pending', 'succeeded']);
    assert.ok(all <= payment.amount, `${name}: no more is given back than was paid`);
    assert.ok(ofIt.every(({ currency }) => currency === payment.currency));
  }
  const unheard = refunds.filter(({ state }) => state === 'requested');
  assert.deepEqual(unheard, [], 'every refund that was asked for was heard of');
  const keys = refunds.map(({ stripe_id: id }) => id).filter((id) => id !== null);
  assert.equal(new Set(keys).size, keys.length, 'each refund at Stripe stands once');
  await checkKept(db, payments);
  await checkEvents(db, refunds);
  await checkLetters(db, payments, refunds);
}

const paymentsIn = (db: Db) => db.selectFrom('payments').selectAll().orderBy('id').execute();
const refundsIn = (db: Db) => db.selectFrom('refunds').selectAll().orderBy('id').execute();
type Payments = Awaited<ReturnType<typeof paymentsIn>>;
type Refunds = Awaited<ReturnType<typeof refundsIn>>;

/** Whatever is kept besides one charge is held, for staff to see; and licences follow the money. */
async function checkKept(db: Db, payments: Payments): Promise<void> {
  for (const requestId of new Set(payments.map(({ request_id: id }) => id))) {
    if (requestId === null) continue;
    const ofIt = payments.filter(({ request_id: id }) => id === requestId);
    const kept = ofIt.filter(({ refunded, amount }) => refunded < amount);
    const counting = kept.filter(({ kind }) => kind === 'primary');
    assert.ok(counting.length <= 1, `one charge counts for ${requestId}`);
    const gone = ofIt.some(
      ({ kind, refunded, amount }) => kind === 'primary' && refunded === amount,
    );
    const licences = await db
      .selectFrom('licences')
      .select(['number', 'state', 'reason'])
      .where('request_id', '=', requestId)
      .execute();
    for (const { number, state, reason } of licences) {
      if (gone)
        assert.ok(!['active', 'suspended'].includes(state), `${number} ended with its money`);
      else assert.notEqual(`${state} ${reason}`, 'revoked refunded', `${number} has its money`);
    }
  }
}

/** One event for each state that a refund has come to, the last one being where it stands. */
async function checkEvents(db: Db, refunds: Refunds): Promise<void> {
  for (const { id, state } of refunds) {
    const events = await db
      .selectFrom('events')
      .select(['before_state', 'after_state'])
      .where('subject_id', '=', id)
      .where('subject_type', '=', 'refund')
      // What happens to its credit note changes nothing about the refund.
      .where('after_state', 'is not', null)
      .orderBy('id')
      .execute();
    let at: string | null = null;
    for (const { before_state: before, after_state: after } of events) {
      assert.equal(before, at, `the events of refund ${id} follow each other`);
      at = after;
    }
    assert.equal(at, state, `the history of refund ${id} ends where it stands`);
  }
}

/** Each refund that was made has one letter; one that never was has none. */
async function checkLetters(db: Db, payments: Payments, refunds: Refunds): Promise<void> {
  const made = new Set(
    (
      await db
        .selectFrom('events')
        .select('subject_id')
        .where('subject_type', '=', 'refund')
        .where('after_state', 'in', ['pending', 'succeeded'])
        .execute()
    ).map(({ subject_id: id }) => id),
  );
  for (const requestId of new Set(payments.map(({ request_id: id }) => id))) {
    if (requestId === null) continue;
    const ids = payments.filter(({ request_id: of }) => of === requestId).map(({ id }) => id);
    const told = refunds.filter(({ id, payment_id: of }) => ids.includes(of) && made.has(id));
    const letters = await db
      .selectFrom('emails')
      .select('id')
      .where('request_id', '=', requestId)
      .where('kind', '=', 'refund-made')
      .execute();
    assert.equal(letters.length, told.length, `letters about refunds of ${requestId}`);
  }
}
