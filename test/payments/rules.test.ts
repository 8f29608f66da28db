import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  attemptLife,
  creationStep,
  mayFollow,
  payStep,
  savedFault,
  sessionEnd,
  type AttemptState,
  type LiveAttempt,
} from '../../src/payments/rules/attempt.ts';
import { cardProblem } from '../../src/payments/rules/card.ts';
import { isFromFuture, isSessionId, subjectOf } from '../../src/payments/rules/event.ts';
import { payState } from '../../src/payments/rules/pay-state.ts';
import {
  leftOf,
  mayRefundFollow,
  refundStep,
  type RefundState,
} from '../../src/payments/rules/refund.ts';

const now = new Date('2026-11-23T10:00:00Z');
const after = (minutes: number): Date => new Date(now.getTime() + minutes * 60_000);

test('paid follows every state and nothing follows paid', () => {
  const states = Object.keys(attemptLife) as AttemptState[];
  for (const state of states) {
    assert.equal(mayFollow(state, 'paid'), state !== 'paid');
    assert.equal(mayFollow('paid', state), false);
    assert.equal(mayFollow(state, 'creating'), false);
  }
  assert.equal(mayFollow('expired', 'open'), false);
});

test('what pressing Pay does with the attempt that is there', () => {
  const live: LiveAttempt = {
    offerId: 'o1',
    state: 'open',
    sessionUrl: 'https://checkout.example.org/c',
    expiresAt: after(30),
    createdAt: after(-5),
    error: null,
  };
  const cases: [Partial<LiveAttempt>, string][] = [
    [{}, 'reuse'],
    [{ expiresAt: after(1) }, 'close'],
    [{ sessionUrl: null }, 'close'],
    [{ offerId: 'o0' }, 'close'],
    [{ state: 'processing' }, 'wait'],
    [{ state: 'processing', offerId: 'o0' }, 'wait'],
    [{ state: 'creating' }, 'create'],
    [{ state: 'creating', error: savedFault }, 'search'],
    [{ state: 'creating', offerId: 'o0' }, 'close'],
  ];
  for (const [changes, step] of cases)
    assert.equal(payStep({ ...live, ...changes }, 'o1', now), step);
  assert.equal(creationStep({ error: null, createdAt: after(-23 * 60) }, now), 'create');
  assert.equal(creationStep({ error: null, createdAt: after(-23 * 60 - 1) }, now), 'search');
});

test('a page closes with its offer, as far as the service allows', () => {
  assert.deepEqual(sessionEnd(after(120), now), after(120));
  assert.deepEqual(sessionEnd(after(5), now), after(41));
  assert.deepEqual(sessionEnd(after(14 * 24 * 60), now), after(24 * 60 - 11));
});

test('sums that a card cannot pay are known before anybody is sent away', () => {
  const cases: [number, string, string | null][] = [
    [8000, 'GBP', null],
    [30, 'GBP', null],
    [29, 'GBP', 'too_small'],
    [50, 'JPY', null],
    [49, 'JPY', 'too_small'],
    [100_000_000, 'EUR', 'too_large'],
    [5124, 'KWD', 'step'],
    [5120, 'KWD', null],
    [390, 'KWD', 'too_small'],
    [8000, 'ISK', null],
    [8000, 'UGX', 'currency'],
    [8000, 'XAU', 'currency'],
  ];
  for (const [amount, currency, problem] of cases)
    assert.equal(cardProblem({ amount, currency }), problem, `${amount} ${currency}`);
});

test('an event leads to the object that it is about, or to nothing', () => {
  const table: [string, string, object | null][] = [
    ['checkout.session.completed', 'cs_1', { session: 'cs_1' }],
    ['payment_intent.succeeded', 'pi_1', { intent: 'pi_1' }],
    ['charge.refunded', 'ch_1', { charge: 'ch_1' }],
    ['refund.failed', 're_1', { refund: 're_1' }],
    ['charge.dispute.created', 'dp_1', { dispute: 'dp_1' }],
    ['radar.early_fraud_warning.created', 'issfr_1', { warning: 'issfr_1' }],
    ['invoice.paid', 'in_1', { invoice: 'in_1' }],
    ['invoice.created', 'in_1', null],
    ['customer.created', 'cus_1', null],
  ];
  for (const [type, objectId, subject] of table)
    assert.deepEqual(subjectOf({ type, objectId }), subject, type);
});

test('events may be five minutes ahead of our clock and no more; session ids have one shape', () => {
  assert.equal(isFromFuture({ createdAt: after(5) }, now), false);
  assert.equal(isFromFuture({ createdAt: after(5.1) }, now), true);
  assert.equal(isSessionId('cs_test_a1B2c3D4'), true);
  for (const text of [
    '{CHECKOUT_SESSION_ID}',
    'cs_test_',
    'pi_12345678',
    'cs_test_a/../b',
    ['cs_test_a1B2c3D4'],
    undefined,
  ])
    assert.equal(isSessionId(text), false);
});

test('what the pay page says', () => {
  const facts = {
    request: 'accepted',
    isPaid: false,
    isRefunded: false,
    attempt: null,
    offerEnds: after(60),
    refused: false,
    invoice: null,
    returned: false,
  } as const;
  const cases: [Partial<Parameters<typeof payState>[0]>, string][] = [
    [{}, 'due'],
    [{ attempt: 'open' }, 'due'],
    [{ attempt: 'open', returned: true }, 'checking'],
    [{ attempt: 'creating', returned: true }, 'checking'],
    [{ attempt: 'failed', returned: true }, 'due'],
    [{ attempt: 'processing' }, 'waiting'],
    [{ refused: true }, 'refused'],
    [{ refused: true, attempt: 'processing' }, 'waiting'],
    [{ refused: true, attempt: 'open', returned: true }, 'checking'],
    [{ offerEnds: now }, 'offer_ended'],
    [{ offerEnds: null }, 'offer_ended'],
    [{ request: 'offered' }, 'not_accepted'],
    [{ request: 'granted', isPaid: true, attempt: 'paid' }, 'paid'],
    [{ request: 'granted' }, 'closed'],
    [{ invoice: 'draft', attempt: 'creating' }, 'invoice_coming'],
    [{ invoice: 'due', attempt: 'open', offerEnds: now }, 'invoiced'],
    [{ invoice: 'due', refused: true }, 'refused'],
    [{ request: 'granted', invoice: 'overdue', refused: true }, 'invoiced'],
    [{ request: 'withdrawn', invoice: 'due' }, 'closed'],
    [{ request: 'withdrawn', attempt: 'processing' }, 'closed'],
    [{ request: 'in_review' }, 'closed'],
  ];
  for (const [changes, state] of cases)
    assert.equal(payState({ ...facts, ...changes }, now), state);
});

test('a refund goes on from its state, never back, and never from an end', () => {
  const states = ['requested', 'pending', 'succeeded', 'failed', 'canceled'] as const;
  const follows = states.map((from) => states.filter((to) => mayRefundFollow(from, to)));
  assert.deepEqual(follows, [
    ['pending', 'succeeded', 'failed', 'canceled'],
    ['succeeded', 'failed', 'canceled'],
    ['failed'],
    [],
    [],
  ]);
});

test('what is left to give back: asked for and on its way counts as gone, refused does not', () => {
  const refund = (state: RefundState, amount: number) => ({ state, amount });
  const payment = { amount: 8000 };
  const some = [refund('requested', 1000), refund('pending', 2000), refund('succeeded', 500)];
  assert.equal(leftOf(payment, [...some, refund('failed', 8000), refund('canceled', 1)], 0), 4500);
  // Somebody was faster at Stripe while one of ours was asked for.
  assert.equal(leftOf(payment, [refund('succeeded', 8000), refund('requested', 100)], 0), 0);
});

test('a refund that was not heard of is asked for with its key for 23 hours, then looked for', () => {
  const step = (error: string | null, keyedAt: Date, changedAt = keyedAt): string =>
    refundStep({ error, keyedAt, changedAt }, now);
  assert.equal(step(null, after(-1)), 'create');
  assert.equal(step('api_connection', after(-23 * 60)), 'create');
  assert.equal(step(null, after(-23 * 60 - 1)), 'search');
  assert.equal(step('saved_500', after(-60), after(-0.5)), 'wait');
  assert.equal(step('saved_500', after(-60), after(-1)), 'search');
});
