import type { Updateable } from 'kysely';
import type { Tx } from '../../platform/context.ts';
import type { DB } from '../../platform/db/schema.gen.ts';
import { conflict } from '../../platform/errors.ts';
import { recordEvent, type Actor } from '../../platform/events.ts';
import { endsOffer, stateAfter, type RequestVerb } from '../rules/life.ts';
import { endOffer } from '../store/offers.ts';
import { moveRequest, type RequestRow } from '../store/requests.ts';

/** Who moves the request, what the history keeps of it, and columns that change with the state. */
export interface Move {
  by: Actor;
  data?: object;
  set?: Updateable<DB['requests']>;
}

/**
 * The one door through which a request changes its state: the table `life`, compare-and-set against
 * the row that was read, and exactly one event. Returns the row as it is now. Refuses with
 * conflict('already_changed') where the step is not possible (any more) or somebody was faster.
 * Steps that end an offer also close it and have open checkouts expired.
 */
export async function advance(
  tx: Tx,
  request: RequestRow,
  verb: RequestVerb,
  { by, data = {}, set = {} }: Move,
): Promise<RequestRow> {
  const state = stateAfter(request.state, verb);
  if (state === null) throw conflict('already_changed');
  const now = tx.now();
  const answered = answers.has(verb) && request.first_answered_at === null;
  const moved = await moveRequest(tx.db, request, {
    ...set,
    ...(answered ? { first_answered_at: now } : {}),
    state,
    changed_at: now,
  });
  if (moved === null) throw conflict('already_changed');
  await recordEvent(tx, {
    requestId: request.id,
    subject: { type: 'request', id: request.id },
    verb,
    by,
    before: request.state,
    after: state,
    data,
  });
  if (endsOffer(verb)) await closeOffer(tx, request.id);
  if (request.state === 'accepted' && state !== 'granted') await closeCheckouts(tx, request.id);
  return moved;
}

const answers: ReadonlySet<RequestVerb> = new Set(['ask', 'offer', 'decline', 'grant_free']);

async function closeOffer(tx: Tx, requestId: string): Promise<void> {
  await endOffer(tx.db, requestId, 'closed');
}

/** The payment service is told after the commit; money that still arrives is held. */
async function closeCheckouts(tx: Tx, requestId: string): Promise<void> {
  await tx.enqueue('reconcile-payments', { requestId }, { key: requestId });
}
