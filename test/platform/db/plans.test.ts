import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CompiledQuery, sql } from 'kysely';
import { testDatabase } from '../../support/database.ts';

const { db } = await testDatabase();
const id = '00000000-0000-7000-8000-000000000000';

/** What pages and clocks ask of tables that only ever grow, and the index that answers it. */
const questions: [string, string][] = [
  [`select * from payments where request_id = '${id}'`, 'payments_by_request'],
  [
    `select state from payment_attempts where request_id = '${id}' order by id desc limit 1`,
    'payment_attempts_by_request',
  ],
  [`select * from acceptances where request_id = '${id}'`, 'acceptances_by_request'],
  [
    `select * from licences where state in ('active', 'suspended') and ends_at <= '2027-01-01' order by ends_at limit 200`,
    'licences_ending',
  ],
  [
    `select * from licences where state = 'revoked' order by issued_at desc, id desc limit 51`,
    'licences_by_state',
  ],
  [
    `select received_at from stripe_events order by received_at desc limit 1`,
    'stripe_events_newest',
  ],
  [`select count(*) from stripe_events where state = 'failed'`, 'stripe_events_open'],
  [
    `select id from stripe_events where delivered_at is not null order by delivered_at desc limit 1`,
    'stripe_events_delivered',
  ],
  [
    `select sent_at from stripe_events where delivered_at is null and sent_at > '2027-01-01' order by sent_at desc limit 1000`,
    'stripe_events_fetched',
  ],
  [
    `select id from stripe_events where error = 'other_mode' and received_at >= '2027-01-01' limit 1000`,
    'stripe_events_other_mode',
  ],
  [
    `select id from payments where live_money and paid_at >= '2027-01-01' and paid_at < '2027-02-01'
      and (paid_at, id) > ('2027-01-02', '${id}') order by paid_at, id limit 500`,
    'payments_by_day',
  ],
  [
    `select id from events where subject_type = 'refund' and created_at >= '2027-01-01'
      and (created_at, id) > ('2027-01-02', '${id}') order by created_at, id limit 500`,
    'events_refunds_by_day',
  ],
  [
    `select id from stripe_movements where live_money and booked_at >= '2027-01-01' order by booked_at, id limit 500`,
    'stripe_movements_by_day',
  ],
  [`select id from stripe_movements where payment_intent = 'pi_1'`, 'stripe_movements_by_intent'],
  [
    `select id from refunds where state = 'succeeded' and changed_at >= '2027-01-01'`,
    'refunds_succeeded',
  ],
  [`select * from events where subject_id = '${id}' order by created_at`, 'events_by_subject'],
  [`select * from messages where request_id = '${id}' order by created_at`, 'messages_by_request'],
  [
    `select period_start from allowance_uses where allowance_id = '${id}' order by period_start desc limit 1`,
    'allowance_uses_by_period',
  ],
  [`select * from organisations order by name, id limit 51`, 'organisations_by_name'],
  [`select * from emails where state = 'queued' and next_try_at < '2027-01-01'`, 'emails_waiting'],
];

test('each question of a page or a clock to a growing table has its index', async () => {
  const without = await db.transaction().execute(async (tx) => {
    await sql`set local enable_seqscan = off`.execute(tx);
    const missing = [];
    for (const [question, index] of questions) {
      const { rows } = await tx.executeQuery<Record<string, string>>(
        CompiledQuery.raw(`explain ${question}`),
      );
      const plan = rows.flatMap((row) => Object.values(row)).join('\n');
      if (!plan.includes(index)) missing.push(`${index}:\n${plan}`);
    }
    return missing;
  });
  assert.deepEqual(without, []);
});
