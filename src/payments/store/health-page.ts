import type { Kysely, Selectable } from 'kysely';
import type { DB } from '../../platform/db/schema.gen.ts';
import { liveStates } from '../rules/attempt.ts';
import type { DifferenceReason } from '../rules/reconcile-sums.ts';

/** An attempt of which nobody knows yet how it ends. */
export interface UnclearAttempt {
  id: string;
  requestId: string;
  reference: string;
  state: string;
  amount: number;
  currency: string;
  sessionId: string | null;
  error: string | null;
  createdAt: Date;
  changedAt: Date;
}

/** Attempts whose call had no answer, whose bank has not answered, or whose page should have ended; oldest first. */
export async function unclearForDesk(
  db: Kysely<DB>,
  { now, limit }: { now: Date; limit: number },
): Promise<UnclearAttempt[]> {
  const minuteAgo = new Date(now.getTime() - 60_000);
  return db
    .selectFrom('payment_attempts')
    .innerJoin('requests', 'requests.id', 'payment_attempts.request_id')
    .select(['payment_attempts.id', 'request_id as requestId', 'requests.reference'])
    .select(['payment_attempts.state', 'amount', 'currency', 'session_id as sessionId', 'error'])
    .select([
      'payment_attempts.created_at as createdAt',
      'payment_attempts.changed_at as changedAt',
    ])
    .where('payment_attempts.state', 'in', liveStates)
    .where((eb) =>
      eb.or([
        eb('payment_attempts.state', '=', 'processing'),
        eb('payment_attempts.state', '=', 'creating').and(
          'payment_attempts.created_at',
          '<',
          minuteAgo,
        ),
        eb('payment_attempts.state', '=', 'open').and('payment_attempts.expires_at', '<', now),
      ]),
    )
    .orderBy('payment_attempts.created_at')
    .limit(limit)
    .execute();
}

export interface OpenDifference {
  objectId: string;
  why: DifferenceReason;
  day: string;
  currency: string;
  here: number | null;
  there: number | null;
  paymentIntent: string;
  requestId: string | null;
  reference: string | null;
  foundAt: Date;
  seenAt: Date;
}

/** Objects that stand differently in the two books, newest day first. */
export async function openDifferences(
  db: Kysely<DB>,
  { liveMoney, limit }: { liveMoney: boolean; limit: number },
): Promise<OpenDifference[]> {
  const rows = await db
    .selectFrom('money_differences')
    .leftJoin('payments', 'payments.payment_intent', 'money_differences.payment_intent')
    .leftJoin('requests', 'requests.id', 'payments.request_id')
    .select(['object_id as objectId', 'why', 'day', 'money_differences.currency', 'here', 'there'])
    .select([
      'money_differences.payment_intent as paymentIntent',
      'payments.request_id as requestId',
    ])
    .select(['requests.reference', 'found_at as foundAt', 'seen_at as seenAt'])
    .where('money_differences.live_money', '=', liveMoney)
    .where('settled_at', 'is', null)
    .orderBy('day', 'desc')
    .orderBy('object_id')
    .limit(limit)
    .execute();
  return rows.map((row) => ({ ...row, why: row.why as DifferenceReason }));
}

export type MoneyDay = Selectable<DB['money_days']>;

/** The sums of the newest days that were compared, newest first. */
export async function newestDays(
  db: Kysely<DB>,
  { liveMoney, limit }: { liveMoney: boolean; limit: number },
): Promise<MoneyDay[]> {
  return db
    .selectFrom('money_days')
    .selectAll()
    .where('live_money', '=', liveMoney)
    .orderBy('day', 'desc')
    .orderBy('currency')
    .limit(limit)
    .execute();
}
