import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { CheckoutSession } from '../../src/platform/payment-service.ts';
import { requestStates, type RequestState } from '../../src/requests/rules/life.ts';
import { heldText, judge, sessionVerdict, type Standing } from '../../src/payments/rules/judge.ts';

const now = new Date('2026-11-23T10:00:00Z');

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
  expiresAt: now,
  metadata: {},
  ...changes,
});

const standing = (changes: Partial<Standing> = {}): Standing => ({
  attempt: { offerId: 'o1', amount: 8000, currency: 'GBP' },
  request: { state: 'accepted', isPaid: false, refused: false },
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
      { request: { state: 'granted', isPaid: true, refused: false } },
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
      { request: { state: 'offered', isPaid: false, refused: false } },
      { kind: 'orphan', why: 'offer_replaced' },
    ],
    [
      {},
      { request: { state: 'withdrawn', isPaid: false, refused: false } },
      { kind: 'orphan', why: 'request_ended' },
    ],
    [
      {},
      { request: { state: 'granted', isPaid: false, refused: false } },
      { kind: 'orphan', why: 'request_ended' },
    ],
    [
      {},
      { request: { state: 'accepted', isPaid: false, refused: true } },
      { kind: 'orphan', why: 'rights_refused' },
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

test('whatever arrives, money counts only for an accepted request that is not paid and may be licensed', () => {
  const arrival = fc.record({
    state: fc.constantFrom<RequestState>(...requestStates),
    isPaid: fc.boolean(),
    refused: fc.boolean(),
    amountReceived: fc.integer({ min: 7999, max: 8001 }),
    currency: fc.constantFrom('GBP', 'EUR'),
    id: fc.constantFrom('o1', 'o2'),
  });
  fc.assert(
    fc.property(arrival, ({ state, isPaid, refused, amountReceived, currency, id }) => {
      const offer = { id, total: 8000, currency: 'GBP' };
      const facts = standing({ request: { state, isPaid, refused }, offer });
      const { kind } = judge(session({ amountReceived, currency }), facts);
      const right = amountReceived === 8000 && currency === 'GBP' && id === 'o1';
      assert.equal(kind === 'primary', state === 'accepted' && !isPaid && !refused && right);
    }),
  );
});

test('reasons are kept as words; an unknown one is shown as it is', () => {
  assert.equal(heldText('amount_differs'), 'The sum is not the one that was offered.');
  assert.equal(heldText('constructor'), 'constructor');
});
