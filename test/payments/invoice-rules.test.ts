import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { invoiceClock, type InvoiceClockFacts } from '../../src/payments/rules/invoice-clock.ts';
import { invoiceDocument, type InvoiceSource } from '../../src/payments/rules/invoice-document.ts';
import {
  invoiceLife,
  openInvoiceStates,
  type InvoiceState,
} from '../../src/payments/rules/invoice.ts';
import { invoiceNumber, seriesOf } from '../../src/payments/rules/invoice-number.ts';
import { reverseChargeNote } from '../../src/payments/rules/reverse-charge.ts';
import { loadTranslator } from '../../src/platform/i18n.ts';
import { rootFolder } from '../../src/platform/create-context.ts';
import { taxed } from '../../src/pricing/rules/tax.ts';
import { standardTaxes } from '../../src/pricing/rules/standard-taxes.ts';
import { bill, gazette } from './invoicing.ts';

const translator = loadTranslator(rootFolder('locales'));
const dayMs = 86_400_000;
const issuedAt = new Date('2026-11-01T10:00:00Z');
const dueAt = new Date(issuedAt.getTime() + 30 * dayMs);
const facts: InvoiceClockFacts = { state: 'due', issuedAt, dueAt, reminded: null };
const after = (days: number): Date => new Date(dueAt.getTime() + days * dayMs);

test('what the clock says of an invoice, by the days after it is due', () => {
  const cases: [Partial<InvoiceClockFacts>, number, boolean, number | null][] = [
    [{}, -3.01, false, null],
    [{}, -3, false, -3],
    [{ reminded: -3 }, -1, false, null],
    [{ reminded: -3 }, 0, true, null],
    [{}, 1, true, null],
    [{ state: 'overdue', reminded: -3 }, 2.99, false, null],
    [{ state: 'overdue', reminded: -3 }, 3, false, 3],
    [{ state: 'overdue', reminded: 3 }, 9, false, null],
    [{ state: 'overdue', reminded: 3 }, 10, false, 10],
    [{ state: 'overdue', reminded: 10 }, 90, false, null],
    // After a standstill only the latest.
    [{}, 11, true, 10],
    [{}, 4, true, 3],
    // Three days before an invoice of two days is before the invoice.
    [{ issuedAt: after(-2) }, -1, false, null],
  ];
  for (const [changes, days, overdue, remind] of cases)
    assert.deepEqual(invoiceClock({ ...facts, ...changes }, after(days)), { overdue, remind });
});

test('however often the clock ticks, each reminder is sent at most once, in order, and overdue is said once', () => {
  const moments = fc.array(fc.double({ min: -31, max: 60, noNaN: true }), { maxLength: 40 });
  fc.assert(
    fc.property(moments, fc.integer({ min: 1, max: 90 }), (days, dueDays) => {
      let now: InvoiceClockFacts = { ...facts, issuedAt: after(-dueDays) };
      const sent: number[] = [];
      let told = 0;
      for (const day of days.toSorted((a, b) => a - b)) {
        const { overdue, remind } = invoiceClock(now, after(day));
        if (overdue) told += 1;
        if (remind !== null) sent.push(remind);
        now = { ...now, state: overdue ? 'overdue' : now.state, reminded: remind ?? now.reminded };
      }
      assert.ok(told <= 1);
      assert.deepEqual(
        sent,
        [...new Set(sent)].toSorted((a, b) => a - b),
      );
      if (Math.max(-31, ...days) >= 10) assert.equal(sent.at(-1), 10);
    }),
  );
});

test('an invoice that has ended is never owed again, and only money follows what was written off', () => {
  const open: readonly string[] = openInvoiceStates;
  for (const [from, follows] of Object.entries(invoiceLife))
    for (const to of follows) {
      assert.ok(open.includes(from) || from === 'written_off', `${from} → ${to}`);
      if (from !== 'draft') assert.notEqual(to, 'draft' satisfies InvoiceState);
    }
  assert.deepEqual(invoiceLife.written_off, ['paid']);
});

test('numbers of test money are in a series of their own', () => {
  assert.equal(invoiceNumber(seriesOf('INV', true), 2026, 1), 'INV-2026-000001');
  assert.equal(invoiceNumber(seriesOf('CN', false), 2027, 1_234_567), 'TEST-CN-2027-1234567');
});

test('the words of the reverse charge follow the country that the tax is due in', () => {
  const words = (seller: string, buyer: string): string => {
    const { text, params } = reverseChargeNote({ seller, buyer }, 'VAT');
    return translator.t('en-GB', text, params);
  };
  assert.match(words('DE', 'FR'), /Reverse charge.*recipient.*Article 196.*2006\/112\/EC/);
  assert.match(words('GB', 'IE'), /Article 196/);
  assert.equal(words('DE', 'GB'), 'Reverse charge: customer to account for VAT to HMRC.');
  assert.equal(words('GB', 'GB'), 'Reverse charge: customer to account for VAT to HMRC.');
  for (const [seller, buyer] of [
    ['DE', 'DE'],
    ['DE', 'NO'],
    ['AU', 'NZ'],
  ] as const)
    assert.equal(words(seller, buyer), 'Reverse charge: VAT to be accounted for by the recipient.');
});

const source = (home: string, country: string, vatNumber: string): InvoiceSource => {
  const registered = vatNumber !== '';
  const tariff = { taxes: standardTaxes(home), taxIncluded: false };
  const use = { bill: { country, registered }, country };
  const item = (net: number) => ({
    ...{ itemId: 'i', articleId: 'a', title: 'River town floods', useWords: 'On a website.' },
    ...taxed(tariff, use, { sum: net, lines: [] }),
  });
  const items = [item(8000), item(4000), { ...item(0), title: 'A free one' }];
  return {
    request: {
      ...{ reference: 'RQ-1', own_reference: 'PO 1', contact_name: 'Dana', email: 'd@example.org' },
    },
    bill: { ...bill.billing, billingCountry: country, vatNumber },
    offer: { version: 1, items, terms_version: 2 },
    settings: { ...gazette, country: home, invoiceNote: 'Registered in Harbour, 4711.' },
    supply: 'on_payment',
  };
};
const speak = {
  locale: 'en-GB',
  t: (key: string, params = {}) => translator.t('en-GB', key, params),
};

test('a document has a line for each article that costs something, and the tax by rate', () => {
  const document = invoiceDocument(source('DE', 'DE', ''), speak);
  assert.deepEqual(
    document.lines.map(({ label, net }) => [label, net]),
    [
      ['Licence: River town floods', 8000],
      ['Licence: River town floods', 4000],
    ],
  );
  assert.deepEqual(document.taxes, [{ label: 'VAT, 19 %', rate: 1900, net: 12_000, amount: 2280 }]);
  assert.deepEqual(document.notes, ['Registered in Harbour, 4711.']);
  assert.deepEqual([document.dueDays, document.purchaseOrder], [30, 'PO 1']);
});

test('a business of another member state owes the tax itself, and the document says so in the words of the law', () => {
  const document = invoiceDocument(source('DE', 'FR', 'FR40303265045'), speak);
  assert.deepEqual(document.taxes, [
    { label: 'Reverse charge: VAT is due from the recipient', rate: 0, net: 12_000, amount: 0 },
  ]);
  assert.match(document.notes[0] ?? '', /Article 196/);
  assert.equal(document.buyer.vatNumber, 'FR40303265045');
});
