import assert from 'node:assert/strict';
import type { Express } from 'express';
import { before, test } from 'node:test';
import request from 'supertest';
import { refusals } from '../../src/articles/actions/refusals.ts';
import { setFlags } from '../../src/articles/actions/set-flags.ts';
import { articleBySlug } from '../../src/articles/store/articles.ts';
import { currentTariff } from '../../src/pricing/actions.ts';
import { counted } from '../pricing/desk.ts';
import { htmlProblems } from '../support/browser.ts';
import { testContext, type TestContext } from '../support/context.ts';
import { amal, imported } from './newsroom.ts';
import { articleSite, paragraphs, type FeedItem } from './site.ts';

let t: TestContext;
let site: Express;
before(async () => {
  t = await testContext();
  site = articleSite(t.ctx);
});

const wall: FeedItem = {
  title: 'River wall <holds>',
  summary: 'Nobody got wet & all slept.',
  tags: ['Environment'],
  authors: [{ name: 'Ada Writer' }, { name: 'Bo Łukasz' }],
  content_html: `<p>The gates closed.</p>${paragraphs(897)}`,
};

const use = {
  use: 'republish_full',
  medium: 'website',
  reach: '40000',
  duration: '12m',
  organisation: 'news_commercial',
  country: 'GB',
  purpose: 'news',
};

async function page(path: string, status = 200): Promise<string> {
  const { text, ...answer } = await request(site).get(path);
  assert.equal(answer.status, status, path);
  assert.deepEqual(await htmlProblems(text, path), [], path);
  return text;
}

test('the front page lists the newest with a price, and says what to do while there is none', async () => {
  assert.match(await page('/'), /There are no articles yet/u);
  await imported(t.ctx, [wall, { title: 'Ferry returns' }]);
  const text = await page('/');
  assert.match(text, /<a href="\/articles\/river-wall-holds">River wall &lt;holds&gt;<\/a>/u);
  assert.match(text, /Ada Writer and Bo Łukasz/u);
  assert.match(text, /from <strong>£/u);
  assert.ok(text.indexOf('River wall') < text.indexOf('Ferry returns'));
});

test('a row says what the answer is where it is no price', async () => {
  await imported(t.ctx, [
    { title: 'Agency', content_html: `<p>PARIS (AP) — Talks.</p>${paragraphs(200)}` },
    { title: 'Summary', content_html: '', summary: 'Only this.' },
    {
      title: 'Free',
      content_html: `${paragraphs(200)}<p>This article is licensed under CC BY 4.0.</p>`,
    },
  ]);
  const text = await page('/articles');
  const answers = [...text.matchAll(/entry-price[^"]*">\s*(?:from )?<strong>([^<]*)</gu)].map(
    ([, answer]) => answer,
  );
  assert.deepEqual(answers, ['Not ours to license', 'Ask us', 'Free to republish']);
});

test('the list is searched, filtered and paged; wrong queries are told', async () => {
  await imported(t.ctx, [
    wall,
    ...Array.from({ length: 30 }, (_, index) => ({ title: `Story ${index}`, tags: ['News'] })),
  ]);
  assert.match(await page('/articles?q=wall'), /1 article</u);
  assert.match(await page('/articles?q=wlal'), /These are the articles about “wall”/u);
  assert.match(await page('/articles?q=xyzzyplugh'), /Nothing found for “xyzzyplugh”/u);
  assert.match(await page('/articles?section=Environment'), /River wall/u);
  assert.match(await page('/articles?section=Sports'), /No article fits these filters/u);
  const first = await page('/articles');
  assert.match(first, /31 articles/u);
  const older =
    /href="([^"]*)" rel="next"/u
      .exec(first)?.[1]
      ?.replaceAll('&amp;', '&')
      .replaceAll('&#x3D;', '=') ?? '';
  const second = await page(older);
  assert.match(second, /rel="prev"/u);
  assert.doesNotMatch(second, /rel="next"/u);
  assert.match(await page('/articles?q=story&page=2'), /rel="prev"/u);
  for (const query of ['page=zzz', 'from=yesterday', 'unknown=1', 'language=<x>'])
    assert.equal((await request(site).get(`/articles?${query}`)).status, 422, query);
});

test('what is typed into the search comes back as text only', async () => {
  const text = await page(`/articles?q=${encodeURIComponent('"><script>x()</script>')}`);
  assert.doesNotMatch(text, /<script>x/u);
  assert.match(text, /&lt;script&gt;x/u);
});

test('a pasted address leads to its article, or to a page that helps on', async () => {
  await imported(t.ctx, [{ ...wall, url: 'https://www.gazette.example.org/wall?id=1' }]);
  const pasted = await request(site).get(
    `/articles?q=${encodeURIComponent('https://gazette.example.org/wall/?id=1&utm_source=x')}`,
  );
  assert.equal(
    pasted.headers['location'],
    `/find?url=${encodeURIComponent('https://gazette.example.org/wall/?id=1&utm_source=x')}`,
  );
  const found = await request(site).get(pasted.headers['location'] ?? '');
  assert.deepEqual([found.status, found.headers['location']], [303, '/articles/river-wall-holds']);
  assert.match(
    await page('/find?url=https://gazette.example.org/other', 404),
    /This article is not here/u,
  );
  assert.match(await page('/find?url=javascript:x()', 404), /This article is not here/u);
  assert.match(await page('/find'), /Paste the address/u);
});

test('an article’s page says what is to be had and what it costs, but not the whole text', async () => {
  await imported(t.ctx, [wall]);
  const text = await page('/articles/river-wall-holds');
  assert.match(text, /<h1 class="headline" lang="en-GB" dir="ltr">River wall &lt;holds&gt;<\/h1>/u);
  assert.match(text, /900 words, in British English/u);
  assert.match(text, /£80\.00/u);
  assert.match(text, /acquireLicensePage/u);
  assert.doesNotMatch(text, /the roof gives way/u);
  assert.match(text, /Read it at gazette\.example\.org/u);
});

test('an Arabic article stands in its own direction', async () => {
  await imported(t.ctx, [
    {
      title: 'المدينة التي تعيش على النهر',
      language: 'ar',
      content_html: paragraphs(200, 'المدينة'),
    },
  ]);
  const row = await t.ctx.db.selectFrom('articles').select('slug').executeTakeFirstOrThrow();
  const text = await page(`/articles/${encodeURIComponent(row.slug)}`);
  assert.match(text, /<h1 class="headline" lang="ar" dir="rtl">/u);
  const list = await page('/articles?language=ar');
  assert.match(list, /lang="ar" dir="auto"/u);
});

test('withdrawn and embargoed articles are not there for the public', async () => {
  await imported(t.ctx, [wall]);
  const row = await articleBySlug(t.ctx.db, 'river-wall-holds');
  const flags = {
    licensable: true,
    coPublished: false,
    provenance: 'staff',
    embargoUntil: null,
    withdrawn: false,
    ccLicence: null,
    rightsholder: '',
    why: '',
  } as const;
  await setFlags(t.ctx, row?.id ?? '', { ...flags, withdrawn: true }, amal);
  await page('/articles/river-wall-holds', 404);
  assert.equal(
    (await request(site).post('/articles/river-wall-holds/quote').type('form').send(use)).status,
    404,
  );
  await page('/find?url=https://gazette.example.org/story-1', 404);
  assert.doesNotMatch(await page('/articles'), /River wall/u);
  await setFlags(
    t.ctx,
    row?.id ?? '',
    { ...flags, embargoUntil: new Date(t.clock.now.getTime() + 60_000) },
    amal,
  );
  t.clock.advance({ seconds: 59 });
  await page('/articles/river-wall-holds', 404);
  assert.doesNotMatch(await page('/articles'), /River wall/u);
  assert.equal((await refusals(t.ctx.db, [row?.id ?? ''], t.ctx.now())).size, 1);
  t.clock.advance({ seconds: 1 });
  assert.match(await page('/articles/river-wall-holds'), /£80/u);
  assert.match(await page('/articles'), /River wall/u);
  assert.equal((await refusals(t.ctx.db, [row?.id ?? ''], t.ctx.now())).size, 0);
  const { headers } = await request(site).get('/articles/river-wall-holds');
  assert.equal(headers['cache-control'], 'no-cache', 'no cache goes on offering it');
});

test('the answer to a use: as JSON for machines', async () => {
  await imported(t.ctx, [wall]);
  const ask = (body: object) =>
    request(site)
      .post('/articles/river-wall-holds/quote')
      .set('Accept', 'application/json')
      .send(body);
  const { body, status, headers } = await ask(use);
  assert.equal(status, 200);
  assert.equal(headers['cache-control'], 'no-store');
  assert.deepEqual(
    [body.answer, body.currency, body.net, body.total, body.tariffVersion],
    ['price', 'GBP', 8000, 8000, 1],
  );
  assert.equal(body.lines.at(0).figure, '£80.00');
  const wrong = await ask({ ...use, medium: 'skywriting', duration: '' });
  assert.deepEqual([wrong.status, wrong.type], [422, 'application/problem+json']);
  assert.deepEqual(
    wrong.body.errors.map(({ pointer }: { pointer: string }) => pointer),
    ['/medium', '/duration'],
  );
  const form = await request(site)
    .post('/articles/river-wall-holds/quote')
    .set('Accept', 'application/json')
    .type('form')
    .send(use);
  assert.deepEqual(form.body, body);
});

test('the answer to a use: as a fragment for the panel, and as a page without script', async () => {
  await imported(t.ctx, [wall]);
  const post = (body: object) =>
    request(site).post('/articles/river-wall-holds/quote').type('form').send(body);
  const fragment = await post({ ...use, duration: '1m' }).set('X-Fragment', '1');
  assert.match(fragment.text, /^\s*<div class="answer answer-price">/u);
  assert.match(fragment.text, /× 0\.5/u);
  assert.match(fragment.text, /formaction="\/articles\/river-wall-holds\/republish"/u);
  const whole = await post({ ...use, organisation: 'company', purpose: 'political' });
  assert.match(whole.text, /We do not license articles for political campaigns/u);
  assert.doesNotMatch(whole.text, /formaction="[^"]*republish"/u);
  assert.match(
    whole.text,
    /<option value="political" selected>/u,
    'what was chosen is still chosen',
  );
  assert.deepEqual(await htmlProblems(whole.text, 'quote'), []);
  const wrong = await post({ ...use, use: 'excerpt', reach: 'many' });
  assert.equal(wrong.status, 422);
  assert.match(wrong.text, /Paste the words of the article/u);
  assert.match(wrong.text, /value="many"/u);
  assert.deepEqual(await htmlProblems(wrong.text, 'quote'), []);
});

test('an excerpt is held against the article', async () => {
  await imported(t.ctx, [wall]);
  const ask = async (excerpt: string): Promise<string> => {
    const { body } = await request(site)
      .post('/articles/river-wall-holds/quote')
      .set('Accept', 'application/json')
      .send({ ...use, use: 'excerpt', excerpt });
    return `${body.answer} ${body.reason.code}`;
  };
  assert.equal(await ask('The gates closed.'), 'free short_excerpt');
  assert.equal(await ask('The gates opened.'), 'refuse excerpt_not_found');
});

test('a short quotation needs no request: its credit is there to copy, as text and as HTML', async () => {
  await imported(t.ctx, [wall]);
  const ask = () => request(site).post('/articles/river-wall-holds/quote');
  const quoted = { ...use, use: 'excerpt', excerpt: 'The gates closed.' };
  const { text } = await ask().type('form').send(quoted);
  assert.deepEqual(await htmlProblems(text, 'quote'), []);
  assert.match(text, /answer-title">You may not need a licence</u);
  assert.match(text, /nothing to send and nothing to pay/u);
  assert.match(text, /id="quotation-text"/u);
  assert.match(text, /&lt;p class&#x3D;&quot;quoted-from&quot;/u);
  assert.match(text, /button-secondary button-wide"[^>]*formmethod="post"[^>]*>Ask us anyway</u);
  assert.doesNotMatch(text, /An editor answers within/u);
  const { body } = await ask().set('Accept', 'application/json').send(quoted);
  assert.deepEqual(body.credit, {
    text:
      'From River wall <holds> (https://gazette.example.org/story-1) by Ada Writer and Bo Łukasz, ' +
      'Your newsroom, 20 November 2026.',
    html:
      '<p class="quoted-from" lang="en-GB" dir="auto"><em>From <a href="https://gazette.example.org/story-1" ' +
      'rel="bookmark">River wall &lt;holds&gt;</a> by Ada Writer and Bo Łukasz, Your newsroom, ' +
      '<time datetime="2026-11-20">20 November 2026</time>.</em></p>',
  });
  const priced = await ask().set('Accept', 'application/json').send(use);
  assert.ok(!('credit' in priced.body) && !('passage' in priced.body));
});

test('an excerpt that is not in the article is refused with the passage that is nearest', async () => {
  await imported(t.ctx, [wall]);
  const ask = () => request(site).post('/articles/river-wall-holds/quote');
  const excerpt = 'the council met on friday evening and talked for two <i>hours</i>';
  const { text } = await ask()
    .type('form')
    .send({ ...use, use: 'excerpt', excerpt });
  assert.deepEqual(await htmlProblems(text, 'quote'), []);
  assert.match(
    text,
    /<blockquote class="answer-passage" lang="en-GB" dir="auto">evening and talked for two</u,
  );
  assert.match(text, /exactly as they stand in the article/u);
  assert.match(text, /talked for two &lt;i&gt;hours&lt;\/i&gt;/u, 'what was pasted is still there');
  const json = ask().set('Accept', 'application/json');
  const { body } = await json.send({ ...use, use: 'excerpt', excerpt: 'no such words' });
  assert.deepEqual([body.reason.code, 'passage' in body], ['excerpt_not_found', false]);
});

test('20,001 characters are told at their field, and none of them is lost', async () => {
  await imported(t.ctx, [wall]);
  const excerpt = 'x'.repeat(20_001);
  const sent = request(site).post('/articles/river-wall-holds/quote').type('form');
  const { text, status } = await sent.send({ ...use, use: 'excerpt', excerpt });
  assert.equal(status, 422);
  assert.match(text, /href="#excerpt">Paste at most 20,000 characters/u);
  assert.match(text, /<textarea[^>]* id="excerpt"[^>]*aria-invalid="true"/u);
  assert.ok(text.includes(excerpt));
  assert.deepEqual(await htmlProblems(text, 'quote'), []);
});

test('what was pasted stays in its field while another use is looked at', async () => {
  await imported(t.ctx, [wall]);
  const sent = request(site).post('/articles/river-wall-holds/quote').type('form');
  const { text } = await sent.send({ ...use, excerpt: 'The gates closed.' });
  assert.match(text, /answer-price/u);
  assert.match(text, /<textarea[^>]* id="excerpt"[^>]*>\s*The gates closed\.</u);
  assert.match(text, /formmethod="post"/u);
});

test('the panel takes answers along from an address, and asks the rarer questions when wanted', async () => {
  await imported(t.ctx, [wall]);
  const filled = await page(
    `/articles/river-wall-holds?${new URLSearchParams({ ...use, duration: '3m', utm_source: 'x' }).toString()}`,
  );
  assert.match(filled, /<option value="3m" selected>/u);
  assert.match(filled, /£60\.00|£56|£55/u);
  assert.doesNotMatch(await page('/articles/river-wall-holds'), /name="excerpt"/u);
  assert.match(await page('/articles/river-wall-holds?questions=all'), /name="excerpt"/u);
  assert.match(
    await page('/articles/river-wall-holds?use=nonsense'),
    /Choose what you want to do/u,
  );
});

test('crawlers get their files', async () => {
  await imported(t.ctx, [wall, { title: 'فيضان النهر & co', language: 'ar' }]);
  const robots = await request(site).get('/robots.txt');
  assert.match(
    robots.text,
    /Disallow: \/requests\/[^]*Sitemap: http:\/\/portal\.[a-z.]+\/sitemap\.xml/u,
  );
  const map = await request(site)
    .get('/sitemap.xml')
    .buffer(true)
    .parse((res, done) => {
      let text = '';
      res.on('data', (chunk: Buffer) => (text += chunk.toString()));
      res.on('end', () => done(null, text));
    });
  const text = String(map.body);
  assert.match(
    text,
    /<urlset [^>]*>\n<url><loc>http:\/\/portal\.[a-z.]+\/articles\/river-wall-holds<\/loc><lastmod>2026-/u,
  );
  assert.equal(text.match(/<url>/gu)?.length, 2);
  assert.doesNotMatch(text, /[^\u0000-\u007F]/u);
});

test('a list of three costs as many queries as a list of one', async () => {
  await currentTariff(t.ctx.db, t.clock.now);
  const costs: number[] = [];
  for (const items of [[wall], [wall, { title: 'Two' }, { title: 'Three' }]]) {
    await imported(t.ctx, items);
    for (const path of ['/', '/articles?q=story', '/sitemap.xml', '/admin/articles']) {
      const { ctx, queries } = counted(t.ctx);
      const own = articleSite(ctx);
      await request(own).get('/robots.txt');
      const before = queries();
      await request(own).get(path);
      costs.push(queries() - before);
    }
  }
  assert.deepEqual(costs.slice(0, 4), costs.slice(4));
});
