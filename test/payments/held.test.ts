import assert from 'node:assert/strict';
import { test } from 'node:test';
import request from 'supertest';
import { settleFinding } from '../../src/articles/actions/settle-finding.ts';
import { setFlags } from '../../src/articles/actions/set-flags.ts';
import { insertFindings } from '../../src/articles/store/findings.ts';
import type { Flags } from '../../src/articles/rules/desk.ts';
import { markPaidByTransfer } from '../../src/payments/actions/mark-paid.ts';
import { openCheckout } from '../../src/payments/actions/open-checkout.ts';
import { reconcilePayments } from '../../src/payments/actions/reconcile.ts';
import { heldPayments } from '../../src/payments/store/desk.ts';
import { addStaff } from '../../src/staff/actions.ts';
import { articleUrlKey } from '../../src/values/url.ts';
import { payByCard } from '../stand-ins/stripe/payer.ts';
import { imported } from '../articles/newsroom.ts';
import { accept, acceptedRequest, amal, fin, offer, offeredRequest, takeBack } from './builders.ts';
import { historyOf, lettersOf, moneyOf, paidOnce } from './look.ts';
import { openTill, type Till } from './till.ts';

const card = '4242424242424242';

/** A request whose page was paid, while nobody has heard of it yet. */
async function paidUnheard(till: Till): Promise<{ id: string; session: string }> {
  const { id } = await acceptedRequest(till.ctx);
  till.levers.hold();
  await payByCard((await openCheckout(till.ctx, id)).url, card);
  return { id, session: till.levers.sessions().data.at(-1)?.id ?? '' };
}

async function hear(till: Till): Promise<void> {
  await till.levers.release();
  await till.settle();
}

for (const [what, fields, money] of [
  ['case 15: a payment whose sum', { amount_total: 7999 }, 'orphan amount_differs 8000 GBP'],
  ['case 16: a payment whose currency', { currency: 'eur' }, 'orphan currency_differs 8000 EUR'],
] as const)
  test(`${what} is not the offered one is held, and finance is told`, async (t) => {
    const till = await openTill(t);
    await addStaff(till.ctx, { name: 'Fin', email: 'fin@example.org', role: 'finance' });
    const { id, session } = await paidUnheard(till);
    till.levers.mutate({ id: session, fields });
    await hear(till);
    const { request, payments, licences } = await moneyOf(till.ctx, id);
    assert.deepEqual([request, payments, licences], ['accepted', [money], 0]);
    assert.deepEqual(await lettersOf(till.ctx, id), ['staff-held-payment']);
    assert.ok((await historyOf(till.ctx, id)).includes('hold_payment'));
    assert.equal(till.mailbox.at(-1)?.to.address, 'fin@example.org');
  });

test('case 21: withdrawing closes the open page, so that nobody is charged', async (t) => {
  const till = await openTill(t);
  const { id } = await acceptedRequest(till.ctx);
  const { url } = await openCheckout(till.ctx, id);
  await takeBack(till.ctx, id);
  await till.work();
  assert.equal((await payByCard(url, card)).status, 410);
  await assert.rejects(openCheckout(till.ctx, id), { code: 'not_payable' });
  await till.settle();
  const nothing = { request: 'withdrawn', attempts: ['expired'], payments: [], licences: 0 };
  assert.deepEqual(await moneyOf(till.ctx, id), nothing);
});

test('money that beats the withdrawal is held, and closing the page is what finds it', async (t) => {
  const till = await openTill(t);
  const { id } = await paidUnheard(till);
  await takeBack(till.ctx, id);
  await till.work();
  await hear(till);
  assert.deepEqual(await moneyOf(till.ctx, id), {
    request: 'withdrawn',
    attempts: ['paid'],
    payments: ['orphan request_ended 8000 GBP'],
    licences: 0,
  });
});

test('case 20: a new price closes the page of the old one, and only the new one can be paid', async (t) => {
  const till = await openTill(t);
  const { id } = await acceptedRequest(till.ctx);
  const old = await openCheckout(till.ctx, id);
  await offer(till.ctx, id, 6000);
  await assert.rejects(openCheckout(till.ctx, id), { code: 'not_payable' });
  await accept(till.ctx, id);
  // The job that closes the old page has not run: pressing Pay closes it as well.
  const fresh = await openCheckout(till.ctx, id);
  assert.equal((await payByCard(old.url, card)).status, 410);
  assert.equal((await payByCard(fresh.url, card)).status, 303);
  await till.settle();
  assert.deepEqual(await moneyOf(till.ctx, id), {
    request: 'granted',
    attempts: ['expired', 'paid'],
    payments: ['primary 6000 GBP'],
    licences: 1,
  });
});

test('money for the old price is held when the new one came first', async (t) => {
  const till = await openTill(t);
  const { id } = await paidUnheard(till);
  await offer(till.ctx, id, 6000);
  await accept(till.ctx, id);
  await hear(till);
  const { request, payments, licences } = await moneyOf(till.ctx, id);
  const held = ['orphan offer_replaced 8000 GBP'];
  assert.deepEqual([request, payments, licences], ['accepted', held, 0]);
});

test('a card payment beside a transfer is a duplicate; giving it back clears it and keeps the licence', async (t) => {
  const till = await openTill(t);
  const { id } = await paidUnheard(till);
  const transfer = { requestId: id, offerVersion: 1, bankReference: 'TR 1', by: fin };
  await markPaidByTransfer(till.ctx, transfer);
  await hear(till);
  assert.deepEqual(await moneyOf(till.ctx, id), {
    ...paidOnce,
    payments: ['primary 8000 GBP', 'duplicate already_paid 8000 GBP'],
  });
  const [held] = await heldPayments(till.ctx.db, 10);
  assert.equal(held?.kind, 'duplicate');
  await refund(till, held?.paymentIntent ?? '');
  assert.deepEqual(await heldPayments(till.ctx.db, 10), []);
  assert.equal((await moneyOf(till.ctx, id)).licences, 1);
});

test('giving part of the price back keeps the licence, giving all of it back ends it', async (t) => {
  const till = await openTill(t);
  const { id } = await paidUnheard(till);
  await hear(till);
  const { payment_intent: intent } = await till.ctx.db
    .selectFrom('payments')
    .select('payment_intent')
    .executeTakeFirstOrThrow();
  await refund(till, intent ?? '', 3000);
  assert.equal((await moneyOf(till.ctx, id)).licences, 1);
  await refund(till, intent ?? '');
  assert.equal((await moneyOf(till.ctx, id)).licences, 0);
  const verbs = (await historyOf(till.ctx, id)).filter((verb) => verb === 'refund_payment');
  assert.equal(verbs.length, 2);
});

const noon = new Date('2026-11-23T12:00:00Z');
const justBefore = new Date(noon.getTime() - 1000);

/** Sets the article of a request under the given flags, as staff do at the desk. */
async function flag(till: Till, requestId: string, change: Partial<Flags>): Promise<void> {
  const { article_id: articleId } = await till.ctx.db
    .selectFrom('request_items')
    .select('article_id')
    .where('request_id', '=', requestId)
    .executeTakeFirstOrThrow();
  const flags: Flags = {
    ...{ licensable: true, coPublished: false, provenance: 'staff', rightsholder: '' },
    ...{ embargoUntil: null, withdrawn: false, ccLicence: null, why: 'x', ...change },
  };
  await setFlags(till.ctx, articleId, flags, amal);
}

test('an embargo holds an offer and its payment to the very second', async (t) => {
  const till = await openTill(t);
  const { id } = await offeredRequest(till.ctx);
  await flag(till, id, { embargoUntil: noon });
  till.clock.now = justBefore;
  await assert.rejects(accept(till.ctx, id), { code: 'rights_refused' });
  till.clock.now = noon;
  await accept(till.ctx, id);
  await flag(till, id, { embargoUntil: new Date(noon.getTime() + 1000) });
  await assert.rejects(openCheckout(till.ctx, id), { code: 'rights_refused' });
  const transfer = { requestId: id, offerVersion: 1, bankReference: 'TR 1', by: fin };
  await assert.rejects(markPaidByTransfer(till.ctx, transfer), { code: 'rights_refused' });
  till.clock.advance({ seconds: 1 });
  assert.equal((await payByCard((await openCheckout(till.ctx, id)).url, card)).status, 303);
  await till.settle();
  assert.deepEqual(await moneyOf(till.ctx, id), paidOnce);
});

for (const [what, change] of [
  ['withdrawn', { withdrawn: true }],
  ['no longer for sale', { licensable: false }],
  ['found to be an agency’s', { provenance: 'wires' }],
] as const)
  test(`an article that is ${what} closes the open page, and no new one is made`, async (t) => {
    const till = await openTill(t);
    const { id } = await acceptedRequest(till.ctx);
    const { url } = await openCheckout(till.ctx, id);
    await flag(till, id, change);
    const page = await request(till.site).get(`/pay/${till.ctx.links.token('pay', id)}`);
    assert.match(page.text, /can no longer be paid here/u);
    assert.doesNotMatch(page.text, /Pay by card/u);
    // The job has not run yet: whoever presses Pay closes the page as well.
    await assert.rejects(openCheckout(till.ctx, id), { code: 'rights_refused' });
    assert.equal((await payByCard(url, card)).status, 410);
    await flag(till, id, {});
    await openCheckout(till.ctx, id);
    await flag(till, id, change);
    await till.work();
    const { attempts, payments } = await moneyOf(till.ctx, id);
    assert.deepEqual([attempts, payments], [['expired', 'expired'], []]);
  });

test('an import that brings agency copy for an article closes its open page', async (t) => {
  const till = await openTill(t);
  const { id } = await acceptedRequest(till.ctx);
  await openCheckout(till.ctx, id);
  const { db } = till.ctx;
  const { url } = await db.selectFrom('articles').select('url').executeTakeFirstOrThrow();
  await db
    .updateTable('articles')
    .set({ url_key: articleUrlKey(url) ?? '' })
    .execute();
  await imported(till.ctx, [{ title: 'River town floods', url, authors: [{ name: 'Reuters' }] }]);
  await till.work();
  assert.deepEqual((await moneyOf(till.ctx, id)).attempts, ['expired']);
});

test('what is found in an article after its offer holds it until staff have settled it', async (t) => {
  const till = await openTill(t);
  const { id } = await offeredRequest(till.ctx);
  const { db } = till.ctx;
  const { id: articleId } = await db.selectFrom('articles').select('id').executeTakeFirstOrThrow();
  const finding = {
    rule: 'wire:ap',
    weight: 'strong',
    place: 'text',
    words: 'The Associated Press',
  };
  const found = async (at: Date): Promise<string> => {
    const row = { id: till.ctx.newId(), article_id: articleId, ...finding, created_at: at };
    await insertFindings(db, [row]);
    return row.id;
  };
  // Whoever made the offer knew of this one.
  await found(till.clock.now);
  till.clock.advance({ minutes: 1 });
  const fresh = await found(till.clock.now);
  await assert.rejects(accept(till.ctx, id), { code: 'rights_refused' });
  const settled = { as: 'ours', why: 'Her own words', articleId, findingId: fresh } as const;
  await settleFinding(till.ctx, settled, amal);
  await accept(till.ctx, id);
  assert.equal((await moneyOf(till.ctx, id)).request, 'accepted');
});

test('money that was under way when the article was withdrawn is held, and nothing is granted', async (t) => {
  const till = await openTill(t);
  await addStaff(till.ctx, { name: 'Fin', email: 'fin@example.org', role: 'finance' });
  const { id } = await paidUnheard(till);
  await flag(till, id, { withdrawn: true });
  await till.work();
  await hear(till);
  assert.deepEqual(await moneyOf(till.ctx, id), {
    request: 'accepted',
    attempts: ['paid'],
    payments: ['orphan rights_refused 8000 GBP'],
    licences: 0,
  });
  assert.deepEqual(await lettersOf(till.ctx, id), ['staff-held-payment']);
  assert.match(till.mailbox.at(-1)?.text ?? '', /The article may no longer be licensed/u);
  const [held] = await heldPayments(till.ctx.db, 10);
  await refund(till, held?.paymentIntent ?? '');
  assert.deepEqual(await heldPayments(till.ctx.db, 10), []);
});

/** Somebody gives money back in the Dashboard. */
async function refund(till: Till, intent: string, amount?: number): Promise<void> {
  const body = new URLSearchParams({
    payment_intent: intent,
    ...(amount === undefined ? {} : { amount: String(amount) }),
  });
  const headers = { authorization: 'Bearer sk_test_dashboard' };
  const answer = await fetch(`${till.standIn.url}/v1/refunds`, { method: 'POST', headers, body });
  assert.equal(answer.status, 200);
  await till.settle();
}

test('a paid page of ours whose attempt is lost counts where it names request and offer, else it is held; one of another portal is not ours', async (t) => {
  const till = await openTill(t);
  const { db } = till.ctx;
  const { id, session } = await paidUnheard(till);
  // As after a backup of yesterday was restored.
  const forget = async (): Promise<void> => {
    await db.deleteFrom('payments').execute();
    await db.deleteFrom('payment_attempts').execute();
  };
  const hearAgain = async (metadata: object): Promise<string[]> => {
    await forget();
    till.levers.mutate({ id: session, fields: { metadata } });
    await till.levers.redeliver({ type: 'checkout.session.completed' });
    await db.updateTable('stripe_events').set({ state: 'received' }).execute();
    await reconcilePayments(till.ctx);
    await till.work();
    return (await moneyOf(till.ctx, id)).payments;
  };
  const { metadata } = till.levers.sessions().data[0] ?? {};
  await forget();
  await hear(till);
  assert.deepEqual(await moneyOf(till.ctx, id), paidOnce);
  assert.ok((await historyOf(till.ctx, id)).includes('find_payment'));
  const elsewhere = { ...metadata, offer_id: till.ctx.newId() };
  assert.deepEqual(await hearAgain(elsewhere), ['orphan unknown_attempt 8000 GBP']);
  assert.deepEqual(await hearAgain({ portal: 'http://other.example.org' }), []);
});
