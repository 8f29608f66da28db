import assert from 'node:assert/strict';
import { test } from 'node:test';
import supertest from 'supertest';
import { adminRoutes } from '../../src/payments/admin.ts';
import { giveBack } from '../../src/payments/actions/give-back.ts';
import { openCheckout } from '../../src/payments/actions/open-checkout.ts';
import { reconcilePayments } from '../../src/payments/actions/reconcile.ts';
import { bookNames } from '../../src/payments/forms/accounting.ts';
import { heldPayments } from '../../src/payments/store/desk.ts';
import { reconciledUntil } from '../../src/payments/store/reconciliations.ts';
import { addStaff } from '../../src/staff/actions.ts';
import { pagesOf } from '../pricing/desk.ts';
import { payByCard } from '../stand-ins/stripe/payer.ts';
import { accountingPath } from './accounting-support.ts';
import { acceptedRequest } from './builders.ts';
import { deskOf, insertPaid, payOne } from './health-support.ts';
import { lettersOf, moneyOf, paidOnce } from './look.ts';
import { card, licenceOf, paidRequest, paymentOf, refundsOf, wish } from './refunding.ts';
import { openTill, type Till } from './till.ts';

const create = { path: '/v1/checkout/sessions', method: 'POST' } as const;

test('case 19: a first page that was thought never to have been made is paid beside the second: a duplicate, and giving it back keeps the licence', async (t) => {
  const till = await openTill(t);
  const { ctx, levers } = till;
  const { id } = await acceptedRequest(ctx);
  levers.fault({ ...create, kind: 'drop_after', times: 2 });
  await assert.rejects(openCheckout(ctx, id), { kind: 'ambiguous' });
  // As if Stripe's list had not shown it yet when it was looked for.
  await ctx.db.updateTable('payment_attempts').set({ state: 'abandoned' }).execute();
  const second = await openCheckout(ctx, id);
  const first = levers.sessions().data.find(({ url }) => url !== second.url);
  for (const url of [second.url, first?.url ?? ''])
    assert.equal((await payByCard(url, card)).status, 303);
  await till.settle();
  assert.deepEqual(await moneyOf(ctx, id), {
    request: 'granted',
    attempts: ['paid', 'paid'],
    payments: ['primary 8000 GBP', 'duplicate already_paid 8000 GBP'],
    licences: 1,
  });
  const { paymentId } = await paymentOf(ctx, id);
  assert.equal((await giveBack(ctx, wish(paymentId, { reason: 'duplicate' }))).state, 'succeeded');
  await till.settle();
  assert.equal(await licenceOf(ctx, id), 'active');
  assert.deepEqual(await heldPayments(ctx.db, 10), []);
});

test('case +: a tax that Stripe puts on top makes another total than was offered: the money is held', async (t) => {
  const till = await openTill(t);
  const { ctx, levers } = till;
  await addStaff(ctx, { name: 'Fin', email: 'fin@example.org', role: 'finance' });
  const { id } = await acceptedRequest(ctx);
  const { url } = await openCheckout(ctx, id);
  const asked = JSON.stringify(levers.requests().data.filter(({ path }) => path === create.path));
  assert.match(asked, /line_items/u);
  assert.doesNotMatch(asked, /automatic_tax/u, 'we never ask for it');
  levers.hold();
  await payByCard(url, card);
  const [session] = levers.sessions().data;
  const intent = String(session?.payment_intent);
  const charge = levers.events().data.find(({ type }) => type === 'charge.succeeded');
  const taxed = {
    amount_total: 9600,
    total_details: { ...session?.total_details, amount_tax: 1600 },
  };
  levers.mutate({ id: session?.id ?? '', fields: taxed });
  levers.mutate({ id: intent, fields: { amount: 9600, amount_received: 9600 } });
  const chargeId: unknown = Reflect.get(charge?.data.object ?? {}, 'id');
  levers.mutate({ id: String(chargeId), fields: { amount: 9600, amount_captured: 9600 } });
  await levers.release();
  await till.settle();
  assert.deepEqual(await moneyOf(ctx, id), {
    request: 'accepted',
    attempts: ['paid'],
    payments: ['orphan amount_differs 9600 GBP'],
    licences: 0,
  });
  assert.deepEqual(await lettersOf(ctx, id), ['staff-held-payment']);
});

test('case +: test money stands in no book of real money, and a portal that takes real money exports no other', async (t) => {
  const till = await openTill(t);
  const { ctx } = till;
  const { paymentId } = await paidRequest(till);
  await giveBack(ctx, wish(paymentId, { amount: 3000 }));
  await till.settle();
  till.clock.advance({ minutes: 10 });
  await reconcilePayments(ctx);
  await insertPaid(ctx, { intent: 'pi_of_real_money', amount: 1234, liveMoney: true });
  assert.ok(ctx.checkout !== null);
  const live = deskOf({ ...ctx, checkout: { ...ctx.checkout, liveMoney: true } });
  const linesOf = async (book: string, query: object): Promise<number> => {
    const file = supertest(live).get(`${accountingPath}/${book}.csv`).query(query).buffer(true);
    const { text } = await file.expect(200);
    return text.trimEnd().split('\r\n').length - 1;
  };
  const period = { from: '2026-01-01', to: '2026-12-31' };
  const lines = async (query: object): Promise<string[]> => {
    const counts = bookNames.map(
      async (book) => `${book} ${await linesOf(book, { ...period, ...query })}`,
    );
    return Promise.all(counts);
  };
  const real = bookNames.map((book) => (book === 'payments' ? 'payments 1' : `${book} 0`));
  assert.deepEqual(await lines({}), real);
  assert.deepEqual(await lines({ money: 'real' }), real);
  const trial = await lines({ money: 'test' });
  assert.deepEqual(trial.slice(0, 2), ['payments 1', 'refunds 1']);
  const empty = trial.filter((line) => line.endsWith(' 0'));
  assert.ok(!empty.includes('fees 0') && !empty.includes('tax 0'), trial.join());
});

test('case +: a restricted key that may not give back: staff read which right it lacks, and the licence stands', async (t) => {
  const till = await openTill(t);
  const { id, paymentId } = await paidRequest(till);
  const error = { type: 'invalid_request_error', code: 'more_permissions_required', message: 'No' };
  till.levers.fault({
    path: '/v1/refunds',
    method: 'POST',
    kind: 'status',
    status: 403,
    body: { error },
  });
  const desk = pagesOf(till.ctx, 'finance', adminRoutes(till.ctx));
  const path = `/admin/payments/${paymentId}`;
  const fields = { amount: '80', reason: 'mistake', seen: 0, key: 'k'.repeat(32) };
  const answer = await supertest(desk).post(`${path}/refund`).type('form').send(fields).expect(303);
  const { text } = await supertest(desk).get(String(answer.headers['location'])).expect(200);
  assert.match(
    text,
    /The Stripe key may not give money back\. Give it the right “Charges and Refunds: write”/u,
  );
  assert.deepEqual(await refundsOf(till.ctx, paymentId), {
    refunds: ['desk failed 8000'],
    refunded: 0,
  });
  assert.equal(await licenceOf(till.ctx, id), 'active');
});

test('case +: the mail server fails when the licence is issued: the licence stands, and each letter goes out later, once', async (t) => {
  const meanwhile: object[] = [];
  const till = await openTill(t, {
    async send() {
      // Both letters are refused once.
      if (meanwhile.length === 2) return;
      meanwhile.push(await moneyOf(till.ctx, id));
      till.clock.advance({ minutes: 15 });
      throw new Error('connection refused');
    },
  });
  const { ctx } = till;
  const { id } = await acceptedRequest(ctx);
  till.queue.splice(0);
  await payByCard((await openCheckout(ctx, id)).url, card);
  await till.settle();
  assert.deepEqual(meanwhile, [paidOnce, paidOnce]);
  assert.deepEqual(await moneyOf(ctx, id), paidOnce);
  const subjects = till.mailbox.map(({ subject }) => subject);
  assert.equal(subjects.length, 2);
  assert.equal(subjects.filter((subject) => /OP-2026-\d{6}/u.test(subject)).length, 1);
  const tries = await ctx.db
    .selectFrom('emails')
    .select('tries')
    .where('state', '=', 'sent')
    .execute();
  assert.deepEqual(tries, [{ tries: 2 }, { tries: 2 }]);
});

/** A copy of every row, which can be put back over whatever happened since: a backup and its restoration. */
async function backUp({ database, queue }: Till): Promise<() => Promise<void>> {
  const tables = await database.session((run) =>
    run(`select quote_ident(relname) as name from pg_class
      where relkind = 'r' and relnamespace = 'public'::regnamespace`),
  );
  const names = tables.map(({ name }) => String(name));
  const run = (statements: string[]): Promise<unknown> =>
    database.session((exec) => exec(statements.join(';\n')));
  await run([
    'drop schema if exists backup cascade',
    'create schema backup',
    ...names.map((name) => `create table backup.${name} as select * from public.${name}`),
  ]);
  return async () => {
    queue.splice(0);
    await run([
      'begin',
      'set local session_replication_role = replica',
      ...names.map((name) => `delete from public.${name}`),
      ...names.map((name) => `insert into public.${name} select * from backup.${name}`),
      'commit',
    ]);
  };
}

test('case +: the database of yesterday is restored: the round rebuilds from Stripe what was paid and given back since', async (t) => {
  const till = await openTill(t);
  const { ctx } = till;
  await addStaff(ctx, { name: 'Fin', email: 'fin@example.org', role: 'finance' });
  const earlier = await paidRequest(till);
  const begun = await acceptedRequest(ctx);
  const later = await acceptedRequest(ctx);
  const { url } = await openCheckout(ctx, begun.id);
  const restore = await backUp(till);

  await payByCard(url, card);
  await payByCard((await openCheckout(ctx, later.id)).url, card);
  await giveBack(ctx, wish(earlier.paymentId, { amount: 3000 }));
  await till.settle();
  const unknown = await payOne(till);
  await till.settle();
  for (const { id } of [begun, later, unknown]) assert.deepEqual(await moneyOf(ctx, id), paidOnce);

  await restore();
  assert.equal((await moneyOf(ctx, begun.id)).request, 'accepted');
  till.clock.advance({ days: 1 });
  for (let round = 0; round < 2; round += 1) {
    await reconcilePayments(ctx);
    await till.settle();
  }
  assert.deepEqual(await moneyOf(ctx, begun.id), paidOnce);
  assert.deepEqual(await refundsOf(ctx, earlier.paymentId), {
    refunds: ['stripe succeeded 3000'],
    refunded: 3000,
  });
  // Its attempt is younger than the backup, but its page names request and offer.
  assert.deepEqual(await moneyOf(ctx, later.id), paidOnce);
  // The request itself is younger: its money is held, and finance told.
  const held = await heldPayments(ctx.db, 10);
  assert.deepEqual(
    held.map(({ heldWhy }) => heldWhy),
    ['unknown_attempt'],
  );
  assert.equal(till.mailbox.filter(({ to }) => to.address === 'fin@example.org').length, 1);
});

test('a right that the key lacks does not keep a round from the rest, nor is the round taken for whole', async (t) => {
  const till = await openTill(t, { deaf: true });
  const { ctx, levers } = till;
  const { id } = await acceptedRequest(ctx);
  await payByCard((await openCheckout(ctx, id)).url, card);
  await reconcilePayments(ctx);
  const before = await reconciledUntil(ctx.db);
  const [session] = levers.sessions().data;
  levers.dispute({ id: String(session?.payment_intent) });
  const error = { type: 'invalid_request_error', code: 'more_permissions_required', message: 'No' };
  const forbidden = { kind: 'status', status: 403, times: 9, body: { error } } as const;
  levers.fault({ method: 'GET', path: '/v1/invoices', ...forbidden });
  till.clock.advance({ minutes: 10 });
  await reconcilePayments(ctx);
  const disputes = await ctx.db.selectFrom('disputes').select('state').execute();
  assert.deepEqual(disputes, [{ state: 'needs_response' }]);
  assert.deepEqual(await reconciledUntil(ctx.db), before);
});
