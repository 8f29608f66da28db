import assert from 'node:assert/strict';
import type { Kysely } from 'kysely';
import { documentHash } from '../../src/payments/actions/document-hash.ts';
import {
  invoiceLife,
  openInvoiceStates,
  type InvoiceState,
} from '../../src/payments/rules/invoice.ts';
import type { InvoiceDocument } from '../../src/payments/rules/invoice-document.ts';
import type { DB } from '../../src/platform/db/schema.gen.ts';

type Db = Kysely<DB>;

const invoicesIn = (db: Db) => db.selectFrom('invoices').selectAll().orderBy('id').execute();
type Invoice = Awaited<ReturnType<typeof invoicesIn>>[number];
const open: readonly string[] = openInvoiceStates;
const isOpen = ({ state }: Invoice): boolean => open.includes(state);

/**
 * What must hold of invoices: each stands where its history and its attempt do, what was shown is unchanged and adds up,
 * our own numbers have no gap, what was taken back has its credit note, and what was licensed before the payment is owed
 * or has ended.
 */
export async function checkInvoices(db: Db): Promise<void> {
  const all = await invoicesIn(db);
  const invoices = all.filter(({ kind }) => kind === 'invoice');
  for (const document of all) {
    await checkHistory(db, document);
    checkSums(document);
  }
  for (const invoice of invoices) {
    await checkMoney(db, invoice);
    checkCredits(invoice, all);
  }
  const owed = invoices.filter(isOpen).map(({ request_id: id }) => id);
  assert.equal(new Set(owed).size, owed.length, 'a request owes one invoice at most');
  await checkNumbers(db, all);
  await checkTerms(db, invoices);
}

/** One event for each state, along the table of states, and the document as it was then. */
async function checkHistory(db: Db, { id, number, kind, state, document }: Invoice): Promise<void> {
  const events = await db
    .selectFrom('events')
    .select(['verb', 'before_state', 'after_state', 'data'])
    .where('subject_type', '=', 'invoice')
    .where('subject_id', '=', id)
    .where('after_state', 'is not', null)
    .orderBy('id')
    .execute();
  const name = number ?? id;
  let at: string | null = null;
  for (const { verb, before_state: before, after_state: after } of events) {
    assert.equal(before, at, `${name}: ${verb} follows what was before it`);
    const next: readonly string[] =
      before === null
        ? kind === 'credit_note'
          ? ['issued']
          : ['draft', 'due']
        : invoiceLife[before as InvoiceState];
    if (before !== after) assert.ok(next.includes(after ?? ''), `${name}: ${before} → ${after}`);
    at = after;
  }
  assert.equal(at, state, `the history of ${name} ends where it stands`);
  const { document: hash } = (events[0]?.data ?? {}) as { document?: string };
  assert.equal(documentHash(document), hash, `${name} says what it said`);
}

function checkSums({ number, net, tax, document }: Invoice): void {
  const { lines, taxes } = document as InvoiceDocument;
  const sum = (parts: readonly number[]): number => parts.reduce((all, part) => all + part, 0);
  assert.equal(sum(lines.map((line) => line.net)), net, `the lines of ${number} add up`);
  assert.equal(sum(taxes.map(({ amount }) => amount)), tax, `the tax of ${number} adds up`);
}

const liveAttempts: Record<string, readonly string[]> = {
  draft: ['creating'],
  due: ['open'],
  overdue: ['open'],
  paid: ['paid'],
  written_off: ['failed'],
  cancelled: ['expired', 'failed', 'abandoned'],
};

/** An invoice is paid as its attempt is, by money that stands in the books. */
async function checkMoney(db: Db, invoice: Invoice): Promise<void> {
  const { number, state, attempt_id: attemptId, total, currency, live_money: live } = invoice;
  const attempt = await db
    .selectFrom('payment_attempts')
    .selectAll()
    .where('id', '=', attemptId)
    .executeTakeFirstOrThrow();
  assert.ok(liveAttempts[state]?.includes(attempt.state), `${number}: ${state} ${attempt.state}`);
  assert.deepEqual(
    [attempt.amount, attempt.currency, attempt.offer_id, attempt.live_money],
    [total, currency, invoice.offer_id, live],
  );
  const payments = await db
    .selectFrom('payments')
    .select(['kind', 'amount'])
    .where('attempt_id', '=', attemptId)
    .execute();
  // Parts of it, or what came after its end, are held.
  const counting = payments.filter(({ kind }) => kind === 'primary');
  if (state !== 'paid') return assert.deepEqual(counting, [], `${number} is not paid`);
  assert.ok(payments.length > 0, `${number} was paid with money`);
  for (const { kind, amount } of payments)
    if (kind === 'primary') assert.equal(amount, total, `${number} was paid whole`);
}

/** What was cancelled of our own has one credit note over all of it; never more is taken back than was asked for. */
function checkCredits(invoice: Invoice, all: readonly Invoice[]): void {
  const { id, number, state, issuer, total } = invoice;
  const notes = all.filter(({ credits }) => credits === id);
  const taken = notes.reduce((sum, note) => sum + note.total, 0);
  assert.ok(taken <= total, `${number} is not taken back twice`);
  const whole = notes.filter(({ refund_id: refund }) => refund === null);
  const expected = state === 'cancelled' && issuer === 'own' ? [total] : [];
  assert.deepEqual(
    whole.map((note) => note.total),
    expected,
    `credit notes of ${number}`,
  );
}

async function checkNumbers(db: Db, all: readonly Invoice[]): Promise<void> {
  const given = all
    .filter(({ issuer }) => issuer === 'own')
    .map(({ number }) => number ?? 'none')
    .toSorted();
  const series = await db.selectFrom('invoice_numbers').selectAll().execute();
  const expected = series.flatMap(({ series: name, year, last }) =>
    Array.from({ length: last }, (_, at) => `${name}-${year}-${String(at + 1).padStart(6, '0')}`),
  );
  assert.deepEqual(given, expected.toSorted(), 'no number is missing, none stands twice');
}

/** A licence is in force without money only while its invoice is owed. */
async function checkTerms(db: Db, invoices: readonly Invoice[]): Promise<void> {
  const unpaid = await db
    .selectFrom('licences')
    .innerJoin('offers', 'offers.id', 'licences.offer_id')
    .leftJoin('payments', (join) =>
      join
        .onRef('payments.request_id', '=', 'licences.request_id')
        .on('payments.kind', '=', 'primary'),
    )
    .select(['licences.number', 'licences.request_id', 'licences.state'])
    .where('offers.kind', '<>', 'free')
    .where('payments.id', 'is', null)
    .execute();
  for (const { number, request_id: requestId, state } of unpaid) {
    const ofIt = invoices.filter((invoice) => invoice.request_id === requestId && invoice.on_terms);
    assert.ok(ofIt.length > 0, `${number} was paid, or licensed before the payment`);
    if (!ofIt.some(isOpen)) assert.notEqual(state, 'active', `${number} is owed by nobody`);
  }
}
