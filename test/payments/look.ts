import type { Context } from '../../src/platform/context.ts';

/** What stands in the database about paying a request, in few words. */
export async function moneyOf(
  { db }: Pick<Context, 'db'>,
  requestId: string,
): Promise<{ request: string; attempts: string[]; payments: string[]; licences: number }> {
  const request = await db
    .selectFrom('requests')
    .select('state')
    .where('id', '=', requestId)
    .executeTakeFirstOrThrow();
  const attempts = await db
    .selectFrom('payment_attempts')
    .select('state')
    .where('request_id', '=', requestId)
    .orderBy('id')
    .execute();
  const payments = await db
    .selectFrom('payments')
    .select(['kind', 'held_why', 'amount', 'currency'])
    .where('request_id', '=', requestId)
    .orderBy('id')
    .execute();
  const licences = await db
    .selectFrom('licences')
    .select('id')
    .where('request_id', '=', requestId)
    .where('state', '=', 'active')
    .execute();
  return {
    request: request.state,
    attempts: attempts.map(({ state }) => state),
    payments: payments.map(({ kind, held_why: why, amount, currency }) =>
      [kind, why, `${amount} ${currency}`].filter((word) => word !== '').join(' '),
    ),
    licences: licences.length,
  };
}

/** What a request looks like that was paid once and rightly. */
export const paidOnce = {
  request: 'granted',
  attempts: ['paid'],
  payments: ['primary 8000 GBP'],
  licences: 1,
};

/** Kinds of the letters written about a request, oldest first; those about its licence left out. */
export async function lettersOf({ db }: Pick<Context, 'db'>, requestId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('emails')
    .select('kind')
    .where('request_id', '=', requestId)
    .where((eb) => eb.or([eb('kind', 'like', '%payment%'), eb('kind', 'like', '%refund%')]))
    .orderBy('id')
    .execute();
  return rows.map(({ kind }) => kind);
}

/** Verbs in the history of a request's payments, oldest first. */
export async function historyOf({ db }: Pick<Context, 'db'>, requestId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('events')
    .select('verb')
    .where('request_id', '=', requestId)
    .where('subject_type', 'in', ['payment', 'payment_attempt', 'refund'])
    .orderBy('id')
    .execute();
  return rows.map(({ verb }) => verb);
}

/** States of the events in the inbox, with their types. */
export async function inboxOf({ db }: Pick<Context, 'db'>): Promise<string[]> {
  const rows = await db
    .selectFrom('stripe_events')
    .select(['type', 'state'])
    .orderBy('received_at')
    .orderBy('id')
    .execute();
  return rows.map(({ type, state }) => `${type} ${state}`);
}
