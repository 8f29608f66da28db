import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeInvoice } from '../../src/payments/actions/make-invoice.ts';
import { reconcilePayments } from '../../src/payments/actions/reconcile.ts';
import { addStaff } from '../../src/staff/actions.ts';
import type { Context } from '../../src/platform/context.ts';
import type { Fault } from '../stand-ins/stripe/faults.ts';
import { payByCard } from '../stand-ins/stripe/payer.ts';
import { takeBack } from './builders.ts';
import {
  billedRequest,
  doThere,
  invoiceOf,
  invoicesThere,
  makeOnce,
  order,
  owingOf,
  paidInvoice,
} from './stripe-invoicing.ts';
import { openTill, type Till } from './till.ts';

const card = '4242424242424242';

const steps = [
  ['the customer', '/v1/customers'],
  ['the draft', '/v1/invoices'],
  ['the first item', '/v1/invoiceitems'],
  ['the last step', '/finalize'],
] as const;

// The SDK tries once more by itself, so each fault must befall two calls.
const lost: [string, Fault][] = [
  ['is cut before it is done', { kind: 'drop', times: 2 }],
  [
    'is answered with 502 in JSON without an error',
    { kind: 'status', status: 502, body: { message: 'Bad gateway' }, times: 2 },
  ],
  ['is done and its answer lost', { kind: 'drop_after', times: 2 }],
  ['fails for good under its key, undone', { kind: 'saved500' }],
  ['fails for good under its key, though done', { kind: 'saved500', effect: true }],
];

/** A request whose invoice is ordered, and no job runs yet. */
async function ordered(till: Till): Promise<string> {
  const { id } = await billedRequest(till);
  await order(till.ctx, id);
  till.queue.length = 0;
  return id;
}

const isCreating = async ({ ctx }: Till, id: string): Promise<boolean> =>
  (await owingOf(ctx, id)).attempts.includes('creating');

/** Runs the job until the invoice is owed, and pays it: exactly one can be paid, and it is right to the unit. */
async function endsWell(till: Till, id: string): Promise<string[]> {
  for (let turn = 0; turn < 3 && (await isCreating(till, id)); turn += 1)
    await makeOnce(till.ctx, id).catch(() => undefined);
  const own = (await invoicesThere(till)).filter(({ metadata }) => metadata['request_id'] === id);
  assert.deepEqual(
    own.map(({ status, total, lines }) => [status, total, lines.data.length]),
    [['open', 8000, 2]],
  );
  await payByCard((await invoiceOf(till.ctx, id)).hosted_url ?? '', card);
  await till.settle();
  const { attempts, ...rest } = await owingOf(till.ctx, id);
  const { attempts: _one, ...wanted } = paidInvoice;
  assert.deepEqual(rest, wanted);
  return attempts;
}

test('whatever step fails in whatever way, one invoice is made in the end', async (t) => {
  const till = await openTill(t);
  for (const [step, path] of steps)
    // What the SDK waits for before it tries again is tried at one step only.
    for (const [what, fault] of path === '/v1/invoices' ? lost : lost.slice(2))
      await t.test(`${step} ${what}`, async () => {
        const id = await ordered(till);
        till.levers.fault({ path, method: 'POST', ...fault });
        await makeOnce(till.ctx, id).catch(() => undefined);
        const attempts = await endsWell(till, id);
        // Of what was finalised though the answer said otherwise nothing has to be given up.
        const anew = fault.kind === 'saved500' && !(path === '/finalize' && fault.effect);
        assert.deepEqual(attempts, anew ? ['abandoned', 'paid'] : ['paid']);
      });
});

type Writing = 'createCustomer' | 'createInvoice' | 'addInvoiceItem' | 'finaliseInvoice';
const writing: Writing[] = ['createCustomer', 'createInvoice', 'addInvoiceItem', 'finaliseInvoice'];

/** The portal as it is until its call number `at`: `then` happens when that was done, and the answer is lost with it. */
function until({ ctx }: Till, at: number, then: () => Promise<void>): Context {
  const { checkout } = ctx;
  if (checkout === null) assert.fail('no payment service');
  let calls = 0;
  const counted = Object.fromEntries(
    writing.map((name) => [
      name,
      async (...given: [never, never]) => {
        const answer: unknown = await checkout[name](...given);
        calls += 1;
        if (calls === at) await then();
        return answer;
      },
    ]),
  );
  return { ...ctx, checkout: { ...checkout, ...counted } };
}

const died = async (): Promise<void> => {
  throw new Error('the process died');
};

test('a crash after any step is made good by the next run, within a day and after it', async (t) => {
  const till = await openTill(t);
  for (const [at, step] of [
    'customer',
    'draft',
    'item 1 of 2',
    'item 2 of 2',
    'the last',
  ].entries())
    for (const hours of [0, 24])
      await t.test(`case +: invoice crash after ${step}, ${hours} hours`, async () => {
        const id = await ordered(till);
        await assert.rejects(makeOnce(until(till, at + 1, died), id), /the process died/u);
        till.clock.advance({ hours });
        const attempts = await endsWell(till, id);
        const anew = hours > 0 && step !== 'the last';
        assert.deepEqual(attempts, anew ? ['abandoned', 'paid'] : ['paid']);
      });
});

test('two that make the same invoice make one, wherever the one overtakes the other', async (t) => {
  const till = await openTill(t);
  for (const at of [1, 2, 3, 4, 5]) {
    const id = await ordered(till);
    await makeOnce(
      until(till, at, () => makeOnce(till.ctx, id)),
      id,
    );
    assert.deepEqual(await endsWell(till, id), ['paid'], `${at}`);
  }
});

test('a crash that no job is left for is made good by a round', async (t) => {
  const till = await openTill(t);
  const id = await ordered(till);
  await assert.rejects(makeOnce(until(till, 3, died), id), /the process died/u);
  till.clock.advance({ minutes: 2 });
  await reconcilePayments(till.ctx);
  assert.deepEqual(await endsWell(till, id), ['paid']);
});

test('what is called back while its invoice is being made leaves none, whatever the step', async (t) => {
  const till = await openTill(t);
  for (const at of [1, 2, 3, 4, 5]) {
    const id = await ordered(till);
    await makeOnce(
      until(till, at, () => takeBack(till.ctx, id)),
      id,
    );
    await till.settle();
    const { invoices, payments } = await owingOf(till.ctx, id);
    assert.deepEqual({ invoices, payments }, { invoices: ['cancelled'], payments: [] }, `${at}`);
    const own = (await invoicesThere(till)).filter(({ metadata }) => metadata['request_id'] === id);
    // A draft is gone without a trace; one that had its number is void.
    assert.deepEqual(
      own.map(({ status }) => status),
      at === 5 ? ['void'] : [],
      `${at}`,
    );
    const letters = await till.ctx.db
      .selectFrom('emails')
      .select('kind')
      .where('request_id', '=', id)
      .where('kind', 'like', 'invoice%')
      .execute();
    assert.deepEqual(letters, [], `${at}`);
  }
});

async function troubleOf({ ctx }: Till, id: string): Promise<string[]> {
  const rows = await ctx.db
    .selectFrom('emails')
    .select('text')
    .where('request_id', '=', id)
    .where('kind', '=', 'staff-invoice-trouble')
    .execute();
  return rows.map(({ text }) => /: (.*)/u.exec(text.split('\n\n')[1] ?? '')?.[1] ?? '');
}

test('a step that is refused ends the making: no draft is left, staff are told once, and another can be issued', async (t) => {
  const till = await openTill(t);
  await addStaff(till.ctx, { name: 'Fin', email: 'fin@example.org', role: 'finance' });
  for (const [step, path] of steps) {
    const id = await ordered(till);
    const error = { type: 'invalid_request_error', code: 'tax_id_invalid', message: 'No' };
    till.levers.fault({ path, method: 'POST', kind: 'status', status: 400, body: { error } });
    await makeOnce(till.ctx, id);
    assert.deepEqual(
      await owingOf(till.ctx, id),
      {
        ...{ request: 'accepted', attempts: ['failed'], payments: [], licences: 0 },
        invoices: ['cancelled'],
      },
      step,
    );
    assert.deepEqual(await troubleOf(till, id), [
      'Stripe refused to make it (tax_id_invalid). Check the bill of the request and issue it again.',
    ]);
    await order(till.ctx, id);
    await till.work();
    assert.deepEqual((await owingOf(till.ctx, id)).invoices, ['cancelled', 'due'], step);
    assert.equal((await invoicesThere(till)).filter(({ status }) => status === 'draft').length, 0);
  }
});

test('a key that may not make invoices says so once, and the invoice is made when it may', async (t) => {
  const till = await openTill(t);
  await addStaff(till.ctx, { name: 'Fin', email: 'fin@example.org', role: 'finance' });
  const id = await ordered(till);
  const error = { type: 'invalid_request_error', code: 'more_permissions_required', message: 'No' };
  const forbidden = { method: 'POST', kind: 'status', status: 403, body: { error } } as const;
  till.levers.fault({ path: '/v1/invoices', times: 2, ...forbidden });
  for (let turn = 0; turn < 2; turn += 1)
    await assert.rejects(makeOnce(till.ctx, id), { kind: 'config' });
  const [attempt] = await till.ctx.db.selectFrom('payment_attempts').select('error').execute();
  assert.deepEqual(attempt, { error: 'key_refused' });
  const told = await troubleOf(till, id);
  assert.equal(told.length, 1);
  assert.match(told[0] ?? '', /“Invoices: write”/u);
  assert.deepEqual(await endsWell(till, id), ['paid']);
});

/** Somebody puts a line more on a draft at the payment service's own pages. */
const addLine = async (till: Till): Promise<void> => {
  const draft = (await invoicesThere(till)).find(({ status }) => status === 'draft');
  assert.ok(draft);
  const { customer } = draft;
  const line = { invoice: draft.id, customer, amount: '100', currency: 'gbp' };
  await doThere(till, 'invoiceitems', line);
};

test('an invoice over another sum than was offered is shown to nobody', async (t) => {
  const till = await openTill(t);
  await addStaff(till.ctx, { name: 'Fin', email: 'fin@example.org', role: 'finance' });
  const before = await ordered(till);
  await makeOnce(
    until(till, 3, () => addLine(till)),
    before,
  );
  const after = await ordered(till);
  const change = async (): Promise<void> => {
    const [newest] = await invoicesThere(till);
    till.levers.mutate({ id: newest?.id ?? '', fields: { total: 8100 } });
  };
  await makeOnce(until(till, 5, change), after);
  for (const id of [before, after]) {
    const { attempts, invoices } = await owingOf(till.ctx, id);
    assert.deepEqual({ attempts, invoices }, { attempts: ['failed'], invoices: ['cancelled'] });
    assert.deepEqual(await troubleOf(till, id), [
      'Stripe made it over another sum than was offered. It was voided; nobody got it.',
    ]);
  }
  assert.deepEqual(
    (await invoicesThere(till)).map(({ status }) => status),
    ['void'],
  );
});

test('a draft that somebody deletes at Stripe is made anew, and one that nobody knows is removed by a round', async (t) => {
  const till = await openTill(t);
  const id = await ordered(till);
  const remove = async (): Promise<void> => {
    const [draft] = await invoicesThere(till);
    await doThere(till, `invoices/${draft?.id ?? ''}`, {}, 'DELETE');
  };
  await makeOnce(until(till, 3, remove), id);
  assert.deepEqual(await endsWell(till, id), ['abandoned', 'paid']);
  const lost = await ordered(till);
  await assert.rejects(makeOnce(until(till, 2, died), lost), /the process died/u);
  await forget(till, lost);
  await reconcilePayments(till.ctx);
  assert.deepEqual(
    (await invoicesThere(till)).map(({ status }) => status),
    ['paid'],
  );
});

/** As after a backup of an hour ago was restored. */
async function forget({ ctx }: Till, id: string): Promise<void> {
  for (const table of ['emails', 'invoices', 'payment_attempts'] as const)
    await ctx.db.deleteFrom(table).where('request_id', '=', id).execute();
}

test('of invoices that the database has lost one that is paid counts, and one that could be paid is voided', async (t) => {
  const till = await openTill(t, { deaf: true });
  const paid = await ordered(till);
  const open = await ordered(till);
  for (const id of [paid, open]) await makeOnce(till.ctx, id);
  await payByCard((await invoiceOf(till.ctx, paid)).hosted_url ?? '', card);
  for (const id of [paid, open]) await forget(till, id);
  for (let round = 0; round < 2; round += 1) await reconcilePayments(till.ctx);
  assert.deepEqual(await owingOf(till.ctx, paid), { ...paidInvoice, invoices: [] });
  assert.deepEqual((await owingOf(till.ctx, open)).request, 'accepted');
  assert.deepEqual(
    (await invoicesThere(till)).map(({ status }) => status),
    ['void', 'paid'],
  );
});

test('test and live invoices are kept apart: what was made with the other key is not touched, and test ones end when the key is live', async (t) => {
  const till = await openTill(t);
  const { ctx } = till;
  const id = await ordered(till);
  const { id: attemptId } = await ctx.db
    .selectFrom('payment_attempts')
    .select('id')
    .executeTakeFirstOrThrow();
  const live = (liveMoney: boolean) =>
    ctx.db.updateTable('payment_attempts').set({ live_money: liveMoney }).execute();
  await live(true);
  await assert.rejects(makeInvoice(ctx, { attemptId }), { kind: 'config', code: 'other_mode' });
  assert.deepEqual(await invoicesThere(till), []);
  await live(false);
  await makeOnce(ctx, id);
  const { checkout } = ctx;
  assert.ok(checkout);
  await reconcilePayments({ ...ctx, checkout: { ...checkout, liveMoney: true } });
  const { attempts, invoices } = await owingOf(ctx, id);
  assert.deepEqual({ attempts, invoices }, { attempts: ['expired'], invoices: ['cancelled'] });
  assert.equal((await invoiceOf(ctx, id)).why, 'other_mode');
});
