import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { CheckoutSession } from '../../src/platform/payment-service.ts';
import { requestStates, type RequestState } from '../../src/requests/rules/life.ts';
import {
  heldText,
  judge,
  sessionVerdict,
  type Arrival,
  type Standing,
} from '../../src/payments/rules/judge.ts';

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

const arrival = (changes: Partial<Arrival> = {}): Arrival => ({
  currency: 'GBP',
  asked: 8000,
  received: 8000,
  ...changes,
});

const standing = (changes: Partial<Standing> = {}): Standing => ({
  attempt: { offerId: 'o1', amount: 8000, currency: 'GBP' },
  request: { state: 'accepted', isPaid: false, refused: false, onTerms: false },
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
  const cases: [Partial<Arrival>, Partial<Standing>, object][] = [
    [{}, {}, { kind: 'primary' }],
    [
      {},
      { request: { state: 'granted', isPaid: true, refused: false, onTerms: false } },
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
      { request: { state: 'offered', isPaid: false, refused: false, onTerms: false } },
      { kind: 'orphan', why: 'offer_replaced' },
    ],
    [
      {},
      { request: { state: 'withdrawn', isPaid: false, refused: false, onTerms: false } },
      { kind: 'orphan', why: 'request_ended' },
    ],
    [
      {},
      { request: { state: 'granted', isPaid: false, refused: false, onTerms: false } },
      { kind: 'orphan', why: 'request_ended' },
    ],
    [
      {},
      { request: { state: 'granted', isPaid: false, refused: true, onTerms: true } },
      { kind: 'primary' },
    ],
    [
      { received: 7999 },
      { request: { state: 'granted', isPaid: false, refused: false, onTerms: true } },
      { kind: 'orphan', why: 'amount_differs' },
    ],
    [
      {},
      { request: { state: 'accepted', isPaid: false, refused: true, onTerms: false } },
      { kind: 'orphan', why: 'rights_refused' },
    ],
    [{ currency: 'EUR' }, {}, { kind: 'orphan', why: 'currency_differs' }],
    [{ asked: 80 }, {}, { kind: 'orphan', why: 'amount_differs' }],
    [{ received: 8001 }, {}, { kind: 'orphan', why: 'amount_differs' }],
    [
      {},
      { attempt: { offerId: 'o1', amount: 8001, currency: 'GBP' } },
      { kind: 'orphan', why: 'amount_differs' },
    ],
  ];
  for (const [changes, stands, verdict] of cases)
    assert.deepEqual(judge(arrival(changes), standing(stands)), verdict);
});

test('whatever arrives, money counts only where it is waited for, is not paid yet and the articles may be licensed or were', () => {
  const facts = fc.record({
    state: fc.constantFrom<RequestState>(...requestStates),
    isPaid: fc.boolean(),
    refused: fc.boolean(),
    onTerms: fc.boolean(),
    received: fc.integer({ min: 7999, max: 8001 }),
    currency: fc.constantFrom('GBP', 'EUR'),
    id: fc.constantFrom('o1', 'o2'),
  });
  fc.assert(
    fc.property(facts, ({ state, isPaid, refused, onTerms, received, currency, id }) => {
      const offer = { id, total: 8000, currency: 'GBP' };
      const stands = standing({ request: { state, isPaid, refused, onTerms }, offer });
      const { kind } = judge(arrival({ received, currency }), stands);
      const right = received === 8000 && currency === 'GBP' && id === 'o1';
      const waits = state === 'accepted' ? !refused : state === 'granted' && onTerms;
      assert.equal(kind === 'primary', waits && !isPaid && right);
    }),
  );
});

test('reasons are kept as words; an unknown one is shown as it is', () => {
  assert.equal(heldText('amount_differs'), 'The sum is not the one that was offered.');
  assert.equal(heldText('constructor'), 'constructor');
});
