import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { DB } from '../../src/platform/db/schema.gen.ts';
import { tariffOfVersion } from '../../src/pricing/actions.ts';
import type { Quote } from '../../src/pricing/rules/answer.ts';
import { quote } from '../../src/pricing/rules/quote.ts';
import {
  completeBasis,
  completeFacts,
  recomputed,
  type StoredFacts,
} from '../../src/pricing/rules/recompute.ts';
import { completeUse, type Use } from '../../src/pricing/rules/use.ts';
import type { OfferItem } from '../../src/requests/rules/offer.ts';
import { differences } from '../support/recompute.ts';
import { stateAfter, type RequestState } from '../../src/requests/rules/life.ts';
import { checkDisputes } from './dispute-invariants.ts';
import { checkInvoices } from './invoice-invariants.ts';
import { checkRefunds } from './refund-invariants.ts';

type Db = Kysely<DB>;

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/**
 * What must hold in any portal once its queues have drained, whatever befell it: every licence is paid
 * or granted, every change of state has one event, every letter went out, nothing shown was changed.
 */
export async function checkInvariants(db: Db): Promise<void> {
  await checkLicences(db);
  await checkPayments(db);
  await checkRefunds(db);
  await checkDisputes(db);
  await checkInvoices(db);
  await checkHistory(db);
  await checkFrozenTexts(db);
  await checkPrices(db);
  await checkNothingWaits(db);
}

async function checkLicences(db: Db): Promise<void> {
  const requests = await db.selectFrom('requests').select(['id', 'reference', 'state']).execute();
  for (const request of requests) {
    const licences = await db
      .selectFrom('licences')
      .select('id')
      .where('request_id', '=', request.id)
      .execute();
    const items = await db
      .selectFrom('request_items')
      .select('id')
      .where('request_id', '=', request.id)
      .where('left_out_why', 'is', null)
      .execute();
    const expected = request.state === 'granted' ? items.length : 0;
    assert.equal(licences.length, expected, `licences of ${request.reference} (${request.state})`);
  }
  await checkLeftOut(db);
  const licences = await db
    .selectFrom('licences')
    .innerJoin('offers', 'offers.id', 'licences.offer_id')
    .leftJoin('payments', (join) =>
      join.onRef('payments.offer_id', '=', 'offers.id').on('payments.kind', '=', 'primary'),
    )
    .select(['licences.number', 'offers.kind', 'offers.total', 'offers.currency'])
    .select(['payments.amount', 'payments.currency as paidIn', 'offers.state as offerState'])
    .select(['offers.id as offerId'])
    .execute();
  const onTerms = await db
    .selectFrom('invoices')
    .select('offer_id')
    .where('on_terms', '=', true)
    .execute();
  for (const { number, kind, total, currency, amount, paidIn, ...offer } of licences) {
    assert.equal(offer.offerState, 'current', `${number} stands on the offer in force`);
    const isOwed = amount === null && onTerms.some(({ offer_id: id }) => id === offer.offerId);
    if (kind === 'free' || isOwed) continue;
    assert.deepEqual([amount, paidIn], [total, currency], `${number} was paid as offered`);
  }
  assert.equal(new Set(licences.map(({ number }) => number)).size, licences.length);
}

/** Every offer in force holds exactly the articles that are in its request, and each request has one at least. */
async function checkLeftOut(db: Db): Promise<void> {
  const items = await db
    .selectFrom('request_items')
    .select(['id', 'request_id', 'left_out_why'])
    .orderBy('position')
    .execute();
  const offers = await db.selectFrom('offers').selectAll().where('state', '=', 'current').execute();
  for (const requestId of new Set(items.map(({ request_id: id }) => id))) {
    const ofIt = items.filter((item) => item.request_id === requestId);
    const inside = ofIt.filter(({ left_out_why: why }) => why === null).map(({ id }) => id);
    assert.ok(inside.length > 0, `an article is in ${requestId}`);
    const offer = offers.find(({ request_id: id }) => id === requestId);
    if (offer === undefined) continue;
    const offered = (offer.items as OfferItem[]).map(({ itemId }) => itemId);
    assert.deepEqual(offered, inside, `the offer on ${requestId} holds what is in it`);
  }
}

async function checkPayments(db: Db): Promise<void> {
  const primary = await db
    .selectFrom('payments')
    .innerJoin('requests', 'requests.id', 'payments.request_id')
    .select(['requests.reference', 'requests.state'])
    .where('payments.kind', '=', 'primary')
    .execute();
  for (const { reference, state } of primary)
    assert.equal(state, 'granted', `${reference} was paid`);
  assert.equal(new Set(primary.map(({ reference }) => reference)).size, primary.length);
}

async function checkHistory(db: Db): Promise<void> {
  const requests = await db.selectFrom('requests').select(['id', 'reference', 'state']).execute();
  for (const { id, reference, state } of requests) {
    const events = await db
      .selectFrom('events')
      .select(['verb', 'before_state', 'after_state'])
      .where('subject_type', '=', 'request')
      .where('subject_id', '=', id)
      .where((eb) => eb.or([eb('verb', '=', 'submit'), eb('before_state', 'is not', null)]))
      .orderBy('id')
      .execute();
    let at: string | null = null;
    for (const { verb, before_state: before, after_state: after } of events) {
      assert.equal(before, at, `${reference}: ${verb} follows what was before it`);
      // What changes no state (a reminder, an answer worked out anew) is no step of life.
      if (before !== null && before !== after)
        assert.equal(
          after,
          stateAfter(before as RequestState, verb as never),
          `${reference} ${verb}`,
        );
      at = after;
    }
    assert.equal(at, state, `the history of ${reference} ends where it stands`);
  }
}

async function checkFrozenTexts(db: Db): Promise<void> {
  const offers = await db.selectFrom('offers').selectAll().execute();
  for (const offer of offers) assert.equal(offer.hash, sha256(offer.text));
  const accepted = await db.selectFrom('acceptances').selectAll().execute();
  for (const acceptance of accepted) {
    const offer = offers.find(({ id }) => id === acceptance.offer_id);
    assert.equal(acceptance.offer_hash, offer?.hash);
    assert.equal(acceptance.terms_hash, offer?.terms_hash);
  }
  const licences = await db.selectFrom('licences').selectAll().execute();
  for (const licence of licences) {
    const offer = offers.find(({ id }) => id === licence.offer_id);
    assert.equal(licence.terms_text, offer?.terms_text, `${licence.number} has the accepted terms`);
    const letters = await db
      .selectFrom('emails')
      .select(['text', 'state'])
      .where('kind', '=', 'licence-issued')
      .where('subject', 'like', `%${licence.number}%`)
      .execute();
    assert.deepEqual(
      letters.map(({ state }) => state),
      ['sent'],
      `${licence.number} has one letter, and it went out`,
    );
  }
}

/** Every answer and every price that was offered follows, to the minor unit, from what is stored beside it. */
export async function checkPrices(db: Db): Promise<void> {
  for (const item of await db.selectFrom('request_items').selectAll().execute()) {
    assert.notEqual(item.article, null, `${item.id} keeps the facts of its article`);
    const facts = completeFacts(item.article as StoredFacts);
    const tariff = await tariffOfVersion(db, item.tariff_version);
    const again = quote(tariff, completeUse(item.use as Partial<Use>), facts);
    const stored = item.quote as Quote;
    assert.deepEqual(
      [again.answer, again.reason.code, again.currency, again.tariffVersion],
      [stored.answer, stored.reason.code, stored.currency, stored.tariffVersion],
    );
    assert.deepEqual(differences(again, stored), [], item.id);
    if (stored.computed !== null)
      assert.deepEqual(differences(again.computed, stored.computed), [], item.id);
  }
  for (const offer of await db.selectFrom('offers').selectAll().execute())
    for (const item of offer.items as OfferItem[]) {
      assert.ok(item.basis !== undefined, `${item.itemId} keeps what its price follows from`);
      const basis = completeBasis(item.basis);
      const price = recomputed(await tariffOfVersion(db, basis.tariffVersion), basis);
      assert.deepEqual(differences(price, item), [], item.itemId);
    }
}

async function checkNothingWaits(db: Db): Promise<void> {
  const unsent = await db
    .selectFrom('emails')
    .select(['kind', 'state', 'tries', 'last_error'])
    .where('state', '<>', 'sent')
    .execute();
  assert.deepEqual(unsent, [], 'every letter went out');
  const unworked = await db
    .selectFrom('stripe_events')
    .select(['type', 'state', 'error'])
    .where('state', 'in', ['received', 'failed'])
    .execute();
  assert.deepEqual(unworked, [], 'every event was worked off');
  const unclear = await db
    .selectFrom('payment_attempts')
    .select(['state', 'error'])
    .where('state', 'in', ['creating', 'processing'])
    .execute();
  assert.deepEqual(unclear, [], 'no payment is unclear');
}
