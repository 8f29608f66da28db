import assert from 'node:assert/strict';
import { test, type TestContext as Test } from 'node:test';
import { sql } from 'kysely';
import type { Context } from '../../src/platform/context.ts';
import { signedIn } from '../review/sign-in.ts';
import { openHouse, type House } from './house.ts';
import { form, send, type Raw } from './raw.ts';
import { addressOf, routesOf, type Route } from './route-list.ts';
import { accept, confirmAddress, confirmLink, decide, good, openAtDesk } from './steps.ts';
import { nightBus, openForm, payHosted, typedBy } from './steps.ts';

const kim = 'kim@example.org';

/** Ids and tokens of things that are there, by what routes call them. */
interface Known {
  house: House;
  fill: (route: Route) => (name: string) => string;
  tokens: { request: string; pay: string; licence: string };
}

/** A house with a licence that was paid, a request that waits at the desk, and addresses of everything. */
async function furnished(t: Test): Promise<Known> {
  const house = await openHouse(t);
  const robot = house.robot();
  const asked = await openForm(robot, nightBus);
  const { url } = await good(robot.submit(asked, /\/republish$/, typedBy(kim)));
  await house.settle();
  await confirmAddress(robot, house.letter(kim, confirmLink));
  const desk = await house.deskOf('amal');
  await decide(desk, await openAtDesk(desk, kim), { verb: 'approve' });
  await payHosted(robot, await good(robot.submit(await accept(robot, url), /\/pay\//)));
  await house.settle();
  return { house, ...(await addresses(house)) };
}

async function addresses({ ctx }: House): Promise<Omit<Known, 'house'>> {
  const idIn = async (table: string): Promise<string> => {
    const { rows } = await sql<{ id: string }>`select id from ${sql.table(table)} limit 1`.execute(
      ctx.db,
    );
    return rows[0]?.id ?? '';
  };
  const licence = await ctx.db.selectFrom('licences').selectAll().executeTakeFirstOrThrow();
  const { slug } = await ctx.db.selectFrom('articles').select('slug').executeTakeFirstOrThrow();
  const ids: Record<string, string> = {
    '/admin/articles': await idIn('articles'),
    '/admin/imports': await idIn('imports'),
    '/admin/licences': licence.id,
    '/admin/letters': await idIn('emails'),
    '/mailbox': await idIn('emails'),
    '/admin/people': await idIn('staff_users'),
    '/admin/requests': licence.request_id,
    '/admin/sessions': await idIn('staff_sessions'),
  };
  const tokens = {
    request: ctx.links.token('request', licence.request_id),
    pay: ctx.links.token('pay', licence.request_id),
    licence: ctx.links.token('licence', licence.id),
  };
  const finding = await idIn('provenance_findings');
  const others: Record<string, string> = {
    ...{ slug, number: licence.number, version: '1', finding, requestId: licence.request_id },
    file: finding,
  };
  const ofToken = (path: string): string =>
    path.startsWith('/pay')
      ? tokens.pay
      : path.startsWith('/lic')
        ? tokens.licence
        : tokens.request;
  return {
    tokens,
    fill:
      ({ path }) =>
      (name) => {
        if (name === 'token') return ofToken(path);
        if (name !== 'id') return others[name] ?? '1';
        return Object.entries(ids).find(([start]) => path.startsWith(start))?.[1] ?? '1';
      },
  };
}

/** A fingerprint of every table but those that every visit changes. */
async function stateOf({ db }: Pick<Context, 'db'>): Promise<Record<string, string>> {
  const { rows: tables } = await sql<{ name: string }>`select relname as name from pg_class
    where relkind = 'r' and relnamespace = 'public'::regnamespace
      and relname not in ('limits', 'staff_sessions', 'staff_verifications')`.execute(db);
  const state: Record<string, string> = {};
  for (const { name } of tables) {
    const { rows } = await sql<{ mark: string }>`select
      md5(coalesce(string_agg(t::text, '|' order by t::text), '')) as mark
      from ${sql.table(name)} as t`.execute(db);
    state[name] = rows[0]?.mark ?? '';
  }
  return state;
}

const isSafe = ({ method }: Route): boolean => method === 'GET' || method === 'HEAD';
const isDesk = ({ path }: Route): boolean => /^\/admin(\/|$)/.test(path);

/** The door itself, which stands open, and what everybody may do to their own sessions. */
const door = ['/admin/sign-in', '/admin/sign-in/confirm', '/admin/set-up', '/admin/sign-out'];
const own = ['/admin/sessions/:id/end'];

test('nobody without a session gets into the desk or changes anything there, by any route', async (t) => {
  const { house, fill } = await furnished(t);
  const before = await stateOf(house.ctx);
  const routes = routesOf(house.site).filter((route) => isDesk(route) && !isDoor(route));
  assert.ok(routes.length > 30, 'the routes were found');
  for (const route of routes) {
    const path = addressOf(route, fill(route));
    const answer = await send(house.base, { method: route.method, path });
    if (isSafe(route)) {
      assert.equal(answer.status, 303, `${route.method} ${path}`);
      assert.match(answer.headers.location ?? '', /^\/admin\/sign-in/);
    } else assert.equal(answer.status, 401, `${route.method} ${path}`);
    assert.doesNotMatch(answer.text, /Kim Sample|kim@example/);
  }
  assert.deepEqual(await stateOf(house.ctx), before);
});

const isDoor = ({ path }: Route): boolean => door.some((open) => path.startsWith(open));

test('a viewer reads and changes nothing: every other way of asking is refused', async (t) => {
  const { house, fill } = await furnished(t);
  const cookie = await signedIn(house.ctx, 'bo@example.org');
  const before = await stateOf(house.ctx);
  const routes = routesOf(house.site).filter(
    (route) => isDesk(route) && !isSafe(route) && !isDoor(route) && !own.includes(route.path),
  );
  assert.ok(routes.length > 12, 'the routes were found');
  for (const route of routes) {
    const path = addressOf(route, fill(route));
    const headers = { cookie, ...form };
    const { status } = await send(house.base, { method: route.method, path, headers, body: 'a=b' });
    assert.equal(status, 403, `${route.method} ${path}`);
  }
  assert.deepEqual(await stateOf(house.ctx), before);
  const queue = await send(house.base, { path: '/admin/requests', headers: { cookie } });
  assert.equal(queue.status, 200, 'while reading works');
});

test('a secret link opens one thing: tokens of other kinds, of others and guessed ones are not found, by GET and POST', async (t) => {
  const { house, tokens } = await furnished(t);
  const before = await stateOf(house.ctx);
  const routes = routesOf(house.site).filter(({ path }) => path.includes(':token'));
  assert.ok(routes.length >= 9);
  const guesses = ['x', '%00', '..%2f..%2fadmin', 'A'.repeat(32), 'A'.repeat(5000), '%E0%A4%A'];
  for (const route of routes) {
    const kind = /^\/(request|pay|licence)/.exec(route.path)?.[1] ?? '';
    const foreign = Object.entries(tokens).filter(([of]) => of !== kind);
    const { id } = await house.ctx.db.selectFrom('requests').select('id').executeTakeFirstOrThrow();
    for (const token of [...guesses, id, ...foreign.map(([, value]) => value)]) {
      const path = addressOf(route, () => token);
      const body = isSafe(route) ? {} : { headers: form, body: 'agreeTerms=yes&offerVersion=1' };
      const answer = await send(house.base, { method: route.method, path, ...body });
      const wanted = token === '%E0%A4%A' ? [404, 422] : [404];
      assert.ok(wanted.includes(answer.status), `${route.method} ${path}: ${answer.status}`);
    }
  }
  assert.deepEqual(await stateOf(house.ctx), before);
});

test('what another site makes a browser send is refused on every route that changes something', async (t) => {
  const { house, fill } = await furnished(t);
  const cookie = await signedIn(house.ctx, 'amal@example.org');
  const before = await stateOf(house.ctx);
  const routes = routesOf(house.site).filter(
    (route) => !isSafe(route) && route.path !== '/webhooks/stripe',
  );
  const origins = [
    { 'sec-fetch-site': 'cross-site', origin: house.base },
    { 'sec-fetch-site': 'same-site' },
    { origin: 'https://elsewhere.example.org' },
    { origin: 'null' },
    { origin: `${house.base}.elsewhere.example.org` },
  ];
  for (const route of routes)
    for (const origin of origins) {
      const path = addressOf(route, fill(route));
      const headers = { cookie, ...form, ...origin };
      const { status } = await send(house.base, { method: route.method, path, headers, body: '' });
      assert.equal(status, 403, `${route.method} ${path} from ${JSON.stringify(origin)}`);
    }
  assert.deepEqual(await stateOf(house.ctx), before);
  const webhook = { method: 'POST', path: '/webhooks/stripe', body: '{}' };
  assert.equal((await send(house.base, webhook)).status, 400, 'its signature is asked for instead');
});

const boundary = '----borders';
const multipart = (body: string): Partial<Raw> => ({
  headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
  body: body.replaceAll('\n', '\r\n'),
});
const part = (name: string): string =>
  `--${boundary}\nContent-Disposition: form-data; name="${name}"\n\n1\n`;
const json = { 'content-type': 'application/json' };

/** Bodies that no form of ours sends. */
const strange: Record<string, Partial<Raw>> = {
  'nothing at all': {},
  'a field twice': { headers: form, body: 'verb=a&verb=b&a=1&a=2&note=x&note=y' },
  'names of prototypes': { headers: form, body: '__proto__=1&constructor=2&toString[]=3&a[b]=4' },
  'signs that are none': { headers: form, body: 'note=%FF%FE&verb=%00&reason=%ED%A0%80' },
  'more than any form holds': { headers: form, body: `note=${'x'.repeat(600_000)}` },
  'very many fields': {
    headers: form,
    body: Array.from({ length: 3000 }, (_, n) => `f${n}=`).join('&'),
  },
  'fields twice in parts': multipart(
    `${part('a')}${part('a')}${part('note')}${part('note')}--${boundary}--\n`,
  ),
  'parts without an end': multipart(part('a')),
  'parts without a border': { headers: { 'content-type': 'multipart/form-data' }, body: 'x' },
  'a list in JSON': { headers: json, body: '[1,2]' },
  'objects in JSON': { headers: json, body: '{"verb":{"a":1},"note":["x"],"__proto__":{"b":2}}' },
  'broken JSON': { headers: json, body: '{"a":' },
  'plain text': { headers: { 'content-type': 'text/plain' }, body: 'verb=approve' },
  'an unknown character set': {
    headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-7' },
    body: 'a=1',
  },
  'a packed body that is none': { headers: { ...form, 'content-encoding': 'gzip' }, body: 'xxxx' },
};

test('no body whatever brings a route down: it is refused or ignored, and nothing is decided by it', async (t) => {
  const { house, fill } = await furnished(t);
  const cookie = await signedIn(house.ctx, 'amal@example.org');
  const keep = ['requests', 'offers', 'acceptances', 'payments', 'licences', 'settings', 'tariffs'];
  const kept = async () =>
    Object.entries(await stateOf(house.ctx)).filter(([table]) => keep.includes(table));
  const before = await kept();
  const routes = routesOf(house.site).filter(
    (route) => !isSafe(route) && route.path !== '/admin/sign-out' && !own.includes(route.path),
  );
  for (const route of routes)
    for (const [what, { headers, body }] of Object.entries(strange)) {
      const path = addressOf(route, fill(route));
      const asked = { method: route.method, path, headers: { cookie, ...headers } };
      const { status } = await send(house.base, body === undefined ? asked : { ...asked, body });
      assert.ok(status < 500, `${route.method} ${path} with ${what}: ${status}`);
    }
  assert.deepEqual(await kept(), before);
});

test('no query whatever brings a page down: repeated and strange parameters are refused or ignored', async (t) => {
  const { house, fill } = await furnished(t);
  const cookie = await signedIn(house.ctx, 'amal@example.org');
  const words = 'q section language from state after url verify session_id token'.split(' ');
  const others = 'to page only done next also use reach x __proto__'.split(' ');
  const queries = [
    ...[...words, ...others].map((name) => `${name}=1&${name}=2`),
    ...words.map((name) => `${name}=%00%FF`),
    'page=-1&after=x&state=y',
    `q=${'x'.repeat(6000)}`,
    'q[a]=1&q[]=2&=&&&=',
  ];
  const routes = routesOf(house.site).filter(isSafe);
  for (const route of routes) {
    const paths = queries.map((query) => `${addressOf(route, fill(route))}?${query}`);
    const answers = await Promise.all(
      paths.map((path) => send(house.base, { path, headers: { cookie } })),
    );
    for (const [index, { status }] of answers.entries())
      assert.ok(status < 500, `GET ${paths[index]}: ${status}`);
  }
});

test('methods that a route does not know are not found, and do nothing', async (t) => {
  const { house, fill } = await furnished(t);
  const cookie = await signedIn(house.ctx, 'amal@example.org');
  const before = await stateOf(house.ctx);
  for (const route of routesOf(house.site))
    for (const method of ['PUT', 'PATCH', 'DELETE', 'PROPFIND', 'OPTIONS']) {
      const path = addressOf(route, fill(route));
      const { status } = await send(house.base, { method, path, headers: { cookie } });
      const wanted = method === 'OPTIONS' ? [200, 204, 404] : [404];
      assert.ok(wanted.includes(status), `${method} ${path}: ${status}`);
    }
  assert.deepEqual(await stateOf(house.ctx), before);
});

test('no spelling of an address gets around the door of the desk', async (t) => {
  const { house } = await furnished(t);
  const before = await stateOf(house.ctx);
  const viewer = await signedIn(house.ctx, 'bo@example.org');
  const starts = ['/ADMIN', '/Admin', '//admin', '/admin/', '/./admin', '/x/../admin', '/admin;x'];
  const more = [
    '/%61dmin',
    '/admin%2f',
    '/admin%5c',
    '/\\admin',
    '/admin//',
    '/%2fadmin',
    '/admin%00',
  ];
  for (const start of [...starts, ...more])
    for (const rest of ['/requests', '/requests/decline-spam', '/people', '/settings', '']) {
      const path = `${start}${rest}`;
      const seen = await send(house.base, { path });
      assert.ok([303, 400, 404, 422].includes(seen.status), `GET ${path}: ${seen.status}`);
      assert.doesNotMatch(seen.text, /Kim Sample|Sign out|Invite/);
      for (const headers of [{ ...form }, { ...form, cookie: viewer }]) {
        const done = await send(house.base, { method: 'POST', path, headers, body: 'id=1' });
        const refused = [400, 401, 403, 404, 422].includes(done.status);
        assert.ok(refused, `POST ${path}: ${done.status}`);
      }
    }
  assert.deepEqual(await stateOf(house.ctx), before);
});
