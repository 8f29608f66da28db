import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { parse } from '@formatjs/icu-messageformat-parser';
import { loadTranslator, translatorOf } from '../../src/platform/i18n.ts';
import { codeStrings, viewStrings } from '../../scripts/strings.ts';
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
  const translator = loadTranslator(join(root, 'locales'));
  assert.ok(translator.languages.includes('ar'));
  for (const language of translator.languages)
    for (const text of [...viewStrings(), ...codeStrings()]) {
      const translation = translator.translation(language, text);
      if (translation !== null) assert.deepEqual(parameters(translation), parameters(text), text);
    }
});

function parameters(message: string): string[] {
  return [
    ...new Set([...message.matchAll(/\{(\w+)[,}]/g)].map(([, name]) => name ?? '')),
  ].toSorted();
}
