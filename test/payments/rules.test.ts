import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { CheckoutSession } from '../../src/platform/context.ts';
import { requestStates, type RequestState } from '../../src/requests/rules/life.ts';
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
import { heldText, judge, sessionVerdict, type Standing } from '../../src/payments/rules/judge.ts';
import { payState } from '../../src/payments/rules/pay-state.ts';

const now = new Date('2026-11-23T10:00:00Z');
const after = (minutes: number): Date => new Date(now.getTime() + minutes * 60_000);

const session = (changes: Partial<CheckoutSession> = {}): CheckoutSession => ({
  id: 'cs_test_12345678',
  url: null,
  status: 'complete',
  paymentStatus: 'paid',
  amountTotal: 8000,
  currency: 'GBP',
  paymentIntent: 'pi_1',
  intentStatus: 'succeeded',
  amountReceived: 8000,
  amountRefunded: 0,
  chargeId: 'ch_1',
  liveMoney: false,
  expiresAt: after(60),
  metadata: {},
  ...changes,
});

const standing = (changes: Partial<Standing> = {}): Standing => ({
  attempt: { offerId: 'o1', amount: 8000, currency: 'GBP' },
  request: { state: 'accepted', isPaid: false },
  offer: { id: 'o1', total: 8000, currency: 'GBP' },
  ...changes,
});

test('where a session stands: complete alone is not paid', () => {
  const cases: [Partial<CheckoutSession>, string][] = [
    [{ status: 'open', paymentStatus: 'unpaid', intentStatus: null }, 'open'],
    [{ status: 'open', paymentStatus: 'unpaid', intentStatus: 'requires_payment_method' }, 'open'],
    [{ status: 'expired', paymentStatus: 'unpaid', intentStatus: null }, 'expired'],
    [{ status: 'expired', paymentStatus: 'unpaid', intentStatus: 'canceled' }, 'expired'],
    [{ paymentStatus: 'unpaid', intentStatus: 'processing' }, 'processing'],
    [{ paymentStatus: 'paid', intentStatus: 'processing' }, 'processing'],
    [{ paymentStatus: 'unpaid', intentStatus: 'requires_payment_method' }, 'failed'],
    [{ paymentStatus: 'no_payment_required', intentStatus: null }, 'failed'],
    [{}, 'paid'],
    [{ status: 'expired', intentStatus: 'succeeded' }, 'paid'],
  ];
  for (const [changes, verdict] of cases) assert.equal(sessionVerdict(session(changes)), verdict);
});

test('only the first payment of the right sum for the offer in force counts', () => {
  const cases: [Partial<CheckoutSession>, Partial<Standing>, object][] = [
    [{}, {}, { kind: 'primary' }],
    [
      {},
      { request: { state: 'granted', isPaid: true } },
      { kind: 'duplicate', why: 'already_paid' },
    ],
    [{}, { offer: null }, { kind: 'orphan', why: 'offer_replaced' }],
    [
      {},
      { offer: { id: 'o2', total: 8000, currency: 'GBP' } },
      { kind: 'orphan', why: 'offer_replaced' },
    ],
    [
      {},
      { request: { state: 'offered', isPaid: false } },
      { kind: 'orphan', why: 'offer_replaced' },
    ],
    [
      {},
      { request: { state: 'withdrawn', isPaid: false } },
      { kind: 'orphan', why: 'request_ended' },
    ],
    [
      {},
      { request: { state: 'granted', isPaid: false } },
      { kind: 'orphan', why: 'request_ended' },
    ],
    [{ currency: 'EUR' }, {}, { kind: 'orphan', why: 'currency_differs' }],
    [{ amountTotal: 80 }, {}, { kind: 'orphan', why: 'amount_differs' }],
    [{ amountReceived: 8001 }, {}, { kind: 'orphan', why: 'amount_differs' }],
    [
      {},
      { attempt: { offerId: 'o1', amount: 8001, currency: 'GBP' } },
      { kind: 'orphan', why: 'amount_differs' },
    ],
  ];
  for (const [changes, stands, verdict] of cases)
    assert.deepEqual(judge(session(changes), standing(stands)), verdict);
});

test('whatever arrives, money counts only for an accepted request that is not paid', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...requestStates),
      fc.boolean(),
      fc.integer({ min: 7999, max: 8001 }),
      fc.constantFrom('GBP', 'EUR'),
      fc.constantFrom('o1', 'o2'),
      (state: RequestState, isPaid, amountReceived, currency, id) => {
        const offer = { id, total: 8000, currency: 'GBP' };
        const facts = standing({ request: { state, isPaid }, offer });
        const { kind } = judge(session({ amountReceived, currency }), facts);
        const right = amountReceived === 8000 && currency === 'GBP' && id === 'o1';
        assert.equal(kind === 'primary', state === 'accepted' && !isPaid && right);
      },
    ),
  );
});

test('reasons are kept as words; an unknown one is shown as it is', () => {
  assert.equal(heldText('amount_differs'), 'The sum is not the one that was offered.');
  assert.equal(heldText('constructor'), 'constructor');
});

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
  assert.deepEqual(sessionEnd(after(5), now), after(31));
  assert.deepEqual(sessionEnd(after(14 * 24 * 60), now), after(24 * 60 - 10));
});

test('sums that a card cannot pay are known before anybody is sent away', () => {
  const cases: [number, string, string | null][] = [
    [8000, 'GBP', null],
    [30, 'GBP', null],
    [29, 'GBP', 'too_small'],
    [50, 'JPY', null],
    [49, 'JPY', 'too_small'],
    [100_000_000, 'EUR', 'too_large'],
    [5124, 'KWD', 'last_digit'],
    [5120, 'KWD', null],
    [400, 'KWD', 'too_small'],
    [8000, 'ISK', 'currency'],
    [8000, 'UGX', 'currency'],
    [8000, 'XXX', 'currency'],
  ];
  for (const [amount, currency, problem] of cases)
    assert.equal(cardProblem({ amount, currency }), problem, `${amount} ${currency}`);
});

test('an event leads to a session, directly or by its payment intent, or to nothing', () => {
  const event = (type: string, objectId: string, object: object = {}) =>
    subjectOf({ type, objectId, payload: { data: { object } } });
  assert.deepEqual(event('checkout.session.completed', 'cs_1'), { session: 'cs_1' });
  assert.deepEqual(event('payment_intent.succeeded', 'pi_1'), { intent: 'pi_1' });
  assert.deepEqual(event('charge.refunded', 'ch_1', { payment_intent: 'pi_1' }), {
    intent: 'pi_1',
  });
  assert.equal(event('charge.refunded', 'ch_1'), null);
  assert.equal(event('invoice.paid', 'in_1'), null);
  assert.equal(subjectOf({ type: 'refund.failed', objectId: 're_1', payload: null }), null);
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
    attempt: null,
    offerEnds: after(60),
    returned: false,
  } as const;
  const cases: [Partial<Parameters<typeof payState>[0]>, string][] = [
    [{}, 'due'],
    [{ attempt: 'open' }, 'due'],
    [{ attempt: 'open', returned: true }, 'checking'],
    [{ attempt: 'creating', returned: true }, 'checking'],
    [{ attempt: 'failed', returned: true }, 'due'],
    [{ attempt: 'processing' }, 'waiting'],
    [{ offerEnds: now }, 'offer_ended'],
    [{ offerEnds: null }, 'offer_ended'],
    [{ request: 'offered' }, 'not_accepted'],
    [{ request: 'granted', attempt: 'paid' }, 'paid'],
    [{ request: 'withdrawn', attempt: 'processing' }, 'closed'],
    [{ request: 'in_review' }, 'closed'],
  ];
  for (const [changes, state] of cases)
    assert.equal(payState({ ...facts, ...changes }, now), state);
});
