import assert from 'node:assert/strict';
import { test } from 'node:test';
import request from 'supertest';
import type { OutgoingLetter } from '../../src/platform/context.ts';
import { testContext } from '../support/context.ts';
import { hrefs, letterPages } from './pages.ts';
import { requestId } from './samples.ts';
import { workOnce, write } from './sending.ts';

const listed = (html: string): string[] =>
  hrefs(html).flatMap((href) => /^\/admin\/letters\/([\da-f-]{36})$/.exec(href)?.[1] ?? []);

/** Takes letters except those whose subject says that they are to wait or to fail. */
async function picky(letter: OutgoingLetter): Promise<void> {
  if (letter.subject.startsWith('Offer')) throw new Error('Greylisted <by> the server');
  if (letter.subject.startsWith('Declined'))
    throw Object.assign(new Error('550 No such mailbox'), { permanent: true });
}

test('staff see which letters went, which wait and which were refused', async () => {
  const desk = await testContext({ send: picky });
  const app = letterPages(desk.ctx, 'viewer');
  assert.match((await request(app).get('/admin/letters')).text, /No letters here/);
  const sent = await write(desk.ctx, 'lapsed');
  const waiting = await write(desk.ctx, 'offer');
  const failed = await write(desk.ctx, 'declined');
  await workOnce(desk);
  const all = await request(app).get('/admin/letters');
  assert.deepEqual(listed(all.text).toSorted(), [sent, waiting, failed].toSorted());
  assert.match(all.text, /1 letter waits, because the mail server does not take it\./);
  const only = async (state: string): Promise<string[]> =>
    listed((await request(app).get(`/admin/letters?state=${state}`)).text);
  assert.deepEqual(await only('waiting'), [waiting]);
  assert.deepEqual(await only('failed'), [failed]);
});

test('the list goes on page by page and keeps its filter', async () => {
  const desk = await testContext({ send: picky });
  const app = letterPages(desk.ctx, 'viewer');
  const ids = new Set<string>();
  for (let n = 0; n < 52; n += 1) ids.add(await write(desk.ctx, 'offer'));
  await workOnce(desk);
  const first = await request(app).get('/admin/letters?state=waiting');
  const older = hrefs(first.text).find((href) => href.includes('after='));
  assert.match(older ?? '', /^\/admin\/letters\?state=waiting&after=/);
  const second = await request(app).get(older ?? '');
  assert.equal(listed(first.text).length, 50);
  assert.deepEqual(new Set([...listed(first.text), ...listed(second.text)]), ids);
  assert.equal(listed(second.text).length, 2);
});

test('the page of a letter shows what it said and what the server said, without its secret link', async () => {
  const desk = await testContext({ send: picky });
  const id = await write(desk.ctx, 'offer');
  await workOnce(desk);
  const { text } = await request(letterPages(desk.ctx, 'viewer')).get(`/admin/letters/${id}`);
  assert.match(text, /Greylisted &lt;by&gt; the server/);
  assert.match(text, /You may republish “River town floods” for £120\.00/);
  assert.match(text, /http:\/\/portal\.localhost\/requests\/…/);
  assert.match(text, new RegExp(`href="/admin/requests/${requestId}"`));
  assert.equal(text.includes(desk.ctx.links.token('request', requestId)), false);
  assert.doesNotMatch(text, /__request/);
});

test('a sign-in link is shown to nobody at the desk', async () => {
  const desk = await testContext();
  const id = await write(desk.ctx, 'sign-in');
  await workOnce(desk);
  const { text } = await request(letterPages(desk.ctx, 'admin')).get(`/admin/letters/${id}`);
  assert.match(text, /holds a sign-in link and is not shown/);
  assert.doesNotMatch(text, /token|resend/);
});

test('an editor sends a refused letter again; a viewer may not', async () => {
  let refuse = true;
  const send = async (letter: OutgoingLetter): Promise<void> =>
    refuse ? picky(letter) : undefined;
  const desk = await testContext({ send });
  const id = await write(desk.ctx, 'declined');
  await workOnce(desk);
  refuse = false;
  const viewer = letterPages(desk.ctx, 'viewer');
  assert.doesNotMatch((await request(viewer).get(`/admin/letters/${id}`)).text, /resend/);
  const asViewer = await request(viewer).post(`/admin/letters/${id}/resend`);
  assert.equal(asViewer.status, 403);
  assert.deepEqual(desk.queue, []);
  const editor = letterPages(desk.ctx, 'editor');
  const answer = await request(editor).post(`/admin/letters/${id}/resend`);
  assert.deepEqual(
    [answer.status, answer.get('Location')],
    [303, `/admin/letters/${id}?done=resent`],
  );
  const page = await request(editor).get(`/admin/letters/${id}?done=resent`);
  assert.match(page.text, new RegExp(`action="/admin/letters/${id}/resend"`));
  assert.match(page.text, /The letter is on its way again\./);
  await workOnce(desk);
  assert.deepEqual(
    desk.mailbox.map((letter) => letter.id),
    [id],
  );
});

test('what is no letter is not found, and what is no list is refused', async () => {
  const { ctx } = await testContext();
  const app = letterPages(ctx, 'admin');
  const titleOf = async (answer: request.Test): Promise<unknown> =>
    ((await answer.set('Accept', 'application/json')).body as { title: string }).title;
  assert.equal(await titleOf(request(app).get('/admin/letters/x')), 'not_found');
  assert.equal(await titleOf(request(app).get(`/admin/letters/${ctx.newId()}`)), 'not_found');
  assert.equal(await titleOf(request(app).post('/admin/letters/x/resend')), 'not_found');
  assert.equal(await titleOf(request(app).get('/admin/letters?state=lost')), 'invalid');
  assert.equal(await titleOf(request(app).get('/admin/letters?state=all&state=failed')), 'invalid');
});
