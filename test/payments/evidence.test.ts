import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import type { Express } from 'express';
import { strFromU8, unzipSync } from 'fflate';
import supertest from 'supertest';
import { queueEmail } from '../../src/emails/actions.ts';
import { licencesOf } from '../../src/licences/actions.ts';
import { recordOpening } from '../../src/licences/actions/record-opening.ts';
import { adminRoutes } from '../../src/payments/admin.ts';
import { adminRoutes as reviewRoutes } from '../../src/review/admin.ts';
import type { Role } from '../../src/staff/rules.ts';
import { pagesOf } from '../pricing/desk.ts';
import { htmlProblems } from '../support/browser.ts';
import { pdfText } from '../support/pdf-text.ts';
import { paidRequest, type Paid } from './refunding.ts';
import { openTill, type Till } from './till.ts';

const desk = ({ ctx }: Till, role: Role): Express => pagesOf(ctx, role, adminRoutes(ctx));

const bytes = (request: supertest.Test): supertest.Test =>
  request.buffer(true).parse((answer, done) => {
    const chunks: Buffer[] = [];
    answer.on('data', (chunk: Buffer) => chunks.push(chunk));
    answer.on('end', () => done(null, Buffer.concat(chunks)));
  });

async function fileOf(till: Till, { paymentId }: Paid, kind: 'pdf' | 'zip'): Promise<Buffer> {
  const address = `/admin/payments/${paymentId}/evidence.${kind}`;
  const answer = await bytes(supertest(desk(till, 'finance')).get(address)).expect(200);
  assert.equal(answer.headers['cache-control'], 'no-store');
  assert.match(
    answer.headers['content-disposition'] ?? '',
    new RegExp(`^attachment; filename=evidence-RQ-[0-9A-F]{6}\\.${kind}$`, 'u'),
  );
  return answer.body as Buffer;
}

/** A sale whose licence was opened and whose payment is disputed. */
async function disputedSale(till: Till): Promise<Paid> {
  const paid = await paidRequest(till);
  const [licence] = await licencesOf(till.ctx.db, paid.id);
  assert.ok(licence !== undefined);
  const look = { address: '192.0.2.7', agent: '=HYPERLINK("https://evil.example.org")' } as const;
  await recordOpening(till.ctx, licence, { what: 'page', ...look });
  till.clock.advance({ hours: 1 });
  await recordOpening(till.ctx, licence, { what: 'certificate', ...look });
  till.levers.dispute({ id: paid.intent, reason: 'product_not_received' });
  await till.settle();
  return paid;
}

test('the PDF of the evidence tells who bought what, who accepted it, what was paid and what was delivered', async (t) => {
  const till = await openTill(t);
  const paid = await disputedSale(till);
  const file = await fileOf(till, paid, 'pdf');
  const { pages } = pdfText(file);
  const text = pages.join('\n').replaceAll(/\s+/gu, ' ');
  const accepted = await till.ctx.db
    .selectFrom('acceptances')
    .selectAll()
    .executeTakeFirstOrThrow();
  for (const words of [
    'Evidence of a sale: £80.00',
    'TEST: this was a trial',
    'Dana Desk <dana@example.org> of The Daily Example accepted the offer and its terms by pressing “Accept and pay”, from the network address 192.0.2.1.',
    'Licence OP-2026-000001 was issued on 2026-11-23 10:00:00 UTC.',
    'was opened 2 times with the secret link in the letters, first on 2026-11-23 10:00:00 UTC, last on 2026-11-23 11:00:00 UTC',
    'River town floods',
    'Republish the whole article on a website for a year.',
    accepted.offer_hash,
    accepted.terms_hash,
    paid.intent,
    'The payer says that nothing was delivered',
    'certificate 192.0.2.7',
    'Payment received: £80.00',
    'accepted by the mail server 2026-11-23 10:00:00 UTC',
    '[The terms, word for word as under “Terms” below.]',
    'dispute payment (dispute, needs response)',
  ])
    assert.ok(text.includes(words), `${words}\n\n${text}`);
  // The terms stand in it once, whole.
  const terms = accepted.terms_text.split('\n').filter((line) => line.trim() !== '');
  for (const line of terms) assert.ok(text.includes(line.trim().replaceAll(/\s+/gu, ' ')), line);
  const [first = ''] = terms.filter((line) => line.length > 60);
  assert.equal(text.split(first.trim()).length, 2);
  assert.doesNotMatch(text, /\/(?:licences|requests)\/[\w-]{20}/u);
  assert.doesNotMatch(text, /characters of scripts/u);
});

test('the zip holds every text letter for letter with its hash, and tables in which nothing is a formula', async (t) => {
  const till = await openTill(t);
  const paid = await disputedSale(till);
  const files = unzipSync(await fileOf(till, paid, 'zip'));
  assert.deepEqual(Object.keys(files).toSorted(), [
    'acceptance.txt',
    'evidence.pdf',
    'history.csv',
    'letters/001-payment-received.txt',
    'letters/002-licence-issued.txt',
    'letters/003-licence-changed.txt',
    'offer.txt',
    'openings.csv',
    'sha256sums.txt',
    'terms.txt',
  ]);
  const read = (name: string): string => strFromU8(files[name] ?? new Uint8Array());
  const sha256 = (data: Uint8Array | string): string =>
    createHash('sha256').update(data).digest('hex');
  const accepted = await till.ctx.db
    .selectFrom('acceptances')
    .selectAll()
    .executeTakeFirstOrThrow();
  assert.equal(sha256(read('terms.txt')), accepted.terms_hash);
  assert.equal(sha256(read('offer.txt')), accepted.offer_hash);
  for (const line of read('sha256sums.txt').trim().split('\n')) {
    const [hash = '', name = ''] = line.split('  ');
    assert.equal(sha256(files[name] ?? ''), hash, name);
  }
  assert.match(read('openings.csv'), /,192\.0\.2\.7,"'=HYPERLINK\(""https/u);
  assert.match(
    read('letters/002-licence-issued.txt'),
    /Accepted by the mail server: 2026-11-23T10/u,
  );
  const all = Object.keys(files).map(read).join('\n');
  assert.doesNotMatch(all, /\/(?:licences|requests)\/[\w-]{20}/u);
});

test('however long the texts and in whatever script, the PDF stays below 50 pages and 4.5 MB and says what it leaves out', async (t) => {
  const till = await openTill(t);
  const paid = await disputedSale(till);
  const long = `${'W'.repeat(3000)}\n${'東京 ألف '.repeat(400)}\n${'\n'.repeat(400)}`;
  const { ctx } = till;
  await ctx.transaction(async (tx) => {
    for (let count = 0; count < 60; count += 1)
      await queueEmail(tx, {
        kind: 'message',
        requestId: paid.id,
        to: { name: 'Dana Desk', address: 'dana@example.org' },
        data: { reference: 'RQ-1', articles: ['Floods'], author: 'Amal', message: long },
      });
  });
  const terms = `${'Nothing may be resold. '.repeat(30)}\n`.repeat(200);
  await ctx.db.updateTable('acceptances').set({ terms_text: terms, offer_text: terms }).execute();
  const file = await fileOf(till, paid, 'pdf');
  const { pages } = pdfText(file);
  assert.ok(pages.length > 20 && pages.length < 50, `${pages.length} pages`);
  assert.ok(file.length < 4_500_000, `${file.length} bytes`);
  assert.match(pages[0] ?? '', /characters of scripts that this file has no letters for/u);
  assert.match(pages.join('\n'), /\[Cut here\. The zip holds the whole text\.\]/u);
  const zip = unzipSync(await fileOf(till, paid, 'zip'));
  assert.equal(strFromU8(zip['terms.txt'] ?? new Uint8Array()), terms);
});

test('only those who handle money get the evidence, and of no payment there is none', async (t) => {
  const till = await openTill(t);
  const { paymentId } = await paidRequest(till);
  for (const kind of ['pdf', 'zip']) {
    const of = (id: string): string => `/admin/payments/${id}/evidence.${kind}`;
    await supertest(desk(till, 'viewer')).get(of(paymentId)).expect(403);
    await supertest(desk(till, 'editor')).get(of(paymentId)).expect(403);
    await supertest(desk(till, 'finance')).get(of(till.ctx.newId())).expect(404);
    await supertest(desk(till, 'finance')).get(of('x')).expect(404);
  }
  const shown = await supertest(desk(till, 'viewer')).get(`/admin/payments/${paymentId}`);
  assert.equal(shown.status, 200);
  assert.doesNotMatch(shown.text, /evidence\.pdf/u);
});

test('open disputes stand on top of payments and queue with the time that is left, and on the page of the payment', async (t) => {
  const till = await openTill(t);
  const paid = await disputedSale(till);
  const review = pagesOf(till.ctx, 'finance', reviewRoutes(till.ctx));
  const texts = async (): Promise<string[]> => {
    const found: string[] = [];
    for (const [app, path] of [
      [desk(till, 'finance'), '/admin/payments'],
      [desk(till, 'finance'), `/admin/payments/${paid.paymentId}`],
      [review, '/admin/requests'],
      [review, `/admin/requests/${paid.id}`],
    ] as const) {
      const { text } = await supertest(app).get(path).expect(200);
      assert.deepEqual(await htmlProblems(text, path), []);
      found.push(text);
    }
    return found;
  };
  const [list = '', page = '', queue = '', request = ''] = await texts();
  for (const text of [list, page, queue]) {
    assert.match(text, /The payer says that nothing was delivered/u);
    assert.match(text, /Answer by 2 December 2026/u);
    assert.match(text, /<span class="chip">9 days left/u);
  }
  assert.ok(list.indexOf('id="disputes"') < list.indexOf('id="received"'));
  assert.match(page, /Nothing can be given back until that is decided/u);
  assert.match(page, /evidence\.pdf/u);
  assert.doesNotMatch(page, /refund\/preview/u);
  assert.match(request, /The payer disputes £80\.00 with the bank\./u);
  assert.match(request, /chip-bad">Disputed/u);
  till.clock.advance({ days: 7 });
  assert.match((await texts())[2] ?? '', /chip-warning">2 days left/u);
  till.clock.advance({ days: 3 });
  assert.match((await texts())[0] ?? '', /chip-bad">Overdue/u);
  const viewer = pagesOf(till.ctx, 'viewer', reviewRoutes(till.ctx));
  const others = await supertest(viewer).get('/admin/requests').expect(200);
  assert.doesNotMatch(others.text, /Answer by/u);
  const [id = ''] = (await till.ctx.db.selectFrom('disputes').select('stripe_id').execute()).map(
    ({ stripe_id: stripe }) => stripe,
  );
  till.levers.disputeClose({ id, outcome: 'lost' });
  await till.settle();
  const [after = '', lost = '', quiet = ''] = await texts();
  assert.doesNotMatch(after, /id="disputes"/u);
  assert.match(after, /chip-bad">Dispute lost/u);
  assert.match(lost, /Dispute lost/u);
  assert.doesNotMatch(lost, /refund\/preview/u);
  assert.doesNotMatch(quiet, /Answer by/u);
});
