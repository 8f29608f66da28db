import assert from 'node:assert/strict';
import { test } from 'node:test';
import { markPaidByTransfer } from '../../src/payments/actions/mark-paid.ts';
import { openCheckout } from '../../src/payments/actions/open-checkout.ts';
import { reconcilePayments } from '../../src/payments/actions/reconcile.ts';
import { syncSession } from '../../src/payments/actions/sync-session.ts';
import { createContext } from '../../src/platform/create-context.ts';
import type { Context } from '../../src/platform/context.ts';
import { payByCard } from '../stand-ins/stripe/payer.ts';
import { acceptedRequest, fin, takeBack } from './builders.ts';
import { lettersOf, moneyOf, paidOnce } from './look.ts';
import { openTill, type Till } from './till.ts';

const card = '4242424242424242';

/** A second process on the same database and the same account. */
function second({ ctx, queue }: Till): Context {
  return createContext({
    ...ctx,
    now: () => ctx.now(),
    enqueue: async (_transaction, name, data, options = {}) => {
      queue.push({ name, data, options });
    },
  });
}

test('case 51: webhook, return page and reconciliation of two processes at once give one licence', async (t) => {
  const till = await openTill(t, { deaf: true });
  const { id } = await acceptedRequest(till.ctx);
  await payByCard((await openCheckout(till.ctx, id)).url, card);
  const session = till.levers.sessions().data[0]?.id ?? '';
  const other = second(till);
  await Promise.all([
    syncSession(till.ctx, session),
    syncSession(other, session),
    reconcilePayments(till.ctx),
    reconcilePayments(other),
    syncSession(other, session),
  ]);
  assert.deepEqual(await moneyOf(till.ctx, id), paidOnce);
  assert.deepEqual(await lettersOf(till.ctx, id), ['payment-received']);
});

test('two processes that open a page at once open the same one, even while the call is slow', async (t) => {
  const till = await openTill(t);
  const { id } = await acceptedRequest(till.ctx);
  till.levers.fault({ kind: 'slow', ms: 100, method: 'POST' });
  const pages = await Promise.all(
    [till.ctx, second(till), till.ctx].map((ctx) => openCheckout(ctx, id)),
  );
  assert.equal(new Set(pages.map(({ url }) => url)).size, 1);
  assert.equal(till.levers.sessions().data.length, 1);
});

test('withdrawing while a page is being made leaves no page that can be paid', async (t) => {
  const till = await openTill(t);
  const { id } = await acceptedRequest(till.ctx);
  till.levers.fault({ kind: 'slow', ms: 60, method: 'POST' });
  const opening = openCheckout(second(till), id);
  opening.catch(() => undefined);
  await until(async () => (await moneyOf(till.ctx, id)).attempts.length === 1);
  await takeBack(till.ctx, id);
  await assert.rejects(opening, { code: 'not_payable' });
  await till.settle();
  const open = till.levers.sessions().data.filter(({ status }) => status === 'open');
  assert.deepEqual(open, []);
  assert.deepEqual((await moneyOf(till.ctx, id)).payments, []);
});

test('of a card payment and a transfer at once one grants and the other is held', async (t) => {
  const till = await openTill(t, { deaf: true });
  const { id } = await acceptedRequest(till.ctx);
  await payByCard((await openCheckout(till.ctx, id)).url, card);
  const session = till.levers.sessions().data[0]?.id ?? '';
  const transfer = { requestId: id, offerVersion: 1, bankReference: 'TR 1', by: fin };
  await Promise.allSettled([
    markPaidByTransfer(till.ctx, transfer),
    syncSession(second(till), session),
  ]);
  const { request, payments, licences } = await moneyOf(till.ctx, id);
  assert.deepEqual([request, licences], ['granted', 1]);
  assert.equal(payments.filter((payment) => payment.startsWith('primary')).length, 1);
});

/** Waits for what another flow of control does. */
async function until(reached: () => Promise<boolean>): Promise<void> {
  while (!(await reached())) await new Promise(setImmediate);
}
