import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { dueClock, lapsesAt, promiseAfter, promiseAge } from '../../src/requests/rules/clocks.ts';
import type { ClockFacts } from '../../src/requests/rules/clocks.ts';
import {
  isRequestState,
  life,
  openStates,
  requestStates,
  stateAfter,
  verbsFrom,
} from '../../src/requests/rules/life.ts';
import type { RequestVerb } from '../../src/requests/rules/life.ts';
import { nextStep } from '../../src/requests/rules/next-step.ts';
import { stepLine } from '../../src/requests/rules/steps.ts';
import { checkVat, normaliseVat } from '../../src/requests/rules/vat.ts';

const allVerbs = [...new Set(requestStates.flatMap((state) => verbsFrom(state)))];

test('the life of a request is this table and nothing else', () => {
  const edges = requestStates.flatMap((from) =>
    verbsFrom(from).map((verb) => `${from} ${verb} ${stateAfter(from, verb)}`),
  );
  assert.deepEqual(edges, [
    'unverified verify in_review',
    'unverified withdraw withdrawn',
    'unverified lapse lapsed',
    'in_review ask needs_info',
    'in_review offer offered',
    'in_review grant_free granted',
    'in_review decline declined',
    'in_review withdraw withdrawn',
    'needs_info reply in_review',
    'needs_info grant_free granted',
    'needs_info decline declined',
    'needs_info withdraw withdrawn',
    'needs_info lapse lapsed',
    'offered offer offered',
    'offered accept accepted',
    'offered decline declined',
    'offered withdraw withdrawn',
    'offered lapse lapsed',
    'accepted offer offered',
    'accepted pay granted',
    'accepted grant_on_terms granted',
    'accepted withdraw withdrawn',
    'accepted lapse lapsed',
    'accepted cancel cancelled',
  ]);
  assert.deepEqual(openStates, ['unverified', 'in_review', 'needs_info', 'offered', 'accepted']);
});

test('whatever is tried in whatever order, a request moves along edges only and never leaves an end', () => {
  const steps = fc.array(fc.constantFrom<RequestVerb>(...allVerbs), { maxLength: 40 });
  fc.assert(
    fc.property(steps, (verbs) => {
      let state = requestStates[0]!;
      for (const verb of verbs) {
        const next = stateAfter(state, verb);
        assert.equal(next !== null, Object.hasOwn(life[state], verb));
        if (next === null) continue;
        assert.ok(openStates.includes(state), 'an ended request does not move');
        assert.ok(isRequestState(next));
        state = next;
      }
    }),
  );
});

test('a licence is only reached by a free grant, or by an accepted offer that is paid or trusted to be', () => {
  const ways = requestStates.flatMap((from) =>
    verbsFrom(from)
      .filter((verb) => stateAfter(from, verb) === 'granted')
      .map((verb) => `${from} ${verb}`),
  );
  assert.deepEqual(ways, [
    'in_review grant_free',
    'needs_info grant_free',
    'accepted pay',
    'accepted grant_on_terms',
  ]);
});

test('words of the prototype are no states and no verbs', () => {
  assert.equal(isRequestState('toString'), false);
  assert.equal(stateAfter('in_review', 'constructor' as RequestVerb), null);
});

const at = (text: string): Date => new Date(text);

test('an answer is promised in working days at the same time by the newsroom’s clock', () => {
  const promises: [string, number, string, string][] = [
    ['2026-11-23T10:30:00Z', 2, 'Europe/London', '2026-11-25T10:30:00.000Z'],
    ['2026-11-26T10:30:00Z', 2, 'Europe/London', '2026-11-30T10:30:00.000Z'],
    ['2026-11-28T22:00:00Z', 2, 'Europe/London', '2026-12-01T22:00:00.000Z'],
    // Sunday in London is Monday in Auckland already.
    ['2026-11-22T20:00:00Z', 1, 'Pacific/Auckland', '2026-11-23T20:00:00.000Z'],
    ['2026-11-22T20:00:00Z', 1, 'Europe/London', '2026-11-23T20:00:00.000Z'],
    // The clocks go forward on 29 March 2026 and back on 25 October 2026.
    ['2026-03-27T10:00:00Z', 1, 'Europe/London', '2026-03-30T09:00:00.000Z'],
    ['2026-10-23T09:00:00Z', 1, 'Europe/London', '2026-10-26T10:00:00.000Z'],
  ];
  for (const [now, days, zone, expected] of promises)
    assert.equal(promiseAfter(at(now), days, zone).toISOString(), expected, `${now} ${zone}`);
});

const facts: ClockFacts = {
  state: 'needs_info',
  createdAt: at('2026-11-01T09:00:00Z'),
  changedAt: at('2026-11-02T09:00:00Z'),
  offerExpiresAt: null,
  reminded: [],
  payment: false,
};
const days = (count: number): Date => new Date(facts.changedAt.getTime() + count * 86_400_000);

test('a question is reminded of on day 3 and day 7, once each, and ends on day 21', () => {
  assert.equal(dueClock(facts, 21, days(2.9)), null);
  assert.deepEqual(dueClock(facts, 21, days(3)), { kind: 'remind', key: 'question-3' });
  assert.equal(dueClock({ ...facts, reminded: ['question-3'] }, 21, days(6)), null);
  assert.deepEqual(dueClock({ ...facts, reminded: ['question-3'] }, 21, days(7)), {
    kind: 'remind',
    key: 'question-7',
  });
  assert.equal(dueClock({ ...facts, reminded: ['question-7'] }, 21, days(20)), null);
  assert.deepEqual(dueClock(facts, 21, days(21)), { kind: 'lapse' });
});

test('after a standstill one reminder is sent, not all that were missed', () => {
  assert.deepEqual(dueClock(facts, 21, days(9)), { kind: 'remind', key: 'question-7' });
});

test('an offer is reminded of 3 and 1 day before its end and then lapses', () => {
  const offered: ClockFacts = { ...facts, state: 'offered', offerExpiresAt: days(14) };
  assert.equal(dueClock(offered, 21, days(10)), null);
  assert.deepEqual(dueClock(offered, 21, days(11)), { kind: 'remind', key: 'offered-3' });
  assert.deepEqual(dueClock({ ...offered, reminded: ['offered-3'] }, 21, days(13.5)), {
    kind: 'remind',
    key: 'offered-1',
  });
  assert.deepEqual(dueClock(offered, 21, days(14)), { kind: 'lapse' });
});

test('an offer of a single day is not reminded of in the minute it is made', () => {
  const offered: ClockFacts = { ...facts, state: 'offered', offerExpiresAt: days(1) };
  assert.equal(dueClock(offered, 21, days(0.01)), null);
});

test('an accepted offer may be paid for 30 days and never lapses under a payment on its way', () => {
  const accepted: ClockFacts = { ...facts, state: 'accepted', offerExpiresAt: days(2) };
  assert.equal(lapsesAt(accepted, 21)?.getTime(), days(30).getTime());
  assert.deepEqual(dueClock(accepted, 21, days(27)), { kind: 'remind', key: 'accepted-3' });
  assert.deepEqual(dueClock(accepted, 21, days(30)), { kind: 'lapse' });
  assert.equal(dueClock({ ...accepted, payment: true }, 21, days(40)), null);
});

test('an unconfirmed request lapses after 7 days; what waits for the newsroom never does', () => {
  const unverified: ClockFacts = { ...facts, state: 'unverified' };
  assert.equal(dueClock(unverified, 21, at('2026-11-08T08:59:59Z')), null);
  assert.deepEqual(dueClock(unverified, 21, at('2026-11-08T09:00:00Z')), { kind: 'lapse' });
  assert.equal(dueClock({ ...facts, state: 'in_review' }, 21, days(1000)), null);
  assert.equal(dueClock({ ...facts, state: 'granted' }, 21, days(1000)), null);
});

test('a promise is fine, soon due or late', () => {
  const promised = at('2026-11-25T10:00:00Z');
  const hours = (count: number): Date => new Date(promised.getTime() + count * 3_600_000);
  assert.deepEqual(promiseAge(promised, hours(-30.5)), { age: 'fine', hours: 30 });
  assert.deepEqual(promiseAge(promised, hours(-3)), { age: 'soon', hours: 3 });
  assert.deepEqual(promiseAge(promised, hours(26)), { age: 'late', hours: -26 });
  assert.deepEqual(promiseAge(null, hours(0)), { age: 'none', hours: 0 });
});

const way = {
  createdAt: at('2026-11-01T09:00:00Z'),
  verifiedAt: at('2026-11-02T09:00:00Z'),
  offeredAt: null,
  acceptedAt: null,
  changedAt: at('2026-11-03T09:00:00Z'),
  owed: false,
  free: false,
};

test('the step line has five steps with dates, and one of them is now', () => {
  const line = (state: Parameters<typeof stepLine>[0]['state'], more: object = {}): string =>
    stepLine({ ...way, state, ...more })
      .map((step) => `${step.label} ${step.state} ${step.date?.toISOString().slice(8, 10) ?? '-'}`)
      .join(', ');
  assert.equal(
    line('unverified', { verifiedAt: null }),
    'Sent done 01, Address confirmed now -, Answer todo -, Payment todo -, Licence todo -',
  );
  assert.equal(
    line('needs_info'),
    'Sent done 01, Address confirmed done 02, Answer now -, Payment todo -, Licence todo -',
  );
  const offeredAt = at('2026-11-03T09:00:00Z');
  assert.equal(
    line('accepted', { offeredAt }),
    'Sent done 01, Address confirmed done 02, Answer done 03, Payment now -, Licence todo -',
  );
  assert.equal(
    line('granted', { offeredAt, free: true }),
    'Sent done 01, Address confirmed done 02, Answer done 03, No fee done -, Licence done 03',
  );
  assert.equal(
    line('granted', { offeredAt, owed: true }),
    'Sent done 01, Address confirmed done 02, Answer done 03, Payment now -, Licence done 03',
  );
  assert.equal(line('withdrawn'), 'Sent done 01, Address confirmed done 02, Withdrawn stopped 03');
});

test('every state says what happens next, and by when where something must happen', () => {
  for (const invoiceDue of [null, way.changedAt])
    for (const state of requestStates) {
      const next = nextStep(
        {
          ...{ state, promisedAt: way.createdAt, lapsesAt: way.changedAt, invoiceDue },
          ...{ paymentUnderWay: false, refused: false },
        },
        way.createdAt,
      );
      assert.ok(next.title.length > 5 && next.text.length > 20, state);
      assert.equal(next.text.includes('{day}'), next.day !== null, state);
      const asks = invoiceDue !== null && (state === 'accepted' || state === 'granted');
      assert.equal(next.text.includes('invoice'), asks, state);
    }
});

test('a broken promise is admitted', () => {
  const late = { state: 'in_review' as const, promisedAt: way.createdAt, lapsesAt: null };
  const facts = { ...late, paymentUnderWay: false, refused: false, invoiceDue: null };
  const next = nextStep(facts, way.changedAt);
  assert.equal(next.title, 'We are late with our answer');
});

test('VAT numbers are judged by form and check digits', () => {
  assert.equal(normaliseVat(' de 136.695-976 '), 'DE136695976');
  assert.equal(checkVat('DE 136695976'), 'right');
  assert.equal(checkVat('DE123456789'), 'wrong');
  assert.equal(checkVat('12345'), 'unknown');
  assert.equal(checkVat(''), 'none');
});
