import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import request from 'supertest';
import { addressOf, routesOf, type Route } from '../journeys/route-list.ts';
import { addStaff } from '../../src/staff/actions.ts';
import { anArticle, unverified } from '../requests/cast.ts';
import { signedIn } from '../review/sign-in.ts';
import { testContext } from '../support/context.ts';

const t = await testContext();
const { ctx } = t;
const app = await t.app();
let cookie = '';
let tokens: string[] = [];
beforeEach(async () => {
  await addStaff(ctx, { name: 'Amal', email: 'amal@example.org', role: 'admin' });
  cookie = await signedIn(ctx, 'amal@example.org');
  await anArticle(ctx);
  const { id } = await unverified(ctx);
  tokens = [ctx.links.token('request', id), ctx.links.token('pay', id), 'nobody'];
});

interface Answer {
  route: string;
  status: number;
  headers: Record<string, string | undefined>;
}

/** Every route asked by nobody and by an admin, with tokens that are right and wrong, and ids of nothing. */
async function answers(wanted: (route: Route) => boolean): Promise<Answer[]> {
  const routes = routesOf(app).filter((route) => route.method !== 'HEAD' && wanted(route));
  assert.ok(routes.length > 0);
  const found: Answer[] = [];
  for (const route of routes)
    for (const who of ['', cookie])
      for (const token of route.path.includes(':token') ? tokens : ['']) {
        const path = addressOf(route, (name) => (name === 'token' ? token : '1'));
        const asking = route.method === 'GET' ? request(app).get(path) : request(app).post(path);
        const { status, headers } = await asking.set({ Cookie: who, Accept: 'text/html' });
        found.push({ route: `${route.method} ${path}`, status, headers });
      }
  return found;
}

const isDesk = ({ path }: Route): boolean => /^\/admin(?:\/|$)/.test(path);

test('every answer, errors and files among them, says what a browser may do with it', async () => {
  const files = ['/site.css', '/nothing.css', '/nothing', '/%ff', '/articles/%ff'];
  const found = await answers(({ method }) => method === 'GET');
  for (const path of files) {
    const { status, headers } = await request(app).get(path);
    found.push({ route: path, status, headers });
  }
  const forged = await request(app).post('/webhooks/stripe').send('{}');
  found.push({
    route: 'webhook',
    status: forged.status,
    headers: forged.headers,
  });
  for (const { route, headers } of found) {
    assert.match(headers['content-security-policy'] ?? '', /^default-src 'none';/, route);
    assert.match(
      headers['content-security-policy'] ?? '',
      /frame-ancestors '(?:none|self)'/,
      route,
    );
    assert.doesNotMatch(headers['content-security-policy'] ?? '', /unsafe-eval|\*/, route);
    assert.equal(headers['x-content-type-options'], 'nosniff', route);
    assert.equal(headers['cross-origin-opener-policy'], 'same-origin', route);
    assert.equal(headers['cross-origin-resource-policy'], 'same-origin', route);
    assert.equal(headers['x-powered-by'], undefined, route);
    assert.ok(headers['referrer-policy'] !== undefined, route);
  }
});

test('no answer of the desk is kept by a cache or found by a search engine', async () => {
  for (const { route, headers } of await answers(isDesk)) {
    assert.equal(headers['cache-control'], 'no-store', route);
    assert.equal(headers['x-robots-tag'], 'noindex', route);
  }
});

test('no answer behind a secret link is kept, found or told to other sites, wrong tokens among them', async () => {
  for (const { route, headers } of await answers(({ path }) => path.includes(':token'))) {
    assert.equal(headers['cache-control'], 'no-store', route);
    assert.equal(headers['x-robots-tag'], 'noindex', route);
    assert.equal(headers['referrer-policy'], 'no-referrer', route);
  }
});
