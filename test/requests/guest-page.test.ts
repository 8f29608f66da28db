import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { verifyEmail } from '../../src/requests/actions/verify-email.ts';
import { testContext } from '../support/context.ts';
import { signedIn } from '../review/sign-in.ts';
import { fieldsOf, formOf, open, post } from './browser.ts';
import { again, anArticle, decided, inReview, letters, theDesk, unverified } from './cast.ts';
import { inForce } from './tariffs.ts';

const t = await testContext();
const { ctx } = t;
const app = await t.app();
beforeEach(() => {
  t.clock.now = new Date('2026-11-23T10:00:00Z');
  t.queue.length = 0;
});

const pageOf = ({ id }: { id: string }): string => `/requests/${ctx.links.token('request', id)}`;

test('the page is for nobody’s cache and no other site, and opens only by its own token', async () => {
  await anArticle(ctx);
  const request = await unverified(ctx);
  const page = await open(app, pageOf(request));
  assert.equal(page.headers['cache-control'], 'no-store');
  assert.equal(page.headers['referrer-policy'], 'no-referrer');
  assert.match(page.text, /Request R-/);
  const foreign = [
    ...[request.id, request.reference, 'x', 'a'.repeat(32), '%00', '..%2F..'],
    ...[ctx.links.token('pay', request.id), ctx.links.token('verify', request.id)],
  ];
  for (const token of foreign) {
    const missing = await open(app, `/requests/${token}`);
    assert.equal(missing.status, 404, token);
    assert.ok(!missing.text.includes('Kim Sample'));
    for (const step of ['verify', 'reply', 'withdraw', 'accept'])
      assert.equal((await post(app, `/requests/${token}/${step}`, { fields: {} })).status, 404);
  }
});

test('the letter’s link shows one button; only pressing it confirms the address', async () => {
  await anArticle(ctx);
  const request = await unverified(ctx);
  const verify = ctx.links.token('verify', request.id);
  const page = await open(app, `${pageOf(request)}?verify=${verify}`);
  assert.equal(
    (await again(ctx, request)).state,
    'unverified',
    'a scanner that follows links changes nothing',
  );
  const fields = fieldsOf(page.text, `${pageOf(request)}/verify`);
  const pressed = await post(app, `${pageOf(request)}/verify`, { fields });
  assert.equal(pressed.headers['location'], pageOf(request));
  assert.equal((await again(ctx, request)).state, 'in_review');
  assert.equal((await post(app, `${pageOf(request)}/verify`, { fields })).status, 303);
  const seen = await open(app, pageOf(request));
  assert.match(seen.text, /You have our answer by 25 November 2026/);
});

test('until the address is confirmed, the page tells nothing of its owner; capitals make no other owner', async () => {
  await anArticle(ctx);
  const often = { when: { licencesLast30Days: { from: 1 } }, alternative: null } as const;
  await inForce(t, { gates: [{ ...often, outcome: 'refer', reason: 'volume' }] });
  const owner = { submission: { email: 'Kim@example.org' } };
  await decided(ctx, await inReview(ctx, owner), { verb: 'grant_free' });
  const typed = await unverified(ctx);
  assert.doesNotMatch((await open(app, pageOf(typed))).text, /A person decides|£/);
  await verifyEmail(ctx, typed.id);
  assert.match((await open(app, pageOf(typed))).text, /A person decides/);
});

test('a wrong confirmation is refused, and without the link there is no button', async () => {
  await anArticle(ctx);
  const request = await unverified(ctx);
  const other = await unverified(ctx, { submission: { email: 'charlie@example.org' } });
  const fields = { verify: ctx.links.token('verify', other.id) };
  assert.equal((await post(app, `${pageOf(request)}/verify`, { fields })).status, 404);
  assert.equal((await post(app, `${pageOf(request)}/verify`, { fields: {} })).status, 422);
  for (const query of ['', '?verify=x', `?verify=${fields.verify}`]) {
    const page = await open(app, `${pageOf(request)}${query}`);
    assert.throws(() => formOf(page.text, `${pageOf(request)}/verify`), /no form/);
  }
  assert.equal((await again(ctx, request)).state, 'unverified');
});

test('an offer is accepted by its button, which leads to the payment page', async () => {
  await anArticle(ctx);
  const offered = await decided(ctx, await inReview(ctx), { verb: 'approve', note: 'Welcome.' });
  const page = await open(app, pageOf(offered));
  assert.match(page.text, /Your offer is ready: £100\.00/);
  assert.match(page.text, /Base for up to 250,000 views a month/);
  assert.match(page.text, /Welcome\./);
  assert.match(page.text, /The terms, version 1/);
  const path = `${pageOf(offered)}/accept`;
  assert.match(formOf(page.text, path), /Accept and pay £100\.00/);
  const fields = fieldsOf(page.text, path);
  const unticked = await post(app, path, { fields });
  assert.equal(unticked.status, 422);
  assert.match(unticked.text, /Confirm that you accept the offer and its terms/);
  const accepted = await post(app, path, { fields: { ...fields, agreeTerms: 'yes' } });
  assert.equal(accepted.status, 303);
  assert.equal(accepted.headers['location'], `/pay/${ctx.links.token('pay', offered.id)}`);
  const kept = await ctx.db.selectFrom('acceptances').selectAll().executeTakeFirstOrThrow();
  assert.equal(kept.button, 'Accept and pay £100.00');
  assert.match(kept.address, /127\.0\.0\.1|::1/);
  assert.match((await open(app, pageOf(offered))).text, /Pay £100\.00/);
});

test('a page that shows a replaced offer, or a price of its own, accepts nothing', async () => {
  await anArticle(ctx);
  const offered = await decided(ctx, await inReview(ctx), { verb: 'approve' });
  const path = `${pageOf(offered)}/accept`;
  const fields = { ...fieldsOf((await open(app, pageOf(offered))).text, path), agreeTerms: 'yes' };
  await decided(ctx, offered, { verb: 'reprice', amounts: ['300'] });
  const stale = await post(app, path, { fields });
  assert.equal(stale.status, 409);
  assert.match(stale.text, /This has changed in the meantime/);
  const own = await post(app, path, { fields: { ...fields, offerVersion: '2', total: '1' } });
  assert.equal(own.status, 422);
  assert.equal((await again(ctx, offered)).state, 'offered');
});

test('an offer whose time is over shows no button any more', async () => {
  await anArticle(ctx);
  const offered = await decided(ctx, await inReview(ctx), { verb: 'approve' });
  const path = `${pageOf(offered)}/accept`;
  const fields = { ...fieldsOf((await open(app, pageOf(offered))).text, path), agreeTerms: 'yes' };
  t.clock.advance({ days: 14 });
  assert.throws(() => formOf('', path));
  const page = await open(app, pageOf(offered));
  assert.throws(() => formOf(page.text, path), /no form/);
  assert.equal((await post(app, path, { fields })).status, 409);
});

test('the bill’s address is kept as it was where the page does not ask for it', async () => {
  await anArticle(ctx);
  const bill = { legalName: 'Example Ltd', billingAddress: '1 Quay', billingCountry: 'GB' };
  const request = await inReview(ctx, { submission: bill });
  const offered = await decided(ctx, request, { verb: 'approve' });
  const path = `${pageOf(offered)}/accept`;
  const fields = fieldsOf((await open(app, pageOf(offered))).text, path);
  assert.equal(Object.hasOwn(fields, 'legalName'), false);
  await post(app, path, { fields: { ...fields, agreeTerms: 'yes' } });
  const { billing } = await again(ctx, offered);
  assert.equal((billing as { legalName: string }).legalName, 'Example Ltd');
});

test('an article withdrawn while its offer stands cannot be accepted any more, and the page says why', async () => {
  const articleId = await anArticle(ctx);
  const offered = await decided(ctx, await inReview(ctx), { verb: 'approve' });
  const path = `${pageOf(offered)}/accept`;
  const fields = fieldsOf((await open(app, pageOf(offered))).text, path);
  const withdraw = (at: Date | null) =>
    ctx.db.updateTable('articles').set({ withdrawn_at: at }).where('id', '=', articleId).execute();
  await withdraw(ctx.now());
  const late = await post(app, path, { fields: { ...fields, agreeTerms: 'yes' } });
  assert.equal(late.status, 409);
  assert.match(late.text, /This article was withdrawn/);
  const page = await open(app, pageOf(offered));
  assert.match(page.text, /This can no longer be licensed[^]*This article was withdrawn/);
  assert.throws(() => fieldsOf(page.text, path), /no form/);
  assert.equal((await again(ctx, offered)).state, 'offered');
  await withdraw(null);
  const accepted = await post(app, path, { fields: { ...fields, agreeTerms: 'yes' } });
  assert.equal(accepted.status, 303, 'the offer stands as long as it was said to stand');
});

test('what was said of the bill when asking is proposed when accepting, and may be changed', async () => {
  await anArticle(ctx);
  const request = await inReview(ctx, { submission: { vatNumber: 'DE136695976' } });
  const offered = await decided(ctx, request, { verb: 'approve' });
  const path = `${pageOf(offered)}/accept`;
  const fields = fieldsOf((await open(app, pageOf(offered))).text, path);
  assert.equal(fields['vatNumber'], 'DE136695976');
  const more = { legalName: 'Example Ltd', agreeTerms: 'yes' };
  assert.equal((await post(app, path, { fields: { ...fields, ...more } })).status, 303);
  const { billing } = await again(ctx, offered);
  const { legalName, vatNumber, vatCheck } = billing as Record<string, string>;
  assert.deepEqual([legalName, vatNumber, vatCheck], ['Example Ltd', 'DE136695976', 'right']);
});

test('messages go both ways; a double click sends one', async () => {
  await theDesk(ctx);
  await anArticle(ctx);
  const asked = await decided(ctx, await inReview(ctx), {
    verb: 'ask',
    note: 'Who <b>reads</b> it?',
  });
  const page = await open(app, pageOf(asked));
  assert.match(page.text, /We have a question/);
  assert.ok(page.text.includes('Who &lt;b&gt;reads&lt;/b&gt; it?'));
  const path = `${pageOf(asked)}/reply`;
  const fields = { ...fieldsOf(page.text, path), message: 'Our <members>.' };
  const clicks = await Promise.all([1, 2].map(() => post(app, path, { fields })));
  assert.deepEqual(
    clicks.map(({ status }) => status),
    [303, 303],
  );
  const seen = await open(app, pageOf(asked));
  assert.equal(seen.text.split('Our &lt;members&gt;.').length, 2);
  const empty = await post(app, path, { fields: { ...fields, message: ' ' } });
  assert.equal(empty.status, 422);
  assert.match(empty.text, /Write a message first/);
  const told = (await letters(ctx)).filter((letter) => letter.startsWith('message-to-staff'));
  assert.equal(told.length, 1);
});

test('a withdrawn request says so, shows why, and takes no further step', async () => {
  await anArticle(ctx);
  const offered = await decided(ctx, await inReview(ctx), { verb: 'approve' });
  const path = `${pageOf(offered)}/withdraw`;
  const taken = await post(app, path, { fields: { reason: 'We found another one.' } });
  assert.equal(taken.status, 303);
  const page = await open(app, pageOf(offered));
  assert.match(page.text, /This request is withdrawn/);
  assert.match(page.text, /We found another one\./);
  assert.equal(page.text.includes('<form'), false, 'nothing can be done any more');
  const reply = { messageKey: ctx.newToken(), message: 'Hello?' };
  assert.equal((await post(app, `${pageOf(offered)}/reply`, { fields: reply })).status, 409);
});

test('a declined request tells reason and alternative', async () => {
  await anArticle(ctx);
  const declined = await decided(ctx, await inReview(ctx), {
    verb: 'decline',
    reason: 'too_many_changes',
    alternative: 'link',
  });
  const page = await open(app, pageOf(declined));
  assert.match(page.text, /The changes you would like to make go further than we allow\./);
  assert.match(page.text, /What is possible instead: You may link to the article\./);
});

test('a granted request leads to its licence', async () => {
  await anArticle(ctx);
  const granted = await decided(ctx, await inReview(ctx), { verb: 'grant_free' });
  const licence = await ctx.db.selectFrom('licences').selectAll().executeTakeFirstOrThrow();
  const page = await open(app, pageOf(granted));
  assert.ok(page.text.includes(`href="/licences/${ctx.links.token('licence', licence.id)}"`));
  assert.ok(page.text.includes(licence.number));
  assert.match(page.text, /No fee/);
});

test('unknown fields are refused at every step', async () => {
  await anArticle(ctx);
  const offered = await decided(ctx, await inReview(ctx), { verb: 'approve' });
  const key = ctx.newToken();
  const steps: [string, Record<string, string>][] = [
    ['reply', { messageKey: key, message: 'Hello.', state: 'granted' }],
    ['withdraw', { reason: '', by: 'staff' }],
    ['accept', { offerVersion: '1', agreeTerms: 'yes', price: '1' }],
  ];
  for (const [step, fields] of steps) {
    const page = await post(app, `${pageOf(offered)}/${step}`, { fields });
    assert.equal(page.status, 422, step);
    assert.match(page.text, /a field that does not belong to it/);
  }
  assert.equal((await again(ctx, offered)).state, 'offered');
});

test('nobody floods the desk with messages: after twenty in an hour one waits, and nothing typed is lost', async () => {
  await theDesk(ctx);
  await anArticle(ctx);
  const request = await inReview(ctx);
  const path = `${pageOf(request)}/reply`;
  const statuses = [];
  for (let sent = 0; sent < 21; sent += 1) {
    const fields = { messageKey: ctx.newToken(), message: `Message ${sent}` };
    statuses.push((await post(app, path, { fields })).status);
  }
  assert.deepEqual(statuses, [...Array<number>(20).fill(303), 429]);
  const page = await post(app, path, {
    fields: { messageKey: ctx.newToken(), message: 'One more thing' },
  });
  assert.equal(page.status, 429);
  assert.match(page.text, /Wait \d+ minutes/);
  assert.match(formOf(page.text, path), /One more thing/);
  const toStaff = (await letters(ctx)).filter((line) => line.startsWith('message-to-staff'));
  assert.equal(toStaff.length, 20);
});

test('of very many messages the newest are shown, to both sides', async () => {
  await theDesk(ctx);
  await anArticle(ctx);
  const request = await inReview(ctx);
  const rows = Array.from({ length: 320 }, (_, at) => ({
    ...{ id: ctx.newId(), request_id: request.id, author: 'republisher', author_name: 'Kim' },
    ...{ body: `Message no. ${at}.`, created_at: new Date(ctx.now().getTime() + at * 1000) },
  }));
  await ctx.db.insertInto('messages').values(rows).execute();
  const cookie = await signedIn(ctx, 'amal@example.org');
  for (const page of [pageOf(request), `/admin/requests/${request.id}`]) {
    const shown = [...(await open(app, page, cookie)).text.matchAll(/Message no\. (\d+)\./g)];
    const numbers = shown.map(([, number]) => Number(number));
    assert.deepEqual([numbers.length, numbers[0], numbers.at(-1)], [300, 20, 319]);
  }
});
