import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openCheckout } from '../../src/payments/actions/open-checkout.ts';
import { reconcilePayments } from '../../src/payments/actions/reconcile.ts';
import { CheckoutFailure, type FailureKind } from '../../src/payments/rules/failure.ts';
import type { Fault } from '../stand-ins/stripe/faults.ts';
import { payByCard } from '../stand-ins/stripe/payer.ts';
import { acceptedRequest, takeBack } from './builders.ts';
import { moneyOf, paidOnce } from './look.ts';
import { openTill, type Till } from './till.ts';

const card = '4242424242424242';
const create = { path: '/v1/checkout/sessions', method: 'POST' } as const;

const failsAs = (kind: FailureKind) => (error: unknown) => {
  assert.ok(error instanceof CheckoutFailure, String(error));
  assert.equal(error.kind, kind);
  return true;
};

async function payThrough(till: Till, id: string): Promise<void> {
  await payByCard((await openCheckout(till.ctx, id)).url, card);
  await till.settle();
}

/** How many sessions there are that somebody can pay on, and how many in all. */
function sessions(till: Till): { open: number; all: number } {
  const { data } = till.levers.sessions();
  return { open: data.filter(({ status }) => status === 'open').length, all: data.length };
}

// The SDK tries once more by itself, so each fault must befall two calls.
const lost: [string, Fault, FailureKind][] = [
  ['the line is cut before the call is done', { kind: 'drop', times: 2 }, 'ambiguous'],
  ['case 27: the answer is lost', { kind: 'drop_after', times: 2 }, 'ambiguous'],
  [
    'case 29: a machine in between answers 502 in JSON of its own',
    { kind: 'status', status: 502, body: { message: 'Bad gateway' }, times: 2 },
    'ambiguous',
  ],
  [
    'a machine in between answers with a page',
    { kind: 'status', status: 502, body: '<html><body>Bad gateway</body></html>', times: 2 },
    'ambiguous',
  ],
  ['the answer is empty', { kind: 'status', status: 200, body: {}, times: 1 }, 'ambiguous'],
  [
    'case 31: there were too many calls',
    { kind: 'status', status: 429, body: { error: { message: 'Slow down' } } },
    'unavailable',
  ],
  ['case 32: no answer comes', { kind: 'hang', times: 2 }, 'ambiguous'],
];

for (const [what, fault, kind] of lost)
  test(`${what}: the next click opens exactly one page`, async (t) => {
    const till = await openTill(t, { timeoutMs: 300 });
    const { id } = await acceptedRequest(till.ctx);
    till.levers.fault({ ...create, ...fault });
    await assert.rejects(openCheckout(till.ctx, id), failsAs(kind));
    assert.deepEqual((await moneyOf(till.ctx, id)).attempts, ['creating']);
    await payThrough(till, id);
    assert.deepEqual(sessions(till), { open: 0, all: 1 });
    assert.deepEqual(await moneyOf(till.ctx, id), paidOnce);
  });

for (const effect of [false, true])
  test(`case 30b: a failure kept under the key is got round in the same click (session ${effect ? 'made' : 'not made'})`, async (t) => {
    const till = await openTill(t);
    const { id } = await acceptedRequest(till.ctx);
    till.levers.fault({ ...create, kind: 'saved500', effect });
    await payThrough(till, id);
    assert.deepEqual(sessions(till), { open: 0, all: 1 });
    const attempts = effect ? ['paid'] : ['abandoned', 'paid'];
    assert.deepEqual(await moneyOf(till.ctx, id), { ...paidOnce, attempts });
  });

for (const [status, kind] of [
  [400, 'refused'],
  [401, 'config'],
  [403, 'config'],
] as const)
  test(`${status === 400 ? 'case 33: ' : ''}a call refused with ${status} fails for good, keeps its reason, and a new one can be made`, async (t) => {
    const till = await openTill(t);
    const { id } = await acceptedRequest(till.ctx);
    const error = { type: 'invalid_request_error', code: 'reason_given', message: 'No' };
    till.levers.fault({ ...create, kind: 'status', status, body: { error } });
    await assert.rejects(openCheckout(till.ctx, id), failsAs(kind));
    const row = await till.ctx.db
      .selectFrom('payment_attempts')
      .select(['state', 'error'])
      .executeTakeFirstOrThrow();
    assert.deepEqual(row, { state: 'failed', error: 'reason_given' });
    await payThrough(till, id);
    assert.deepEqual(await moneyOf(till.ctx, id), { ...paidOnce, attempts: ['failed', 'paid'] });
  });

test('case 28: a crash between call and record is made good by reconciliation', async (t) => {
  const till = await openTill(t);
  const { id } = await acceptedRequest(till.ctx);
  await openCheckout(till.ctx, id);
  // As if the process had died right after the call: its record shows nothing of the answer.
  await till.ctx.db
    .updateTable('payment_attempts')
    .set({ state: 'creating', session_id: null, session_url: null, expires_at: null })
    .execute();
  const [session] = till.levers.sessions().data;
  await payByCard(session?.url ?? '', card);
  till.clock.advance({ minutes: 2 });
  await reconcilePayments(till.ctx);
  assert.deepEqual(sessions(till), { open: 0, all: 1 });
  assert.deepEqual(await moneyOf(till.ctx, id), paidOnce);
});

test('case 36: with every webhook lost, reconciliation finds the payment', async (t) => {
  const till = await openTill(t, { deaf: true });
  const { id } = await acceptedRequest(till.ctx);
  await payByCard((await openCheckout(till.ctx, id)).url, card);
  await till.settle();
  assert.equal((await moneyOf(till.ctx, id)).request, 'accepted');
  await reconcilePayments(till.ctx);
  assert.deepEqual(await moneyOf(till.ctx, id), paidOnce);
  await reconcilePayments(till.ctx);
  assert.deepEqual(await moneyOf(till.ctx, id), paidOnce);
});

test('a round that could not see everything is not taken for done', async (t) => {
  const till = await openTill(t, { deaf: true });
  const untilOf = async (): Promise<Date> =>
    (
      await till.ctx.db
        .selectFrom('reconciliations')
        .select('reconciled_until')
        .executeTakeFirstOrThrow()
    ).reconciled_until;
  await reconcilePayments(till.ctx);
  const first = await untilOf();
  assert.deepEqual(first, till.clock.now);
  till.clock.advance({ hours: 5 });
  till.levers.fault({ kind: 'status', status: 503, path: '/v1/events', times: 10 });
  await reconcilePayments(till.ctx);
  assert.deepEqual(await untilOf(), first);
  till.levers.clearFaults();
  await reconcilePayments(till.ctx);
  assert.deepEqual(await untilOf(), till.clock.now);
});

test('case 54: withdrawing while an answer is lost closes the page that nobody knew of', async (t) => {
  const till = await openTill(t);
  const { id } = await acceptedRequest(till.ctx);
  till.levers.fault({ ...create, kind: 'drop_after', times: 2 });
  await assert.rejects(openCheckout(till.ctx, id), failsAs('ambiguous'));
  assert.deepEqual(sessions(till), { open: 1, all: 1 });
  await takeBack(till.ctx, id);
  await till.work();
  assert.deepEqual(sessions(till), { open: 0, all: 1 });
  assert.equal((await moneyOf(till.ctx, id)).payments.length, 0);
});

test('an open page that the portal knows nothing of is closed by reconciliation', async (t) => {
  const till = await openTill(t, { deaf: true });
  const { id } = await acceptedRequest(till.ctx);
  const { url } = await openCheckout(till.ctx, id);
  await till.ctx.db.deleteFrom('payment_attempts').execute();
  await reconcilePayments(till.ctx);
  assert.equal((await payByCard(url, card)).status, 410);
});

test('after a change of keys the old page counts as closed', async (t) => {
  const till = await openTill(t);
  const { id } = await acceptedRequest(till.ctx);
  await openCheckout(till.ctx, id);
  const error = { type: 'invalid_request_error', code: 'resource_missing', message: 'No such' };
  till.levers.fault({
    kind: 'status',
    status: 404,
    path: '/v1/checkout/sessions/cs_',
    body: { error },
  });
  await reconcilePayments(till.ctx);
  assert.deepEqual((await moneyOf(till.ctx, id)).attempts, ['expired']);
});

test('a key past its day is not used again: the session is looked for', async (t) => {
  const till = await openTill(t);
  const { id } = await acceptedRequest(till.ctx);
  till.levers.fault({ ...create, kind: 'drop', times: 2 });
  await assert.rejects(openCheckout(till.ctx, id), failsAs('ambiguous'));
  till.clock.advance({ hours: 24 });
  await payThrough(till, id);
  assert.deepEqual(await moneyOf(till.ctx, id), { ...paidOnce, attempts: ['abandoned', 'paid'] });
});
