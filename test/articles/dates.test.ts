import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { readDate } from '../../src/articles/import/dates.ts';

const moment = '2026-11-19T06:30:00.000Z';

const shapes: [string, string, string?][] = [
  ['Thu, 19 Nov 2026 06:30:00 +0000', moment],
  ['19 Nov 2026 06:30 GMT', moment],
  ['Thu, 19 Nov 26 07:30:00 +0100', moment],
  ['Thu, 19 Nov 2026 01:30:00 EST', moment],
  ['tHU , 19  nOV 2026  06:30:00 z', moment],
  ['Thu (a (nested) comment), 19 (th) Nov 2026 06:30:00 +0000 (UTC)', moment],
  ['2026-11-19T06:30:00Z', moment],
  ['2026-11-19T08:30:00.000+02:00', moment],
  ['2026-11-19 06:30:00', moment],
  ['2026-11-19T0630Z', moment],
  ['20261119T063000Z', moment],
  ['2026-11-19T08:30+0200', moment],
  ['1795069800', moment],
  ['1795069800000', moment],
  ['Thu Nov 19 06:30:00 2026', moment],
  ['November 19, 2026 6:30 AM', moment],
  ['Nov. 19, 2026, 6:30 a.m.', moment],
  ['gio, 19 nov 2026 07:30:00 +0100', moment, 'it'],
  ['jeu., 19 nov. 2026 07:30:00 CET', moment, 'fr'],
  ['Do, 19. November 2026 07:30 Uhr MEZ', moment, 'de'],
  ['19 de noviembre de 2026 06:30', moment, 'es'],
  ['19 ноября 2026 09:30 +0300', moment, 'ru'],
  ['19 Kasım 2026 09:30 +03:00', moment, 'tr'],
  ['١٩ نوفمبر ٢٠٢٦ 06:30', moment, 'ar'],
  ['19.11.2026 06:30', moment],
  ['2026/11/19 06:30', moment],
  ['19/11/2026 06:30', moment],
  ['11/19/2026 06:30', moment],
  ['2026年11月19日 06:30', moment, 'zh'],
  ['mar, 01 mar 2022 00:00:00 GMT', '2022-03-01T00:00:00.000Z', 'it'],
  ['2026-11-19', '2026-11-19T00:00:00.000Z'],
  ['19 November 2026', '2026-11-19T00:00:00.000Z'],
  ['2024-12-31T23:59:60Z', '2024-12-31T23:59:59.000Z'],
  ['29 Feb 2024', '2024-02-29T00:00:00.000Z'],
];

for (const [text, expected, language = 'en'] of shapes) {
  test(`“${text}” is ${expected}`, () => {
    assert.deepEqual(readDate(text, language), { date: new Date(expected), note: null });
  });
}

test('what leaves a doubt is no date, with a note that shows it', () => {
  const doubtful = [
    'yesterday',
    '03/04/2026',
    '30 Feb 2026',
    '2026-02-29',
    '2026-13-01',
    '2026-11-19T25:00:00Z',
    '19 Foo 2026',
    'Version 3 of 4 Mar 2026',
    '12345',
    '0000-00-00',
    'x'.repeat(5000),
  ];
  for (const text of doubtful) {
    const { date, note } = readDate(text, 'en');
    assert.equal(date, null, text);
    assert.match(note?.message ?? '', /could not be read/u);
  }
  assert.deepEqual(readDate('  ', 'en'), { date: null, note: null });
});

test('an unknown zone is said, not guessed', () => {
  const { date, note } = readDate('Thu, 19 Nov 2026 06:30:00 XYZT', 'en');
  assert.equal(date?.toISOString(), moment);
  assert.match(note?.message ?? '', /time zone/u);
});

test('a name of two months in two languages counts only in the language of the feed', () => {
  assert.equal(readDate('5 listopad 2026', 'cs').date?.getUTCMonth(), 10);
  assert.equal(readDate('5 listopad 2026', 'hr').date?.getUTCMonth(), 9);
  assert.equal(readDate('5 listopad 2026', 'en').date, null);
});

test('every moment is read back from the ways in which machines write it', () => {
  const range = { min: new Date('1970-01-02'), max: new Date('2100-01-01'), noInvalidDate: true };
  fc.assert(
    fc.property(fc.date(range), (date) => {
      date.setUTCMilliseconds(0);
      assert.equal(readDate(date.toUTCString(), 'en').date?.getTime(), date.getTime());
      assert.equal(readDate(date.toISOString(), 'de').date?.getTime(), date.getTime());
    }),
  );
});

test('no text makes it throw', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      const { date } = readDate(text, 'en');
      assert.ok(date === null || !Number.isNaN(date.getTime()));
    }),
  );
});
