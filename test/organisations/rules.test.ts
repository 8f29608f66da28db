import assert from 'node:assert/strict';
import { test } from 'node:test';
import { allowanceForm } from '../../src/organisations/forms/allowance.ts';
import { organisationForm } from '../../src/organisations/forms/organisation.ts';
import { namesOf, readAddress } from '../../src/organisations/rules/addresses.ts';
import {
  allowanceWords,
  leftOn,
  type AllowanceKept,
} from '../../src/organisations/rules/allowance.ts';
import { fieldsFrom, whenFrom } from '../../src/organisations/rules/conditions.ts';
import { periodAt } from '../../src/organisations/rules/periods.ts';
import { mayEndOn, proofState, usualEnd } from '../../src/organisations/rules/proofs.ts';
import { isPublicMail, publicMail } from '../../src/organisations/rules/public-mail.ts';
import { parse } from '../../src/platform/http.ts';
import { addDays } from '../../src/values/period.ts';

test('periods are counted from the first day and leave no day between them', () => {
  const monthly = { period: 'month', starts_on: '2026-01-31', ends_on: null } as const;
  assert.deepEqual(periodAt(monthly, '2026-02-27'), { from: '2026-01-31', until: '2026-02-27' });
  assert.deepEqual(periodAt(monthly, '2026-02-28'), { from: '2026-02-28', until: '2026-03-30' });
  assert.deepEqual(periodAt(monthly, '2026-03-31'), { from: '2026-03-31', until: '2026-04-29' });
  for (const period of ['month', 'quarter', 'year'] as const) {
    const running = { ...monthly, period };
    let day = running.starts_on as string;
    for (let count = 0; count < 30; count += 1) {
      const found = periodAt(running, day);
      assert.ok(found?.until, day);
      assert.equal(found.from, day, period);
      assert.deepEqual(periodAt(running, found.until), found);
      day = addDays(found.until, 1);
    }
  }
});

test('an allowance has no period before its first day and after its last, which cuts the last period short', () => {
  const quarterly = { period: 'quarter', starts_on: '2026-03-15', ends_on: '2026-10-01' } as const;
  assert.equal(periodAt(quarterly, '2026-03-14'), null);
  assert.deepEqual(periodAt(quarterly, '2026-06-14'), { from: '2026-03-15', until: '2026-06-14' });
  assert.deepEqual(periodAt(quarterly, '2026-10-01'), { from: '2026-09-15', until: '2026-10-01' });
  assert.equal(periodAt(quarterly, '2026-10-02'), null);
  const whole = { ...quarterly, period: 'whole' } as const;
  assert.deepEqual(periodAt(whole, '2026-09-30'), { from: '2026-03-15', until: '2026-10-01' });
});

const allowance: AllowanceKept = {
  ...{ id: 'a', name: 'Partners', articles: 2, period: 'year', starts_on: '2026-01-01' },
  ...{ ends_on: null, when: {}, ended: false, newestUse: { period: '2026-01-01', articles: 2 } },
  promised: 0,
};

test('what was used in an earlier period is left again; an ended allowance leaves nothing', () => {
  assert.equal(leftOn(allowance, '2026-12-31')?.left, 0);
  const next = leftOn(allowance, '2027-01-01');
  assert.deepEqual([next?.left, next?.articles, next?.until], [2, 2, '2027-12-31']);
  assert.equal(leftOn({ ...allowance, newestUse: null }, '2026-02-01')?.left, 2);
  assert.equal(leftOn({ ...allowance, articles: 1 }, '2026-02-01')?.left, 0, 'cut down later');
  assert.equal(leftOn({ ...allowance, promised: 1 }, '2027-01-01')?.left, 1, 'whatever the period');
  assert.equal(leftOn({ ...allowance, ended: true }, '2026-02-01'), null);
});

test('an allowance is told in a sentence, with its last day where it has one', () => {
  const left = { name: 'Partners', left: 1, articles: 2 };
  assert.deepEqual(allowanceWords({ ...left, until: '2026-12-31' }, 'en-GB'), {
    text: 'Covered by your allowance {name}: {left} of {articles} left until {day}.',
    params: { ...left, day: '31 December 2026' },
  });
  assert.deepEqual(allowanceWords({ ...left, until: null }, 'en-GB').params, left);
});

test('addresses are read as staff write them, and compared in small letters', () => {
  const known = (typed: string): string | null => {
    const reading = readAddress(typed);
    return reading.kind === 'known' ? reading.address : null;
  };
  assert.equal(known(' Kim@Example.ORG '), 'kim@example.org');
  assert.equal(known('@example.org'), 'example.org');
  assert.equal(known('https://www.example.org/'), 'example.org');
  assert.equal(known('münchen.example'), 'xn--mnchen-3ya.example');
  for (const typed of [
    '',
    'example',
    'a b.org',
    'x{y',
    'kim@',
    '@',
    '1.2.3.4',
    'a/b.org',
    'kim@a_b.org',
  ])
    assert.equal(known(typed), null, typed);
  assert.deepEqual(namesOf('Kim@Example.org'), {
    address: 'kim@example.org',
    domain: 'example.org',
  });
});

test('a domain at which anybody can have an address is never a name of an organisation; one address there may be', () => {
  assert.match(publicMail.since, /^\d{4}-\d{2}-\d{2}$/);
  for (const domain of [
    'gmail.com',
    'gmx.de',
    'yahoo.co.uk',
    'hotmail.fr',
    'qq.com',
    'proton.me',
  ]) {
    assert.ok(isPublicMail(domain), domain);
    assert.deepEqual(readAddress(domain), { kind: 'public_mail', domain });
    assert.equal(readAddress(`kim@${domain}`).kind, 'known');
  }
  for (const domain of publicMail.domains) assert.equal(readAddress(domain).kind, 'public_mail');
  for (const domain of ['example.org', 'notgmail.com', 'yahoo-news.example', 'live.example.org'])
    assert.equal(isPublicMail(domain), false, domain);
});

test('a proof holds twelve months unless another day is chosen, and never for decades', () => {
  assert.equal(usualEnd('2026-11-23'), '2027-11-22');
  assert.equal(usualEnd('2028-02-29'), '2029-02-28');
  assert.ok(mayEndOn('2026-11-23', '2026-11-23') && mayEndOn('2026-11-23', '2029-11-23'));
  assert.ok(!mayEndOn('2026-11-23', '2026-11-22') && !mayEndOn('2026-11-23', '2029-11-24'));
  const proof = { valid_until: '2026-11-23', ended_at: null };
  assert.equal(proofState(proof, '2026-11-23'), 'in_force');
  assert.equal(proofState(proof, '2026-11-24'), 'ran_out');
  assert.equal(proofState({ ...proof, ended_at: new Date(0) }, '2026-11-01'), 'ended');
});

test('conditions go through the fields of the form and back', () => {
  const when = {
    use: ['excerpt'],
    medium: ['print'],
    ageDays: { from: 30, to: 90 },
    section: ['World'],
  } as const;
  const { further, ...plain } = fieldsFrom(when);
  assert.deepEqual(plain, { uses: ['excerpt'], media: ['print'], olderThan: 30 });
  assert.deepEqual(whenFrom(plain, JSON.parse(further) as object), when);
  assert.deepEqual(fieldsFrom({}), { uses: [], media: [], olderThan: null, further: '' });
  assert.deepEqual(whenFrom({ uses: [], media: [], olderThan: null }, {}), {});
});

const typedAllowance = {
  ...{ version: '0', name: 'Partners', articles: '2', period: 'year', startsOn: '2026-11-01' },
};

function problemsOf(change: Record<string, unknown>): Record<string, string> {
  const form = parse(allowanceForm, { ...typedAllowance, ...change });
  return form.ok ? {} : Object.fromEntries(form.problems.map((one) => [one.field, one.message]));
}

test('each mistake of an allowance names its field', () => {
  assert.deepEqual(problemsOf({}), {});
  assert.deepEqual(Object.keys(problemsOf({ name: ' ' })), ['name']);
  for (const articles of ['0', '-1', '1.5', '1e9', 'two', ''])
    assert.deepEqual(Object.keys(problemsOf({ articles })), ['articles'], articles);
  assert.deepEqual(Object.keys(problemsOf({ period: 'week' })), ['period']);
  assert.deepEqual(Object.keys(problemsOf({ startsOn: '2026-02-30' })), ['startsOn']);
  assert.deepEqual(Object.keys(problemsOf({ endsOn: '2026-10-31' })), ['']);
  assert.deepEqual(Object.keys(problemsOf({ uses: ['theft'] })).length, 1);
  for (const further of [
    '{bad',
    '[]',
    '"x"',
    '{"section":[]}',
    '{"nonsense":true}',
    '{"words":{}}',
  ]) {
    const { further: message } = problemsOf({ further });
    assert.match(message ?? '', /^These conditions cannot be read\. /, further);
    assert.doesNotMatch(message ?? '', /[{}<>#]/, 'nothing that a message could trip over');
  }
});

test('each mistake of an organisation names its field; a public domain is refused in words', () => {
  const typed = { version: '0', name: 'Radio Commons', kind: 'charity', country: 'GB' };
  const problems = (change: object): [string, string][] => {
    const form = parse(organisationForm, { ...typed, ...change });
    return form.ok ? [] : form.problems.map(({ field, message }) => [field, message]);
  };
  assert.deepEqual(problems({}), []);
  assert.equal(problems({ name: '\u202Eevil' })[0]?.[0], 'name');
  assert.equal(problems({ kind: 'guild' })[0]?.[0], 'kind');
  assert.equal(problems({ country: 'UK' })[0]?.[0], 'country');
  assert.equal(problems({ programme: 'Small Charity' })[0]?.[0], 'programme');
  const [field, message] = problems({ addresses: 'kim@example.org\ngmail.com' })[0] ?? [];
  assert.equal(field, 'addresses');
  assert.match(message ?? '', /Anybody can have an address at gmail\.com/);
  assert.match(problems({ addresses: 'a{b}' })[0]?.[1] ?? '', /“a…b…” is neither/);
});
