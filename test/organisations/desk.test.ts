import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { sql } from 'kysely';
import { requestItems } from '../../src/requests/actions/read.ts';
import { fieldsOf, formOf, open, post, postFiles } from '../requests/browser.ts';
import { again, anArticle, decided, inReview, theDesk, unverified } from '../requests/cast.ts';
import { signedIn } from '../review/sign-in.ts';
import { testContext } from '../support/context.ts';
import { aFile, known, provenTariff, publish, withAllowance } from './cast.ts';

const t = await testContext();
const { ctx } = t;
const app = await t.app();
beforeEach(() => {
  t.clock.now = new Date('2026-11-23T10:00:00Z');
  t.queue.length = 0;
});

const list = '/admin/organisations';
const pageOf = ({ id }: { id: string }): string => `/admin/requests/${id}`;
const guestOf = ({ id }: { id: string }): string => `/requests/${ctx.links.token('request', id)}`;

async function atTheDesk(email = 'amal@example.org'): Promise<string> {
  await theDesk(ctx);
  return signedIn(ctx, email);
}

const charity = {
  use: { organisation: 'charity' },
  submission: { email: 'nia@commons.example', organisationName: 'Radio Commons' },
} as const;

const given = {
  ...{ version: '0', name: 'Radio Commons', kind: 'charity', country: 'GB', programme: '' },
  ...{ note: '', addresses: 'commons.example\nnia@gmail.com' },
};

test('finance makes an organisation known, edits it, and loses nothing that was typed', async () => {
  const cookie = await atTheDesk('fin@example.org');
  const form = fieldsOf((await open(app, `${list}/new`, cookie)).text, list);
  const fields = {
    ...form,
    ...given,
    addresses: 'commons.example\ngmail.com',
    note: 'Kept <note>',
  };
  const wrong = await post(app, list, { fields, cookie });
  assert.equal(wrong.status, 422);
  assert.match(wrong.text, /Anybody can have an address at gmail\.com/);
  assert.ok(wrong.text.includes('Kept &lt;note&gt;') && wrong.text.includes('commons.example'));
  const made = await post(app, list, { fields: { ...form, ...given }, cookie });
  const path = String(made.headers['location']);
  assert.match(path, /^\/admin\/organisations\/[0-9a-f-]{36}$/, made.text);
  const page = await open(app, path, cookie);
  assert.match(page.text, /<h1[^>]*>Radio Commons</);
  assert.match(page.text, /nia@gmail\.com/);
  const edit = await open(app, `${path}/edit`, cookie);
  const typed = { ...fieldsOf(edit.text, path), ...given, version: '1', name: 'Commons Radio' };
  assert.equal((await post(app, path, { fields: typed, cookie })).status, 303);
  const late = await post(app, path, { fields: { ...typed, name: 'Too late' }, cookie });
  assert.equal(late.status, 409);
  assert.match(late.text, /Somebody saved or ended this meanwhile/);
  assert.match(late.text, /value="Too late"/);
  assert.match((await open(app, path, cookie)).text, /Commons Radio/);
});

test('the list finds names and addresses, and is read page by page, each organisation once', async () => {
  await known(ctx);
  await known(ctx, { name: 'The Daily Example', addresses: ['daily.example'] });
  const cookie = await atTheDesk('bo@example.org');
  const found = async (q: string): Promise<string[]> => {
    const { text } = await open(app, `${list}?q=${encodeURIComponent(q)}`, cookie);
    return ['Radio Commons', 'The Daily Example'].filter((name) => text.includes(`>${name}<`));
  };
  assert.deepEqual(await found('radio'), ['Radio Commons']);
  assert.deepEqual(await found('DAILY.ex'), ['The Daily Example']);
  assert.deepEqual(await found('%'), []);
  await sql`insert into organisations (id, name, kind, country, created_at, changed_at)
    select gen_random_uuid(), 'Same name', 'company', 'GB', ${ctx.now()}::timestamptz, ${ctx.now()}::timestamptz
    from generate_series(1, 120)`.execute(ctx.db);
  const seen = new Set<string>();
  let count = 0;
  let path: string | undefined = list;
  for (let pages = 0; path !== undefined && pages < 5; pages += 1) {
    const { text } = await open(app, path, cookie);
    for (const [, id] of text.matchAll(/href="\/admin\/organisations\/([0-9a-f-]{36})"/g)) {
      seen.add(id ?? '');
      count += 1;
    }
    path = /href="([^"]+)" rel="next"/
      .exec(text)?.[1]
      ?.replaceAll('&amp;', '&')
      .replaceAll('&#x3D;', '=');
  }
  assert.deepEqual([seen.size, count], [122, 122]);
});

test('editors check proofs, finance keeps organisations and allowances, viewers only read', async () => {
  const id = await known(ctx);
  await theDesk(ctx);
  await ctx.db
    .updateTable('staff_users')
    .set({ role: 'editor' })
    .where('name', '=', 'Amal')
    .execute();
  const [amal, bo, fin] = [
    await signedIn(ctx, 'amal@example.org'),
    await signedIn(ctx, 'bo@example.org'),
    await signedIn(ctx, 'fin@example.org'),
  ];
  const path = `${list}/${id}`;
  const proof = { kind: 'charity', seen: 'Register 1234', validUntil: '2027-05-01' };
  const send = async (cookie: string, where: string, fields: Record<string, string>) =>
    (await post(app, where, { fields, cookie })).status;
  assert.deepEqual(
    [await send(bo, `${path}/proofs`, proof), await send(fin, `${path}/proofs`, proof)],
    [403, 403],
  );
  assert.equal(await send(amal, `${path}/proofs`, proof), 303);
  assert.deepEqual([await send(bo, path, given), await send(amal, path, given)], [403, 403]);
  assert.equal((await open(app, `${path}/allowances/new`, amal)).status, 403);
  const page = await open(app, path, bo);
  assert.match(page.text, /Register 1234/);
  assert.doesNotMatch(page.text, /<form method="post" action="\/admin\/organisations/);
  const { id: proofId } = await ctx.db
    .selectFrom('organisation_proofs')
    .select('id')
    .executeTakeFirstOrThrow();
  const end = `${path}/proofs/${proofId}/end`;
  assert.equal(await send(amal, end, { reason: '' }), 422);
  assert.equal(await send(amal, end, { reason: 'Struck off' }), 303);
  assert.match((await open(app, path, bo)).text, /Struck off \(Amal\)/);
});

test('finance gives an allowance by plain fields; the page says what is left of it, and its end', async () => {
  const id = await known(ctx);
  const cookie = await atTheDesk('fin@example.org');
  const path = `${list}/${id}/allowances`;
  const form = fieldsOf((await open(app, `${path}/new`, cookie)).text, path);
  const typed = {
    ...form,
    name: 'Partners',
    articles: '2',
    period: 'quarter',
    startsOn: '2026-11-01',
  };
  const wrong = { ...typed, articles: 'many', further: '{"section":["World"' };
  const back = await post(app, path, { fields: wrong, cookie });
  assert.equal(back.status, 422);
  assert.match(back.text, /whole number from 1 to 100,000/);
  assert.match(back.text, /These conditions cannot be read/);
  assert.match(back.text, /value="Partners"/);
  const fields = {
    ...typed,
    uses: ['republish_full'],
    media: ['website', 'print'],
    olderThan: '3',
  };
  const done = await post(app, path, { fields, cookie });
  assert.equal(done.status, 303, done.text);
  const page = await open(app, `${list}/${id}`, cookie);
  assert.match(page.text, /2 of 2<br><span class="quiet">until 31 January 2027/);
  assert.match(page.text, /Medium: Website or Print/);
  assert.match(page.text, /Days since publication: [^<]*3/);
  const { id: allowance } = await ctx.db
    .selectFrom('allowances')
    .select('id')
    .executeTakeFirstOrThrow();
  const one = `${path}/${allowance}`;
  const edit = fieldsOf((await open(app, one, cookie)).text, one);
  assert.deepEqual(edit['media'], ['website', 'print']);
  assert.equal(edit['startsOn'], undefined, 'periods in use are not moved');
  const more = await post(app, one, { fields: { ...edit, articles: '5' }, cookie });
  assert.equal(more.status, 303, more.text);
  assert.equal((await post(app, one, { fields: { ...edit, articles: '9' }, cookie })).status, 409);
  assert.match((await open(app, `${list}/${id}`, cookie)).text, /5 of 5/);
  await post(app, `${one}/end`, { fields: { reason: 'No more' }, cookie });
  assert.match((await open(app, `${list}/${id}`, cookie)).text, /No more \(Fin\)/);
});

test('on the page of a request a file becomes a proof by one click, and the answer follows', async () => {
  await publish(ctx, provenTariff);
  await anArticle(ctx);
  const request = await inReview(ctx, charity);
  const fileId = await aFile(ctx, request);
  const cookie = await atTheDesk();
  const before = await open(app, pageOf(request), cookie);
  assert.match(before.text, /Claimed, not proven/);
  assert.match(before.text, /Not known by this address/);
  assert.ok(before.text.includes(`${list}/new?request=${request.id}`));
  const accept = `${pageOf(request)}/files/${fileId}/accept`;
  const fields = { validUntil: '2027-11-22' };
  assert.match(formOf(before.text, accept), /value="2027-11-22"[^]*Accept as proof: Charity/);
  const bad = await post(app, accept, { fields: { validUntil: 'soon' }, cookie });
  assert.equal(bad.status, 422);
  const done = await post(app, accept, { fields, cookie });
  assert.equal(done.headers['location'], `${pageOf(request)}?done=proof`);
  const after = await open(app, pageOf(request), cookie);
  assert.match(after.text, /Proven until 22 November 2027/);
  assert.match(after.text, /Proof: Charity, until 22 November 2027/);
  assert.match(after.text, /Amal accepted a proof of the kind of organisation/);
  assert.match(after.text, /The answer was worked out anew/);
  assert.match(after.text, />Radio Commons<\/a>/);
  const bo = await signedIn(ctx, 'bo@example.org');
  assert.equal((await post(app, accept, { fields, cookie: bo })).status, 403);
});

test('the form for a new organisation begins with what the request says', async () => {
  await anArticle(ctx);
  const request = await inReview(ctx, charity);
  const cookie = await atTheDesk('fin@example.org');
  const page = await open(app, `${list}/new?request=${request.id}`, cookie);
  assert.equal(fieldsOf(page.text, list)['name'], 'Radio Commons');
  assert.match(page.text, /name="addresses"[^>]*>\s*nia@commons\.example\s*</);
  assert.match(page.text, /value="charity" selected/);
  assert.equal((await open(app, `${list}/new?request=x`, cookie)).status, 200);
});

test('both sides see which allowance pays and what is left; an editor who comes too late is told so in words', async () => {
  await withAllowance(ctx, await known(ctx), { articles: 1 });
  for (const slug of ['one', 'two']) await anArticle(ctx, slug);
  const first = await inReview(ctx, { ...charity, articles: ['one'] });
  const second = await inReview(ctx, { ...charity, articles: ['two'] });
  const cookie = await atTheDesk();
  const page = await open(app, pageOf(second), cookie);
  assert.match(page.text, /Partners<\/span>: 1 of 1 left until 22 November 2027/);
  assert.match(page.text, /Pays for this/);
  const guest = /Covered by your allowance Partners: (\d) of 1 left until 22 November 2027\./;
  assert.equal(guest.exec((await open(app, guestOf(second))).text)?.[1], '1');
  await decided(ctx, first, { verb: 'grant_free', waiver: null });
  const { version } = await again(ctx, second);
  const fields = { verb: 'grant_free', version: String(version) };
  for (const step of ['preview', 'decide']) {
    const late = await post(app, `${pageOf(second)}/${step}`, { fields, cookie });
    assert.equal(late.status, 409);
    assert.match(late.text, /The allowance that was to pay for this has nothing left any more/);
  }
  assert.equal(guest.exec((await open(app, guestOf(first))).text)?.[1], '0');
  const anew = await post(app, `${pageOf(second)}/requote`, { fields: {}, cookie });
  assert.equal(anew.headers['location'], `${pageOf(second)}?done=requoted`);
  assert.doesNotMatch((await open(app, guestOf(second))).text, /Covered by/);
  assert.match((await open(app, pageOf(second), cookie)).text, /Approve at £50\.00/);
});

test('a waiver asks for its reason on the page, carries it past the letter, and the history keeps it', async () => {
  await anArticle(ctx);
  const request = await inReview(ctx);
  const cookie = await atTheDesk();
  const [preview, decide] = [`${pageOf(request)}/preview`, `${pageOf(request)}/decide`];
  const typed = { verb: 'grant_free', version: String(request.version), waiver: '' };
  const missing = await post(app, preview, { fields: typed, cookie });
  assert.equal(missing.status, 422);
  assert.match(missing.text, /Choose why you ask for less than the tariff says/);
  const waiverWords = 'Their hall <burned> down.';
  const reason = { ...typed, waiver: 'public_interest', waiverWords };
  const seen = await post(app, preview, { fields: reason, cookie });
  assert.equal(seen.status, 200, seen.text);
  assert.doesNotMatch(/class="mail-text"[^]*?<\/div>/.exec(seen.text)?.[0] ?? '', /burned/);
  const sent = await post(app, decide, { fields: fieldsOf(seen.text, decide), cookie });
  assert.equal(sent.status, 303, sent.text);
  const page = await open(app, pageOf(request), cookie);
  assert.match(page.text, /It is in the public interest\./);
  assert.match(page.text, /Their hall &lt;burned&gt; down\./);
  assert.doesNotMatch((await open(app, guestOf(request))).text, /burned/);
});

test('a file comes with a reply, is judged by its content, and can be accepted as proof', async () => {
  await anArticle(ctx);
  const request = await inReview(ctx, charity);
  const path = `${guestOf(request)}/reply`;
  const page = await open(app, guestOf(request));
  assert.match(formOf(page.text, path), /multipart\/form-data[^]*type="file"/);
  const reply = async (name: string, bytes: Buffer) => {
    const { messageKey = '' } = fieldsOf((await open(app, guestOf(request))).text, path);
    const fields = { messageKey, message: 'Here it is.' };
    return postFiles(app, path, { fields, files: [{ name, bytes }] });
  };
  const wrong = await reply('proof.pdf', Buffer.from('MZ no pdf at all'));
  assert.equal(wrong.status, 422);
  assert.match(wrong.text, /Send files as PDF, JPEG or PNG only/);
  assert.match(wrong.text, /Here it is\.<\/textarea>/);
  assert.equal((await reply('proof.pdf', Buffer.from('%PDF-1.7 proof'))).status, 303);
  const file = await ctx.db.selectFrom('request_files').selectAll().executeTakeFirstOrThrow();
  assert.deepEqual([file.name, file.media_type], ['proof.pdf', 'application/pdf']);
  for (let more = 0; more < 9; more += 1) await aFile(ctx, request);
  const full = await reply('eleventh.pdf', Buffer.from('%PDF-1.7 more'));
  assert.equal(full.status, 422);
  assert.match(full.text, /A request takes 10 files in all/);
  const desk = await open(app, pageOf(request), await atTheDesk());
  assert.ok(desk.text.includes(`${pageOf(request)}/files/${file.id}/accept`));
  const form = await open(app, '/articles/river-town-floods/republish');
  assert.match(form.text, /this is the place for proof of it: we check it once/);
});

test('before the address is confirmed neither the guest’s page nor the desk tells what is known', async () => {
  await withAllowance(ctx, await known(ctx));
  await anArticle(ctx);
  const request = await unverified(ctx, charity);
  assert.doesNotMatch((await open(app, guestOf(request))).text, /Covered by|Partners/);
  const [item] = await requestItems(ctx.db, request.id);
  assert.equal(item?.quote.allowance, undefined);
  const page = await open(app, pageOf(request), await atTheDesk());
  assert.match(page.text, /To be seen once the address is confirmed/);
  assert.doesNotMatch(page.text, /Partners/);
});

test('finance allows an organisation to pay later, with a reason, and ends it; its requests at the desk show it', async () => {
  const id = await known(ctx, { addresses: ['commons.example'] });
  const cookie = await atTheDesk('fin@example.org');
  const path = `${list}/${id}`;
  const change = (fields: Record<string, string>) =>
    post(app, `${path}/invoice-terms`, { fields, cookie });
  const form = fieldsOf((await open(app, path, cookie)).text, `${path}/invoice-terms`);
  const unsaid = await change({ ...form, invoiceTerms: 'yes', termsReason: ' ' });
  assert.equal(unsaid.status, 422);
  assert.match(unsaid.text, /Say why, in at most 300 characters/);
  assert.match(unsaid.text, /name="invoiceTerms" value="yes" checked/);
  const reason = 'Known for ten years';
  const allowed = { ...form, invoiceTerms: 'yes', termsReason: reason };
  assert.equal((await change(allowed)).status, 303);
  assert.equal((await change(allowed)).status, 303);
  const page = await open(app, path, cookie);
  assert.match(page.text, /May pay later/);
  assert.equal(page.text.split('allowed it to pay later').length, 2);
  assert.ok(page.text.includes(reason));
  await anArticle(ctx);
  const request = await inReview(ctx, charity);
  assert.match((await open(app, pageOf(request), cookie)).text, /May pay later/);
  const { invoiceTerms: _, ...ended } = allowed;
  assert.equal((await change(ended)).status, 409);
  assert.equal((await change({ ...ended, version: '2' })).status, 303);
  assert.match((await open(app, path, cookie)).text, /issued when they are paid/);
  const viewer = await signedIn(ctx, 'bo@example.org');
  const refused = await post(app, `${path}/invoice-terms`, { fields: allowed, cookie: viewer });
  assert.equal(refused.status, 403);
});
