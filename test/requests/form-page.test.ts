import assert from 'node:assert/strict';
import { once } from 'node:events';
import { request as send, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { beforeEach, test } from 'node:test';
import { testContext } from '../support/context.ts';
import { fieldsOf, open, post, postFiles } from './browser.ts';
import { again, anArticle } from './cast.ts';

const t = await testContext();
const { ctx } = t;
const app = await t.app();
beforeEach(() => {
  t.clock.now = new Date('2026-11-23T10:00:00Z');
  t.queue.length = 0;
});

const address = '/articles/river-town-floods/republish';
const answers =
  'use=republish_full&medium=website&reach=up_to%3A250000&duration=3m&organisation=news_commercial&country=GB&purpose=news';

type Fields = Record<string, string | string[]>;

/** The form as a person fills it in. */
async function filled(change: Fields = {}, query = answers): Promise<Fields> {
  const page = await open(app, `${address}?${query}`);
  assert.equal(page.status, 200, page.text);
  return {
    ...fieldsOf(page.text, address),
    ...{
      contactName: 'Kim Sample',
      email: 'kim@example.org',
      organisationName: 'The Daily Example',
    },
    ...{ agreeTerms: 'yes', entitled: 'yes', ...change },
  };
}

async function requestCount(): Promise<number> {
  return (await ctx.db.selectFrom('requests').select('id').execute()).length;
}

test('the form carries the answers of the panel along and shows the price again', async () => {
  await anArticle(ctx);
  const page = await open(app, `${address}?${answers}&questions=all&utm_source=x`);
  assert.equal(page.status, 200);
  assert.match(
    page.text,
    /The whole article on a website with up to 250,000 views a month, for 3 months/,
  );
  assert.match(page.text, /answer-amount">£\d+\.00</);
  const fields = fieldsOf(page.text, address);
  assert.equal(fields['reach'], 'up_to:250000');
  assert.match(String(fields['formKey']), /^[\w-]{32}$/);
  assert.match(
    page.text,
    /href="\/articles\/river-town-floods\?use&#x3D;republish_full[^"]*"[^>]*>Change/,
  );
});

test('without answers the plainest use is shown; answers that do not fit lead back to the panel', async () => {
  await anArticle(ctx);
  assert.equal((await open(app, address)).status, 200);
  const wrong = await open(app, `${address}?use=nonsense&medium=website`);
  assert.equal(wrong.status, 303);
  assert.equal(
    wrong.headers['location'],
    '/articles/river-town-floods?use=nonsense&medium=website',
  );
  assert.equal((await open(app, '/articles/nowhere/republish')).status, 404);
});

test('the panel may also post its answers, so that a long excerpt fits', async () => {
  await anArticle(ctx);
  const excerpt = 'Nobody had moved the school, and so the water came in.';
  const fields = { ...Object.fromEntries(new URLSearchParams(answers)), use: 'excerpt', excerpt };
  const page = await post(app, address, { fields });
  assert.equal(page.status, 200);
  assert.equal(fieldsOf(page.text, address)['excerpt'], excerpt);
  assert.equal(page.text.includes('There is a problem'), false);
});

test('20,000 characters of an excerpt come through from the article’s page to the request', async () => {
  const text = '河水在夜里上涨了四米，没有人看见。\n\n学校也没有搬走。'.repeat(1000);
  await anArticle(ctx, 'river-town-floods', { body_text: text, language: 'zh' });
  const excerpt = text.slice(0, 20_000).trim();
  const asked = {
    ...Object.fromEntries(new URLSearchParams(answers)),
    ...{ use: 'excerpt', excerpt },
  };
  const quotePath = '/articles/river-town-floods/quote';
  const panel = await post(app, quotePath, { fields: asked });
  assert.match(panel.text, /formmethod="post" formaction="[^"]*\/republish">Ask for this licence/);
  const form = await post(app, address, { fields: asked });
  assert.equal(form.status, 200);
  const carried = fieldsOf(form.text, address);
  assert.equal(carried['excerpt'], excerpt);
  assert.equal(fieldsOf(form.text, quotePath)['excerpt'], excerpt, 'also back to the panel');
  const you = { contactName: 'Kim Sample', organisationName: 'The Daily Example' };
  const wrong = { ...carried, ...you, email: 'kim@', agreeTerms: 'yes', entitled: 'yes' };
  const again = await postFiles(app, address, { fields: wrong });
  assert.equal(again.status, 422);
  assert.equal(fieldsOf(again.text, address)['excerpt'], excerpt);
  const fields = { ...wrong, ...fieldsOf(again.text, address), email: 'kim@example.org' };
  const sent = await postFiles(app, address, { fields: { ...fields, ...you } });
  assert.equal(sent.status, 303, sent.text);
  const item = await ctx.db.selectFrom('request_items').selectAll().executeTakeFirstOrThrow();
  assert.equal((item.use as { excerpt: string }).excerpt, excerpt);
});

test('one character too many is posted back to the panel, with everything that was pasted', async () => {
  await anArticle(ctx);
  const fields = { use: 'excerpt', medium: 'website', excerpt: '🌊'.repeat(20_001) };
  const page = await post(app, address, { fields });
  assert.equal(page.status, 307);
  const panel = await post(app, String(page.headers['location']), { fields });
  assert.equal(panel.status, 422);
  assert.match(panel.text, /href="#excerpt">Paste at most 20,000 characters/);
  assert.ok(panel.text.includes(fields.excerpt));
  assert.equal(await requestCount(), 0);
});

test('a short quotation may still be asked for, and one that is refused keeps its text', async () => {
  await anArticle(ctx);
  const query = new URLSearchParams(answers);
  query.set('use', 'excerpt');
  query.set('excerpt', 'Nobody had moved the school');
  const short = await open(app, `${address}?${query.toString()}`);
  assert.match(short.text, /You may not need a licence/);
  assert.doesNotMatch(short.text, /nothing to send/);
  const carried = fieldsOf(short.text, address);
  const fields = { ...carried, excerpt: 'Somebody had moved the school, and so the water came in' };
  const refused = await post(app, address, { fields });
  assert.equal(refused.status, 422);
  assert.match(
    refused.text,
    /<blockquote[^>]* lang="en"[^>]*>had moved the school, and so the water/,
  );
  const back = fieldsOf(refused.text, '/articles/river-town-floods/quote');
  assert.equal(back['excerpt'], fields.excerpt);
});

test('articles that the public cannot see cannot be asked for', async () => {
  await anArticle(ctx, 'gone', { withdrawn_at: ctx.now() });
  await anArticle(ctx, 'later', { embargo_until: new Date('2026-12-24T00:00:00Z') });
  for (const slug of ['gone', 'later']) {
    const path = `/articles/${slug}/republish`;
    assert.equal((await open(app, path)).status, 404);
    assert.equal((await post(app, path, { fields: {} })).status, 404);
  }
});

test('a sent form leads to the page of its request; a second click leads to the same', async () => {
  await anArticle(ctx);
  const fields = await filled();
  const clicks = await Promise.all([1, 2, 3].map(() => postFiles(app, address, { fields })));
  assert.deepEqual(
    clicks.map(({ status }) => status),
    [303, 303, 303],
  );
  assert.equal(new Set(clicks.map(({ headers }) => headers['location'])).size, 1);
  assert.equal(await requestCount(), 1);
  const page = await open(app, String(clicks[0]?.headers['location']));
  assert.match(page.text, /Confirm your e-mail address/);
  assert.match(page.text, /kim@example\.org/);
});

test('a form with mistakes comes back with each problem and everything that was typed', async () => {
  await anArticle(ctx);
  const fields = await filled({
    email: 'kim@',
    note: 'بيت على <النهر>',
    edits: 'shorten',
    agreeTerms: '',
  });
  delete fields['agreeTerms'];
  const page = await postFiles(app, address, { fields });
  assert.equal(page.status, 422);
  assert.match(page.text, /There is a problem/);
  assert.match(page.text, /href="#email">Enter one e-mail address/);
  assert.match(page.text, /href="#agreeTerms">Confirm that you have read the terms/);
  assert.ok(page.text.includes('value="kim@"'));
  assert.ok(page.text.includes('بيت على &lt;النهر&gt;'));
  assert.match(page.text, /value="shorten" checked/);
  assert.equal(fieldsOf(page.text, address)['formKey'], fields['formKey']);
  assert.equal(await requestCount(), 0);
});

test('a price, a state or a standing that the client posts is refused', async () => {
  await anArticle(ctx);
  for (const name of ['price', 'total', 'state', 'quote', 'standing', 'offer[total]']) {
    const page = await postFiles(app, address, { fields: await filled({ [name]: '1' }) });
    assert.equal(page.status, 422, name);
    assert.match(page.text, /role="alert"/, name);
  }
  assert.equal(await requestCount(), 0);
});

test('a changed use is priced anew on the server, and shown before anything is sent', async () => {
  await anArticle(ctx);
  const fields = await filled({ duration: '24m' });
  const shown = await postFiles(app, address, { fields });
  assert.equal(shown.status, 422);
  assert.match(shown.text, /What you filled in changes the answer/);
  assert.match(shown.text, /answer-amount">£200\.00</);
  assert.equal(await requestCount(), 0);
  const again = { ...fields, ...fieldsOf(shown.text, address) };
  assert.equal((await postFiles(app, address, { fields: again })).status, 303);
  const item = await ctx.db.selectFrom('request_items').selectAll().executeTakeFirstOrThrow();
  assert.equal((item.use as { duration: string }).duration, '24m');
  assert.equal((item.quote as { net: number }).net, 20_000);
});

test('a refused use sends nothing and says what is possible instead', async () => {
  await anArticle(ctx);
  const fields = await filled({ purpose: 'political' });
  const page = await postFiles(app, address, { fields });
  assert.equal(page.status, 422);
  assert.match(page.text, /We do not license articles for political campaigns/);
  assert.match(page.text, /Choose another use/);
  assert.equal(await requestCount(), 0);
});

const png = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 1, 2]);

test('files are kept with their hash; wrong, large and too many ones are refused and nothing else is lost', async () => {
  await anArticle(ctx);
  const good = await postFiles(app, address, {
    fields: await filled(),
    files: [{ name: 'Nachweis ä.png', bytes: png }],
  });
  assert.equal(good.status, 303);
  const [file] = await ctx.db.selectFrom('request_files').selectAll().execute();
  assert.equal(file?.name, 'Nachweis ä.png');
  assert.deepEqual(Buffer.from(file?.bytes ?? ''), png);
  const cases: [RegExp, { name: string; bytes: Buffer }[]][] = [
    [/PDF, JPEG or PNG only/, [{ name: 'a.pdf', bytes: Buffer.from('<script>') }]],
    [/up to 5 MB/, [{ name: 'a.png', bytes: Buffer.concat([png, Buffer.alloc(5_000_001)]) }]],
    [/at most 3 files/, Array.from({ length: 4 }, () => ({ name: 'a.png', bytes: png }))],
  ];
  for (const [message, files] of cases) {
    const fields = await filled({ note: 'Kept.' });
    const page = await postFiles(app, address, { fields, files });
    assert.equal(page.status, 422);
    assert.match(page.text, message);
    assert.match(page.text, /Kept\./);
  }
  assert.equal(await requestCount(), 1);
});

test('further articles are added and priced before anything is sent', async () => {
  await anArticle(ctx);
  await anArticle(ctx, 'quiet-budget', { title: 'The quiet budget' });
  const early = await filled({ addArticle: 'https://news.example.org/quiet-budget', step: 'send' });
  assert.match(
    (await postFiles(app, address, { fields: early })).text,
    /to see the price with it first/,
  );
  const added = await postFiles(app, address, { fields: { ...early, step: 'add' } });
  assert.equal(added.status, 200);
  assert.match(added.text, /The quiet budget/);
  assert.match(added.text, /Together<\/p><p class="answer-amount">£/);
  assert.ok(added.text.includes('value="Kim Sample"'), 'what was typed is still there');
  const fields = { ...early, ...fieldsOf(added.text, address), step: 'send', addArticle: '' };
  const sent = await postFiles(app, address, { fields });
  assert.equal(sent.status, 303, sent.text);
  const items = await ctx.db.selectFrom('request_items').selectAll().execute();
  assert.equal(items.length, 2);
  const unknown = { ...early, step: 'add', addArticle: 'https://elsewhere.example.org/x' };
  assert.match((await postFiles(app, address, { fields: unknown })).text, /found no article/);
});

test('the bill’s fields are asked where there is a price, and an invoice needs them', async () => {
  await anArticle(ctx);
  const fields = await filled({ payBy: 'invoice', vatNumber: 'DE123456789' });
  const page = await postFiles(app, address, { fields });
  assert.match(page.text, /Enter the legal name for the invoice/);
  const sent = await postFiles(app, address, {
    fields: { ...fields, legalName: 'Example Ltd', billingAddress: '1 Quay', billingCountry: 'GB' },
  });
  assert.equal(sent.status, 303);
  const row = await ctx.db.selectFrom('requests').selectAll().executeTakeFirstOrThrow();
  assert.equal((row.billing as { vatCheck: string }).vatCheck, 'wrong');
});

test('an ordinary form without files is taken as well; a field sent twice is refused', async () => {
  await anArticle(ctx);
  const fields = await filled();
  const doubled = await post(app, address, { fields: { ...fields, contactName: ['a', 'b'] } });
  assert.equal(doubled.status, 422);
  assert.match(doubled.text, /one text only for your name/);
  assert.equal((await post(app, address, { fields })).status, 303);
});

test('a form sent again under another address gets a new key instead of another’s page', async () => {
  await anArticle(ctx);
  const fields = await filled();
  await postFiles(app, address, { fields });
  const page = await postFiles(app, address, {
    fields: { ...fields, email: 'charlie@example.org' },
  });
  assert.equal(page.status, 422);
  const renewed = fieldsOf(page.text, address);
  assert.notEqual(renewed['formKey'], fields['formKey']);
  const sent = await postFiles(app, address, {
    fields: { ...fields, email: 'charlie@example.org', formKey: renewed['formKey'] ?? '' },
  });
  assert.equal(sent.status, 303);
  assert.equal(await requestCount(), 2);
});

test('one address can only send so many requests an hour', async () => {
  await anArticle(ctx);
  const fields = await filled();
  for (let sent = 0; sent < 20; sent += 1) {
    // Mailboxes hardly ever tell capitals apart, so they make no other address.
    const email = sent % 2 === 0 ? 'kim@example.org' : 'KIM@example.org';
    const again = { ...fields, email, formKey: ctx.newToken() };
    assert.equal((await postFiles(app, address, { fields: again })).status, 303);
  }
  const other = await t.app();
  const page = await postFiles(other, address, { fields: { ...fields, formKey: ctx.newToken() } });
  assert.equal(page.status, 429);
  assert.match(page.text, /Wait 60 minutes/);
  assert.ok(page.text.includes('value="Kim Sample"'));
});

test('one connection can only send so many forms in ten minutes', async () => {
  await anArticle(ctx);
  // Two processes of one portal count together.
  const processes = [app, await t.app()];
  let status = 422;
  let sent = 0;
  for (; status === 422 && sent < 300; sent += 1)
    ({ status } = await post(processes[sent % 2]!, address, { fields: { formKey: 'x' } }));
  assert.equal(status, 429);
  assert.equal(sent, 121);
  t.clock.advance({ hours: 1 });
});

test('bodies that are no form, or far too large, are refused and never a fault', async () => {
  await anArticle(ctx);
  const { default: request } = await import('supertest');
  const bodies: [string, string][] = [
    ['multipart/form-data', 'x'],
    [
      'multipart/form-data; boundary=b',
      '--b\r\nContent-Disposition: form-data; name="note"\r\n\r\ncut',
    ],
    ['multipart/form-data; boundary=b', 'nothing that ends'],
    ['application/json', '{"formKey": {"a": [1, null]}, "also": {"0": {}}}'],
    ['application/json', '[]'],
    ['text/plain', 'hello'],
  ];
  for (const [type, body] of bodies) {
    const page = await request(app).post(address).set('Accept', 'text/html').type(type).send(body);
    assert.ok([200, 422].includes(page.status), `${type} ${body}: ${page.status}`);
  }
  const fields = await filled({ note: 'x'.repeat(300_000) });
  assert.equal((await postFiles(app, address, { fields })).status, 422);
  for (const slug of ['%00', 'a%00b', '..%2f..', '%ff'])
    assert.ok([404, 422].includes((await open(app, `/articles/${slug}/republish`)).status), slug);
  for (const also of ['%00', 'a%00', '%ED%A0%80'])
    assert.ok([200, 422].includes((await open(app, `${address}?also=${also}`)).status), also);
  const evil = await postFiles(app, address, {
    fields: await filled({ also: ['a\u0000b', '../x'] }),
  });
  assert.equal(evil.status, 422);
  assert.equal(await requestCount(), 0);
});

test('a request from another site is not taken', async () => {
  await anArticle(ctx);
  const fields = await filled();
  const { default: request } = await import('supertest');
  const page = await request(app)
    .post(address)
    .set('Sec-Fetch-Site', 'cross-site')
    .type('form')
    .send(fields);
  assert.equal(page.status, 403);
  assert.equal(await requestCount(), 0);
});

test('hostile words stand on the page as they were typed', async () => {
  await anArticle(ctx, 'evil', { title: '<script>alert("title")</script>{{this}}' });
  const words = `"><img src=x onerror=alert(1)> {{constructor}} ' OR 1=1`;
  const page = await open(app, `/articles/evil/republish?${answers}`);
  assert.ok(!page.text.includes('<script>alert'));
  const fields = {
    ...fieldsOf(page.text, '/articles/evil/republish'),
    ...{ contactName: words, email: 'kim@example.org', organisationName: words, note: words },
    ...{ agreeTerms: 'yes', entitled: 'yes' },
  };
  const sent = await postFiles(app, '/articles/evil/republish', { fields });
  const guest = await open(app, String(sent.headers['location']));
  assert.ok(!guest.text.includes('<img src=x'));
  assert.ok(guest.text.includes('&lt;img src&#x3D;x onerror&#x3D;alert(1)&gt; {{constructor}}'));
  const [row] = await ctx.db.selectFrom('requests').selectAll().execute();
  assert.equal((await again(ctx, { id: row?.id ?? '' })).note, words);
});

test('a form that is larger than any could be, or does not say how large it is, is refused unread', async () => {
  await anArticle(ctx);
  const server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const type = { 'Content-Type': 'multipart/form-data; boundary=b', Accept: 'text/html' };
  const sizes = [{ 'Content-Length': '31000000' }, { 'Transfer-Encoding': 'chunked' }];
  try {
    for (const size of sizes) {
      const sending = send({ port, path: address, method: 'POST', headers: { ...type, ...size } });
      sending.flushHeaders();
      const [answer] = (await once(sending, 'response')) as [IncomingMessage];
      assert.equal(answer.statusCode, 422);
      sending.on('error', () => undefined).destroy();
    }
  } finally {
    server.closeAllConnections();
    server.close();
  }
});
