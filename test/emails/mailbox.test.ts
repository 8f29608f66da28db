import assert from 'node:assert/strict';
import { test } from 'node:test';
import request from 'supertest';
import { mailboxIsOpen } from '../../src/emails/mailbox.ts';
import { queueEmail } from '../../src/emails/actions.ts';
import { decodeEntities } from '../../src/values/text.ts';
import { testContext } from '../support/context.ts';
import { hrefs, letterPages } from './pages.ts';
import { requestId, samples } from './samples.ts';
import { write } from './sending.ts';

test('the mailbox is open in the demo, and where a developer has no SMTP server', async () => {
  const { ctx } = await testContext();
  const open = (changes: object): boolean => mailboxIsOpen({ ...ctx.config, ...changes });
  assert.equal(open({ production: false, smtpUrl: null }), true);
  assert.equal(open({ demo: true, smtpUrl: 'smtp://localhost' }), true);
  assert.equal(open({ production: false, smtpUrl: 'smtp://localhost' }), false);
  assert.equal(open({ production: true, smtpUrl: null }), false);
});

test('where it is closed none of its pages is there', async () => {
  const { ctx } = await testContext({ config: { smtpUrl: 'smtp://localhost' } });
  const id = await write(ctx);
  const app = letterPages(ctx, 'admin');
  for (const path of ['/mailbox', `/mailbox/${id}`, `/mailbox/${id}/html`]) {
    const answer = await request(app).get(path).set('Accept', 'text/html');
    assert.equal(answer.status, 404);
    assert.doesNotMatch(answer.text, /River town floods/);
  }
});

test('the mailbox lists every letter, newest first, a page at a time', async () => {
  const desk = await testContext();
  const app = letterPages(desk.ctx, 'viewer');
  assert.match((await request(app).get('/mailbox')).text, /No letters yet/);
  const ids: string[] = [];
  for (let n = 0; n < 51; n += 1) {
    ids.unshift(await write(desk.ctx, 'lapsed'));
    desk.clock.advance({ seconds: n % 2 });
  }
  const listed = (html: string): string[] =>
    hrefs(html).flatMap((href) => /^\/mailbox\/([\da-f-]{36})$/.exec(href)?.[1] ?? []);
  const first = await request(app).get('/mailbox');
  assert.deepEqual(listed(first.text), ids.slice(0, 50));
  const older = hrefs(first.text).find((href) => href.includes('after='));
  const second = await request(app).get(older ?? '');
  assert.deepEqual(listed(second.text), ids.slice(50));
  assert.match(second.text, /class="pagination-newer" href="\/mailbox"/);
});

test('a letter is shown as it would arrive: both parts, source, and links that open', async () => {
  const { ctx } = await testContext({ config: { demo: true } });
  const id = await write(ctx, 'verify-address');
  const app = letterPages(ctx, 'viewer');
  const { text, headers } = await request(app).get(`/mailbox/${id}`);
  const proof = ctx.links.token('verify', requestId);
  const link = `/requests/${ctx.links.token('request', requestId)}?verify=${proof}`;
  assert.ok(decodeEntities(text).includes(`http://portal.localhost${link}`));
  assert.match(text, /Message-ID: &lt;[\da-f-]{36}@portal\.localhost&gt;/);
  assert.match(text, /Auto-Submitted: auto-generated/);
  assert.match(text, /TEST MODE/);
  assert.match(text, /The Harbour Gazette<\/bdi> <span dir="ltr">&lt;licensing@example\.org&gt;/);
  assert.match(
    text,
    new RegExp(`<iframe [^>]*src="/mailbox/${id}/html"[^>]*sandbox="allow-top-nav`),
  );
  assert.equal(headers['cache-control'], 'no-store');
  assert.equal(headers['referrer-policy'], 'no-referrer');
});

test('the HTML part stands alone under a policy that loads, runs and sends nothing', async () => {
  const { ctx } = await testContext();
  const data = samples(ctx.links).question;
  const message = '<script>alert(1)</script><img src="https://evil.example/x.png">';
  const id = await ctx.transaction((tx) =>
    queueEmail(tx, {
      kind: 'question',
      requestId,
      to: { name: '<b>Dana</b>', address: 'dana@example.org' },
      data: { ...data, message },
    }),
  );
  const app = letterPages(ctx, 'viewer');
  const { text, headers } = await request(app).get(`/mailbox/${id}/html`);
  assert.equal(
    headers['content-security-policy'],
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; " +
      "frame-ancestors 'self'; sandbox allow-top-navigation-by-user-activation",
  );
  assert.equal(headers['x-frame-options'], undefined);
  assert.match(headers['content-type'] ?? '', /^text\/html; charset=utf-8/);
  assert.match(text, /&lt;script&gt;alert\(1\)/);
  assert.doesNotMatch(text, /<script|<img/);
  assert.match(text, /<head><base target="_top">/);
  assert.ok(text.includes(`/requests/${ctx.links.token('request', requestId)}"`));
  const page = await request(app).get(`/mailbox/${id}`);
  assert.doesNotMatch(page.text, /<b>Dana|<script>alert/);
});

test('what is no letter is not found, and what is no page of the list is refused', async () => {
  const { ctx } = await testContext();
  const app = letterPages(ctx, 'viewer');
  for (const path of ['/mailbox/x', `/mailbox/${ctx.newId()}`, `/mailbox/${ctx.newId()}/html`]) {
    const answer = await request(app).get(path).set('Accept', 'application/json');
    assert.deepEqual([answer.status, (answer.body as { title: string }).title], [404, 'not_found']);
  }
  for (const query of ['after=x', 'after=a&after=b', 'extra=1']) {
    const answer = await request(app).get(`/mailbox?${query}`).set('Accept', 'application/json');
    assert.deepEqual([answer.status, (answer.body as { title: string }).title], [422, 'invalid']);
  }
});
