import assert from 'node:assert/strict';
import { test } from 'node:test';
import supertest from 'supertest';
import { cancelInvoice } from '../../src/payments/actions/cancel-invoice.ts';
import { giveBack } from '../../src/payments/actions/give-back.ts';
import { markPaidByTransfer } from '../../src/payments/actions/mark-paid.ts';
import { payInvoice } from '../../src/payments/actions/pay-invoice.ts';
import { reconcilePayments } from '../../src/payments/actions/reconcile.ts';
import { syncDispute } from '../../src/payments/actions/sync-dispute.ts';
import { periodOf } from '../../src/payments/rules/accounting-period.ts';
import { totalsOfBooks } from '../../src/payments/store/accounting.ts';
import { htmlProblems } from '../support/browser.ts';
import { testContext } from '../support/context.ts';
import { acceptedRequest, fin, requestRow } from './builders.ts';
import { invoicedRequest } from './invoicing.ts';
import { paidRequest, paymentOf, wish } from './refunding.ts';
import {
  accountingPath,
  bookOf,
  download,
  givenBack,
  paid,
  taxedOffer,
  vat,
} from './accounting-support.ts';
import { deskOf, payOne } from './health-support.ts';
import { openTill } from './till.ts';

const year = { from: '2026-01-01', to: '2026-12-31' };

test('a payment by card and one by transfer stand in the file with all that an accounts department asks for', async (t) => {
  const till = await openTill(t);
  const { ctx } = till;
  const { reference } = await payOne(till);
  await till.settle();
  const { id } = await acceptedRequest(ctx);
  const billing = {
    legalName: '=Daily, "Example" GmbH',
    billingCountry: 'DE',
    vatNumber: 'DE136695976',
  };
  await ctx.db
    .updateTable('requests')
    .set({ billing: JSON.stringify(billing), own_reference: 'PO-7' })
    .where('id', '=', id)
    .execute();
  await markPaidByTransfer(ctx, {
    requestId: id,
    offerVersion: 1,
    bankReference: '-TR 7',
    by: fin,
  });
  till.clock.advance({ minutes: 10 });
  await reconcilePayments(ctx);
  const [card, transfer] = await bookOf(ctx, 'payments', year);
  const numbers = await ctx.db.selectFrom('licences').select('number').orderBy('number').execute();
  assert.ok(numbers.some(({ number }) => number === card?.['Licences']));
  assert.deepEqual(
    [
      card?.['Date'],
      card?.['Currency'],
      card?.['Gross'],
      card?.['Net'],
      card?.['Tax'],
      card?.['Request'],
    ],
    ['2026-11-23', 'GBP', '80.00', '66.67', '13.33', reference],
  );
  assert.match(`${card?.['Stripe payment']} ${card?.['Stripe charge']}`, /^pi_\w+ ch_\w+$/);
  assert.deepEqual(
    [
      transfer?.['Buyer'],
      transfer?.['Country'],
      transfer?.['VAT number'],
      transfer?.['Bank reference'],
      transfer?.["Buyer's reference"],
      transfer?.['Money'],
    ],
    [`'=Daily, "Example" GmbH`, 'DE', 'DE136695976', "'-TR 7", 'PO-7', 'TEST'],
  );
  const fees = await bookOf(ctx, 'fees', year);
  assert.deepEqual(
    fees.map((row) => [row['Type'], row['Gross'], row['Fee'], row['Net'], row['Request']]),
    [['charge', '80.00', '1.40', '78.60', reference]],
  );
});

test('currencies of none, two and three places are exact', async () => {
  const { ctx } = await testContext();
  const at = ctx.now();
  for (const [currency, amount] of [
    ['JPY', 5000],
    ['GBP', 5],
    ['KWD', 5120],
  ] as const)
    await paid(ctx, { amount, currency, at });
  const rows = await bookOf(ctx, 'payments', year);
  assert.deepEqual(
    rows.map((row) => row['Gross']),
    ['5000', '0.05', '5.120'],
  );
  assert.deepEqual(rows.map((row) => [row['Counts'], row['Net'], row['Why not']])[0], [
    'no',
    '',
    'No payment of this portal is known for it.',
  ]);
});

test('tax stands by month, country and rate, with reverse charge, and refunds take their share of it', async () => {
  const { ctx } = await testContext();
  const at = new Date('2026-10-31T23:30:00Z');
  const mixed = await taxedOffer(ctx, 'EUR', [
    { net: 10_000, tax: 2000, line: vat(20) },
    { net: 1000, tax: 70, line: vat(7) },
  ]);
  const reverse = {
    text: 'Reverse charge: {name} is due from the recipient',
    params: { name: 'VAT' },
  };
  const abroad = await taxedOffer(ctx, 'EUR', [{ net: 5000, tax: 0, line: reverse }]);
  const first = await paid(ctx, { ...mixed, amount: mixed.total, currency: 'EUR', at });
  await paid(ctx, {
    ...abroad,
    amount: 5000,
    currency: 'EUR',
    at: new Date('2026-11-01T00:30:00Z'),
  });
  const refund = { paymentId: first, currency: 'EUR', at: new Date('2026-11-02T12:00:00Z') };
  await givenBack(ctx, { ...refund, amount: mixed.total });
  const rows = await bookOf(ctx, 'tax', year);
  assert.deepEqual(
    rows.map((row) =>
      [
        'Month',
        'Tax rate %',
        'Reverse charge',
        'Sales net',
        'Sales tax',
        'Refunds net',
        'Refunds tax',
        'Tax',
      ]
        .map((name) => row[name])
        .join(' '),
    ),
    [
      '2026-10 7 no 10.00 0.70 0.00 0.00 0.70',
      '2026-10 20 no 100.00 20.00 0.00 0.00 20.00',
      '2026-11 0 yes 50.00 0.00 0.00 0.00 0.00',
      '2026-11 7 no 0.00 0.00 -10.00 -0.70 -0.70',
      '2026-11 20 no 0.00 0.00 -100.00 -20.00 -20.00',
    ],
  );
  const [sale] = await bookOf(ctx, 'payments', year);
  assert.deepEqual(
    [sale?.['Tax rate %'], sale?.['Net'], sale?.['Tax']],
    ['20; 7', '110.00', '20.70'],
  );
  const page = await supertest(deskOf(ctx))
    .get(accountingPath)
    .query({ ...year, money: 'test' })
    .expect(200);
  assert.deepEqual(await htmlProblems(page.text, accountingPath), []);
  assert.match(page.text, /Reverse charge/);
  assert.match(page.text, /VAT, 7 %/);
});

test('a refund that the bank sends back stands again, and its tax with it; closed months do not change', async () => {
  const { ctx } = await testContext();
  const sold = await taxedOffer(ctx, 'GBP', [{ net: 8000, tax: 1600, line: vat(20) }]);
  const paymentId = await paid(ctx, {
    ...sold,
    amount: 9600,
    currency: 'GBP',
    at: new Date('2026-09-10T12:00:00Z'),
  });
  const october = { from: '2026-10-01', to: '2026-10-31' };
  const failedAt = new Date('2026-11-05T12:00:00Z');
  await givenBack(ctx, {
    paymentId,
    amount: 3200,
    currency: 'GBP',
    at: new Date('2026-10-10T12:00:00Z'),
    failedAt,
  });
  const seen = (rows: Record<string, string>[]): string[] =>
    rows.map((row) => [row['Type'], row['Date'], row['Gross'], row['Net'], row['Tax']].join(' '));
  assert.deepEqual(seen(await bookOf(ctx, 'refunds', october)), [
    'refund 2026-10-10 -32.00 -26.67 -5.33',
  ]);
  assert.deepEqual(seen(await bookOf(ctx, 'refunds', year)), [
    'refund 2026-10-10 -32.00 -26.67 -5.33',
    'refund returned 2026-11-05 32.00 26.67 5.33',
  ]);
});

test('a file of more rows than one page holds each of them once, in order', async () => {
  const { ctx } = await testContext();
  const at = ctx.now();
  for (let row = 0; row < 1203; row += 1) await paid(ctx, { amount: row + 1, currency: 'GBP', at });
  const rows = await bookOf(ctx, 'payments', year);
  assert.equal(new Set(rows.map((row) => row['Payment'])).size, 1203);
  assert.equal(rows.length, 1203);
});

test('the books are for finance and admins; what makes no sense is refused in words; the file is named after what it holds', async () => {
  const { ctx } = await testContext();
  for (const role of ['viewer', 'editor'] as const)
    for (const path of [accountingPath, `${accountingPath}/payments.csv`])
      await supertest(deskOf(ctx, role)).get(path).expect(403);
  const asked = (query: object): supertest.Test =>
    supertest(deskOf(ctx, 'admin')).get(accountingPath).query(query);
  assert.match(
    (await asked({ from: '2026-11-02', to: '2026-11-01' }).expect(422)).text,
    /must not lie before/,
  );
  assert.match(
    (await asked({ from: '2026-02-30', to: '2026-11-01' }).expect(422)).text,
    /Enter a day/,
  );
  assert.match(
    (await asked({ from: '2026-02-01' }).expect(422)).text,
    /both the first and the last/,
  );
  await asked({ from: '2000-01-01', to: '2026-11-01' }).expect(422);
  await asked({ currency: 'ZZZ' }).expect(422);
  assert.match((await asked({}).expect(200)).text, /Nothing was paid/);
  await supertest(deskOf(ctx)).get(`${accountingPath}/staff.csv`).expect(404);
  const file = await supertest(deskOf(ctx))
    .get(`${accountingPath}/tax.csv`)
    .query({ ...year, currency: 'GBP', money: 'test' });
  assert.equal(
    file.headers['content-disposition'],
    'attachment; filename=tax-2026-01-01-to-2026-12-31-GBP-TEST.csv',
  );
  assert.match(await download(ctx, 'fees', year), /^\uFEFFType,Date,/);
});

test('what a bank took back in a lost dispute, and what it returned after all, stands in its file and in the sums, with the fee', async (t) => {
  const till = await openTill(t);
  const { ctx } = till;
  const { id, intent } = await paidRequest(till);
  const sums = async (): Promise<object> => {
    const { from, to } = periodOf('2026-01-01', '2026-12-31', 'Europe/London');
    const [row] = await totalsOfBooks(ctx.db, { from, to, liveMoney: false, currency: 'GBP' });
    const { gross = 0, net = 0, refunded = 0, disputed = 0, fees = 0 } = row ?? {};
    return { gross, net, refunded, disputed, fees };
  };
  const dispute = till.levers.dispute({ id: intent }).id;
  await till.settle();
  till.clock.advance({ minutes: 5 });
  await reconcilePayments(ctx);
  const before = await sums();
  till.levers.disputeClose({ id: dispute, outcome: 'lost' });
  await till.settle();
  assert.deepEqual(before, { ...(await sums()), disputed: 0 });
  const there = await ctx.db.selectFrom('stripe_movements').selectAll().execute();
  const settled = there.reduce((sum, row) => sum + row.settled_amount, 0);
  const fees = there.reduce((sum, row) => sum + row.fee, 0);
  const ofDispute = there.find(({ kind }) => kind === 'dispute');
  assert.ok((ofDispute?.fee ?? 0) > 0, 'the stand-in takes a fee for a dispute');
  const all = { gross: 8000, net: 6667, refunded: 0, disputed: 8000, fees };
  assert.deepEqual(await sums(), all);
  assert.equal(all.gross - all.refunded - all.disputed, settled, 'the balance there says the same');

  till.levers.mutate({ id: dispute, fields: { status: 'won' } });
  till.clock.advance({ minutes: 5 });
  await syncDispute(ctx, dispute);
  const { reference } = await requestRow(ctx, id);
  const rows = await bookOf(ctx, 'disputes', {});
  const one = { Net: '', Tax: '', Counts: 'yes', Request: reference, 'Stripe payment': intent };
  const lost = { ...one, Type: 'dispute lost', Gross: '-80.00' };
  const back = { ...one, Type: 'dispute returned', Gross: '80.00' };
  assert.deepEqual(
    rows.map((row) => Object.fromEntries(Object.keys(lost).map((name) => [name, row[name]]))),
    [lost, back],
  );
  assert.match(rows[0]?.['Reason'] ?? '', new RegExp(`not me \\(fraud\\) \\(${dispute}\\)`, 'u'));
  assert.deepEqual(await sums(), { ...all, disputed: 0 });
  const { text } = await supertest(deskOf(ctx)).get(`${accountingPath}?money=test`).expect(200);
  assert.deepEqual(await htmlProblems(text, accountingPath), []);
  assert.match(text, /Lost in disputes[^]*disputes\.csv/u);
});

test('invoices and credit notes stand in a file, paid or not, and a payment names the invoice that it was paid on', async (t) => {
  const { ctx } = await openTill(t, { cards: false });
  const first = await invoicedRequest(ctx);
  const second = await invoicedRequest(ctx);
  const seen = { amount: 8000, bankReference: 'TR 9', locale: 'en-GB', by: fin };
  await payInvoice(ctx, { invoiceId: first.invoice.id, ...seen });
  await cancelInvoice(ctx, second.invoice.id, { by: fin, why: 'Ordered twice' });
  await invoicedRequest(ctx);
  const real = { ...year, money: 'real' };
  const documents = await bookOf(ctx, 'invoices', real);
  assert.deepEqual(
    documents.map((row) => [row['Number'], row['Gross'], row['State'], row['Takes back']]),
    [
      ['INV-2026-000001', '80.00', 'paid', ''],
      ['INV-2026-000002', '80.00', 'cancelled', ''],
      ['CN-2026-000001', '-80.00', 'issued', 'INV-2026-000002'],
      ['INV-2026-000003', '80.00', 'due', ''],
    ],
  );
  const [row] = documents;
  assert.deepEqual(
    [row?.['Buyer'], row?.["Buyer's reference"], row?.['Due'], row?.['Money']],
    ['The Daily Example Ltd', 'PO 4711', '2026-12-23', 'real'],
  );
  const [payment] = await bookOf(ctx, 'payments', real);
  assert.deepEqual([payment?.['Invoice'], payment?.['Credit note']], ['INV-2026-000001', '']);
  const { paymentId } = await paymentOf(ctx, first.id);
  await giveBack(ctx, wish(paymentId, { amount: 3000, bankReference: 'TR 10' }));
  const [refund] = await bookOf(ctx, 'refunds', real);
  assert.deepEqual(
    [refund?.['Invoice'], refund?.['Credit note'], refund?.['Gross']],
    ['INV-2026-000001', 'CN-2026-000002', '-30.00'],
  );
});
