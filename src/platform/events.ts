import type { Tx } from './context.ts';

/** Who did it; `name` is what the history shows. */
export interface Actor {
  type: 'staff' | 'republisher' | 'payer' | 'stripe' | 'system';
  id: string | null;
  name: string;
}

export const system: Actor = { type: 'system', id: null, name: 'Offprint' };

export interface NewEvent {
  requestId: string | null;
  subject: { type: string; id: string };
  verb: string;
  by: Actor;
  before?: string | null;
  after?: string | null;
  data?: object;
}

/** Adds one line to the append-only history, in the transaction of the change itself. */
export async function recordEvent(tx: Tx, event: NewEvent): Promise<void> {
  await tx.db
    .insertInto('events')
    .values({
      id: tx.newId(),
      request_id: event.requestId,
      subject_type: event.subject.type,
      subject_id: event.subject.id,
      verb: event.verb,
      actor_type: event.by.type,
      actor_id: event.by.id,
      actor_name: event.by.name,
      before_state: event.before ?? null,
      after_state: event.after ?? null,
      data: JSON.stringify(event.data ?? {}),
      created_at: tx.now(),
    })
    .execute();
}
