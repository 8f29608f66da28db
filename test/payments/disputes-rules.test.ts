import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  disputeStateOf,
  disputeStates,
  heldBy,
  isOpen,
  isWatched,
  mayDisputeFollow,
  takenBack,
  type DisputeState,
} from '../../src/payments/rules/dispute.ts';
import {
  disputeReasonText,
  disputeStateWords,
  timeToAnswer,
} from '../../src/payments/rules/dispute-words.ts';
import {
  cutText,
  linesFilled,
  withoutRepetition,
} from '../../src/payments/rules/evidence-words.ts';
import { leftOf } from '../../src/payments/rules/refund.ts';

const anyState = fc.constantFrom<DisputeState>(...disputeStates);
const dispute = (state: DisputeState, amount = 8000, currency = 'GBP') => ({
  ...{ state, amount, currency },
});

test('every status of Stripe is one of our states, and one that we do not know is none', () => {
  const table: Record<string, DisputeState> = {
    warning_needs_response: 'warning',
    warning_under_review: 'warning',
    warning_closed: 'warning_closed',
    needs_response: 'needs_response',
    under_review: 'under_review',
    appeal_needs_response: 'needs_response',
    appeal_under_review: 'under_review',
    won: 'won',
    lost: 'lost',
    prevented: 'prevented',
  };
  for (const [status, state] of Object.entries(table))
    assert.equal(disputeStateOf(status), state, status);
  for (const status of ['', 'open', 'LOST', 'constructor', '__proto__'])
    assert.equal(disputeStateOf(status), null, status);
});

test('a call for money never becomes a mere question again, and no state follows itself', () => {
  for (const state of disputeStates) {
    assert.equal(mayDisputeFollow(state, 'warning'), false, state);
    assert.equal(mayDisputeFollow(state, state), false, state);
    assert.equal(isWatched(state), isOpen(state) || state === 'warning', state);
    assert.ok(disputeStateWords[state].text.length > 0);
  }
  // What was decided can be taken up again, so that nothing at all is an end.
  for (const end of ['won', 'lost', 'prevented', 'warning_closed'] as const)
    assert.equal(mayDisputeFollow(end, 'needs_response'), true, end);
});

test('whatever the disputes of a payment are, one that is lost outweighs those that are open, and these all others', () => {
  fc.assert(
    fc.property(fc.array(anyState), (states) => {
      const held = heldBy(states.map((state) => ({ state })));
      if (states.includes('lost')) assert.equal(held, 'lost');
      else assert.equal(held, states.some(isOpen) ? 'open' : 'none');
      assert.equal(heldBy(states.toReversed().map((state) => ({ state }))), held);
    }),
  );
});

test('what banks took counts as gone up to all of it, in whatever currency, and nothing else does', () => {
  const payment = { amount: 8000, currency: 'GBP' };
  assert.equal(takenBack(payment, []), 0);
  assert.equal(takenBack(payment, [dispute('lost', 3000), dispute('lost', 2000)]), 5000);
  assert.equal(takenBack(payment, [dispute('lost', 9000)]), 8000);
  assert.equal(takenBack(payment, [dispute('lost', 1, 'EUR')]), 8000);
  const rows = fc.array(fc.tuple(anyState, fc.nat(10_000)));
  fc.assert(
    fc.property(rows, (found) => {
      const disputes = found.map(([state, amount]) => dispute(state, amount));
      const taken = takenBack(payment, disputes);
      assert.ok(taken >= 0 && taken <= payment.amount);
      const left = leftOf(payment, [{ state: 'succeeded', amount: 1000 }], taken);
      assert.ok(left >= 0 && left <= payment.amount - 1000);
      if (!disputes.some(({ state }) => state === 'lost')) assert.equal(left, 7000);
    }),
  );
});

test('the time for an answer: whole days, few of them from three days on, over when it is over', () => {
  const now = new Date('2026-11-23T10:00:00Z');
  const time = (hours: number) => timeToAnswer(new Date(now.getTime() + hours * 3_600_000), now);
  assert.equal(timeToAnswer(null, now), null);
  assert.deepEqual(time(9 * 24), { days: 9, mark: 'plain' });
  assert.deepEqual(time(73), { days: 3, mark: 'plain' });
  assert.deepEqual(time(72), { days: 3, mark: 'soon' });
  assert.deepEqual(time(5), { days: 0, mark: 'soon' });
  assert.deepEqual(time(-1), { days: 0, mark: 'late' });
});

test('a reason that is new at Stripe stands as it is', () => {
  assert.match(disputeReasonText('fraudulent'), /not me/u);
  assert.equal(disputeReasonText('toString'), 'toString');
});

test('a text is cut to so many lines and says so, and a letter repeats no terms', () => {
  const text = fc.string({ maxLength: 2000 }).map((words) => words.replaceAll('~', '\n'));
  fc.assert(
    fc.property(text, fc.integer({ min: 1, max: 30 }), (long, lines) => {
      const cut = cutText(long, lines);
      if (linesFilled(long) <= lines) return assert.equal(cut, long);
      assert.match(cut, /\[Cut here\. The zip holds the whole text\.\]$/u);
      const kept = cut.slice(0, cut.lastIndexOf('\n'));
      assert.ok(linesFilled(kept) <= lines, `${linesFilled(kept)} of ${lines}`);
      assert.ok(long.startsWith(kept));
    }),
  );
  assert.equal(withoutRepetition('Dear Dana', ' '), 'Dear Dana');
  const shortened = withoutRepetition('Hello\n\n1. Pay $& now\n\nBye', '1. Pay $& now\n');
  assert.match(shortened, /^Hello\n\n\[The terms, word for word[^\]]*\]\n\nBye$/u);
});
