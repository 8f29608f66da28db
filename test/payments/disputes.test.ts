import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { changeLicence, licencesOf } from '../../src/licences/actions.ts';
import { giveBack } from '../../src/payments/actions/give-back.ts';
import { markPaidByTransfer } from '../../src/payments/actions/mark-paid.ts';
import { openCheckout } from '../../src/payments/actions/open-checkout.ts';
import { previewRefund } from '../../src/payments/actions/preview-refund.ts';
import { reconcilePayments } from '../../src/payments/actions/reconcile.ts';
import { workStripeEvent } from '../../src/payments/actions/stripe-events.ts';
import { syncDispute, syncWarning } from '../../src/payments/actions/sync-dispute.ts';
import { heldPayments } from '../../src/payments/store/desk.ts';
import { createContext } from '../../src/platform/create-context.ts';
import type { Context } from '../../src/platform/context.ts';
import { addStaff } from '../../src/staff/actions.ts';
import { payByCard } from '../stand-ins/stripe/payer.ts';
import { checkDisputes } from '../journeys/dispute-invariants.ts';
import { testDatabase } from '../support/database.ts';
import { acceptedRequest, fin } from './builders.ts';
import { answerThere, disputed, disputeMoves, sellElsewhere } from './disputing.ts';
import { inboxOf, moneyOf, paidOnce } from './look.ts';
import {
  card,
  failsLater,
  licenceOf,
  paidRequest,
  paymentOf,
  refundsThere,
  refundThere,
  wish,
} from './refunding.ts';
import { openTill, type Till } from './till.ts';

const open = (till: Till, intent: string, more: object = {}): string =>
  till.levers.dispute({ id: intent, ...more }).id;

async function close(till: Till, id: string, outcome: 'won' | 'lost'): Promise<void> {
  till.levers.disputeClose({ id, outcome });
  await till.settle();
}

// Whatever a test did, what must hold of licences and their disputes holds at its end.
afterEach(async () => checkDisputes((await testDatabase()).db));

/** A till with somebody who looks after money, so that letters have a reader. */
async function staffed(...given: Parameters<typeof openTill>): Promise<Till> {
  const till = await openTill(...given);
  await addStaff(till.ctx, { name: 'Fin', email: 'fin@example.org', role: 'finance' });
  return till;
}

test('case 46: a dispute suspends the licence and refuses refunds, and when it is won the licence is there again', async (t) => {
  const till = await staffed(t);
  const { id, paymentId, intent } = await paidRequest(till);
  const dispute = open(till, intent);
  await till.settle();
  assert.deepEqual(await disputed(till, id), {
    disputes: ['needs_response 8000'],
    licence: 'suspended dispute',
    events: ['null > needs_response'],
    letters: ['Licence suspended', 'Payment disputed'],
  });
  const letter = till.mailbox.find(({ to }) => to.address === 'fin@example.org')?.text ?? '';
  assert.match(letter, /A payment of £80\.00 is disputed.*this was not me/u);
  assert.match(letter, /Answer it at Stripe by 2 December 2026/u);
  assert.ok(letter.includes(`/admin/payments/${paymentId}`), letter);
  const refused = { code: 'disputed', kind: 'conflict' };
  await assert.rejects(giveBack(till.ctx, wish(paymentId)), refused);
  await assert.rejects(previewRefund(till.ctx, wish(paymentId, { amount: 100 })), refused);
  assert.deepEqual(await refundsThere(till, intent), []);

  await answerThere(till, dispute, { 'evidence[uncategorized_text]': 'See the file' });
  await till.settle();
  assert.equal(await licenceOf(till.ctx, id), 'suspended dispute');
  await close(till, dispute, 'won');
  assert.deepEqual(await disputed(till, id), {
    disputes: ['won 8000'],
    licence: 'active',
    events: ['null > needs_response', 'needs_response > under_review', 'under_review > won'],
    letters: ['Licence suspended', 'Payment disputed', 'Licence in force again', 'Dispute won'],
  });
  assert.equal((await giveBack(till.ctx, wish(paymentId))).state, 'succeeded');
});

test('case 47: a lost dispute ends the licence, and nothing of the money can be given back any more', async (t) => {
  const till = await staffed(t);
  const { id, paymentId, intent } = await paidRequest(till);
  const dispute = open(till, intent, { reason: 'product_not_received' });
  await till.settle();
  await close(till, dispute, 'lost');
  assert.deepEqual(await disputed(till, id), {
    disputes: ['lost 8000'],
    licence: 'revoked dispute_lost',
    events: ['null > needs_response', 'needs_response > lost'],
    letters: ['Licence suspended', 'Payment disputed', 'Licence ended', 'Dispute lost'],
  });
  await assert.rejects(giveBack(till.ctx, wish(paymentId)), { code: 'invalid' });
  assert.match(
    till.mailbox.at(-1)?.text ?? '',
    /lost[^]*The payer says that nothing was delivered/u,
  );
  const told = till.mailbox.find(({ subject }) => subject.startsWith('Licence ended'));
  assert.match(
    told?.text ?? '',
    /The bank has taken the payment back[^]*remove what was published/u,
  );

  // An appeal, which only the bank's new decision undoes.
  await disputeMoves(till, dispute, 'appeal_needs_response');
  assert.equal(await licenceOf(till.ctx, id), 'revoked dispute_lost');
  await disputeMoves(till, dispute, 'appeal_under_review');
  await disputeMoves(till, dispute, 'won');
  const { licence, letters } = await disputed(till, id);
  assert.equal(licence, 'active');
  const appeal = ['Payment disputed', 'Licence in force again', 'Dispute won'];
  assert.deepEqual(letters.slice(4), appeal);
});

test('case +: an inquiry suspends nothing, and what was given back meanwhile is no harm', async (t) => {
  const till = await staffed(t);
  const { id, paymentId, intent } = await paidRequest(till);
  const inquiry = open(till, intent, { inquiry: true });
  await till.settle();
  const asked = { disputes: ['warning 8000'], licence: 'active', events: ['null > warning'] };
  assert.deepEqual(await disputed(till, id), { ...asked, letters: ['The bank asks about'] });
  assert.equal((await giveBack(till.ctx, wish(paymentId, { amount: 1000 }))).state, 'succeeded');
  // The bank was not content: now the money itself is called back.
  open(till, inquiry);
  await till.settle();
  assert.equal(await licenceOf(till.ctx, id), 'suspended dispute');
  await close(till, inquiry, 'won');
  const other = open(till, intent, { inquiry: true });
  await till.settle();
  await close(till, other, 'won');
  const { disputes, licence, letters } = await disputed(till, id);
  assert.deepEqual([disputes, licence], [['won 8000', 'warning_closed 8000'], 'active']);
  assert.equal(letters.at(-1), 'The bank’s question is closed');
});

test('case +: a dispute on what was paid twice touches no licence, and lost it leaves the money that is held', async (t) => {
  const till = await staffed(t);
  const { id } = await acceptedRequest(till.ctx);
  till.levers.hold();
  await payByCard((await openCheckout(till.ctx, id)).url, card);
  const transfer = { requestId: id, offerVersion: 1, bankReference: 'TR 1', by: fin };
  await markPaidByTransfer(till.ctx, transfer);
  await till.levers.release();
  await till.settle();
  const { paymentId, intent } = await paymentOf(till.ctx, id);
  const dispute = open(till, intent, { reason: 'duplicate' });
  await till.settle();
  assert.equal(await licenceOf(till.ctx, id), 'active');
  await assert.rejects(giveBack(till.ctx, wish(paymentId)), { code: 'disputed' });
  assert.equal((await heldPayments(till.ctx.db, 10)).length, 1);
  await close(till, dispute, 'lost');
  const letters = ['Payment disputed', 'Dispute lost'];
  const events = ['null > needs_response', 'needs_response > lost'];
  const is = { disputes: ['lost 8000'], licence: 'active', events, letters };
  assert.deepEqual(await disputed(till, id), is);
  assert.deepEqual(await heldPayments(till.ctx.db, 10), []);
});

test('case +: a dispute after everything was given back finds nothing to suspend, and won it brings nothing back', async (t) => {
  const till = await staffed(t);
  const { id, paymentId, intent } = await paidRequest(till, failsLater);
  await giveBack(till.ctx, wish(paymentId));
  await till.settle();
  const dispute = open(till, intent, { reason: 'credit_not_processed' });
  await till.settle();
  assert.equal(await licenceOf(till.ctx, id), 'revoked refunded');
  await close(till, dispute, 'won');
  assert.equal(await licenceOf(till.ctx, id), 'revoked refunded');

  // Another one is open when the bank returns the refund after all: what comes back is suspended at once.
  const other = open(till, intent);
  await till.settle();
  const [refund] = await refundsThere(till, intent);
  till.levers.settle({ id: refund?.id ?? '', outcome: 'fail' });
  await till.settle();
  assert.equal(await licenceOf(till.ctx, id), 'suspended dispute');
  await close(till, other, 'lost');
  assert.equal(await licenceOf(till.ctx, id), 'revoked dispute_lost');
});

test('case +: a dispute that is heard of before the payment has it recorded first', async (t) => {
  const till = await staffed(t);
  const { id } = await acceptedRequest(till.ctx);
  till.levers.hold();
  await payByCard((await openCheckout(till.ctx, id)).url, '4000000000000259');
  await till.levers.release({ reverse: true });
  await till.settle();
  assert.deepEqual(await moneyOf(till.ctx, id), { ...paidOnce, licences: 0 });
  const { disputes, licence } = await disputed(till, id);
  assert.deepEqual([disputes, licence], [['needs_response 8000'], 'suspended dispute']);
  assert.ok((await inboxOf(till.ctx)).every((event) => !event.endsWith('failed')));
});

test('of several disputes the licence waits for the last, and one that is lost outweighs one that is won', async (t) => {
  const till = await staffed(t);
  const { id, paymentId, intent } = await paidRequest(till);
  const [first, second] = [3000, 2000].map((amount) => open(till, intent, { amount }));
  await till.settle();
  await close(till, first ?? '', 'won');
  assert.equal(await licenceOf(till.ctx, id), 'suspended dispute');
  await close(till, second ?? '', 'won');
  assert.equal(await licenceOf(till.ctx, id), 'active');
  const lost = open(till, intent, { amount: 2500 });
  const pending = open(till, intent, { amount: 500 });
  await till.settle();
  await close(till, lost, 'lost');
  await close(till, pending, 'won');
  assert.equal(await licenceOf(till.ctx, id), 'revoked dispute_lost');
  // What the bank did not take is still there to be given back.
  await assert.rejects(giveBack(till.ctx, wish(paymentId, { amount: 5501 })), { code: 'invalid' });
  assert.equal((await giveBack(till.ctx, wish(paymentId))).amount, 5500);
});

test('a dispute gives back only what it suspended', async (t) => {
  const till = await openTill(t);
  const { id, intent } = await paidRequest(till);
  const [licence] = await licencesOf(till.ctx.db, id);
  const change = { reason: 'Breach', by: fin };
  await changeLicence(till.ctx, licence?.id ?? '', { verb: 'suspend', ...change });
  const dispute = open(till, intent);
  await till.settle();
  await close(till, dispute, 'won');
  assert.equal(await licenceOf(till.ctx, id), 'suspended Breach');
  const lost = open(till, intent);
  await till.settle();
  await close(till, lost, 'lost');
  assert.equal(await licenceOf(till.ctx, id), 'revoked dispute_lost');
  await disputeMoves(till, lost, 'won');
  assert.equal(await licenceOf(till.ctx, id), 'suspended Breach');
  const told = till.mailbox.filter(({ subject }) => subject.includes('in force again'));
  assert.deepEqual(told, []);
});

test('while a dispute is open or lost nobody at the desk can put the licence in force again', async (t) => {
  const till = await openTill(t);
  const { id, intent } = await paidRequest(till);
  const dispute = open(till, intent);
  await till.settle();
  const [licence] = await licencesOf(till.ctx.db, id);
  const change = { reason: 'We trust them', by: fin };
  const by = (verb: 'restore' | 'reinstate'): Promise<void> =>
    changeLicence(till.ctx, licence?.id ?? '', { verb, ...change });
  await assert.rejects(by('restore'), { code: 'disputed' });
  await close(till, dispute, 'lost');
  await assert.rejects(by('reinstate'), { code: 'disputed' });
  await disputeMoves(till, dispute, 'won');
  assert.equal(await licenceOf(till.ctx, id), 'active');
});

test('a warning of fraud is told once, with the advice to give the money back, and changes nothing', async (t) => {
  const till = await staffed(t);
  const { id, intent, paymentId } = await paidRequest(till);
  const warning = till.levers.warn({ id: intent }).id;
  await till.settle();
  assert.deepEqual(
    [await syncWarning(till.ctx, warning), await licenceOf(till.ctx, id)],
    ['known', 'active'],
  );
  assert.deepEqual((await disputed(till, id)).letters, ['Fraud suspected']);
  await till.work();
  assert.match(
    till.mailbox.at(-1)?.text ?? '',
    /£80\.00 was made with a stolen card[^]*give the money back now/u,
  );
  await giveBack(till.ctx, wish(paymentId, { reason: 'fraud' }));
  till.levers.warn({ id: intent });
  await till.settle();
  assert.deepEqual((await disputed(till, id)).letters, ['Fraud suspected']);
});

test('a state that Stripe has invented since, or that cannot follow, changes nothing and is said', async (t) => {
  const till = await openTill(t);
  const { id, intent } = await paidRequest(till);
  open(till, intent);
  await till.settle();
  const saying = (status: string): Context => {
    const { checkout } = till.ctx;
    assert.ok(checkout !== null);
    const retrieveDispute = async (asked: string) => ({
      ...(await checkout.retrieveDispute(asked)),
      status,
    });
    return { ...till.ctx, checkout: { ...checkout, retrieveDispute } };
  };
  const stored = await till.ctx.db
    .updateTable('stripe_events')
    .set({ state: 'received' })
    .where('type', '=', 'charge.dispute.created')
    .returning('id')
    .executeTakeFirstOrThrow();
  for (const status of ['on_holiday', 'toString', 'warning_needs_response']) {
    const error = { kind: 'config', code: `dispute_status_${status}` };
    await assert.rejects(workStripeEvent(saying(status), stored), error);
    const { disputes, licence } = await disputed(till, id);
    assert.deepEqual([disputes, licence], [['needs_response 8000'], 'suspended dispute']);
    assert.ok((await inboxOf(till.ctx)).includes('charge.dispute.created failed'));
  }
  await workStripeEvent(saying('won'), stored);
  assert.equal(await licenceOf(till.ctx, id), 'active');
});

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

test('webhook, two processes and reconciliation at once change the licence once and write one letter', async (t) => {
  const till = await staffed(t, { deaf: true });
  const { id, intent } = await paidRequest(till);
  const dispute = open(till, intent);
  const other = second(till);
  const at = { path: '/v1/disputes', method: 'GET' } as const;
  const all = (): Promise<unknown> => {
    till.levers.fault({ kind: 'slow', ms: 40, ...at, times: 3 });
    return Promise.all([
      syncDispute(till.ctx, dispute),
      syncDispute(other, dispute),
      reconcilePayments(other),
      syncDispute(other, dispute),
    ]);
  };
  await all();
  const once = {
    disputes: ['needs_response 8000'],
    licence: 'suspended dispute',
    events: ['null > needs_response'],
    letters: ['Licence suspended', 'Payment disputed'],
  };
  assert.deepEqual(await disputed(till, id), once);
  till.clock.advance({ seconds: 1 });
  till.levers.disputeClose({ id: dispute, outcome: 'won' });
  await all();
  const { events, letters } = await disputed(till, id);
  assert.deepEqual([events.length, letters.length], [2, 4]);
});

test('an answer from before another one was written counts for nothing', async (t) => {
  const till = await openTill(t, { deaf: true });
  const { id, intent } = await paidRequest(till);
  const dispute = open(till, intent);
  await syncDispute(till.ctx, dispute);
  const { checkout } = till.ctx;
  assert.ok(checkout !== null);
  let reads = 0;
  const slow: Context = {
    ...till.ctx,
    checkout: {
      ...checkout,
      async retrieveDispute(asked) {
        const old = await checkout.retrieveDispute(asked);
        reads += 1;
        if (reads > 1) return old;
        // While this answer is on its way the bank decides, and another process hears of it.
        till.levers.disputeClose({ id: dispute, outcome: 'lost' });
        await syncDispute(till.ctx, dispute);
        return old;
      },
    },
  };
  await syncDispute(slow, dispute);
  assert.deepEqual([reads, (await disputed(till, id)).disputes], [2, ['lost 8000']]);
});

test('without any event a round finds disputes, what became of them, and a due date that has moved', async (t) => {
  const till = await openTill(t, { deaf: true });
  const { id, intent } = await paidRequest(till);
  const dispute = open(till, intent);
  await reconcilePayments(till.ctx);
  assert.equal(await licenceOf(till.ctx, id), 'suspended dispute');
  const due = Math.floor(till.clock.now.getTime() / 1000) + 86_400;
  const details = till.levers
    .events()
    .data.map(({ data }) => Reflect.get(data.object, 'evidence_details') as object | undefined);
  const evidence_details = { ...details.findLast((found) => found !== undefined), due_by: due };
  till.levers.mutate({ id: dispute, fields: { evidence_details } });
  await reconcilePayments(till.ctx);
  const row = await till.ctx.db
    .selectFrom('disputes')
    .select('evidence_by')
    .executeTakeFirstOrThrow();
  assert.equal(row.evidence_by?.getTime(), due * 1000);
  till.levers.disputeClose({ id: dispute, outcome: 'won' });
  await reconcilePayments(till.ctx);
  assert.equal(await licenceOf(till.ctx, id), 'active');
  // What was decided may be taken up again two months later: the daily look finds that as well.
  till.clock.advance({ days: 60 });
  till.levers.mutate({ id: dispute, fields: { status: 'lost' } });
  await reconcilePayments(till.ctx);
  assert.equal(await licenceOf(till.ctx, id), 'revoked dispute_lost');
});

test('disputes and warnings about what another application sold are none of ours', async (t) => {
  const till = await openTill(t);
  await paidRequest(till);
  await payByCard(await sellElsewhere(till), card, { email: 'buyer@example.org' });
  const intent = String(till.levers.sessions().data.at(-1)?.payment_intent);
  const dispute = open(till, intent);
  till.levers.warn({ id: intent });
  await till.settle();
  await reconcilePayments(till.ctx);
  assert.deepEqual(await till.ctx.db.selectFrom('disputes').selectAll().execute(), []);
  const inbox = await inboxOf(till.ctx);
  assert.ok(inbox.includes('charge.dispute.created ignored'), inbox.join(', '));
  assert.ok(inbox.includes('radar.early_fraud_warning.created ignored'), inbox.join(', '));
  assert.equal(await syncDispute(till.ctx, dispute), 'foreign');
});

test('a refund that Stripe was faster with is no dispute of the licence', async (t) => {
  const till = await openTill(t);
  const { id, intent } = await paidRequest(till);
  await refundThere(till, intent);
  const dispute = open(till, intent);
  await till.settle();
  await close(till, dispute, 'lost');
  assert.equal(await licenceOf(till.ctx, id), 'revoked refunded');
});
