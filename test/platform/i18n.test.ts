import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { parse, TYPE, type MessageFormatElement } from '@formatjs/icu-messageformat-parser';
import { loadTranslator, translatorOf } from '../../src/platform/i18n.ts';
import { codeStrings, publicStrings, viewStrings } from '../../scripts/strings.ts';
import { root } from '../support/views.ts';

const words = translatorOf(
  new Map([
    [
      'ar',
      new Map([
        [
          '{n, plural, one {# article} other {# articles}}',
          '{n, plural, zero {لا مقالات} one {مقال واحد} two {مقالان} few {# مقالات} other {# مقالًا}}',
        ],
      ]),
    ],
  ]),
);

test('the English text is the key, and is shown where a language has no translation', () => {
  assert.equal(words.t('de', 'Read the original'), 'Read the original');
  assert.equal(words.t('en-GB', 'From {price}', { price: '£25.00' }), 'From £25.00');
});

test('plurals follow the rules of the language', () => {
  const key = '{n, plural, one {# article} other {# articles}}';
  assert.deepEqual(
    [1, 2, 5].map((n) => words.t('en-GB', key, { n })),
    ['1 article', '2 articles', '5 articles'],
  );
  assert.deepEqual(
    [1, 2, 5].map((n) => words.t('ar', key, { n })),
    ['مقال واحد', 'مقالان', '5 مقالات'],
  );
});

test('a regional language uses the translation of its language', () => {
  assert.equal(
    words.t('ar-EG', '{n, plural, one {# article} other {# articles}}', { n: 2 }),
    'مقالان',
  );
});

test('a missing parameter throws', () => {
  assert.throws(() => words.t('en', 'From {price}', {}), /price/);
});

test('a text of a form that is no message is shown as it stands', () => {
  assert.equal(words.t('en', 'must match [a-z]{2,3} and {'), 'must match [a-z]{2,3} and {');
});

test('a catalogue that is no map of texts stops the start and is named', () => {
  const directory = mkdtempSync(join(tmpdir(), 'offprint-locales-'));
  try {
    writeFileSync(join(directory, 'xx.json'), '"oops"');
    assert.throws(() => loadTranslator(directory), /xx\.json is not a map/);
  } finally {
    rmSync(directory, { recursive: true });
  }
});

test('every text of views and code is a message that parses', () => {
  const texts = [...viewStrings(), ...codeStrings()];
  assert.ok(texts.length > 100, `only ${texts.length} texts found`);
  for (const text of texts)
    assert.doesNotThrow(() => parse(text, { ignoreTag: true }), `"${text}" is no ICU message`);
});

test('every translation belongs to a text in use and has the same parameters', () => {
  const inUse = new Set([...viewStrings(), ...codeStrings(), ...publicStrings()]);
  for (const [text, translation] of translations('ar')) {
    assert.ok(inUse.has(text), `"${text}" is translated, but nothing says it any more`);
    assert.deepEqual(parameters(translation), parameters(text), text);
  }
});

test('the public pages and the letters to republishers are wholly in Arabic', () => {
  const there = new Map(translations('ar'));
  assert.deepEqual(
    [...publicStrings()].filter((text) => !there.has(text)),
    [],
  );
});

function translations(language: string): [string, string][] {
  const file = join(root, 'locales', `${language}.json`);
  return Object.entries(JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>);
}

function parameters(message: string): string[] {
  const names = new Set<string>();
  collect(parse(message, { ignoreTag: true }), names);
  return [...names].toSorted();
}

function collect(elements: readonly MessageFormatElement[], names: Set<string>): void {
  for (const element of elements) {
    if (element.type !== TYPE.literal && element.type !== TYPE.pound) names.add(element.value);
    if (element.type !== TYPE.select && element.type !== TYPE.plural) continue;
    for (const { value } of Object.values(element.options)) collect(value, names);
  }
}
