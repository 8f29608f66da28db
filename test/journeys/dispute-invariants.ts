import assert from 'node:assert/strict';
import type { Kysely } from 'kysely';
import type { DB } from '../../src/platform/db/schema.gen.ts';
import { heldBy, mayDisputeFollow, type DisputeState } from '../../src/payments/rules/dispute.ts';

type Db = Kysely<DB>;

/**
 * What must hold of money that banks call back: no licence is in force while a dispute of what it was paid with is
 * open, it has ended where that was lost, nothing stays stopped for a dispute that is over, and each state has one event.
 */
export async function checkDisputes(db: Db): Promise<void> {
  const disputes = await db.selectFrom('disputes').selectAll().orderBy('id').execute();
  const payments = await db
    .selectFrom('payments')
    .selectAll()
    .where('kind', '=', 'primary')
    .execute();
  for (const payment of payments) {
    const ofIt = disputes.filter(({ payment_id: id }) => id === payment.id);
    const held = heldBy(ofIt.map(({ state }) => ({ state: state as DisputeState })));
    const isGone = payment.refunded === payment.amount;
    for (const { number, state, reason } of await licencesOf(db, payment.request_id ?? '')) {
      if (held !== 'none') assert.notEqual(state, 'active', `${number}: its money is called back`);
      if (held === 'lost') assert.notEqual(state, 'suspended', `${number} ended with its dispute`);
      const why = `${state} ${reason}`;
      if (held !== 'open') assert.notEqual(why, 'suspended dispute', `${number}: it is over`);
      if (held === 'none' && !isGone)
        assert.notEqual(why, 'revoked dispute_lost', `${number}: the money is here`);
    }
  }
  for (const { id, state } of disputes) await checkSteps(db, id, state);
}

const licencesOf = (db: Db, requestId: string) =>
  db
    .selectFrom('licences')
    .select(['number', 'state', 'reason'])
    .where('request_id', '=', requestId)
    .execute();

/** One event for each state that a dispute has come to, the last one being where it stands. */
async function checkSteps(db: Db, id: string, state: string): Promise<void> {
  const events = await db
    .selectFrom('events')
    .select(['before_state', 'after_state'])
    .where('subject_id', '=', id)
    .where('subject_type', '=', 'dispute')
    .orderBy('id')
    .execute();
  let at: string | null = null;
  for (const { before_state: before, after_state: after } of events) {
    const follows =
      before === null || mayDisputeFollow(before as DisputeState, after as DisputeState);
    assert.equal(before, at, `the events of dispute ${id} follow each other`);
    assert.ok(follows, `dispute ${id}: to ${after ?? 'none'}`);
    at = after;
  }
  assert.equal(at, state, `the history of dispute ${id} ends where it stands`);
}
