import { expireSession } from './checkout.ts';
import { closeDispute } from './disputing.ts';
import { tellOverdue } from './invoicing.ts';
import { settleDebit } from './payments.ts';
import { settleRefund } from './refunding.ts';
import { idOf, type Outcome, type World } from './world.ts';

/** Does what has come due by the movable clock: sessions end, banks decide, invoices become overdue. */
export function tick(world: World) {
  const now = world.now();
  let changed = tellOverdue(world);
  for (const record of world.records.sessions.values()) {
    if (record.session.status !== 'open' || record.session.expires_at > now) continue;
    expireSession(world, record);
    changed = true;
  }
  for (const [id, { dueAt, outcome }] of world.records.settlements) {
    if (dueAt === null || dueAt > now) continue;
    settle(world, id, outcome);
    changed = true;
  }
  return changed;
}

/** Lets a debit (by intent or session), a refund or a dispute end, by its id. */
export function settle(world: World, id: string, outcome: Outcome) {
  const { refunds, disputes, sessions, intents, settlements } = world.records;
  const refund = refunds.get(id);
  if (refund) return settleRefund(world, refund, outcome);
  const dispute = disputes.get(id);
  if (dispute) return closeDispute(world, dispute, outcome === 'succeed' ? 'won' : 'lost');
  const intent = intents.get(idOf(sessions.get(id)?.session.payment_intent) ?? id);
  if (!intent || !settlements.has(intent.id))
    throw new Error(`Nothing waits to be settled under ${id}.`);
  settleDebit(world, intent, outcome);
}
