import assert from 'node:assert/strict';
import { test } from 'node:test';
import { markPaidByTransfer } from '../../src/payments/actions/mark-paid.ts';
import { openCheckout } from '../../src/payments/actions/open-checkout.ts';
import { goodBacs, payByDebit } from '../stand-ins/stripe/payer.ts';
import { accept, acceptedRequest, fin, offer, takeBack } from './builders.ts';
import { moneyOf } from './look.ts';
import { openTill } from './till.ts';

const transfer = (requestId: string, more: object = {}) => ({
  requestId,
  offerVersion: 1,
  bankReference: 'TR 1',
  by: fin,
  ...more,
});

test('a page is opened only for an accepted, valid, unpaid offer that a card can pay', async (t) => {
  const till = await openTill(t);
  const { ctx } = till;
  const opening = async (): Promise<{ id: string; code: (expected: string) => Promise<void> }> => {
    const { id } = await acceptedRequest(ctx);
    return { id, code: (code) => assert.rejects(openCheckout(ctx, id), { code }) };
  };
  await assert.rejects(openCheckout(ctx, ctx.newId()), { code: 'not_found' });

  const paid = await opening();
  await markPaidByTransfer(ctx, transfer(paid.id));
  await paid.code('already_paid');

  const withdrawn = await opening();
  await takeBack(ctx, withdrawn.id);
  await withdrawn.code('not_payable');

  const small = await opening();
  await offer(ctx, small.id, 20);
  await accept(ctx, small.id);
  await small.code('card_not_possible');

  const late = await opening();
  const off = { ...ctx, checkout: null };
  await assert.rejects(openCheckout(off, late.id), { code: 'card_payment_off' });
  till.clock.advance({ days: 14 });
  await late.code('offer_expired');
  assert.equal(till.levers.sessions().data.length, 0);
});

test('a transfer is recorded only for the offer that staff saw, and never beside another payment', async (t) => {
  const till = await openTill(t);
  const { ctx } = till;
  const { id } = await acceptedRequest(ctx);
  const refused = (more: object, code: string): Promise<void> =>
    assert.rejects(markPaidByTransfer(ctx, transfer(id, more)), { code });
  await refused({ requestId: ctx.newId() }, 'not_found');
  await refused({ offerVersion: 2 }, 'offer_replaced');
  await payByDebit((await openCheckout(ctx, id)).url, goodBacs);
  await till.settle();
  await refused({}, 'payment_processing');
  const [session] = till.levers.sessions().data;
  till.levers.settle({ id: session?.id ?? '', outcome: 'fail' });
  await till.settle();
  await markPaidByTransfer(ctx, transfer(id));
  await markPaidByTransfer(ctx, transfer(id));
  await refused({ bankReference: 'TR 2' }, 'already_paid');
  const closed = await acceptedRequest(ctx);
  await takeBack(ctx, closed.id);
  await refused({ requestId: closed.id }, 'not_payable');
  const { request, payments, licences } = await moneyOf(ctx, id);
  assert.deepEqual([request, payments, licences], ['granted', ['primary 8000 GBP'], 1]);
});

test('a late transfer still counts, since the money is there', async (t) => {
  const till = await openTill(t);
  const { id } = await acceptedRequest(till.ctx);
  till.clock.advance({ days: 15 });
  await markPaidByTransfer(till.ctx, transfer(id));
  assert.equal((await moneyOf(till.ctx, id)).request, 'granted');
});
