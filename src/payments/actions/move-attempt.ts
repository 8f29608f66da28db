import type { Updateable } from 'kysely';
import type { Tx } from '../../platform/context.ts';
import type { DB } from '../../platform/db/schema.gen.ts';
import { recordEvent, type Actor } from '../../platform/events.ts';
import { mayFollow, type AttemptState } from '../rules/attempt.ts';
import { moveAttempt, type AttemptRow } from '../store/attempts.ts';

export const stripe: Actor = { type: 'stripe', id: null, name: 'Stripe' };

/**
 * The one door through which an attempt changes its state: its table of states, compare-and-set and
 * exactly one event. False where the step does not follow or somebody was faster.
 */
export async function moveOn(
  tx: Tx,
  attempt: AttemptRow,
  to: AttemptState,
  { by, set = {} }: { by: Actor; set?: Updateable<DB['payment_attempts']> },
): Promise<boolean> {
  if (!mayFollow(attempt.state, to)) return false;
  const moved = await moveAttempt(tx.db, attempt, { ...set, state: to, changed_at: tx.now() });
  if (moved === null) return false;
  await recordEvent(tx, {
    requestId: attempt.request_id,
    subject: { type: 'payment_attempt', id: attempt.id },
    verb: verbs[to],
    by,
    before: attempt.state,
    after: to,
    data: { session: moved.session_id, amount: moved.amount, currency: moved.currency },
  });
  return true;
}

const verbs: Record<AttemptState, string> = {
  creating: 'start_payment',
  open: 'open_payment',
  processing: 'await_bank',
  paid: 'receive_payment',
  expired: 'close_payment',
  failed: 'fail_payment',
  abandoned: 'abandon_payment',
};
