import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import request from 'supertest';
import { typed } from '../../src/platform/http.ts';
import { addStaff } from '../../src/staff/actions.ts';
import { anArticle } from '../requests/cast.ts';
import { signedIn } from '../review/sign-in.ts';
import { testContext } from '../support/context.ts';

const t = await testContext();
const app = await t.app();
let cookie = '';
let desk = '';
beforeEach(async () => {
  await addStaff(t.ctx, { name: 'Amal', email: 'amal@example.org', role: 'admin' });
  cookie = await signedIn(t.ctx, 'amal@example.org');
  desk = `/admin/articles/${await anArticle(t.ctx)}`;
});

const id = '00000000-0000-4000-8000-000000000000';
const wrapped = [`[${id}]`, `(${id})`, `{${id}}`, `urn:uuid:${id}`, id.replaceAll('-', '')];
const place = `999999999999999-${id}`;

/** The status of the answer to a signed-in admin; 0 where it was broken off. */
async function statusOf(sending: request.Test): Promise<number> {
  const answer = sending.set({ Cookie: cookie, Accept: 'text/html' });
  return answer.then(
    ({ status }) => status,
    () => 0,
  );
}

const isFault = (status: number): boolean => status === 0 || status >= 500;

const addresses = [
  '/articles/%00',
  '/articles/a%00b/republish',
  '/articles/%ff',
  '/%ff.css',
  '/find?url=http%3A%2F%2Fportal.localhost%2Farticles%2F%2500',
  '/find?url=a&url=b',
  '/articles?from=0000-01-01',
  '/articles?to=9999-12-31',
  '/articles?from=0000-01-01&q=river',
  `/articles?page=o${place}`,
  `/articles?page=n${place}`,
  '/articles?q=%00&section=%00',
  ...wrapped.map((after) => `/sitemap.xml?after=${after}`),
  ...wrapped.map((after) => `/mailbox?after=${after}`),
  ...wrapped.map((after) => `/admin/letters?after=${after}`),
  ...wrapped.map((after) => `/admin/licences?after=${after}`),
  ...wrapped.map((after) => `/admin/payments?after=${after}`),
  `/admin/requests?after=_${'-'.repeat(36)}`,
  `/admin/requests?after=-200000-01-01T00:00:00Z_${id}`,
  `/admin/requests?state=all&after=9999999999_${id}`,
  '/admin/requests?q=%00%27%25_',
  '/admin/articles?from=0000-01-01',
  `/admin/articles?page=o${place}`,
  '/admin/tariffs/999999999999',
  '/terms/999999999',
  '/verify/OP-2026-999999999',
];

test('the tests below stand behind the door of the desk', async () => {
  assert.equal(await statusOf(request(app).get('/admin/people')), 200);
});

test('no address makes a fault: what is none is refused or not found', async () => {
  const faults = [];
  for (const address of addresses) {
    const status = await statusOf(request(app).get(address));
    if (isFault(status)) faults.push(`${status} ${address}`);
  }
  assert.deepEqual(faults, []);
});

const flags = { provenance: 'staff', licensable: 'yes' };
const words = { title: 'River town floods', language: 'en' };
const tariff = { data: '{}', note: 'x', basedOn: '1' };
const formsAt = (desk: string): [string, Record<string, string>][] => [
  ...wrapped.map((one): [string, Record<string, string>] => [
    '/admin/requests/decline-spam',
    { id: one },
  ]),
  ...wrapped.map((one): [string, Record<string, string>] => [
    `${desk}/flags`,
    { ...flags, pictures: one },
  ]),
  [`${desk}/flags`, { ...flags, embargoUntil: '0000-01-01T00:00' }],
  [`${desk}/words`, { ...words, bylines: '' }],
  [`${desk}/words`, { ...words, title: 'a\u0000b' }],
  ['/admin/tariffs', { ...tariff, effectiveFrom: '0000-01-01' }],
  ['/admin/sign-in', { email: '\u0000@example.org', next: '\u0000' }],
  ['/articles/river-town-floods/quote', { use: '\u0000', territory: '\u0000' }],
  ['/articles/river-town-floods/republish', { step: 'add', formKey: 'x', addArticle: '\u0000' }],
];

test('no form makes a fault, whatever stands in its fields', async () => {
  const faults = [];
  for (const [address, fields] of formsAt(desk)) {
    const status = await statusOf(request(app).post(address).type('form').send(fields));
    if (isFault(status)) faults.push(`${status} ${address} ${JSON.stringify(fields)}`);
  }
  assert.deepEqual(faults, []);
});

test('a body that is cut off, or no form at all, is the mistake of its sender', async () => {
  const bodies: [string, string][] = [
    ['multipart/form-data; boundary=x', '--x\r\nContent-Disposition: form-data; name="a"\r\n\r\nb'],
    ['multipart/form-data; boundary=x', '--x\r\nno header at all\r\n\r\nb\r\n--x--\r\n'],
    ['multipart/form-data', 'a'],
    ['application/json', '{"a":'],
    ['application/json', '[1]'],
    ['application/x-www-form-urlencoded', `a${'&a'.repeat(2000)}`],
    ['application/x-www-form-urlencoded; charset=utf-7', 'a=b'],
  ];
  const faults = [];
  for (const address of [
    '/articles/river-town-floods/republish',
    '/admin/imports',
    '/admin/people',
  ])
    for (const [type, body] of bodies) {
      const status = await statusOf(
        request(app).post(address).set('Content-Type', type).send(body),
      );
      if (isFault(status)) faults.push(`${status} ${address} ${type}`);
    }
  assert.deepEqual(faults, []);
});

test('a field called __proto__ is a field like others', () => {
  const values = typed(JSON.parse('{"__proto__": ["a"], "b": "c", "d": {"e": 1}, "f": [1, "g"]}'));
  assert.equal(Object.getPrototypeOf(values), Object.prototype);
  assert.deepEqual(Object.entries(values), [
    ['__proto__', ['a']],
    ['b', 'c'],
    ['f', ['g']],
  ]);
});
