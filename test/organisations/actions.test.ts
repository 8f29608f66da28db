import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { endAllowance } from '../../src/organisations/actions/allowances.ts';
import { endProof } from '../../src/organisations/actions/proofs.ts';
import { makeKnown, saveOrganisation } from '../../src/organisations/actions/save-organisation.ts';
import { standingFrom, whoAsks } from '../../src/organisations/actions/standing.ts';
import { useAllowance } from '../../src/organisations/actions/use-allowance.ts';
import { Refusal } from '../../src/platform/errors.ts';
import { noStanding } from '../../src/pricing/rules/use.ts';
import { markPaidByTransfer } from '../../src/payments/actions/mark-paid.ts';
import { acceptOffer } from '../../src/requests/actions/accept-offer.ts';
import { currentOffer, requestItems, type RequestRow } from '../../src/requests/actions/read.ts';
import { verifyEmail } from '../../src/requests/actions/verify-email.ts';
import { acceptFile, answerAnew } from '../../src/review/actions/accept-proof.ts';
import { answerInstantly } from '../../src/review/actions/answer-instantly.ts';
import { decide } from '../../src/review/actions/decide.ts';
import {
  aDecision,
  again,
  amal,
  anArticle,
  decided,
  history,
  inReview,
  setSettings,
  unverified,
} from '../requests/cast.ts';
import { testContext } from '../support/context.ts';
import { aFile, known, provenTariff, publish, withAllowance } from './cast.ts';

const t = await testContext();
const { ctx } = t;
beforeEach(() => {
  t.clock.now = new Date('2026-11-23T10:00:00Z');
  t.queue.length = 0;
});

const refusal = (code: string) => (error: unknown) =>
  error instanceof Refusal && error.code === code;

const charity = {
  use: { organisation: 'charity', duration: '12m', reach: { kind: 'upTo', value: 250_000 } },
  submission: { email: 'Nia@commons.example', organisationName: 'Radio Commons' },
} as const;

const standingOf = async (...asked: Parameters<typeof whoAsks>) =>
  standingFrom(await whoAsks(...asked));

async function quoteOf(request: { id: string }) {
  const [item] = await requestItems(ctx.db, request.id);
  assert.ok(item);
  return item.quote;
}

const evidence = { offerVersion: 1, address: '', agent: '', button: '', billing: null };

const accept = async (request: RequestRow, fileId: string, validUntil = '2027-11-22') =>
  acceptFile(ctx, request.id, { fileId, validUntil, by: amal });

test('a charity asks at the list price; its proof halves it, holds for a year and not a day longer', async () => {
  await publish(ctx, provenTariff);
  for (const slug of ['one', 'two', 'three']) await anArticle(ctx, slug);
  const request = await inReview(ctx, { ...charity, articles: ['one'] });
  const list = await quoteOf(request);
  assert.deepEqual([list.answer, list.flags], ['price', ['class_unverified']]);
  const fileId = await aFile(ctx, request);
  await accept(request, fileId);
  const half = await quoteOf(request);
  assert.deepEqual([half.answer, half.total * 2, half.flags], ['price', list.total, []]);
  await decided(ctx, request, { verb: 'approve' });
  assert.equal((await currentOffer(ctx.db, request.id))?.total, half.total);

  t.clock.now = new Date('2027-11-22T23:59:59Z');
  const waiting = await unverified(ctx, { ...charity, articles: ['two'] });
  assert.equal((await quoteOf(waiting)).total, list.total, 'before the address is confirmed');
  await verifyEmail(ctx, waiting.id);
  assert.equal((await quoteOf(waiting)).total, half.total);

  t.clock.now = new Date('2027-11-23T00:00:00Z');
  const late = await inReview(ctx, { ...charity, articles: ['three'] });
  const after = await quoteOf(late);
  assert.deepEqual([after.total, after.flags], [list.total, ['class_unverified']]);
  assert.equal((await quoteOf(request)).total, half.total, 'what was answered stays');
});

test('an accepted proof keeps name and hash of its file, makes the organisation known by this very address, and counts once', async () => {
  await publish(ctx, provenTariff);
  await anArticle(ctx);
  const request = await inReview(ctx, charity);
  const fileId = await aFile(ctx, request);
  await Promise.all([accept(request, fileId), accept(request, fileId)]);
  const proofs = await ctx.db.selectFrom('organisation_proofs').selectAll().execute();
  assert.equal(proofs.length, 1);
  const [proof] = proofs;
  assert.deepEqual(
    [proof?.kind, proof?.seen, proof?.checked_by, proof?.valid_until],
    ['charity', 'register.pdf', 'Amal', '2027-11-22'],
  );
  assert.match(proof?.file_sha256 ?? '', /^[0-9a-f]{64}$/);
  const names = await ctx.db.selectFrom('organisation_addresses').selectAll().execute();
  assert.deepEqual(
    names.map(({ address }) => address),
    ['nia@commons.example'],
  );
  const told = (await history(ctx, request)).filter((line) => line.includes('requote'));
  assert.deepEqual(told, ['in_review requote in_review (Amal)']);
  const extended = await inReview(ctx, charity);
  await accept(extended, await aFile(ctx, extended), '2028-11-22');
  assert.equal((await ctx.db.selectFrom('organisations').selectAll().execute()).length, 1);
});

test('a proof is accepted only from a file of this request, with a day that can be, once the address is confirmed', async () => {
  await anArticle(ctx);
  const request = await inReview(ctx, charity);
  const fileId = await aFile(ctx, request);
  const other = await inReview(ctx);
  await assert.rejects(accept(other, fileId), refusal('not_found'));
  for (const day of ['2026-11-22', '2030-01-01'])
    await assert.rejects(accept(request, fileId, day), refusal('invalid'));
  const waiting = await unverified(ctx, charity);
  await assert.rejects(accept(waiting, await aFile(ctx, waiting)), refusal('already_changed'));
  assert.deepEqual(await ctx.db.selectFrom('organisations').selectAll().execute(), []);
});

test('a proof counts for exactly the kind that was proven, and no more once it is ended', async () => {
  await anArticle(ctx);
  const id = await known(ctx, { programme: 'small_charity' });
  const request = await inReview(ctx, charity);
  await accept(request, await aFile(ctx, request));
  const standing = (organisationType: string) =>
    standingOf(ctx.db, { email: 'bea@COMMONS.example', organisationType }, ctx.now());
  assert.deepEqual(await standing('charity'), {
    ...{ verified: true, programme: 'small_charity', allowances: [] },
  });
  assert.deepEqual(await standing('education'), {
    ...{ verified: false, programme: null, allowances: [] },
  });
  const { id: proof } = await ctx.db
    .selectFrom('organisation_proofs')
    .select('id')
    .executeTakeFirstOrThrow();
  const end = { reason: 'Struck off the register.', by: amal };
  await endProof(ctx, { organisationId: id, id: proof }, end);
  await endProof(ctx, { organisationId: id, id: proof }, { ...end, reason: 'Again.' });
  assert.equal((await standing('charity')).verified, false);
  const row = await ctx.db.selectFrom('organisation_proofs').selectAll().executeTakeFirst();
  assert.equal(row?.ended_reason, 'Struck off the register.');
});

test('an organisation is known by whole domains and single addresses, and by nothing that only looks alike', async () => {
  const id = await known(ctx, { addresses: ['commons.example', 'nia@gmail.com'] });
  const single = await known(ctx, { name: 'Bea herself', addresses: ['bea@commons.example'] });
  const knows = async (email: string) =>
    (await whoAsks(ctx.db, { email, organisationType: 'charity' }, ctx.now())).organisation?.id;
  assert.equal(await knows('x@commons.example'), id);
  assert.equal(await knows('NIA@gmail.com'), id);
  assert.equal(await knows('bea@commons.example'), single, 'the address before its domain');
  for (const email of [
    ...['x@mail.commons.example', 'x@notcommons.example', 'other@gmail.com'],
    ...['commons.example@evil.example', 'x@commons.example.evil.example', '%@%', ''],
  ])
    assert.equal(await knows(email), undefined, email);
});

test('an address belongs to one organisation, and of two who save from the same page one saves', async () => {
  const id = await known(ctx);
  await assert.rejects(
    known(ctx, { name: 'Another' }),
    (error) =>
      error instanceof Refusal &&
      error.problems[0]?.field === 'addresses' &&
      error.problems[0].params?.['name'] === 'Radio Commons',
  );
  const rows = await ctx.db.selectFrom('organisations').selectAll().execute();
  assert.equal(rows.length, 1, 'nothing is left of the refused one');
  const given = {
    ...{ name: 'Radio Commons Ltd', kind: 'charity', country: 'IE' },
    programme: null,
  };
  const save = (note: string) =>
    saveOrganisation(
      ctx,
      { id, version: 1 },
      { given: { ...given, note, addresses: ['commons.example', 'rc.example'] }, by: amal },
    );
  const tries = await Promise.allSettled([save('one'), save('two')]);
  const lost = tries.filter((one) => one.status === 'rejected');
  assert.equal(lost.length, 1);
  assert.ok(refusal('organisation_changed')(lost[0]?.reason));
});

/** Requests of Radio Commons in review, one for each of these articles, all before any is granted. */
async function asking(...slugs: string[]): Promise<RequestRow[]> {
  const requests: RequestRow[] = [];
  for (const slug of slugs) {
    await anArticle(ctx, slug);
    requests.push(await inReview(ctx, { ...charity, articles: [slug] }));
  }
  return requests;
}

const uses = async () =>
  (await ctx.db.selectFrom('allowance_uses').selectAll().orderBy('used_at').execute()).length;

test('an allowance of two gives two licences free, and the third article has its price', async () => {
  await withAllowance(ctx, await known(ctx));
  for (const [at, slug] of ['one', 'two'].entries()) {
    const [request] = await asking(slug);
    assert.ok(request);
    const quote = await quoteOf(request);
    assert.deepEqual([quote.answer, quote.reason.code], ['free', 'allowance']);
    assert.equal(quote.reason.params['left'], 2 - at);
    const granted = await decided(ctx, request, { verb: 'grant_free', waiver: null });
    assert.equal(granted.state, 'granted', 'without a reason: it is no waiver');
    assert.equal(await uses(), at + 1);
  }
  const [third] = await asking('three');
  assert.ok(third);
  assert.equal((await quoteOf(third)).answer, 'price');
  const letters = await ctx.db
    .selectFrom('emails')
    .select('text')
    .where('kind', '=', 'licence-issued')
    .orderBy('id')
    .execute();
  assert.match(letters[1]?.text ?? '', /allowance Partners: 0 of 2 left until 22 November 2027\./);
  t.clock.now = new Date('2027-11-23T10:00:00Z');
  const [next] = await asking('four');
  assert.equal(next && (await quoteOf(next)).answer, 'free', 'the next period has its own');
});

test('of two requests that want the last article of an allowance at once, one gets it', async () => {
  await withAllowance(ctx, await known(ctx), { articles: 1 });
  const requests = await asking('one', 'two');
  for (const request of requests) assert.equal((await quoteOf(request)).answer, 'free');
  const both = await Promise.allSettled(
    requests.map(async (request) =>
      decide(ctx, request.id, {
        decision: aDecision(await again(ctx, request), { verb: 'grant_free', waiver: null }),
        by: amal,
      }),
    ),
  );
  const lost = both.filter((one) => one.status === 'rejected');
  assert.equal(lost.length, 1);
  assert.ok(refusal('allowance_used_up')(lost[0]?.reason), String(lost[0]?.reason));
  assert.equal(await uses(), 1);
  const loser = requests[both.findIndex((one) => one.status === 'rejected')];
  assert.ok(loser);
  assert.equal((await again(ctx, loser)).state, 'in_review', 'nothing of it was done');
  await answerAnew(ctx, loser.id, amal);
  assert.equal((await quoteOf(loser)).answer, 'price');
  assert.equal((await decided(ctx, loser, { verb: 'approve' })).state, 'offered');
});

test('an allowance pays for as many articles of one request as it has left; the rest have their price', async () => {
  await withAllowance(ctx, await known(ctx));
  for (const slug of ['one', 'two', 'three']) await anArticle(ctx, slug);
  const request = await inReview(ctx, { ...charity, articles: ['one', 'two', 'three'] });
  const items = await requestItems(ctx.db, request.id);
  assert.deepEqual(
    items.map(({ quote }) => quote.answer),
    ['free', 'free', 'price'],
  );
  const first = items.map(({ use }) => use.basket.first);
  assert.deepEqual(
    first,
    [false, false, true],
    'the first that is priced carries what is due once',
  );
});

test('what an accepted request waits for is promised to nobody else, however many offers stand', async () => {
  await anArticle(ctx, 'one');
  await anArticle(ctx, 'two', { section: 'Sport' });
  const organisationId = await known(ctx);
  await withAllowance(ctx, organisationId, { articles: 1, when: { section: ['World'] } });
  const baskets = [];
  for (let count = 0; count < 3; count += 1) {
    const request = await inReview(ctx, { ...charity, articles: ['one', 'two'] });
    baskets.push(await decided(ctx, request, { verb: 'approve' }));
  }
  const tries = await Promise.allSettled(baskets.map(({ id }) => acceptOffer(ctx, id, evidence)));
  const refused = tries.filter((one) => one.status === 'rejected');
  assert.equal(refused.length, 2);
  for (const { reason } of refused) assert.ok(refusal('allowance_used_up')(reason));
  const single = await inReview(ctx, { ...charity, articles: ['one'] });
  assert.equal((await quoteOf(single)).answer, 'price');

  const [accepted] = (await Promise.all(baskets.map((one) => again(ctx, one)))).filter(
    ({ state }) => state === 'accepted',
  );
  assert.ok(accepted);
  await markPaidByTransfer(ctx, {
    ...{ requestId: accepted.id, offerVersion: 1, bankReference: 'first', by: amal },
  });
  const uses = await ctx.db.selectFrom('allowance_uses').select('allowance_id').execute();
  assert.equal(uses.length, 1);
});

test('an allowance covers only what its conditions name, and rights and gates stand before it', async () => {
  const id = await known(ctx);
  await withAllowance(ctx, id, { when: { medium: ['print'] } });
  const [request] = await asking('one');
  assert.ok(request);
  assert.equal((await quoteOf(request)).answer, 'price');
  await withAllowance(ctx, id, { name: 'Anything' });
  await answerAnew(ctx, request.id, amal);
  assert.equal((await quoteOf(request)).reason.params['name'], 'Anything');
  const use = { ...charity.use, purpose: 'marketing' } as const;
  const marketing = await inReview(ctx, { ...charity, use, articles: ['one'] });
  assert.equal((await quoteOf(marketing)).answer, 'refer');
});

test('an ended allowance pays for nothing more, though it was promised; licences keep what they have', async () => {
  const id = await known(ctx);
  await withAllowance(ctx, id);
  const [one, two] = await asking('one', 'two');
  assert.ok(one && two);
  await decided(ctx, one, { verb: 'grant_free', waiver: null });
  const allowance = await ctx.db.selectFrom('allowances').select('id').executeTakeFirstOrThrow();
  const which = { organisationId: id, id: allowance.id };
  await endAllowance(ctx, which, { reason: 'The contract ended.', by: amal });
  await endAllowance(ctx, which, { reason: 'Again.', by: amal });
  await assert.rejects(
    decided(ctx, two, { verb: 'grant_free', waiver: null }),
    refusal('allowance_used_up'),
  );
  assert.equal((await again(ctx, one)).state, 'granted');
  const ended = await ctx.db.selectFrom('allowances').selectAll().executeTakeFirstOrThrow();
  assert.equal(ended.ended_reason, 'The contract ended.');
  const { id: licenceId } = await ctx.db
    .selectFrom('licences')
    .select('id')
    .executeTakeFirstOrThrow();
  const use = { allowanceId: allowance.id, licenceId, requestId: one.id, by: amal };
  await assert.rejects(
    ctx.transaction((tx) => useAllowance(tx, use)),
    refusal('allowance_used_up'),
  );
});

test('where the tariff answers alone, who comes too late for an allowance is answered anew before anything is promised', async () => {
  await setSettings(ctx, { approval: 'when_referred' });
  await withAllowance(ctx, await known(ctx), { articles: 1 });
  const [one, two] = await asking('one', 'two');
  assert.ok(one && two);
  for (const { id } of [one, two, two]) await answerInstantly(ctx, { requestId: id });
  assert.equal((await again(ctx, one)).state, 'granted');
  const late = await again(ctx, two);
  assert.equal((await quoteOf(late)).answer, 'price');
  assert.equal(late.state, 'offered', 'asked once more, the tariff offers its price');
  assert.equal(await uses(), 1);
});

test('whoever only types an address learns nothing of its organisation; what is known can only help', async () => {
  await withAllowance(ctx, await known(ctx));
  await anArticle(ctx);
  const stranger = await unverified(ctx, { use: charity.use });
  const waiting = await unverified(ctx, charity);
  const [one] = await requestItems(ctx.db, stranger.id);
  const [other] = await requestItems(ctx.db, waiting.id);
  assert.deepEqual(other?.quote, one?.quote);
  assert.deepEqual(other?.use, one?.use);
  assert.deepEqual(other?.use.standing, noStanding);
});

test('the price of the day of the request holds: a known organisation is answered by the tariff of that day', async () => {
  await publish(ctx, provenTariff);
  const id = await known(ctx);
  await anArticle(ctx);
  const waiting = await unverified(ctx, charity);
  const list = await quoteOf(waiting);
  t.clock.advance({ days: 2 });
  await publish(ctx, { ...provenTariff, minimum: 900_000 });
  await ctx.db
    .insertInto('organisation_proofs')
    .values({
      ...{ id: ctx.newId(), organisation_id: id, kind: 'charity', seen: 'Register 1' },
      ...{ checked_by: 'Amal', checked_at: ctx.now(), valid_until: '2027-11-22' },
    })
    .execute();
  await verifyEmail(ctx, waiting.id);
  const quote = await quoteOf(waiting);
  assert.equal(quote.total * 2, list.total);
  assert.equal(quote.tariffVersion, list.tariffVersion);
  const told = await ctx.db
    .selectFrom('emails')
    .select('text')
    .where('kind', '=', 'request-received')
    .executeTakeFirstOrThrow();
  assert.match(told.text, /We know your organisation by this address/);
  assert.match(told.text, new RegExp(`River town floods: £${quote.total / 100}`));
});

test('the licences of colleagues count together once the address is confirmed', async () => {
  const gate = {
    when: { licencesLast30Days: { from: 1 } },
    outcome: 'refer',
    reason: 'volume',
  } as const;
  await publish(ctx, { ...provenTariff, gates: [{ ...gate, alternative: null }] });
  await known(ctx);
  const [first] = await asking('one');
  assert.ok(first);
  await decided(ctx, first, { verb: 'grant_free' });
  await anArticle(ctx, 'two');
  const colleague = {
    ...charity,
    articles: ['two'],
    submission: { ...charity.submission, email: 'bea@commons.example' },
  };
  const waiting = await unverified(ctx, colleague);
  assert.equal((await quoteOf(waiting)).answer, 'price');
  await verifyEmail(ctx, waiting.id);
  const quote = await quoteOf(waiting);
  assert.deepEqual([quote.answer, quote.reason.code], ['refer', 'volume']);
  const stranger = { ...colleague, submission: { email: 'kim@example.org' } };
  assert.equal((await quoteOf(await inReview(ctx, stranger))).answer, 'price');
});

test('granting free what has a price needs a reason, and so does asking for less; both stand in the history', async () => {
  await anArticle(ctx);
  await anArticle(ctx, 'two');
  const request = await inReview(ctx);
  const field = (name: string) => (error: unknown) =>
    error instanceof Refusal && error.problems[0]?.field === name;
  await assert.rejects(
    decided(ctx, request, { verb: 'grant_free', waiver: null }),
    field('waiver'),
  );
  await assert.rejects(
    decided(ctx, request, { verb: 'grant_free', waiver: 'other' }),
    field('waiverWords'),
  );
  const waiverWords = 'Their hall burned down.';
  await decided(ctx, request, { verb: 'grant_free', waiver: 'other', waiverWords, note: 'Yours.' });
  const second = await inReview(ctx, { articles: ['two'] });
  await assert.rejects(
    decided(ctx, second, { verb: 'reprice', amounts: ['50'], waiver: null }),
    field('waiver'),
  );
  await decided(ctx, second, { verb: 'reprice', amounts: ['50'], waiver: 'goodwill' });
  const events = await ctx.db
    .selectFrom('events')
    .select('data')
    .where('verb', 'in', ['grant_free', 'offer'])
    .orderBy('id')
    .execute();
  assert.deepEqual(events[0]?.data, {
    ...{ note: 'Yours.', waiver: 'other', reason: 'Another reason.', words: waiverWords },
  });
  const [, { data: reduced } = { data: {} }] = events;
  const { waiver, reason } = reduced as Record<string, unknown>;
  assert.deepEqual([waiver, reason], ['goodwill', 'Goodwill.']);
});

test('a price above the tariff’s, and what the tariff gives free, need no reason', async () => {
  await anArticle(ctx);
  await anArticle(ctx, 'free', { cc_licence: 'CC-BY-4.0' });
  const dearer = await decided(ctx, await inReview(ctx), {
    verb: 'reprice',
    amounts: ['500'],
    waiver: null,
  });
  assert.equal(dearer.state, 'offered');
  const free = await inReview(ctx, { articles: ['free'] });
  const granted = await decided(ctx, free, { verb: 'grant_free', waiver: null });
  assert.equal(granted.state, 'granted');
});

test('two that are made known at once with one address: one of them is', async () => {
  const make = (name: string) =>
    ctx.transaction((tx) =>
      makeKnown(
        tx,
        {
          ...{ name, kind: 'charity', country: 'GB', programme: null, note: '' },
          addresses: ['twice.example'],
        },
        { by: amal },
      ),
    );
  const tries = await Promise.allSettled([make('One'), make('Two')]);
  assert.equal(tries.filter(({ status }) => status === 'fulfilled').length, 1);
});

test('of six that use up an allowance of three at once, three do', async () => {
  await withAllowance(ctx, await known(ctx), { articles: 3 });
  const licences: { id: string; request_id: string }[] = [];
  for (const slug of ['a', 'b', 'c', 'd', 'e', 'f']) {
    await anArticle(ctx, slug);
    const granted = await decided(ctx, await inReview(ctx, { articles: [slug] }), {
      verb: 'grant_free',
    });
    licences.push(
      await ctx.db
        .selectFrom('licences')
        .select(['id', 'request_id'])
        .where('request_id', '=', granted.id)
        .executeTakeFirstOrThrow(),
    );
  }
  const { id: allowanceId } = await ctx.db
    .selectFrom('allowances')
    .select('id')
    .executeTakeFirstOrThrow();
  const tries = await Promise.allSettled(
    licences.map(({ id: licenceId, request_id: requestId }) =>
      ctx.transaction((tx) => useAllowance(tx, { allowanceId, licenceId, requestId, by: amal })),
    ),
  );
  const left = tries.flatMap((one) => (one.status === 'fulfilled' ? one.value.left : []));
  assert.deepEqual(left.toSorted(), [0, 1, 2]);
  for (const one of tries)
    if (one.status === 'rejected')
      assert.ok(refusal('allowance_used_up')(one.reason), String(one.reason));
  assert.equal(await uses(), 3);
});
