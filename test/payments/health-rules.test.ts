import assert from 'node:assert/strict';
import { test } from 'node:test';
import { watchedTypes } from '../../src/payments/rules/event.ts';
import { judgeEndpoints, refusalCause } from '../../src/payments/rules/health.ts';
import { troublesOf, type HealthFacts } from '../../src/payments/rules/health-troubles.ts';
import {
  listingOfDay,
  movementKind,
  nextListing,
} from '../../src/payments/rules/reconcile-sums.ts';

const base = 'https://portal.example.org';
const here = `${base}/webhooks/stripe`;
const all = [...watchedTypes];
const now = new Date('2026-11-23T10:00:00Z');

test('an endpoint counts that reports here, is on, and brings every event that is needed', () => {
  const judged = (...endpoints: [string, boolean, string[]][]): unknown =>
    judgeEndpoints(
      endpoints.map(([url, enabled, types]) => ({ url, enabled, types })),
      base,
    );
  assert.deepEqual(judged([here, true, ['*']]), { state: 'fits' });
  assert.deepEqual(judged([`${here}/`, true, all]), { state: 'fits' });
  assert.deepEqual(judged(), { state: 'none' });
  for (const url of ['https://other.example.org/webhooks/stripe', `${base}/webhooks`, 'no address'])
    assert.deepEqual(judged([url, true, ['*']]), { state: 'none' }, url);
  assert.deepEqual(judged([here, false, ['*']]), { state: 'disabled' });
  const [first = '', ...rest] = all;
  assert.deepEqual(judged([here, true, rest]), { state: 'lacks', types: [first] });
  assert.deepEqual(judged([here, true, rest], [here, true, [first]]), { state: 'fits' });
  assert.deepEqual(judged([here, true, rest], [here, false, [first]]), {
    state: 'lacks',
    types: [first],
  });
});

test('the names of this machine are one address', () => {
  const endpoints = [{ url: 'http://127.0.0.1:3000/webhooks/stripe', enabled: true, types: ['*'] }];
  assert.equal(judgeEndpoints(endpoints, 'http://localhost:3000').state, 'fits');
  assert.equal(judgeEndpoints(endpoints, 'http://localhost:3001').state, 'none');
});

test('the likely cause of a refusal follows from its header, our clock and our secrets', () => {
  const at = now.getTime() / 1000;
  const cases: [string, number, string][] = [
    ['', 1, 'unsigned'],
    ['rubbish', 1, 'unsigned'],
    [`t=${at},v0=ab`, 1, 'unsigned'],
    [`t=${at},v1=ab`, 0, 'no_secret'],
    [`t=${at},v1=ab`, 2, 'other_secret'],
    [`t=${at - 300},v1=ab`, 1, 'other_secret'],
    [`t=${at - 301},v1=ab`, 1, 'too_old'],
    [`v1=ab, t=${at + 301}`, 1, 'from_future'],
  ];
  for (const [header, secrets, cause] of cases)
    assert.equal(refusalCause(header, now, secrets), cause, header);
});

const well: HealthFacts = {
  stripe: { secrets: 1, endpoint: { state: 'fits' } },
  lastDelivery: new Date(now.getTime() - 3_600_000),
  unheard: null,
  refusals: [],
  failedEvents: 0,
  otherMode: 0,
  lastRound: { finishedAt: new Date(now.getTime() - 600_000), failures: 0 },
  differences: 0,
  roundEveryMs: 600_000,
};
const codes = (more: Partial<HealthFacts>): string[] =>
  troublesOf({ ...well, ...more }, now).map(({ code }) => code);

test('what is wrong is named, and what is not wrong is not', () => {
  const late = (minutes: number): Date => new Date(now.getTime() - minutes * 60_000);
  const cases: [Partial<HealthFacts>, string[]][] = [
    [{}, []],
    [{ stripe: null, failedEvents: 3, differences: 2 }, []],
    [{ stripe: { secrets: 0, endpoint: null } }, ['no_secret']],
    [{ stripe: { secrets: 1, endpoint: { state: 'none' } } }, []],
    [{ stripe: { secrets: 1, endpoint: { state: 'none' } }, lastDelivery: null }, ['no_endpoint']],
    [
      { stripe: { secrets: 1, endpoint: { state: 'none' } }, lastDelivery: late(8 * 24 * 60) },
      ['no_endpoint'],
    ],
    [{ stripe: { secrets: 1, endpoint: { state: 'disabled' } } }, ['endpoint_disabled']],
    [{ stripe: { secrets: 1, endpoint: { state: 'lacks', types: ['a.b'] } } }, ['events_missing']],
    [{ stripe: { secrets: 1, endpoint: { state: 'unreadable' } } }, []],
    [{ unheard: { count: 4, sentAt: late(20) } }, ['unheard']],
    [{ refusals: [{ cause: 'other_secret', lastAt: late(30) }] }, ['refused']],
    [{ refusals: [{ cause: 'other_secret', lastAt: late(90) }] }, []],
    [{ refusals: [{ cause: 'unsigned', lastAt: late(30) }] }, []],
    [{ lastRound: null }, []],
    [{ lastRound: { finishedAt: late(31), failures: 0 } }, ['rounds_stand_still']],
    [{ lastRound: { finishedAt: late(31), failures: 0 }, roundEveryMs: 3_600_000 }, []],
    [{ lastRound: { finishedAt: late(5), failures: 1 } }, ['round_failed']],
    [
      { failedEvents: 1, otherMode: 1, differences: 1 },
      ['other_mode', 'failed_events', 'differences'],
    ],
  ];
  for (const [more, expected] of cases)
    assert.deepEqual(codes(more), expected, JSON.stringify(more));
});

test('a reading begins with the whole day that the last one ended in, and spans a month at most', () => {
  const { from, to } = nextListing(new Date('2026-11-23T03:00:00Z'), now);
  assert.deepEqual(
    [from, to],
    ['2026-11-22T00:00:00.000Z', now.toISOString()],
    'six hours of grace',
  );
  const long = nextListing(new Date('2026-01-10T12:00:00Z'), now);
  assert.deepEqual([long.from, long.to], ['2026-01-10T00:00:00.000Z', '2026-02-10T00:00:00.000Z']);
  const turned = nextListing(new Date('2027-01-01T00:00:00Z'), now);
  assert.ok(turned.from < turned.to, 'also where our clock was set back');
  assert.equal(listingOfDay('2026-11-22', now).to, '2026-11-23T00:00:00.000Z');
  assert.equal(listingOfDay('2026-11-23', now).to, now.toISOString());
});

test('what the payment service calls otherwise than we know counts as neither taken nor given back', () => {
  const kinds = ['charge', 'refund', 'refund_failure', 'dispute_reversal', 'toString', 'fee'];
  assert.deepEqual(
    kinds.map((category) => movementKind({ category })),
    ['charge', 'refund', 'refund_failure', 'dispute', 'other', 'other'],
  );
});
