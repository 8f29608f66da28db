import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { beforeEach, test } from 'node:test';
import { Refusal } from '../../src/platform/errors.ts';
import { acceptOffer } from '../../src/requests/actions/accept-offer.ts';
import { advance } from '../../src/requests/actions/advance.ts';
import { currentOffer, requestItems } from '../../src/requests/actions/read.ts';
import { submitRequest } from '../../src/requests/actions/submit-request.ts';
import { reply } from '../../src/requests/actions/talk.ts';
import { tickClocks } from '../../src/requests/actions/tick-clocks.ts';
import { verifyEmail } from '../../src/requests/actions/verify-email.ts';
import { withdraw } from '../../src/requests/actions/withdraw.ts';
import { testContext } from '../support/context.ts';
import {
  aNewRequest,
  aSubmission,
  again,
  amal,
  anArticle,
  decided,
  history,
  inReview,
  letters,
  setSettings,
  theDesk,
  unverified,
} from './cast.ts';

const t = await testContext();
const { ctx } = t;
beforeEach(() => {
  t.clock.now = new Date('2026-11-23T10:00:00Z');
  t.queue.length = 0;
});

const refusal = (code: string) => (error: unknown) =>
  error instanceof Refusal && error.code === code;

async function rows(table: 'requests' | 'request_items' | 'offers' | 'messages' | 'emails') {
  const { count } = await ctx.db
    .selectFrom(table)
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return Number(count);
}

test('a request is stored with its quote, an event and one letter whose link confirms the address', async () => {
  await anArticle(ctx);
  const request = await unverified(ctx);
  assert.equal(request.state, 'unverified');
  assert.match(request.reference, /^R-[0-9A-Z]{5}-[0-9A-Z]{5}$/);
  const [item] = await requestItems(ctx.db, request.id);
  assert.equal(item?.quote.answer, 'price');
  assert.equal(item?.tariff_version, item?.quote.tariffVersion);
  assert.deepEqual(await history(ctx, request), ['- submit unverified (Kim Sample)']);
  assert.deepEqual(await letters(ctx), ['verify-address to kim@example.org']);
  const { text } = await ctx.db.selectFrom('emails').select('text').executeTakeFirstOrThrow();
  assert.ok(!text.includes(ctx.links.token('verify', request.id)), 'no token is stored');
  const revealed = ctx.links.reveal(text);
  const link = `/requests/${ctx.links.token('request', request.id)}?verify=${ctx.links.token('verify', request.id)}`;
  assert.ok(revealed.includes(link), revealed);
});

test('a form that is sent again, also eight times at once, makes one request and one letter', async () => {
  await anArticle(ctx);
  const order = await aNewRequest(ctx);
  const made = await Promise.all(Array.from({ length: 8 }, () => submitRequest(ctx, order)));
  const ids = made.map((one) => ('request' in one ? one.request.id : ''));
  assert.equal(new Set(ids).size, 1);
  assert.equal(made.filter(({ kind }) => kind === 'created').length, 1);
  assert.equal(await rows('requests'), 1);
  assert.equal(await rows('emails'), 1);
});

test('the key of a form leads nobody to the request of somebody else', async () => {
  await anArticle(ctx);
  const order = await aNewRequest(ctx);
  await submitRequest(ctx, order);
  const other = { ...order, submission: { ...order.submission, email: 'charlie@example.org' } };
  await assert.rejects(submitRequest(ctx, other), refusal('invalid'));
  assert.equal(await rows('requests'), 1);
});

test('a refused use stores nothing and says why', async () => {
  await anArticle(ctx);
  const submitted = await submitRequest(
    ctx,
    await aNewRequest(ctx, { use: { purpose: 'political' } }),
  );
  assert.equal(submitted.kind, 'refused');
  assert.ok(
    submitted.kind === 'refused' && submitted.answers[0]?.quote.reason.code === 'political',
  );
  assert.equal((await rows('requests')) + (await rows('emails')), 0);
});

test('several articles make one request with an item each; one that is refused stops all', async () => {
  await anArticle(ctx);
  await anArticle(ctx, 'quiet-budget', { title: 'The quiet budget' });
  const request = await unverified(ctx, { articles: ['river-town-floods', 'quiet-budget'] });
  const items = await requestItems(ctx.db, request.id);
  assert.deepEqual(
    items.map(({ slug }) => slug),
    ['river-town-floods', 'quiet-budget'],
  );
  await anArticle(ctx, 'wire-story', { provenance: 'wires' });
  const both = await aNewRequest(ctx, { articles: ['quiet-budget', 'wire-story'] });
  assert.equal((await submitRequest(ctx, both)).kind, 'refused');
  const unknown = await aNewRequest(ctx, { articles: ['quiet-budget', 'nowhere'] });
  await assert.rejects(submitRequest(ctx, unknown), refusal('invalid'));
  assert.equal(await rows('requests'), 1);
});

test('terms that changed while the form stood open must be read again', async () => {
  await anArticle(ctx);
  const submission = await aSubmission(ctx, { termsVersion: 999 });
  const order = { ...(await aNewRequest(ctx)), submission };
  await assert.rejects(submitRequest(ctx, order), (error) => {
    assert.ok(error instanceof Refusal);
    return error.problems[0]?.field === 'agreeTerms';
  });
});

test('a confirmed address brings the request to the editors with a promise; pressed again it does nothing', async () => {
  await theDesk(ctx);
  await anArticle(ctx);
  const request = await inReview(ctx);
  assert.equal(request.state, 'in_review');
  assert.equal(request.promised_at?.toISOString(), '2026-11-25T10:00:00.000Z');
  await verifyEmail(ctx, request.id);
  assert.deepEqual(await letters(ctx), [
    'verify-address to kim@example.org',
    'request-received to kim@example.org',
    'staff-new-request to amal@example.org',
  ]);
  assert.deepEqual(await history(ctx, request), [
    '- submit unverified (Kim Sample)',
    'unverified verify in_review (Kim Sample)',
  ]);
});

test('where a person always decides, nothing is answered alone', async () => {
  await anArticle(ctx);
  await inReview(ctx);
  assert.deepEqual(
    t.queue.splice(0).filter(({ name }) => name !== 'send-email'),
    [],
  );
});

test('where the tariff may answer alone, only prices and free answers are handed to it', async () => {
  await anArticle(ctx);
  await setSettings(ctx, { approval: 'when_referred' });
  t.queue.splice(0);
  const request = await inReview(ctx);
  const jobs = t.queue.splice(0).filter(({ name }) => name === 'answer-instantly');
  assert.deepEqual(
    jobs.map(({ data }) => data),
    [{ requestId: request.id }],
  );
  await inReview(ctx, { use: { purpose: 'marketing' }, submission: { email: 'b@example.org' } });
  assert.equal(
    t.queue.splice(0).some(({ name }) => name === 'answer-instantly'),
    false,
  );
});

test('a step is taken once: who read the request before somebody else moved it is refused', async () => {
  await anArticle(ctx);
  const request = await inReview(ctx);
  const decline = () => ctx.transaction((tx) => advance(tx, request, 'decline', { by: amal }));
  await decline();
  await assert.rejects(decline(), refusal('already_changed'));
  const events = await history(ctx, request);
  assert.equal(events.filter((line) => line.includes('decline')).length, 1);
});

test('two re-pricings from the same page are told apart although the state is the same', async () => {
  await anArticle(ctx);
  const offered = await decided(ctx, await inReview(ctx), { verb: 'approve' });
  const reprice = () => ctx.transaction((tx) => advance(tx, offered, 'offer', { by: amal }));
  // By the state alone both would land: this is the race that the version stops.
  const byState = () =>
    ctx.db
      .updateTable('requests')
      .set({ state: 'offered' })
      .where('id', '=', offered.id)
      .where('state', '=', 'offered')
      .executeTakeFirst();
  const both = await Promise.all([byState(), byState()]);
  assert.deepEqual(
    both.map(({ numUpdatedRows }) => numUpdatedRows),
    [1n, 1n],
  );
  const tries = await Promise.allSettled([reprice(), reprice()]);
  assert.equal(tries.filter(({ status }) => status === 'fulfilled').length, 1);
  assert.ok(
    tries.some((one) => one.status === 'rejected' && refusal('already_changed')(one.reason)),
  );
});

test('a refused step leaves no event behind', async () => {
  await anArticle(ctx);
  const request = await unverified(ctx);
  const accept = ctx.transaction((tx) => advance(tx, request, 'accept', { by: amal }));
  await assert.rejects(accept, refusal('already_changed'));
  assert.equal((await history(ctx, request)).length, 1);
});

test('an answer puts the request before the editors again with a new promise; a double click is one message', async () => {
  await theDesk(ctx);
  await anArticle(ctx);
  const asked = await decided(ctx, await inReview(ctx), { verb: 'ask', note: 'Who reads it?' });
  assert.equal(asked.state, 'needs_info');
  t.clock.advance({ days: 1 });
  const key = ctx.newToken();
  for (let click = 0; click < 2; click += 1)
    await reply(ctx, asked.id, { key, message: 'Our members.' });
  const answered = await again(ctx, asked);
  assert.equal(answered.state, 'in_review');
  assert.equal(answered.promised_at?.toISOString(), '2026-11-26T10:00:00.000Z');
  const messages = await ctx.db.selectFrom('messages').selectAll().orderBy('id').execute();
  assert.deepEqual(messages.map(({ body }) => body).toSorted(), ['Our members.', 'Who reads it?']);
  const told = (await letters(ctx)).filter((letter) => letter.startsWith('message-to-staff'));
  assert.deepEqual(told, ['message-to-staff to amal@example.org']);
});

test('an offer is frozen: terms, text and hash; a second one replaces the first', async () => {
  await anArticle(ctx);
  const offered = await decided(ctx, await inReview(ctx), { verb: 'approve', note: 'Welcome.' });
  const first = await currentOffer(ctx.db, offered.id);
  assert.equal(first?.version, 1);
  assert.equal(
    first?.hash,
    createHash('sha256')
      .update(first?.text ?? '')
      .digest('hex'),
  );
  assert.match(first?.text ?? '', /Welcome\.[^]*Terms version \d+, SHA-256 [0-9a-f]{64}/);
  assert.equal(first?.expires_at.toISOString(), '2026-12-07T10:00:00.000Z');
  await decided(ctx, offered, { verb: 'reprice', amounts: ['99.50'] });
  const second = await currentOffer(ctx.db, offered.id);
  assert.equal(second?.version, 2);
  assert.equal(second?.net, 9950);
  const states = await ctx.db
    .selectFrom('offers')
    .select(['version', 'state'])
    .orderBy('version')
    .execute();
  assert.deepEqual(states, [
    { version: 1, state: 'superseded' },
    { version: 2, state: 'current' },
  ]);
});

const evidence = {
  ...{ offerVersion: 1, address: '192.0.2.7', agent: 'A browser' },
  ...{ button: 'Accept and pay £80.00', billing: null },
};

test('acceptance keeps who, when, where, the button, and terms and offer word for word', async () => {
  await anArticle(ctx);
  const offered = await decided(ctx, await inReview(ctx), { verb: 'approve' });
  t.clock.advance({ hours: 2 });
  const offer = await acceptOffer(ctx, offered.id, evidence);
  await acceptOffer(ctx, offered.id, evidence);
  const kept = await ctx.db.selectFrom('acceptances').selectAll().execute();
  assert.equal(kept.length, 1);
  const { id: _, ...record } = kept[0]!;
  assert.deepEqual(record, {
    request_id: offered.id,
    offer_id: offer.id,
    actor: 'Kim Sample <kim@example.org>',
    address: '192.0.2.7',
    agent: 'A browser',
    button: 'Accept and pay £80.00',
    terms_version: offer.terms_version,
    terms_hash: offer.terms_hash,
    terms_text: offer.terms_text,
    offer_hash: offer.hash,
    offer_text: offer.text,
    accepted_at: ctx.now(),
  });
  assert.equal(createHash('sha256').update(record.terms_text).digest('hex'), record.terms_hash);
  assert.equal((await again(ctx, offered)).state, 'accepted');
});

test('only the offer in force can be accepted, and only while it holds', async () => {
  await anArticle(ctx);
  const offered = await decided(ctx, await inReview(ctx), { verb: 'approve' });
  await decided(ctx, offered, { verb: 'reprice', amounts: ['120'] });
  await assert.rejects(acceptOffer(ctx, offered.id, evidence), refusal('offer_replaced'));
  t.clock.advance({ days: 14 });
  const late = { ...evidence, offerVersion: 2 };
  await assert.rejects(acceptOffer(ctx, offered.id, late), refusal('offer_expired'));
  assert.equal((await again(ctx, offered)).state, 'offered');
});

test('a new price for an accepted offer must be accepted again, and open payments are looked at', async () => {
  await anArticle(ctx);
  const offered = await decided(ctx, await inReview(ctx), { verb: 'approve' });
  await acceptOffer(ctx, offered.id, evidence);
  t.queue.splice(0);
  const repriced = await decided(ctx, offered, { verb: 'reprice', amounts: ['120'] });
  assert.equal(repriced.state, 'offered');
  const jobs = t.queue.splice(0).filter(({ name }) => name === 'reconcile-payments');
  assert.deepEqual(
    jobs.map(({ data }) => data),
    [{ requestId: offered.id }],
  );
  await acceptOffer(ctx, offered.id, { ...evidence, offerVersion: 2 });
  assert.equal((await again(ctx, offered)).state, 'accepted');
});

test('a request taken back has no offer left, and tells so once', async () => {
  await anArticle(ctx);
  const offered = await decided(ctx, await inReview(ctx), { verb: 'approve' });
  await withdraw(ctx, offered.id, 'We found another one.');
  await withdraw(ctx, offered.id, 'We found another one.');
  assert.equal(await currentOffer(ctx.db, offered.id), null);
  const told = (await letters(ctx)).filter((letter) => letter.startsWith('withdrawn'));
  assert.deepEqual(told, ['withdrawn to kim@example.org']);
  await assert.rejects(acceptOffer(ctx, offered.id, evidence), refusal('already_changed'));
});

test('an unconfirmed request that is taken back writes to nobody', async () => {
  await anArticle(ctx);
  const request = await unverified(ctx);
  await withdraw(ctx, request.id, '');
  assert.deepEqual(await letters(ctx), ['verify-address to kim@example.org']);
  await assert.rejects(verifyEmail(ctx, request.id), refusal('already_changed'));
});

async function ticked(days: number): Promise<string[]> {
  const before = (await letters(ctx)).length;
  t.clock.advance({ days });
  await Promise.all([tickClocks(ctx), tickClocks(ctx)]);
  return (await letters(ctx)).slice(before).map((letter) => letter.split(' ')[0] ?? '');
}

test('a question is reminded of twice, then the request lapses; two workers do no more than one', async () => {
  await anArticle(ctx);
  const asked = await decided(ctx, await inReview(ctx), { verb: 'ask', note: 'Who reads it?' });
  assert.deepEqual(await ticked(2), []);
  assert.deepEqual(await ticked(1), ['question']);
  assert.deepEqual(await ticked(1), []);
  assert.deepEqual(await ticked(3), ['question']);
  assert.deepEqual(await ticked(13), []);
  assert.deepEqual(await ticked(1), ['lapsed']);
  assert.equal((await again(ctx, asked)).state, 'lapsed');
  assert.deepEqual(await ticked(30), []);
});

test('an offer is reminded of 3 and 1 day before its end, and ends', async () => {
  await anArticle(ctx);
  const offered = await decided(ctx, await inReview(ctx), { verb: 'approve' });
  assert.deepEqual(await ticked(10), []);
  assert.deepEqual(await ticked(1), ['offer']);
  assert.deepEqual(await ticked(2), ['offer']);
  assert.deepEqual(await ticked(1), ['lapsed']);
  assert.equal(await currentOffer(ctx.db, offered.id), null);
});

test('unconfirmed requests end after a week; those that wait for the newsroom never do', async () => {
  await anArticle(ctx);
  const waiting = await inReview(ctx);
  const lost = await unverified(ctx, { submission: { email: 'charlie@example.org' } });
  assert.deepEqual(await ticked(8), ['lapsed']);
  assert.equal((await again(ctx, lost)).state, 'lapsed');
  assert.equal((await again(ctx, waiting)).state, 'in_review');
});

test('every change of state has exactly one event, which tells before and after', async () => {
  await anArticle(ctx);
  const request = await decided(ctx, await inReview(ctx), { verb: 'ask', note: 'Who reads it?' });
  await reply(ctx, request.id, { key: ctx.newToken(), message: 'Our members.' });
  await decided(ctx, request, { verb: 'approve' });
  await acceptOffer(ctx, request.id, evidence);
  await decided(ctx, request, { verb: 'cancel', note: 'The author said no.' });
  assert.deepEqual(await history(ctx, request), [
    '- submit unverified (Kim Sample)',
    'unverified verify in_review (Kim Sample)',
    'in_review ask needs_info (Amal)',
    'needs_info reply in_review (Kim Sample)',
    'in_review offer offered (Amal)',
    'offered accept accepted (Kim Sample)',
    'accepted cancel cancelled (Amal)',
  ]);
  assert.equal((await again(ctx, request)).version, 7);
});

test('before an address is confirmed its letters carry no word of whoever typed it', async () => {
  await theDesk(ctx);
  await anArticle(ctx);
  const submission = { contactName: 'Cheap pills at spam.example', note: 'spam.example' };
  const request = await unverified(ctx, { submission });
  const sent = async () =>
    ctx.db.selectFrom('emails').selectAll().where('to_address', '=', request.email).execute();
  const [first] = await sent();
  assert.equal(first?.to_name, '');
  assert.doesNotMatch(`${first?.subject} ${first?.text} ${first?.html}`, /spam\.example/);
  await verifyEmail(ctx, request.id);
  const names = (await sent()).map((row) => row.to_name);
  assert.deepEqual(names, ['', 'Cheap pills at spam.example']);
});
