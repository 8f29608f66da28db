import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { Refusal } from '../../src/platform/errors.ts';
import { currentOffer, itemsLeftOut, requestItems } from '../../src/requests/actions/read.ts';
import type { OfferItem } from '../../src/requests/rules/offer.ts';
import { answerInstantly } from '../../src/review/actions/answer-instantly.ts';
import { decide } from '../../src/review/actions/decide.ts';
import { declineSpam } from '../../src/review/actions/decline-spam.ts';
import { leaveArticleOut, takeArticleIn } from '../../src/review/actions/leave-out.ts';
import { previewDecision } from '../../src/review/actions/preview.ts';
import { checkPrices } from '../journeys/invariants.ts';
import {
  aDecision,
  again,
  amal,
  anArticle,
  decided,
  history,
  inReview,
  letters,
  setSettings,
  unverified,
} from '../requests/cast.ts';
import { testContext } from '../support/context.ts';

const t = await testContext();
const { ctx } = t;
beforeEach(() => {
  t.clock.now = new Date('2026-11-23T10:00:00Z');
  t.queue.length = 0;
});

const refusal = (code: string) => (error: unknown) =>
  error instanceof Refusal && error.code === code;

test('of two editors who decide at once, one decides', async () => {
  await anArticle(ctx);
  const request = await inReview(ctx);
  const approve = aDecision(request, { verb: 'approve' });
  const decline = aDecision(request, { verb: 'decline', reason: 'not_this_use' });
  const both = await Promise.allSettled([
    decide(ctx, request.id, { decision: approve, by: amal }),
    decide(ctx, request.id, { decision: decline, by: { ...amal, name: 'Edda' } }),
  ]);
  const lost = both.filter((one) => one.status === 'rejected');
  assert.equal(lost.length, 1);
  assert.ok(refusal('already_changed')(lost[0]?.reason));
  const decisions = (await history(ctx, request)).filter((line) => /offer|decline/.test(line));
  assert.equal(decisions.length, 1);
  const told = (await letters(ctx)).filter((letter) => /^(offer|declined)/.test(letter));
  assert.equal(told.length, 1);
});

test('of eight who re-price one offer from the same page, one new version is made', async () => {
  await anArticle(ctx);
  const offered = await decided(ctx, await inReview(ctx), { verb: 'approve' });
  const tries = await Promise.allSettled(
    Array.from({ length: 8 }, (_, at) =>
      decide(ctx, offered.id, {
        decision: aDecision(offered, { verb: 'reprice', amounts: [String(100 + at)] }),
        by: amal,
      }),
    ),
  );
  assert.equal(tries.filter(({ status }) => status === 'fulfilled').length, 1);
  assert.equal((await currentOffer(ctx.db, offered.id))?.version, 2);
});

test('approving offers the price of the day of the request, though the tariff changed since', async () => {
  await anArticle(ctx);
  const request = await inReview(ctx);
  const item = await ctx.db.selectFrom('request_items').selectAll().executeTakeFirstOrThrow();
  const { net } = item.quote as { net: number };
  const { version, data } = await ctx.db
    .selectFrom('tariffs')
    .selectAll()
    .executeTakeFirstOrThrow();
  const dearer = { ...(data as object), minimum: 900_000 };
  await ctx.db
    .insertInto('tariffs')
    .values({
      ...{ version: version + 1, data: JSON.stringify(dearer), created_by: 'Fin' },
      ...{ effective_from: ctx.now(), created_at: ctx.now() },
    })
    .execute();
  await decided(ctx, request, { verb: 'approve' });
  const offer = await currentOffer(ctx.db, request.id);
  assert.equal(offer?.net, net);
  const [offered] = (offer?.items ?? []) as OfferItem[];
  assert.equal(offered?.lines.at(0)?.rule, 'base');
});

test('a price set by hand is one line, with sums that add up; nonsense is refused by name', async () => {
  await anArticle(ctx);
  const request = await inReview(ctx);
  await decided(ctx, request, { verb: 'reprice', amounts: ['140.5'] });
  const offer = await currentOffer(ctx.db, request.id);
  const [item] = (offer?.items ?? []) as OfferItem[];
  assert.equal(item?.net, 14_050);
  assert.equal(offer?.total, (offer?.net ?? 0) + (offer?.tax ?? 0));
  const wrong = ['', '0', '-5', '1e3', '12.345', 'NaN', '99999999999999999999', '١٢'];
  for (const amount of wrong)
    await assert.rejects(
      decided(ctx, request, { verb: 'reprice', amounts: [amount] }),
      (error) => error instanceof Refusal && error.problems[0]?.field === 'amount',
      amount,
    );
});

test('a free grant issues the licence and its letter in the same step', async () => {
  await anArticle(ctx);
  const granted = await decided(ctx, await inReview(ctx), { verb: 'grant_free', note: 'A gift.' });
  assert.equal(granted.state, 'granted');
  const licences = await ctx.db.selectFrom('licences').selectAll().execute();
  assert.equal(licences.length, 1);
  const offer = await currentOffer(ctx.db, granted.id);
  assert.equal(offer?.kind, 'free');
  assert.equal(licences[0]?.terms_hash, offer?.terms_hash);
  assert.equal((await letters(ctx)).at(-1), 'licence-issued to kim@example.org');
});

test('a declined request keeps reason and alternative as they were sent', async () => {
  await anArticle(ctx);
  const request = await decided(ctx, await inReview(ctx), {
    verb: 'decline',
    reason: 'not_ours',
    alternative: 'link',
    note: 'Sorry.',
  });
  const event = await ctx.db
    .selectFrom('events')
    .select('data')
    .where('verb', '=', 'decline')
    .executeTakeFirstOrThrow();
  assert.deepEqual(event.data, {
    code: 'not_ours',
    reason: 'Not all rights in this article are ours to license.',
    alternative: 'You may link to the article.',
    note: 'Sorry.',
  });
  assert.equal(request.first_answered_at?.toISOString(), ctx.now().toISOString());
});

test('what was withdrawn since is not sold any more, whoever decides', async () => {
  const articleId = await anArticle(ctx);
  const request = await inReview(ctx);
  await ctx.db
    .updateTable('articles')
    .set({ withdrawn_at: ctx.now() })
    .where('id', '=', articleId)
    .execute();
  for (const verb of ['approve', 'reprice', 'grant_free'] as const)
    await assert.rejects(
      decided(ctx, request, { verb, amounts: ['100'] }),
      (error) =>
        error instanceof Refusal && error.problems[0]?.message === 'This article was withdrawn.',
      verb,
    );
  assert.equal((await again(ctx, request)).state, 'in_review');
});

test('the preview is the letter that goes out, and changes nothing', async () => {
  await anArticle(ctx);
  const request = await inReview(ctx);
  t.queue.splice(0);
  const before = await letters(ctx);
  const decision = aDecision(request, { verb: 'approve', note: 'With <pleasure>.' });
  const preview = await previewDecision(ctx, request.id, { decision, by: amal });
  assert.deepEqual(await letters(ctx), before);
  assert.deepEqual(t.queue, []);
  assert.equal((await again(ctx, request)).state, 'in_review');
  await decide(ctx, request.id, { decision, by: amal });
  const sent = await ctx.db
    .selectFrom('emails')
    .selectAll()
    .where('kind', '=', 'offer')
    .executeTakeFirstOrThrow();
  assert.equal(preview?.subject, sent.subject);
  assert.equal(preview?.text, ctx.links.mask(sent.text));
  assert.match(preview?.text ?? '', /With <pleasure>\./);
  assert.equal(preview?.to, 'Kim Sample <kim@example.org>');
});

test('spam is declined in bulk without a letter; what was decided meanwhile stays', async () => {
  await anArticle(ctx);
  const one = await inReview(ctx);
  const two = await inReview(ctx, { submission: { email: 'b@example.org' } });
  const done = await decided(ctx, await inReview(ctx), { verb: 'grant_free' });
  const before = await letters(ctx);
  const ids = [one.id, two.id, done.id, ctx.newId()];
  assert.equal(await declineSpam(ctx, ids, amal), 2);
  assert.deepEqual(await letters(ctx), before);
  assert.equal((await again(ctx, one)).state, 'declined');
  assert.equal((await again(ctx, done)).state, 'granted');
});

test('the tariff answers alone only where the newsroom allows it, and once', async () => {
  await anArticle(ctx);
  const request = await inReview(ctx);
  await answerInstantly(ctx, { requestId: request.id });
  assert.equal((await again(ctx, request)).state, 'in_review');
  await setSettings(ctx, { approval: 'when_referred' });
  await answerInstantly(ctx, { requestId: request.id });
  await answerInstantly(ctx, { requestId: request.id });
  assert.equal((await again(ctx, request)).state, 'offered');
  assert.equal((await currentOffer(ctx.db, request.id))?.version, 1);
  assert.deepEqual((await history(ctx, request)).slice(-1), ['in_review offer offered (Offprint)']);
});

test('alone, a free answer is granted at once; a referred one and one whose rights changed wait', async () => {
  await setSettings(ctx, { approval: 'when_referred' });
  await anArticle(ctx, 'cc-story', { cc_licence: 'CC-BY-4.0' });
  const free = await inReview(ctx, { articles: ['cc-story'] });
  await answerInstantly(ctx, { requestId: free.id });
  assert.equal((await again(ctx, free)).state, 'granted');
  await anArticle(ctx);
  const referred = await inReview(ctx, { use: { purpose: 'marketing' } });
  await answerInstantly(ctx, { requestId: referred.id });
  assert.equal((await again(ctx, referred)).state, 'in_review');
  const priced = await inReview(ctx);
  await ctx.db.updateTable('articles').set({ licensable: false }).execute();
  await answerInstantly(ctx, { requestId: priced.id });
  assert.equal((await again(ctx, priced)).state, 'in_review');
});

test('alone, nothing is offered of an article in which something was found since it was asked for', async () => {
  await setSettings(ctx, { approval: 'when_referred' });
  const since: Record<string, Record<string, unknown>> = {
    held: { rights_check: 'held' },
    shared: { co_published: true },
    handout: { provenance: 'handout' },
    shorter: { body_text: 'The river fell.' },
  };
  const excerpt = 'Nobody had moved the school, and so the water came in.';
  for (const [slug, change] of Object.entries(since)) {
    await anArticle(ctx, slug);
    const use = { use: 'excerpt', excerpt, images: 'ours_with_story' } as const;
    const request = await inReview(ctx, { articles: [slug], use });
    await ctx.db.updateTable('articles').set(change).where('slug', '=', slug).execute();
    await answerInstantly(ctx, { requestId: request.id });
    assert.equal((await again(ctx, request)).state, 'in_review', slug);
  }
});

test('a message changes no state and arrives once, and goes to granted requests too', async () => {
  await anArticle(ctx);
  const granted = await decided(ctx, await inReview(ctx), { verb: 'grant_free' });
  const key = ctx.newToken();
  for (let click = 0; click < 2; click += 1)
    await decided(ctx, granted, { verb: 'message', note: 'Enjoy it.', key });
  assert.equal((await again(ctx, granted)).version, granted.version);
  const told = (await letters(ctx)).filter((letter) => letter.startsWith('message '));
  assert.deepEqual(told, ['message to kim@example.org']);
});

test('an unconfirmed request cannot be decided', async () => {
  await anArticle(ctx);
  const request = await unverified(ctx);
  for (const verb of ['approve', 'grant_free', 'ask', 'decline', 'cancel', 'message'] as const)
    await assert.rejects(
      decided(ctx, request, { verb, note: 'x', reason: 'unclear' }),
      refusal('already_changed'),
      verb,
    );
});

test('a decision that the page does not offer is not taken, whoever sends it', async () => {
  await anArticle(ctx);
  const offered = await decided(ctx, await inReview(ctx), { verb: 'approve' });
  await assert.rejects(decided(ctx, offered, { verb: 'approve' }), refusal('already_changed'));
  await anArticle(ctx, 'free-for-all', { cc_licence: 'CC-BY-4.0' });
  const free = await inReview(ctx, { articles: ['free-for-all'] });
  await assert.rejects(decided(ctx, free, { verb: 'approve' }), refusal('already_changed'));
  assert.equal(await currentOffer(ctx.db, free.id), null, 'nobody is asked to pay nothing');
  await assert.rejects(
    decided(ctx, await unverified(ctx), { verb: 'withdraw' }),
    refusal('already_changed'),
  );
});

/** A request for three articles by paper invoice, the first of which goes to a person; with the ids of its articles. */
async function aBasket(change: Parameters<typeof inReview>[1] = {}) {
  await anArticle(ctx, 'wire-story', { co_published: true });
  await anArticle(ctx, 'first-story');
  await anArticle(ctx, 'second-story');
  const articles = ['wire-story', 'first-story', 'second-story'];
  const request = await inReview(ctx, { articles, use: { paperInvoice: true }, ...change });
  const items = await requestItems(ctx.db, request.id);
  return { request, ids: items.map(({ id }) => id) };
}

const out = async (request: { id: string }, itemId = '', words = '') =>
  leaveArticleOut(ctx, request.id, {
    ...{ itemId, version: (await again(ctx, request)).version, by: amal },
    ...{ reason: 'not_ours', words },
  });

const answersNow = async ({ id }: { id: string }) =>
  (await requestItems(ctx.db, id)).map(({ use, quote }) => ({
    ...{ answer: quote.answer, net: quote.net },
    ...{ of: use.basket.articles, first: use.basket.first },
  }));

test('an article that is left out leaves what is due once to the next, and comes back as it was', async () => {
  const { request, ids } = await aBasket();
  const whole = await requestItems(ctx.db, request.id);
  const [, first, second] = await answersNow(request);
  assert.deepEqual([first?.first, second?.first], [true, false]);
  assert.equal((first?.net ?? 0) - (second?.net ?? 0), 2500, 'the paper invoice, once');
  await out(request, ids[1], 'Sorry about that.');
  const [wire, left] = await answersNow(request);
  assert.equal(wire?.answer, 'refer');
  assert.deepEqual(left, { answer: 'price', net: first?.net, of: 2, first: true });
  const [gone] = await itemsLeftOut(ctx.db, request.id);
  assert.equal(gone?.id, ids[1]);
  assert.equal(
    gone?.left_out_why,
    'Not all rights in this article are ours to license. Sorry about that.',
  );
  await takeArticleIn(ctx, request.id, {
    ...{ itemId: ids[1] ?? '', version: (await again(ctx, request)).version, by: amal },
  });
  assert.deepEqual(await requestItems(ctx.db, request.id), whole);
  assert.deepEqual((await history(ctx, request)).slice(-2), [
    '- leave_out - (Amal)',
    '- take_in - (Amal)',
  ]);
  await checkPrices(ctx.db);
});

test('offer and letter are of the articles that are in, and the letter says what is not', async () => {
  const { request, ids } = await aBasket();
  await out(request, ids[0], 'Ask the agency.');
  const decision = aDecision(await again(ctx, request), { verb: 'approve' });
  const preview = await previewDecision(ctx, request.id, { decision, by: amal });
  await decide(ctx, request.id, { decision, by: amal });
  const offer = await currentOffer(ctx.db, request.id);
  const offered = (offer?.items ?? []) as OfferItem[];
  assert.deepEqual(
    offered.map(({ itemId }) => itemId),
    ids.slice(1),
  );
  const letter = await ctx.db
    .selectFrom('emails')
    .selectAll()
    .where('kind', '=', 'offer')
    .executeTakeFirstOrThrow();
  assert.equal(preview?.text, ctx.links.mask(letter.text));
  assert.match(
    letter.text,
    /Left out of this offer\n- River town floods: Not all rights in this article are ours to license\. Ask the agency\./,
  );
  await decided(ctx, request, { verb: 'reprice', amounts: ['90', '80'] });
  await checkPrices(ctx.db);
});

test('of a basket that is granted free, what was left out has no licence', async () => {
  const { request, ids } = await aBasket();
  await out(request, ids[1]);
  await decided(ctx, request, { verb: 'grant_free' });
  const licences = await ctx.db.selectFrom('licences').select('item_id').orderBy('id').execute();
  assert.deepEqual(
    licences.map(({ item_id: id }) => id),
    [ids[0], ids[2]],
  );
});

test('the last article stays, one article leaves once, and after the offer none does', async () => {
  const { request, ids } = await aBasket();
  const version = request.version;
  const leaving = { version, by: amal, reason: 'withdrawn', words: '' } as const;
  const both = await Promise.allSettled(
    ids.slice(0, 2).map((itemId) => leaveArticleOut(ctx, request.id, { ...leaving, itemId })),
  );
  assert.equal(both.filter(({ status }) => status === 'fulfilled').length, 1);
  const lost = both.find((one) => one.status === 'rejected');
  assert.ok(refusal('already_changed')(lost?.reason));
  const [gone] = await itemsLeftOut(ctx.db, request.id);
  await assert.rejects(out(request, gone?.id), refusal('already_changed'));
  await assert.rejects(out(request, ctx.newId()), { code: 'not_found' });
  const [one, other] = await requestItems(ctx.db, request.id);
  await out(request, one?.id);
  await assert.rejects(out(request, other?.id), { code: 'invalid' });
  assert.equal((await requestItems(ctx.db, request.id)).length, 1);
  await decided(ctx, request, { verb: 'reprice', amounts: ['90'] });
  const offered = await again(ctx, request);
  const back = { itemId: one?.id ?? '', version: offered.version, by: amal };
  await assert.rejects(takeArticleIn(ctx, request.id, back), refusal('already_changed'));
  await assert.rejects(out(request, other?.id), refusal('already_changed'));
});

test('a basket with one article for a person waits for one, and stays with them when that is left out', async () => {
  await setSettings(ctx, { approval: 'when_referred' });
  const { request, ids } = await aBasket();
  await answerInstantly(ctx, { requestId: request.id });
  assert.equal((await again(ctx, request)).state, 'in_review');
  await out(request, ids[0]);
  await answerInstantly(ctx, { requestId: request.id });
  assert.equal((await again(ctx, request)).state, 'in_review');
});
