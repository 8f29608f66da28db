import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { readWords } from '../../src/pricing/rules/excerpt-words.ts';
import { nearestPassage } from '../../src/pricing/rules/passage.ts';
import { quote } from '../../src/pricing/rules/quote.ts';
import { article, excerptOf, starter, tariffWith, use, words } from './builders.ts';

const text =
  'The river rose at night — four metres in an hour. “We heard it,” said Ms. O’Brien,\n\n' +
  '“before we saw it.” In 1953–54 the wall was re-built… and forgotten. Café owners agree.';

function passageIn(excerpt: string, whole: string): string | null {
  return nearestPassage(readWords(excerpt), readWords(whole), whole);
}

const nearest: [name: string, excerpt: string, passage: string | null][] = [
  [
    'a changed word between others',
    'The river rose by night, four metres in an hour! We heard nothing; before Ms. O’Brien',
    'night — four metres in an hour. “We heard',
  ],
  [
    'a changed word with enough on either side of it',
    'Rose at night four metres in an HOUR. They heard it, said Ms O’Brien, before we saw it.',
    'rose at night — four metres in an hour. “We heard it,” said Ms. O’Brien,\n\n“before we saw it',
  ],
  [
    'another beginning',
    'A stream rose at night, four metres in an hour',
    'rose at night — four metres in an hour',
  ],
  [
    'a line about the source',
    'the wall was re-built and forgotten. Source: Gazette',
    'the wall was re-built… and forgotten',
  ],
  ['too few words in a row', 'the river rose and we saw the wall in 1953', null],
  ['nothing alike', 'Parliament votes on the budget tomorrow.', null],
  ['little of much', `four metres in an hour ${words(200)}`, null],
  ['nothing', '', null],
];
for (const [name, excerpt, passage] of nearest)
  test(`the nearest passage: ${name}`, () => {
    assert.equal(passageIn(excerpt, text), passage);
  });

test('scripts without blanks have their passage', () => {
  const chinese = '昨天下了大雨。河水在夜里上涨了四米，没有人看见，学校也没有搬走。';
  assert.equal(
    passageIn('河水在夜里上涨了五米，没有人看见，学校也没有搬走', chinese),
    '米，没有人看见，学校也没有搬走',
  );
  const thai = 'เมื่อคืนน้ำท่วมเมือง ชาวบ้านบอกว่าเราได้ยินเสียงก่อน';
  assert.equal(passageIn('วันนี้ชาวบ้านบอกว่าเราได้ยินเสียงก่อน', thai), 'ชาวบ้านบอกว่าเราได้ยินเสียงก่อน');
});

test('of a long excerpt the place is shown where it parts from the article', () => {
  const whole = words(3000);
  const changed = whole.replace('word1500 ', 'other ');
  const passage = passageIn(changed, whole) ?? '';
  assert.match(passage, /word1499 word1500 word1501/u);
  assert.ok(passage.length > 300 && passage.length <= 400);
  assert.match(passageIn(`${words(500)} and more`, whole) ?? '', /word499$/u);
  assert.match(passageIn(`more and ${words(500)}`, whole) ?? '', /^word0 /u);
});

const vocabulary = [
  'river',
  'wall',
  'the',
  'of',
  'town’s',
  'flood',
  '水',
  '川',
  'ก้',
  'نهر',
  'a',
  '—',
  '“x”',
  '…',
  '£4.5',
  '\n\n',
];
const someWords = fc.array(fc.constantFrom(...vocabulary), { minLength: 10, maxLength: 120 });

test('a passage is a part of the article of at most 400 characters that the excerpt begins and ends', () => {
  let shown = 0;
  fc.assert(
    fc.property(someWords, fc.nat(), fc.nat(), fc.nat(), (list, one, other, nth) => {
      const [from, to] = [one % list.length, other % list.length].toSorted((a, b) => a - b);
      const excerpt = list
        .with(nth % list.length, 'changed')
        .slice(from, to)
        .join(' ');
      const whole = list.join(' ');
      const passage = passageIn(excerpt, whole);
      if (passage === null) return;
      shown += 1;
      assert.ok(whole.includes(passage) && passage.length <= 400, passage);
      const own = readWords(passage).keys;
      const known = ` ${readWords(excerpt).keys.join(' ')} `;
      assert.ok(known.includes(` ${own.slice(0, 3).join(' ')} `), `${passage} begins unknown`);
      assert.ok(known.includes(` ${own.slice(-3).join(' ')} `), `${passage} ends unknown`);
    }),
    { numRuns: 1000 },
  );
  assert.ok(shown > 50, `${shown} passages were shown`);
});

test('who asks on from the passage sees no word that they did not have', () => {
  const whole = words(900);
  const before = whole.split(' ');
  let had = before.slice(100, 108).join(' ');
  for (let round = 0; round < 50; round += 1) {
    const passage = passageIn(`${had} ${'and of the '.repeat(40)}`, whole);
    assert.ok(passage === null || had.includes(passage), `round ${round}: ${passage}`);
    had = `${before[99]} ${passage ?? had}`;
  }
  const bridge = `${before.slice(100, 108).join(' ')} x ${before.slice(140, 148).join(' ')}`;
  assert.equal(passageIn(bridge, whole), before.slice(100, 108).join(' '), 'nor what lies between');
});

test('hostile texts have their passage, or none, in linear time', () => {
  for (const bit of [
    'a ',
    'ab cd ',
    '水',
    '- ',
    'a… ',
    'a\u0301',
    '£',
    `ab cd ${'£'.repeat(9_993)} `,
  ])
    for (const odd of [' b', ` ${words(50)}`]) {
      const whole = bit.repeat(100_000 / bit.length);
      const passage = passageIn(bit.repeat(20_000 / bit.length) + odd, whole);
      assert.ok(passage === null || (passage.length <= 400 && whole.includes(passage)));
    }
  assert.equal(passageIn('x'.repeat(20_000), 'x'.repeat(100_000)), null);
});

test('words that are not in the article are refused, with the reason and the nearest passage', () => {
  const wanted = use({
    use: 'excerpt',
    excerpt: 'The river rose at night, five metres in an hour',
  });
  const { answer, reason, passage, total } = quote(starter, wanted, article({ text }));
  assert.deepEqual([answer, reason.code, total], ['refuse', 'excerpt_not_found', 0]);
  assert.equal(passage, 'The river rose at night');
  const far = quote(starter, { ...wanted, excerpt: 'Parliament votes.' }, article({ text }));
  assert.equal(far.reason.code, 'excerpt_not_found');
  assert.ok(!('passage' in far));
  const there = quote(starter, { ...wanted, excerpt: 'rose at night' }, article({ text }));
  assert.ok(!('passage' in there));
});

test('what is not ours shows no passage', () => {
  const near = use({ use: 'excerpt', excerpt: 'One river rose at night, four metres in an hour' });
  for (const changes of [
    { withdrawn: true },
    { provenance: 'wires' as const },
    { licensable: false },
  ]) {
    const answered = quote(starter, near, article({ text, ...changes }));
    assert.notEqual(answered.reason.code, 'excerpt_not_found');
    assert.ok(!('passage' in answered));
  }
});

test('an excerpt that cannot be compared, or is missing, goes to a person', () => {
  const wanted = use({ use: 'excerpt', excerpt: 'The river rose' });
  assert.equal(quote(starter, wanted, article()).reason.code, 'excerpt_unchecked');
  const empty = use({ use: 'excerpt' });
  assert.equal(quote(starter, empty, article({ text })).reason.code, 'excerpt_unchecked');
});

test('a hundred words may be quoted without a licence, a hundred and one may not', () => {
  const short = excerptOf(100);
  assert.deepEqual(
    [quote(starter, short.use, short.article)].map(({ answer, reason }) => [answer, reason.code]),
    [['free', 'short_excerpt']],
  );
  const long = excerptOf(101);
  assert.equal(quote(starter, long.use, long.article).answer, 'price');
  const three = tariffWith({ freeExcerptWords: 3 });
  const four = use({ use: 'excerpt', excerpt: 'The river rose at' });
  assert.equal(quote(three, four, article({ text })).answer, 'price');
  const joined = use({ use: 'excerpt', excerpt: 'The_river.rose_at' });
  assert.equal(
    quote(three, joined, article({ text })).answer,
    'price',
    'blanks are what is left out',
  );
  const marketing = { ...excerptOf(5).use, purpose: 'political' as const };
  assert.equal(quote(starter, marketing, short.article).answer, 'refuse');
});

test('words of Chinese are counted as a reader counts them, not by blanks', () => {
  const chinese = '河水在夜里上涨了四米。'.repeat(40);
  const facts = article({ language: 'zh', text: chinese });
  const wanted = use({ use: 'excerpt', excerpt: chinese.slice(0, 330), languages: ['zh'] });
  assert.equal(quote(starter, wanted, facts).answer, 'price');
});
