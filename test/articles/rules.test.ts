import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { factsOf, type FactColumns } from '../../src/articles/rules/facts.ts';
import { freeSlug, slugCandidates } from '../../src/articles/rules/import-hash.ts';
import { pagedRows, placeIn, placeText } from '../../src/articles/rules/paging.ts';
import { articlePath, listPath } from '../../src/articles/rules/paths.ts';
import {
  indexText,
  plainWords,
  searchConfig,
  searchTerms,
  termQuery,
} from '../../src/articles/rules/search-words.ts';
import {
  closestWord,
  editDistance,
  spellingsOf,
  wordsToLearn,
} from '../../src/articles/rules/spelling.ts';

test('what is typed becomes terms: words, a beginning, phrases', () => {
  const cases: [string, string][] = [
    ['river town', "'river' 'town':*"],
    ['"river town" flood', "'river town' 'flood':*"],
    ['“river town”', "'river town'"],
    ["town's O'Brien", "'town' 's' 'O' 'Brien':*"],
    ['a', "'a'"],
    ["'); drop table articles; --", "'drop' 'table' 'articles':*"],
    ['!!! & | <-> :* \\', ''],
    ['', ''],
    ['大雨東京', "'大雨' '東京':*"],
  ];
  for (const [typed, expected] of cases)
    assert.equal(searchTerms(typed).map(termQuery).join(' '), expected, typed);
  assert.ok(searchTerms('word '.repeat(500)).length <= 12);
});

test('no text becomes a query with a sign of the query language in it', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (typed) => {
      for (const term of searchTerms(typed))
        assert.match(termQuery(term), /^'[\p{L}\p{N}\p{M}]+(?: [\p{L}\p{N}\p{M}]+)*'(?::\*)?$/u);
    }),
  );
});

test('each language has its stemming; scripts without blanks get some', () => {
  assert.deepEqual(['en-GB', 'de', 'ar', 'zh', 'und'].map(searchConfig), [
    'english',
    'german',
    'arabic',
    'simple',
    'simple',
  ]);
  assert.equal(indexText('River wall'), 'River wall');
  assert.match(indexText('市議会は月曜日に決める'), / /u);
  assert.equal(plainWords('Café ÜBER Straße हिन्दी'), 'cafe uber straße हिन्दी');
});

test('misspelled words are led to the nearest known one', () => {
  const known = [
    'hurricane',
    'immigration',
    'committee',
    'committed',
    'river',
    'rivet',
    'veterans',
  ];
  const cases: [string, string | null][] = [
    ['hurricaine', 'hurricane'],
    ['Huricane', 'hurricane'],
    ['imigration', 'immigration'],
    ['committe', 'committee'],
    ['rivre', 'river'],
    ['veternas', 'veterans'],
    ['river', 'rivet'],
    ['xyzzy', null],
    ['hurrcn', null],
  ];
  for (const [typed, expected] of cases) assert.equal(closestWord(typed, known), expected, typed);
});

test('words one letter apart have a spelling in common', () => {
  const word = fc.stringMatching(/^[a-z]{4,12}$/u);
  fc.assert(
    fc.property(word, fc.nat(11), fc.constantFrom('', 'x', 'xy'), (text, at, instead) => {
      const place = at % text.length;
      const other = text.slice(0, place) + instead + text.slice(place + 1);
      if (instead.length < 2)
        assert.ok(spellingsOf(other).some((spelling) => spellingsOf(text).includes(spelling)));
      assert.ok(editDistance(text, other) <= 2);
      assert.equal(editDistance(text, other), editDistance(other, text));
    }),
  );
});

test('only whole words of letters are learned', () => {
  assert.deepEqual(wordsToLearn('The River River 2026 Kyiv’s x86 大雨 Überschwemmung'), [
    'river',
    'kyiv',
    'uberschwemmung',
  ]);
});

test('a place in the list goes into an address and back', () => {
  const place = {
    side: 'older',
    at: new Date('2026-11-19T06:30:00.123Z'),
    id: '0199c000-0000-7000-8000-000000000001',
  } as const;
  assert.deepEqual(placeIn(placeText(place)), place);
  for (const text of ['', 'o1', 'x1-0199c000-0000-7000-8000-000000000001', "o1-'; drop", '5'])
    assert.equal(placeIn(text), null);
});

test('pages know where they go on, both ways', () => {
  const rows = [5, 4, 3].map((hour) => ({
    id: `id-${hour}`,
    sort_at: new Date(Date.UTC(2026, 0, 1, hour)),
  }));
  const first = pagedRows(rows, 2, null);
  assert.deepEqual([first.rows.length, first.newer, first.older?.id], [2, null, 'id-4']);
  const only = pagedRows(rows.slice(0, 1), 2, null);
  assert.deepEqual([only.newer, only.older], [null, null]);
  const middle = pagedRows(rows, 2, { side: 'older', at: new Date(), id: 'x' });
  assert.deepEqual([middle.newer?.id, middle.older?.id], ['id-5', 'id-4']);
  const back = pagedRows(rows.toReversed(), 2, { side: 'newer', at: new Date(), id: 'x' });
  assert.deepEqual(
    [back.rows.map(({ id }) => id), back.newer?.id, back.older?.id],
    [['id-4', 'id-3'], 'id-4', 'id-3'],
  );
});

test('paths carry slugs of every script and only what is asked', () => {
  assert.equal(
    articlePath('فيضان-النهر'),
    '/articles/%D9%81%D9%8A%D8%B6%D8%A7%D9%86-%D8%A7%D9%84%D9%86%D9%87%D8%B1',
  );
  assert.equal(
    listPath('/articles', { q: 'a&b', section: null, language: '' }, 2),
    '/articles?q=a%26b&page=2',
  );
  assert.equal(listPath('/articles', {}, null), '/articles');
});

test('a taken slug gets a mark made of the address', () => {
  assert.equal(freeSlug('flood', 'a.example/1', new Set()), 'flood');
  const second = freeSlug('flood', 'a.example/2', new Set(['flood']));
  assert.match(second, /^flood-[\da-f]{5}$/u);
  assert.deepEqual(slugCandidates('flood', 'a.example/2'), ['flood', second]);
  assert.match(freeSlug('flood', 'a.example/2', new Set(['flood', second])), /^flood-[\da-f]{6}$/u);
});

const row: FactColumns = {
  language: 'en-GB',
  word_count: 900,
  paragraph_count: 12,
  section: 'News',
  tags: ['Floods'],
  published_at: new Date('2026-11-01T12:00:00Z'),
  provenance: 'staff',
  licensable: true,
  embargo_until: null,
  withdrawn_at: null,
  cc_licence: null,
  co_published: false,
  rights_check: 'clear',
  rightsholder: '',
  picture_blocks: [[], ['JP']],
};
const now = new Date('2026-11-20T10:00:00Z');

test('the facts of an article hold for an instant', () => {
  const facts = factsOf(row, now, 'text');
  assert.deepEqual(
    [facts.ageDays, facts.rightsCheck, facts.text, facts.pictures.length, facts.at],
    [18, 'clear', 'text', 2, now.toISOString()],
  );
  assert.equal(factsOf({ ...row, published_at: null }, now, null).ageDays, 0);
  assert.equal(factsOf({ ...row, published_at: new Date('2027-01-01') }, now, null).ageDays, 0);
});

test('without a text no price can be known: the article is held', () => {
  assert.deepEqual(
    [
      factsOf({ ...row, word_count: 0 }, now, '').rightsCheck,
      factsOf({ ...row, word_count: 0 }, now, '').text,
    ],
    ['held', null],
  );
  assert.equal(
    factsOf({ ...row, word_count: 0, rights_check: 'settled' }, now, '').rightsCheck,
    'held',
  );
  assert.equal(factsOf({ ...row, rights_check: 'settled' }, now, '').rightsCheck, 'settled');
});

test('a broken row is a fault, not a sale', () => {
  assert.throws(
    () => factsOf({ ...row, provenance: 'nobody' }, now, null),
    /there is no provenance/u,
  );
  assert.equal(factsOf({ ...row, rights_check: 'unknown' }, now, null).rightsCheck, 'held');
});
