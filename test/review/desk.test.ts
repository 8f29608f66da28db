import assert from 'node:assert/strict';
import { beforeEach, mock, test } from 'node:test';
import { sql } from 'kysely';
import { fieldsOf, formOf, open, post } from '../requests/browser.ts';
import {
  again,
  anArticle,
  decided,
  inReview,
  letters,
  theDesk,
  unverified,
} from '../requests/cast.ts';
import { inForce } from '../requests/tariffs.ts';
import { htmlProblems } from '../support/browser.ts';
import { requestItems } from '../../src/requests/actions/read.ts';
import { testContext } from '../support/context.ts';
import { signedIn } from './sign-in.ts';

const t = await testContext();
const { ctx } = t;
const app = await t.app();
beforeEach(async () => {
  t.clock.now = new Date('2026-11-23T10:00:00Z');
  t.queue.length = 0;
});

async function atTheDesk(email = 'amal@example.org'): Promise<string> {
  await theDesk(ctx);
  return signedIn(ctx, email);
}

const pageOf = ({ id }: { id: string }): string => `/admin/requests/${id}`;

/** Fills the form of a decision, looks at the letter, and returns the page with it. */
async function previewed(
  cookie: string,
  request: { id: string },
  { verb, fields = {} }: { verb: string; fields?: Record<string, string> },
) {
  const page = await open(app, pageOf(request), cookie);
  const forms = [...page.text.matchAll(/<form\b[^]*?<\/form>/g)].map(([form]) => form);
  const form = forms.find((one) => one.includes(`name="verb" value="${verb}"`));
  assert.ok(form, `there is no form to ${verb}`);
  const all = { ...fieldsOf(form, `${pageOf(request)}/preview`), ...fields };
  return post(app, `${pageOf(request)}/preview`, { fields: all, cookie });
}

test('strangers are led to the sign-in; viewers see everything and decide nothing', async () => {
  await anArticle(ctx);
  const request = await inReview(ctx);
  await theDesk(ctx);
  assert.equal((await open(app, '/admin/requests')).status, 303);
  const bo = await signedIn(ctx, 'bo@example.org');
  const page = await open(app, pageOf(request), bo);
  assert.equal(page.status, 200);
  assert.throws(() => formOf(page.text, `${pageOf(request)}/preview`), /no form/);
  const fields = { verb: 'approve', version: String(request.version) };
  for (const step of ['preview', 'decide'])
    assert.equal(
      (await post(app, `${pageOf(request)}/${step}`, { fields, cookie: bo })).status,
      403,
    );
  const spam = { fields: { id: request.id }, cookie: bo };
  assert.equal((await post(app, '/admin/requests/decline-spam', spam)).status, 403);
  assert.equal((await again(ctx, request)).state, 'in_review');
});

test('the queue shows the oldest promise first, with its age in words and colour', async () => {
  await anArticle(ctx);
  const late = await inReview(ctx, { submission: { organisationName: 'First Asker' } });
  t.clock.advance({ days: 3 });
  await inReview(ctx, { submission: { organisationName: 'Second Asker', email: 'b@example.org' } });
  const page = await open(app, '/admin/requests', await atTheDesk());
  assert.ok(page.text.indexOf('First Asker') < page.text.indexOf('Second Asker'));
  assert.match(page.text, /data-age="late"[^]*?Late by 24 hours/);
  assert.match(page.text, /data-age="fine"/);
  assert.match(page.text, /To decide <span class="count">2</);
  assert.ok(page.text.includes(pageOf(late)));
});

test('flags stand on the row: agency text, claimed class, repeat customer, exclusivity, reach', async () => {
  const held = await anArticle(ctx);
  await decided(ctx, await inReview(ctx), { verb: 'grant_free' });
  const request = await inReview(ctx, {
    use: { organisation: 'charity', exclusivity: 'world', reach: { kind: 'unknown' } },
  });
  await ctx.db
    .insertInto('provenance_findings')
    .values({
      ...{ id: ctx.newId(), article_id: held, rule: 'reuters', weight: 'strong' },
      ...{ place: 'text', words: '(Reuters) –', created_at: ctx.now() },
    })
    .execute();
  const cookie = await atTheDesk();
  const flags = [
    'Agency text',
    'Claimed non-profit',
    'Repeat customer',
    'Wants it exclusively',
    'Reach unknown',
  ];
  for (const path of ['/admin/requests', pageOf(request)]) {
    const page = await open(app, path, cookie);
    for (const flag of flags)
      assert.match(page.text, new RegExp(`class="chip[^"]*">${flag}<`), path);
  }
  assert.match((await open(app, pageOf(request), cookie)).text, /\(Reuters\) –/);
});

test('search finds names in either Unicode form, headlines, references and no wildcards', async () => {
  await anArticle(ctx);
  const zoe = await inReview(ctx, { submission: { contactName: 'Zoë Brûlé'.normalize('NFC') } });
  await inReview(ctx, { submission: { contactName: 'Max 100% Sample', email: 'm@example.org' } });
  const cookie = await atTheDesk();
  const found = async (q: string): Promise<string[]> => {
    const page = await open(app, `/admin/requests?q=${encodeURIComponent(q)}`, cookie);
    return ['Zoë', 'Max'].filter((name) => page.text.includes(`auto">${name}`));
  };
  assert.deepEqual(await found('zoë'.normalize('NFD')), ['Zoë']);
  assert.deepEqual(await found(zoe.reference), ['Zoë']);
  assert.deepEqual(await found('river TOWN'), ['Zoë', 'Max']);
  assert.deepEqual(await found('100%'), ['Max']);
  assert.deepEqual(await found('%'), ['Max']);
  assert.deepEqual(await found(`'; drop table requests; --`), []);
});

test('filters keep what they name; tabs hold their states', async () => {
  await anArticle(ctx);
  await inReview(ctx, { use: { exclusivity: 'world' }, submission: { contactName: 'Eve Only' } });
  await decided(
    ctx,
    await inReview(ctx, { submission: { contactName: 'Otto Offered', email: 'o@example.org' } }),
    { verb: 'approve' },
  );
  await unverified(ctx, { submission: { contactName: 'Una Unsure', email: 'u@example.org' } });
  const cookie = await atTheDesk();
  const names = async (query: string): Promise<string[]> => {
    const { text } = await open(app, `/admin/requests?${query}`, cookie);
    return ['Eve Only', 'Otto Offered', 'Una Unsure'].filter((name) => text.includes(name));
  };
  assert.deepEqual(await names(''), ['Eve Only']);
  assert.deepEqual(await names('state=offered'), ['Otto Offered']);
  assert.deepEqual(await names('state=unverified'), ['Una Unsure']);
  assert.deepEqual(await names('state=all'), ['Eve Only', 'Otto Offered', 'Una Unsure']);
  assert.deepEqual(await names('state=all&only=exclusive'), ['Eve Only']);
  assert.deepEqual(await names('state=all&only=late'), []);
  assert.deepEqual(await names('state=all&only=agency'), []);
  assert.equal((await open(app, '/admin/requests?state=nonsense', cookie)).status, 422);
  assert.equal((await open(app, '/admin/requests?after=x', cookie)).status, 422);
});

test('a long queue is read page by page, each request once', async () => {
  await anArticle(ctx);
  const first = await inReview(ctx);
  await sql`insert into requests (id, reference, form_key, token_hash, pay_token_hash, state, contact_name, email,
      organisation, organisation_type, country, confirmations, language, promised_at, created_at, changed_at)
    select gen_random_uuid(), 'R-' || n, 'k' || n, 't' || n, 'p' || n, 'in_review', 'N', n || '@example.org', 'O', 'company',
      'GB', '{}', 'en', case when n > 100 then null else ${first.promised_at}::timestamptz end, ${first.created_at}, ${first.changed_at}
    from generate_series(1, 120) as n`.execute(ctx.db);
  const cookie = await atTheDesk();
  for (const state of ['to_decide', 'all']) {
    const seen: string[] = [];
    let path: string | undefined = `/admin/requests?state=${state}`;
    for (let pages = 0; path !== undefined && pages < 5; pages += 1) {
      const { text } = await open(app, path, cookie);
      seen.push(
        ...[...text.matchAll(/class="title" href="\/admin\/requests\/([^"]+)"/g)].map(
          ([, id]) => id ?? '',
        ),
      );
      path = /href="([^"]+)" rel="next"/
        .exec(text)?.[1]
        ?.replaceAll('&amp;', '&')
        .replaceAll('&#x3D;', '=');
    }
    assert.equal(seen.length, 121, state);
    assert.equal(new Set(seen).size, 121, state);
  }
});

test('approving: the letter is seen first, then sent; the page shows the offer afterwards', async () => {
  await anArticle(ctx);
  const request = await inReview(ctx);
  const cookie = await atTheDesk();
  assert.match((await open(app, pageOf(request), cookie)).text, /Approve at £100\.00/);
  const preview = await previewed(cookie, request, { verb: 'approve' });
  assert.equal(preview.status, 200, preview.text);
  assert.match(preview.text, /Offer: £100\.00 for/);
  assert.equal((await again(ctx, request)).state, 'in_review');
  const fields = {
    ...fieldsOf(preview.text, `${pageOf(request)}/decide`),
    note: 'With <pleasure>.',
  };
  const shown = await post(app, `${pageOf(request)}/preview`, { fields, cookie });
  assert.ok(shown.text.includes('With &lt;pleasure&gt;.'));
  const sent = await post(app, `${pageOf(request)}/decide`, { fields, cookie });
  assert.equal(sent.headers['location'], `${pageOf(request)}?done=decided`);
  assert.equal((await again(ctx, request)).state, 'offered');
  const page = await open(app, pageOf(request), cookie);
  assert.match(page.text, /Amal made an offer of £100\.00/);
  assert.match(page.text, /Offer 1: £100\.00/);
  assert.equal((await letters(ctx)).at(-1), 'offer to kim@example.org');
});

test('the second of two editors gets a page that says so, and nothing is done twice', async () => {
  await anArticle(ctx);
  const request = await inReview(ctx);
  const cookie = await atTheDesk();
  const one = await previewed(cookie, request, { verb: 'approve' });
  const two = await previewed(cookie, request, { verb: 'decline', fields: { reason: 'not_ours' } });
  const path = `${pageOf(request)}/decide`;
  const sends = await Promise.all(
    [one, two].map(({ text }) => post(app, path, { fields: fieldsOf(text, path), cookie })),
  );
  assert.deepEqual(sends.map(({ status }) => status).toSorted(), [303, 409]);
  const late = sends.find(({ status }) => status === 409);
  assert.match(late?.text ?? '', /This has changed in the meantime/);
  assert.match(late?.text ?? '', new RegExp(`href="${pageOf(request)}"`));
  const decisions = (await letters(ctx)).filter((letter) => /^(offer|declined)/.test(letter));
  assert.equal(decisions.length, 1);
});

test('re-pricing shows the new lines before they are sent; nonsense comes back with what was typed', async () => {
  await anArticle(ctx);
  const request = await inReview(ctx);
  const cookie = await atTheDesk();
  const wrong = await previewed(cookie, request, {
    verb: 'reprice',
    fields: { amount: 'lots', note: 'Kept note' },
  });
  assert.equal(wrong.status, 422);
  assert.match(wrong.text, /a number above 0 with up to 2 decimal places/);
  assert.match(wrong.text, /Kept note/);
  const right = await previewed(cookie, request, {
    verb: 'reprice',
    fields: { amount: '75', note: '', waiver: 'goodwill' },
  });
  assert.match(right.text, /Price agreed with our rights desk/);
  assert.match(right.text, /£75\.00/);
  const path = `${pageOf(request)}/decide`;
  await post(app, path, { fields: fieldsOf(right.text, path), cookie });
  const offer = await ctx.db.selectFrom('offers').selectAll().executeTakeFirstOrThrow();
  assert.equal(offer.net, 7500);
});

test('only what is possible now can be done', async () => {
  await anArticle(ctx);
  const request = await inReview(ctx);
  const cookie = await atTheDesk();
  const verbs = async (): Promise<string[]> => {
    const { text } = await open(app, pageOf(request), cookie);
    return [...text.matchAll(/name="verb" value="(\w+)"/g)].map(([, verb]) => verb ?? '');
  };
  assert.deepEqual(await verbs(), [
    'approve',
    'reprice',
    'grant_free',
    'ask',
    'message',
    'decline',
    'withdraw',
  ]);
  await decided(ctx, request, { verb: 'ask', note: 'Who?' });
  assert.deepEqual(await verbs(), ['grant_free', 'message', 'decline', 'withdraw']);
  await decided(ctx, request, { verb: 'decline', reason: 'unclear' });
  assert.deepEqual(await verbs(), []);
});

test('a referred request has no price to approve where the tariff knows none', async () => {
  await anArticle(ctx);
  const request = await inReview(ctx, { use: { use: 'ai_training', purpose: 'other' } });
  const { text } = await open(app, pageOf(request), await atTheDesk());
  assert.match(text, /A person decides/);
  assert.match(text, /Set a price|Another price/);
});

test('finance marks an accepted offer as paid by transfer; editors do not see that form', async () => {
  await anArticle(ctx);
  const offered = await decided(ctx, await inReview(ctx), { verb: 'approve' });
  const guest = `/requests/${ctx.links.token('request', offered.id)}/accept`;
  await post(app, guest, { fields: { offerVersion: '1', agreeTerms: 'yes' } });
  await theDesk(ctx);
  const fin = await open(app, pageOf(offered), await signedIn(ctx, 'fin@example.org'));
  const form = fieldsOf(fin.text, `/admin/payments/transfer/${offered.id}`);
  assert.equal(form['offerVersion'], '1');
  const bo = await open(app, pageOf(offered), await signedIn(ctx, 'bo@example.org'));
  assert.equal(bo.text.includes('/admin/payments/transfer/'), false);
  assert.match(fin.text, /Record of acceptance/);
  const marked = await post(app, `/admin/payments/transfer/${offered.id}`, {
    fields: { ...form, bankReference: 'BACS 0042' },
    cookie: await signedIn(ctx, 'fin@example.org'),
  });
  assert.equal(marked.status, 303, marked.text);
  assert.equal((await again(ctx, offered)).state, 'granted');
  assert.match(
    (await open(app, pageOf(offered), await signedIn(ctx, 'amal@example.org'))).text,
    /The payment came in/,
  );
});

test('spam is ticked and declined in bulk, without a letter', async () => {
  await anArticle(ctx);
  const one = await inReview(ctx);
  const two = await inReview(ctx, { submission: { email: 'b@example.org' } });
  const cookie = await atTheDesk();
  const before = (await letters(ctx)).length;
  const fields = { id: [one.id, two.id] };
  const done = await post(app, '/admin/requests/decline-spam', { fields, cookie });
  assert.equal(done.headers['location'], '/admin/requests?done=spam');
  assert.equal((await again(ctx, two)).state, 'declined');
  assert.equal((await letters(ctx)).length, before);
  const none = await post(app, '/admin/requests/decline-spam', { fields: {}, cookie });
  assert.equal(none.status, 422);
});

test('files come only as downloads, only of their own request, only for staff', async () => {
  await anArticle(ctx);
  const request = await inReview(ctx);
  const other = await inReview(ctx, { submission: { email: 'b@example.org' } });
  const id = ctx.newId();
  await ctx.db
    .insertInto('request_files')
    .values({
      ...{ id, request_id: request.id, name: 'Nachweis ä.pdf', media_type: 'application/pdf' },
      ...{ size: 5, sha256: 'x', bytes: Buffer.from('%PDF-'), created_at: ctx.now() },
    })
    .execute();
  const cookie = await atTheDesk();
  const file = await open(app, `${pageOf(request)}/files/${id}`, cookie);
  assert.equal(file.headers['content-type'], 'application/pdf');
  assert.match(
    String(file.headers['content-disposition']),
    /^attachment; .*filename\*=UTF-8''Nachweis%20%C3%A4\.pdf/,
  );
  assert.equal(file.headers['x-content-type-options'], 'nosniff');
  assert.equal((await open(app, `${pageOf(other)}/files/${id}`, cookie)).status, 404);
  assert.equal((await open(app, `${pageOf(request)}/files/${id}`)).status, 303);
});

test('the page says which pictures the use covers and which not, and shows findings in their context', async () => {
  const articleId = await anArticle(ctx);
  const picture = (position: number, credit: string, change: object) => ({
    ...{
      id: ctx.newId(),
      article_id: articleId,
      position,
      credit,
      url: `https://x.example.org/${position}.jpg`,
    },
    ...{ caption: `View ${position}`, distributable: true, ...change },
  });
  await ctx.db
    .insertInto('article_pictures')
    .values([
      picture(1, 'Ann Lee', {}),
      picture(2, 'Bo Fox', { blocked_in: JSON.stringify(['JP']) }),
      picture(3, 'Cy Poe/AFP', { distributable: false }),
    ])
    .execute();
  await ctx.db
    .insertInto('provenance_findings')
    .values({
      ...{ id: ctx.newId(), article_id: articleId, rule: 'reuters', weight: 'weak', place: 'text' },
      ...{ words: 'told Reuters', context: 'The mayor told Reuters he was sorry.' },
      ...{ settled_as: 'ours', settled_by: 'Edda', settled_why: 'Only quoted' },
      ...{ settled_at: ctx.now(), created_at: ctx.now() },
    })
    .execute();
  const use = { medium: 'print', territory: ['JP'], images: 'ours_with_story' } as const;
  const request = await inReview(ctx, { use });
  const { text } = await open(app, pageOf(request), await atTheDesk());
  assert.match(
    text,
    /View 1 <span class="quiet">Ann Lee<[^]*Not included:[^]*View 2[^]*Bo Fox[^]*Not for use in Japan[^]*View 3[^]*AFP/u,
  );
  assert.match(
    text,
    /The mayor <mark>told Reuters<\/mark> he was sorry\.[^]*Settled: ours[^]*Only quoted[^]*Edda/u,
  );
});

test('what is no request is not found', async () => {
  const cookie = await atTheDesk();
  for (const id of ['x', ctx.newId(), '%00', '1 or 1=1'])
    assert.equal((await open(app, `/admin/requests/${id}`, cookie)).status, 404, id);
});

/** The number of statements that a page costs. */
async function statements(path: string, cookie: string): Promise<number> {
  const counted = mock.method(ctx.db.getExecutor(), 'executeQuery');
  await open(app, path, cookie);
  counted.mock.restore();
  return counted.mock.callCount();
}

test('the queue costs the same number of statements with one row and with three', async () => {
  await anArticle(ctx);
  await inReview(ctx);
  const cookie = await atTheDesk();
  await open(app, '/admin/requests', cookie);
  const one = await statements('/admin/requests', cookie);
  await inReview(ctx, { submission: { email: 'b@example.org' } });
  await inReview(ctx, { submission: { email: 'c@example.org' } });
  const three = await statements('/admin/requests', cookie);
  assert.ok(one > 2, 'the statements are counted at all');
  assert.equal(three, one);
});

/** What is wrong with the page; the sums of a basket are one list, whose fields have one name on purpose. */
const mistakes = async (html: string) =>
  (await htmlProblems(html, 'desk')).filter((one) => !/form-dup-name.*"amount"/.test(one));

const half = {
  name: 'page_share',
  label: 'Share of the page',
  when: {},
  choices: [{ value: 'half', label: 'Half a page' }],
};

test('an article of a basket is left out at the desk and taken back; the republisher reads why', async () => {
  await anArticle(ctx);
  await anArticle(ctx, 'old-bridge', { title: 'The old bridge' });
  await inForce(t, { details: [half], taxIncluded: true });
  const articles = ['river-town-floods', 'old-bridge'];
  const request = await inReview(ctx, { articles, use: { details: { page_share: 'half' } } });
  const [, bridge] = await requestItems(ctx.db, request.id);
  const cookie = await atTheDesk();
  const before = await open(app, pageOf(request), cookie);
  assert.deepEqual(await mistakes(before.text), []);
  const versions = before.text.match(/Tariff version \d+[^<]*/g);
  assert.deepEqual(versions, Array(2).fill('Tariff version 2, as of the day of the request'));
  assert.match(before.text, /Share of the page<\/bdi><\/dt><dd dir="auto">Half a page</);
  assert.match(before.text, /Price with tax, GBP/);
  const leave = `${pageOf(request)}/items/${bridge?.id}/leave-out`;
  const field = (name: string) => `${name}-${bridge?.id}`;
  const fields = fieldsOf(before.text, leave);
  const unsaid = await post(app, leave, {
    fields: { ...fields, [field('leaveWords')]: 'We sold it.' },
    cookie,
  });
  assert.equal(unsaid.status, 422);
  assert.match(unsaid.text, new RegExp(`href="#${field('leaveReason')}">Choose the reason`));
  assert.match(unsaid.text, /We sold it\.<\/textarea>/);
  assert.deepEqual(await mistakes(unsaid.text), []);
  const said = { [field('leaveReason')]: 'not_ours', [field('leaveWords')]: 'We sold it.' };
  assert.equal((await post(app, leave, { fields: { ...fields, ...said }, cookie })).status, 303);
  const stale = await post(app, leave, { fields: { ...fields, ...said }, cookie });
  assert.equal(stale.status, 409);
  const link = `/requests/${ctx.links.token('request', request.id)}`;
  const why = /Not all rights in this article are ours to license\. We sold it\./;
  const guest = await open(app, link);
  assert.match(guest.text, /Left out<\/h3>[^]*The old bridge[^]*Not all rights/);
  assert.match(guest.text, why);
  assert.match(guest.text, /Share of the page<\/bdi><\/dt><dd dir="auto">Half a page</);
  const after = await open(app, pageOf(request), cookie);
  assert.match(after.text, why);
  assert.match(after.text, /Amal left an article out\./);
  assert.doesNotMatch(after.text, /Leave this article out/, 'the last one stays');
  const take = `${pageOf(request)}/items/${bridge?.id}/take-in`;
  const taken = await post(app, take, { fields: fieldsOf(after.text, take), cookie });
  assert.equal(taken.status, 303);
  assert.doesNotMatch((await open(app, link)).text, /Left out/);
});
