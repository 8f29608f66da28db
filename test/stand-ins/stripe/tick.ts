import { settleDebit } from './payments.ts';
import { settleRefund } from './refunding.ts';
import { expireSession } from './resources/checkout-sessions.ts';
import { idOf, type World } from './world.ts';

/** Does what has come due by the movable clock: sessions end, debits and late refunds settle. */
export function tick(world: World) {
  const now = world.now();
  let changed = false;
  for (const { session } of world.records.sessions.values()) {
    if (session.status !== 'open' || session.expires_at > now) continue;
    expireSession(world, session.id);
    changed = true;
  }
  for (const [id, { dueAt, outcome }] of world.records.settlements) {
    if (dueAt === null || dueAt > now) continue;
    settle(world, id, outcome);
    changed = true;
  }
  return changed;
}

/** Settles the debit of an intent or session, or a refund, by its id. */
export function settle(world: World, id: string, outcome: 'succeed' | 'fail') {
  const refund = world.records.refunds.get(id);
  if (refund) return settleRefund(world, refund, outcome);
  const record = [...world.records.sessions.values()].find(
    ({ session }) => session.id === id || idOf(session.payment_intent) === id,
  );
  if (!record || !world.records.settlements.has(idOf(record.session.payment_intent) ?? ''))
    throw new Error(`Nothing waits to be settled under ${id}.`);
  settleDebit(world, record, outcome);
}
