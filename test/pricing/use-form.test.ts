import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parse } from '../../src/platform/http.ts';
import { currencyCodes } from '../../src/values/money.ts';
import { normaliseText } from '../../src/values/text.ts';
import { useForm } from '../../src/pricing/forms/use.ts';
import { usePairs } from '../../src/pricing/rules/use-pairs.ts';
import { plainUse, type Use } from '../../src/pricing/rules/use.ts';
import { anyUse } from './arbitraries.ts';
import { use } from './builders.ts';
import { times } from './random.ts';

const whole = {
  use: 'republish_full',
  medium: 'website',
  reach: '40000',
  duration: '12m',
  organisation: 'news_commercial',
  country: 'GB',
  purpose: 'news',
};

function accepted(changes: object): Use {
  const parsed = parse(useForm, { ...whole, ...changes });
  assert.ok(parsed.ok, parsed.ok ? '' : JSON.stringify(parsed.problems));
  return parsed.value;
}

function problems(input: object): Record<string, string> {
  const parsed = parse(useForm, input);
  assert.equal(parsed.ok, false);
  return parsed.ok
    ? {}
    : Object.fromEntries(parsed.problems.map(({ field, message }) => [field, message]));
}

test('the least that a form must hold becomes a whole use', () => {
  assert.deepEqual(accepted({}), use());
});

test('an empty form names every question that was not answered', () => {
  const named = ['use', 'medium', 'duration', 'organisation', 'country', 'purpose'];
  assert.deepEqual(Object.keys(problems({})), named);
  const blank = Object.fromEntries(Object.keys(whole).map((name) => [name, '']));
  assert.deepEqual(Object.keys(problems(blank)).toSorted(), named.toSorted());
});

test('a field twice, where one is meant, is refused for every single field', () => {
  const single = [
    ...Object.keys(whole),
    'images',
    'exclusivity',
    'alreadyPublished',
    'paperInvoice',
  ];
  for (const name of single) {
    const twice = { ...whole, [name]: ['website', 'print'] };
    assert.deepEqual(Object.keys(problems(twice)), [name]);
  }
  const excerpt = { ...whole, use: 'excerpt', excerpt: ['one', 'two'] };
  assert.deepEqual(Object.keys(problems(excerpt)), ['excerpt']);
});

test('unknown fields are refused and their names are not said back', () => {
  const hostile = '<script>alert(1)</script>';
  for (const name of [hostile, 'constructor', 'toString', 'standing', 'total']) {
    const input = JSON.parse(JSON.stringify(whole)) as Record<string, unknown>;
    Object.defineProperty(input, name, { value: 'x', enumerable: true });
    assert.deepEqual(problems(input), {
      '': 'The form holds a field that does not belong to it.',
    });
  }
});

test('a field that would reach the prototype is dropped', () => {
  const input = JSON.parse(
    `{"__proto__": {"standing": 1}, ${JSON.stringify(whole).slice(1)}`,
  ) as object;
  const parsed = parse(useForm, input);
  assert.ok(parsed.ok);
  assert.deepEqual(parsed.value, use());
});

test('what was typed is never said back in a message', () => {
  const hostile = '"><img src=x onerror=alert(1)>';
  for (const name of [...Object.keys(whole), 'languages', 'territory', 'images', 'pictures']) {
    for (const message of Object.values(problems({ ...whole, [name]: hostile }))) {
      assert.doesNotMatch(message, /img|onerror/, name);
      assert.match(message, /^[A-Z].*\.$/, name);
    }
  }
});

test('reach is a number, a band or not known', () => {
  const read = (reach: unknown): Use['reach'] => accepted({ reach }).reach;
  assert.deepEqual(read('40,000'), { kind: 'exactly', value: 40_000 });
  assert.deepEqual(read('1 500 000'), { kind: 'exactly', value: 1_500_000 });
  assert.deepEqual(read(7), { kind: 'exactly', value: 7 });
  assert.deepEqual(read('up_to:250000'), { kind: 'upTo', value: 250_000 });
  assert.deepEqual(read('over:10000000'), { kind: 'over', value: 10_000_000 });
  assert.deepEqual(read({ kind: 'upTo', value: 5 }), { kind: 'upTo', value: 5 });
  for (const none of ['unknown', '', ' ', undefined, { kind: 'unknown' }]) {
    assert.deepEqual(read(none), { kind: 'unknown' });
  }
});

test('what is no reach is refused', () => {
  const wrong = ['0', '-1', '1.5', '1e6', '40.000', 'many', 'up_to:', 'over:0', '99999999999999'];
  for (const reach of [
    ...wrong,
    { kind: 'upTo' },
    { kind: 'x', value: 1 },
    [1, 2],
    1.5,
    true,
    null,
  ]) {
    assert.deepEqual(Object.keys(problems({ ...whole, reach })), ['reach'], JSON.stringify(reach));
  }
});

test('who writes UK is told that GB is meant', () => {
  assert.match(problems({ ...whole, country: 'UK' })['country'] ?? '', /GB/);
  assert.match(problems({ ...whole, medium: 'print', territory: 'UK' })['territory'] ?? '', /GB/);
  assert.equal(accepted({ country: ' gb ' }).country, 'GB');
});

test('languages and territories come repeated, with commas, or not at all', () => {
  assert.deepEqual(accepted({ languages: ['fr', 'EN-gb,fr'] }).languages, ['fr', 'en-GB']);
  assert.deepEqual(accepted({ languages: '' }).languages, []);
  const print = { medium: 'print', duration: 'single_issue' };
  assert.deepEqual(accepted({ ...print, territory: 'gb, 155' }).territory, ['GB', '155']);
  assert.deepEqual(accepted({ ...print, territory: ['GB', 'world'] }).territory, ['world']);
  assert.deepEqual(accepted(print).territory, ['world']);
  assert.deepEqual(accepted({ territory: 'GB' }).territory, ['world'], 'the web is worldwide');
});

test('what is no language and no place is refused', () => {
  for (const languages of ['english', 'xx', 'e', 'und', 'a'.repeat(40), 'en,']) {
    const refused = languages === 'en,' ? [] : ['languages'];
    const parsed = parse(useForm, { ...whole, languages });
    assert.deepEqual(
      parsed.ok ? [] : parsed.problems.map(({ field }) => field),
      refused,
      languages,
    );
  }
  for (const territory of ['ZZ', '999', 'Europe', 'GB,XX'])
    assert.deepEqual(Object.keys(problems({ ...whole, medium: 'print', territory })), [
      'territory',
    ]);
});

test('an excerpt needs its words, up to 20,000 characters; other uses drop them', () => {
  const excerpt = { ...whole, use: 'excerpt' };
  assert.match(problems(excerpt)['excerpt'] ?? '', /Paste the words/);
  assert.match(problems({ ...excerpt, excerpt: ' \n ' })['excerpt'] ?? '', /Paste the words/);
  assert.equal(accepted({ ...excerpt, excerpt: '𝒜'.repeat(20_000) }).excerpt?.length, 40_000);
  assert.match(problems({ ...excerpt, excerpt: 'a'.repeat(20_001) })['excerpt'] ?? '', /20,000/);
  assert.equal(accepted({ excerpt: 'left over' }).excerpt, null);
});

test('a translation needs its languages, certain pictures their number', () => {
  assert.deepEqual(Object.keys(problems({ ...whole, use: 'translate' })), ['languages']);
  assert.deepEqual(Object.keys(problems({ ...whole, images: 'specific' })), ['pictures']);
  for (const pictures of ['0', '51', '1.5', 'two'])
    assert.deepEqual(Object.keys(problems({ ...whole, images: 'specific', pictures })), [
      'pictures',
    ]);
  assert.equal(accepted({ images: 'specific', pictures: '50' }).pictures, 50);
  assert.equal(accepted({ images: 'none', pictures: '3' }).pictures, 0);
});

test('a single issue is for media that appear in issues', () => {
  assert.equal(accepted({ medium: 'print', duration: 'single_issue' }).duration, 'single_issue');
  assert.match(problems({ ...whole, duration: 'single_issue' })['duration'] ?? '', /single issue/);
});

test('a ticked box is yes, an absent one no', () => {
  for (const yes of ['on', 'yes', '1', 'true', true])
    assert.equal(accepted({ alreadyPublished: yes }).alreadyPublished, true);
  for (const no of ['', 'off', 'no', '0', 'false', false, undefined])
    assert.equal(accepted({ paperInvoice: no }).paperInvoice, false);
  assert.deepEqual(Object.keys(problems({ ...whole, paperInvoice: 'maybe' })), ['paperInvoice']);
});

test('what is no object is no form', () => {
  for (const input of ['text', 7, ['a']]) assert.equal(parse(useForm, input).ok, false);
});

const issues: readonly string[] = ['print', 'newsletter', 'book', 'broadcast', 'podcast'];
const local: readonly string[] = ['print', 'book', 'broadcast', 'intranet'];
const word = fc.stringMatching(/^[a-z][a-z0-9_]{0,39}$/u);

/** Uses as the form makes them: all that it asks, nothing that only the server knows. */
const formUse = fc
  .record({
    drawn: anyUse,
    excerpt: fc.string({ unit: 'grapheme', minLength: 1 }).map((text) => `a${text}b`),
    details: fc.dictionary(word, word, { maxKeys: 5, noNullPrototype: true }),
    currency: fc.constantFrom(null, ...currencyCodes),
  })
  .map(({ drawn, excerpt, details, currency }): Use => {
    const { edits, paywalled, withAds, bill, basket, standing } = plainUse;
    const isIssue = issues.includes(drawn.medium);
    // Who wants a picture only wants pictures.
    const images =
      drawn.use === 'photo_only' && drawn.images === 'none' ? 'ours_with_story' : drawn.images;
    return {
      ...drawn,
      reach: { ...drawn.reach },
      ...{ edits, paywalled, withAds, bill, basket, standing, details, currency },
      duration: drawn.duration === 'single_issue' && !isIssue ? '1m' : drawn.duration,
      languages: drawn.use === 'translate' ? ['ar', 'zh-Hant'] : drawn.languages,
      territory: local.includes(drawn.medium) ? drawn.territory : ['world'],
      excerpt: drawn.use === 'excerpt' ? normaliseText(excerpt) : null,
      images,
      pictures: images === 'specific' ? Math.max(1, drawn.pictures) : 0,
    };
  });

test('a use carried along in hidden fields, queries or JSON comes back as it was', () => {
  fc.assert(
    fc.property(formUse, (wanted) => {
      const pairs = usePairs(wanted);
      const query = Object.fromEntries(new URLSearchParams(new URLSearchParams(pairs).toString()));
      for (const sent of [pairs, query, JSON.parse(JSON.stringify(pairs))]) {
        const again = parse(useForm, sent);
        assert.ok(again.ok, again.ok ? '' : JSON.stringify(again.problems));
        assert.deepEqual(again.value, wanted);
      }
    }),
    times(500),
  );
});

test('numbers in the digits of any script, with signs between thousands, mean the same number', () => {
  const forty = [
    '٤٠٠٠٠',
    '۴۰۰۰۰',
    '४००००',
    '４００００',
    '٤٠٬٠٠٠',
    '۴۰٬۰۰۰',
    '４０，０００',
    "40'000",
    '40\u202f000',
  ];
  for (const reach of [...forty, ' 40000 ', '\u200f٤٠٠٠٠\u200f'])
    assert.deepEqual(accepted({ reach }).reach, { kind: 'exactly', value: 40_000 }, reach);
  assert.deepEqual(accepted({ reach: 'up_to:٥٠٠' }).reach, { kind: 'upTo', value: 500 });
  for (const pictures of ['3', ' 3 ', '٣', '۳', '３', 3])
    assert.equal(accepted({ images: 'specific', pictures }).pictures, 3, String(pictures));
  assert.deepEqual(accepted({ medium: 'print', territory: '١٥٠' }).territory, ['150']);
});

const noNumbers: unknown[] = [
  ...[
    '0',
    '-1',
    '1.5',
    '1e3',
    '0x10',
    'NaN',
    'Infinity',
    '-0',
    '1_000',
    '４²',
    '½',
    '٫5',
    '三百',
    '9007199254740992',
  ],
  ...[
    0,
    -1,
    1.5,
    2 ** 53,
    NaN,
    Infinity,
    true,
    {},
    [],
    [1, 2],
    { toString: 1 },
    '1'.repeat(20_001),
  ],
];
test('what is no number of readers or pictures is refused with the field and the way out', () => {
  for (const typed of noNumbers) {
    const said = problems({ ...whole, images: 'specific', reach: typed, pictures: typed });
    assert.deepEqual(
      Object.keys(said).toSorted(),
      ['pictures', 'reach'],
      String(JSON.stringify(typed)),
    );
    assert.match(said['reach'] ?? '', /whole number above 0/);
    assert.match(said['pictures'] ?? '', /from 1 to 50/);
  }
});

const everyField = [...Object.keys(usePairs(use())), 'detail-share'];
const hostile: unknown[] = [
  ...[
    '"><script>alert(1)</script>',
    "'; drop table requests; --",
    '${7*7}',
    '{{constructor}}',
    '../../etc/passwd',
  ],
  ...[
    '\u0000',
    '\ud800',
    '\u202egnp.exe',
    'Привет мир',
    'ｇｂ',
    '__proto__',
    'constructor',
    'x'.repeat(20_001),
  ],
  ...[null, {}, [[]], [{}], { toString: 'x' }, [null], -0, 2 ** 53, Symbol.iterator, () => 'GB'],
];
test('whatever stands in whatever field: it is read or refused by the field’s name, and never said back', () => {
  for (const field of everyField)
    for (const value of hostile) {
      const parsed = parse(useForm, { ...whole, medium: 'print', [field]: value });
      for (const problem of parsed.ok ? [] : parsed.problems) {
        assert.equal(problem.field.split('.')[0], field);
        assert.match(problem.message, /^[A-Z].*\.$/u, `${field}: ${problem.message}`);
        assert.doesNotMatch(problem.message, /script|drop|passwd|Привет|\$|\{/u);
      }
    }
});

test('fields of code are read no other than fields of a form, and never by accident', () => {
  fc.assert(
    fc.property(
      fc.dictionary(fc.constantFrom(...everyField), fc.jsonValue({ maxDepth: 3 })),
      (given) => {
        const parsed = parse(useForm, { ...whole, ...given });
        if (!parsed.ok) return assert.ok(parsed.problems.length > 0);
        const { value } = parsed;
        assert.ok(value.reach.kind === 'unknown' || Number.isSafeInteger(value.reach.value));
        assert.ok(Number.isInteger(value.pictures) && value.pictures >= 0 && value.pictures <= 50);
        assert.ok(parse(useForm, usePairs(value)).ok);
      },
    ),
    times(500),
  );
});

test('only currencies that one can pay in are read, in capitals or not', () => {
  assert.equal(accepted({ currency: ' eur ' }).currency, 'EUR');
  assert.equal(accepted({ currency: '' }).currency, null);
  for (const currency of [
    'X'.repeat(3),
    'XAU',
    'XTS',
    'DEM',
    'FRF',
    'ITL',
    'EURO',
    '€',
    '978',
    'GBP,EUR',
    7,
    ['GBP'],
  ])
    assert.deepEqual(problems({ ...whole, currency }), {
      currency: 'Choose the currency from the list.',
    });
});

test('answers to the tariff’s own questions are words; hostile names belong to no form', () => {
  const read = accepted({
    'detail-page_share': 'half',
    'detail-constructor': 'tostring',
    'detail-empty': '',
  });
  assert.deepEqual(read.details, { page_share: 'half', constructor: 'tostring' });
  for (const name of [
    'detail-',
    'detail-__proto__',
    'detail-A',
    'detail-a b',
    'detail-<b>',
    `detail-${'a'.repeat(41)}`,
    'detail-é',
    'detail-1',
    'Detail-a',
  ])
    assert.deepEqual(problems({ ...whole, [name]: 'half' }), {
      '': 'The form holds a field that does not belong to it.',
    });
  for (const value of ['Half', 'a b', 'a'.repeat(41), '<b>', 7, ['half', 'whole'], { a: 1 }])
    assert.deepEqual(problems({ ...whole, 'detail-share': value }), {
      'detail-share': 'Choose one of the answers.',
    });
});

test('a thousand answers are more than any tariff has questions', () => {
  const many = Object.fromEntries(
    Array.from({ length: 1_000 }, (_, index) => [`detail-q${index}`, 'a']),
  );
  assert.match(problems({ ...whole, ...many })[''] ?? '', /more answers/);
});

test('a list longer than any may be is refused before its codes are read', (t) => {
  const read = t.mock.method(Intl, 'getCanonicalLocales');
  const form = parse(useForm, {
    ...usePairs(use()),
    languages: Array(900).fill('en,'.repeat(600)),
  });
  assert.ok(!form.ok && form.problems.some(({ field }) => field === 'languages'));
  assert.equal(read.mock.callCount(), 0);
});
