import assert from 'node:assert/strict';
import { test } from 'node:test';
import supertest from 'supertest';
import { defaultSettings, readSettings, saveSettings } from '../../src/platform/settings.ts';
import { answerInstantly } from '../../src/review/actions/answer-instantly.ts';
import { adminRoutes } from '../../src/review/admin.ts';
import { pagesOf } from '../pricing/desk.ts';
import { insertedRequest, requestRow } from './builders.ts';
import { openTill, type Till } from './till.ts';

/** What the desk answers to a price before tax for a request that waits. */
async function priced(till: Till, amount: string): Promise<supertest.Response> {
  const { id, version } = await insertedRequest(till.ctx);
  const desk = pagesOf(till.ctx, 'admin', adminRoutes(till.ctx));
  return supertest(desk)
    .post(`/admin/requests/${id}/preview`)
    .type('form')
    .send({ verb: 'reprice', version, amount, waiver: 'goodwill' });
}

async function setBank(till: Till, bankDetails: string): Promise<void> {
  await till.ctx.transaction(async (tx) => {
    const { version } = await readSettings(tx.db);
    await saveSettings(tx, { ...defaultSettings, bankDetails }, version);
  });
}

test('case +: an editor who sets a price that no card can pay sees why, and the way out', async (t) => {
  const till = await openTill(t);
  const small = await priced(till, '0.20');
  assert.equal(small.status, 422);
  assert.match(small.text, /At least £0\.30 can be paid by card[\s\S]*grant it free of charge/u);
  assert.match(small.text, /value="0\.20"|class="problem" id="amount"/u);
  const large = await priced(till, '1000000');
  assert.equal(large.status, 422);
  assert.match(large.text, /At most £999,999\.99[\s\S]*enter your bank details/u);
  await setBank(till, 'IBAN GB33');
  assert.equal((await priced(till, '1000000')).status, 200);
  assert.equal((await priced(till, '0.20')).status, 422);
});

test('where no cards are taken any price can be offered', async (t) => {
  const till = await openTill(t, { cards: false });
  assert.equal((await priced(till, '0.20')).status, 200);
});

test('an answer that no card can pay does not go out by itself: an editor looks', async (t) => {
  const till = await openTill(t);
  await till.ctx.transaction((tx) =>
    saveSettings(tx, { ...defaultSettings, approval: 'when_referred' }, 0),
  );
  const { id } = await insertedRequest(till.ctx);
  const item = await till.ctx.db
    .selectFrom('request_items')
    .select(['id', 'quote'])
    .where('request_id', '=', id)
    .executeTakeFirstOrThrow();
  const quote = { ...(item.quote as object), answer: 'price', net: 20, tax: 0, total: 20 };
  const set = { quote: JSON.stringify({ ...quote, lines: [] }) };
  await till.ctx.db.updateTable('request_items').set(set).where('id', '=', item.id).execute();
  await answerInstantly(till.ctx, { requestId: id });
  assert.equal((await requestRow(till.ctx, id)).state, 'in_review');
});
