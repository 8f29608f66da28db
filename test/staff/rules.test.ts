import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { defaultSettings, type Settings } from '../../src/platform/settings.ts';
import {
  confirmPath,
  isStaffAddress,
  keepsAnAdmin,
  may,
  networkOf,
  roleOf,
  roles,
  rolesThatMay,
  safeNext,
  setupCode,
  tidyCode,
  type Verb,
} from '../../src/staff/rules.ts';
import { checklist } from '../../src/staff/rules/checklist.ts';
import { changesBetween, mergeSettings } from '../../src/staff/rules/settings.ts';

test('who may do what', () => {
  const allowed = (verb: Verb) => roles.filter((role) => may(role, verb)).join(' ');
  assert.equal(allowed('read'), 'viewer editor finance admin');
  assert.equal(allowed('decide'), 'editor admin');
  assert.equal(allowed('catalogue'), 'editor admin');
  assert.equal(allowed('price'), 'finance admin');
  assert.equal(allowed('money'), 'finance admin');
  assert.equal(allowed('people'), 'admin');
  assert.equal(allowed('settings'), 'admin');
  assert.deepEqual(rolesThatMay('decide'), ['editor', 'admin']);
  assert.throws(() => roleOf('owner'), /no role "owner"/);
});

const desk = [
  '/admin/requests',
  '/admin/requests/0199?tab=history',
  '/admin?x=1',
  '/admin/articles?q=%2F%2Fevil.example',
  '/admin/articles?url=https://news.example.org/a',
];

const elsewhere = [
  '//evil.example',
  '/\\evil.example',
  '\\\\evil.example',
  '/admin\\..\\..\\evil',
  '/admin/\\evil.example',
  'https://evil.example/admin',
  'https:/admin',
  'javascript:alert(1)',
  '/%2Fevil.example',
  '/admin/..//evil.example',
  '/admin/../..//evil.example',
  '/admin/../articles',
  '/admin/%2e%2e//evil.example',
  '/admin/%2F%2Fevil.example',
  '/admin/%5Cevil.example',
  '/admin//evil.example',
  '/admin@evil.example',
  '/admin.evil.example',
  '/administrator',
  '/admin\t/x',
  '/admin/\r\nLocation: https://evil.example',
  '\u0000/admin/x',
  ' /admin/x',
  '/articles',
  '',
  `/admin/${'x'.repeat(1000)}`,
  '/admin/sign-in?next=/admin/sign-in',
  '/admin/sign-out',
  '/admin/set-up',
  '/admin/requests/../sign-out',
];

test('after signing in one comes to the page of the desk that was asked for', () => {
  for (const page of desk) assert.equal(safeNext(page), page);
});

test('nothing leads from the door to another site, to a public page or back to the door', () => {
  for (const page of elsewhere) assert.equal(safeNext(page), '/admin', page);
  for (const odd of [undefined, null, 5, ['/admin/x'], {}]) assert.equal(safeNext(odd), '/admin');
});

test('whatever is asked for, a browser stays on this site and below /admin', () => {
  const hostile = fc.stringMatching(/^\/?(?:admin)?[/\\.@:?#%a-f\d\t\r\n-]{0,30}$/);
  fc.assert(
    fc.property(fc.oneof(hostile, fc.string(), fc.webUrl()), (asked) => {
      const url = new URL(safeNext(asked), 'https://desk.example.org/admin/sign-in');
      assert.equal(url.origin, 'https://desk.example.org');
      assert.match(url.pathname, /^\/admin(\/|$)/);
    }),
    { numRuns: 2000 },
  );
});

test('the link of a letter carries the page to go to, unless that is the start', () => {
  assert.equal(confirmPath('abc'), '/admin/sign-in/confirm?token=abc');
  assert.equal(confirmPath('abc', '//evil.example'), '/admin/sign-in/confirm?token=abc');
  const next = new URL(confirmPath('a', '/admin/x?a=1&b=2'), 'http://x').searchParams.get('next');
  assert.equal(next, '/admin/x?a=1&b=2');
});

test('a visitor is an IPv4 address or an IPv6 network', () => {
  assert.equal(networkOf('203.0.113.7'), '203.0.113.7');
  assert.equal(networkOf('::ffff:203.0.113.7'), '203.0.113.7');
  assert.equal(networkOf('2001:db8:1:2:3:4:5:6'), '2001:db8:1:2::/64');
  assert.equal(networkOf('2001:DB8:0001:2::9'), '2001:db8:1:2::/64');
  assert.equal(networkOf('2001:db8::9'), '2001:db8:0:0::/64');
  assert.equal(networkOf('::1'), '0:0:0:0::/64');
  assert.equal(networkOf(''), '');
});

test('an address of staff is one that a link can be sent to', () => {
  for (const good of [
    'amal@example.org',
    "o'hara+desk@news.example.org",
    'a_b-c.d@x-y.example.org',
  ])
    assert.ok(isStaffAddress(good), good);
  const bad = ['amal', 'amal@localhost', 'Amal@example.org', 'a b@example.org', '.a@example.org'];
  const worse = ['a..b@example.org', 'a@-x.org', 'a@x..org', 'é@example.org', 'a@b@example.org'];
  for (const text of [...bad, ...worse, `a@example.org\n`, `${'a'.repeat(250)}@example.org`])
    assert.ok(!isStaffAddress(text), text);
});

test('a code is sixteen clear letters, and how it is typed does not matter', () => {
  const code = setupCode(Uint8Array.from({ length: 24 }, (_, n) => n * 11));
  assert.match(code, /^([A-HJ-NP-Z2-9]{4}-){3}[A-HJ-NP-Z2-9]{4}$/);
  assert.equal(tidyCode(` ${code.toLowerCase().replaceAll('-', ' ')} `), tidyCode(code));
  assert.throws(() => setupCode(new Uint8Array(15)), /16 random bytes/);
});

test('the last admin stays an admin', () => {
  assert.equal(keepsAnAdmin(['a'], 'a', null), false);
  assert.equal(keepsAnAdmin(['a'], 'a', 'editor'), false);
  assert.equal(keepsAnAdmin(['a'], 'a', 'admin'), true);
  assert.equal(keepsAnAdmin(['a'], 'b', null), true);
  assert.equal(keepsAnAdmin(['a', 'b'], 'a', null), true);
});

const base: Settings = { ...defaultSettings, name: 'The Gazette', offerDays: 14 };
const saved = (before: Settings, after: Settings) => ({
  by: 'Bo',
  ...changesBetween(before, after),
});

test('what two people changed in different fields is joined', () => {
  const theirs = { ...base, name: 'The Harbour Gazette' };
  const mine = { ...base, offerDays: 30 };
  const joined = mergeSettings(mine, { current: theirs, since: [saved(base, theirs)] });
  assert.deepEqual(joined.settings, { ...base, name: 'The Harbour Gazette', offerDays: 30 });
  assert.deepEqual(joined.merged, [
    { field: 'name', by: 'Bo', before: 'The Gazette', now: 'The Harbour Gazette', yours: null },
  ]);
});

test('a field that both changed keeps what was typed and shows both', () => {
  const between = { ...base, offerDays: 7 };
  const theirs = { ...base, offerDays: 10, email: 'desk@example.org' };
  const since = [saved(base, between), saved(between, theirs)];
  const joined = mergeSettings({ ...base, offerDays: 30 }, { current: theirs, since });
  assert.equal(joined.settings.offerDays, 30);
  assert.equal(joined.settings.email, 'desk@example.org');
  const [days] = joined.merged;
  assert.deepEqual(days, { field: 'offerDays', by: 'Bo', before: 14, now: 10, yours: 30 });
});

test('a change that was taken back, or that both made alike, needs no words', () => {
  const there = { ...base, offerDays: 7 };
  const since = [saved(base, there), saved(there, base)];
  assert.deepEqual(mergeSettings(base, { current: base, since }), { settings: base, merged: [] });
  const alike = mergeSettings(there, { current: there, since: [saved(base, there)] });
  assert.deepEqual(alike.settings, there);
  assert.deepEqual(
    alike.merged.map(({ yours }) => yours),
    [null],
  );
});

test('the list of the first run tells what is missing and what is there', () => {
  const nothing = {
    terms: false,
    tariff: false,
    articles: false,
    mail: false,
    liveMoney: null,
    moneyTroubles: 0,
  };
  const fresh = checklist({ settings: defaultSettings, ...nothing });
  assert.deepEqual(
    fresh.map(({ done }) => done),
    Array(6).fill(false),
  );
  const settings = { ...base, legalName: 'Gazette Ltd', email: 'desk@example.org' };
  const all = { terms: true, tariff: true, articles: true, mail: true, moneyTroubles: 0 };
  const ready = checklist({ settings, ...all, liveMoney: true });
  assert.deepEqual(
    ready.map(({ done }) => done),
    Array(6).fill(true),
  );
  const test = checklist({ settings, ...all, liveMoney: false }).filter(({ done }) => !done);
  assert.deepEqual(
    test.map(({ sentence }) => sentence.split(':')[0]),
    ['Test mode'],
  );
  const ill = checklist({ settings, ...all, liveMoney: true, moneyTroubles: 2 });
  assert.deepEqual(
    ill.filter(({ done }) => !done).map(({ url }) => url),
    ['/admin/payments/health'],
  );
});
