import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  checkLanguage,
  languageDirection,
  languageName,
  languageTag,
  primaryLanguage,
} from '../../src/values/language.ts';

const english =
  'The council met on Monday evening to decide whether the old bridge over the river should be rebuilt or taken down.';
const german =
  'Der Stadtrat hat am Montagabend darüber beraten, ob die alte Brücke über den Fluss erneuert oder abgerissen werden soll.';

test('language tags come out in their canonical form, other words come out as none', () => {
  const cases: [string, string | null][] = [
    ['IT-it', 'it-IT'],
    ['en_US', 'en-US'],
    ['en_GB.UTF-8', 'en-GB'],
    ['zh-cn', 'zh-CN'],
    ['ZH-hant-tw', 'zh-Hant-TW'],
    ['iw', 'he'],
    ['eng', 'en'],
    [' de ', 'de'],
    ['english', null],
    ['jp', null],
    ['und', null],
    ['xx-YY', null],
    ['en-US, fr', null],
    ['', null],
  ];
  for (const [given, tag] of cases) assert.equal(languageTag(given), tag, given);
  assert.equal(primaryLanguage('pt-BR'), 'pt');
});

test('the direction follows language and script', () => {
  for (const tag of ['ar', 'ar-EG', 'he', 'fa-IR', 'ur', 'yi', 'az-Arab', 'dv'])
    assert.equal(languageDirection(tag), 'rtl');
  for (const tag of ['en', 'ur-Latn', 'az', 'zh', 'und', 'not a tag'])
    assert.equal(languageDirection(tag), 'ltr', tag);
});

test('a declaration is doubted only where the text speaks clearly against it', () => {
  assert.deepEqual(checkLanguage('en-GB', english), {
    language: 'en-GB',
    found: 'en',
    agrees: true,
  });
  assert.deepEqual(checkLanguage('en-US', german), {
    language: 'en-US',
    found: 'de',
    agrees: false,
  });
  assert.deepEqual(checkLanguage('de', 'Kurz'), { language: 'de', found: null, agrees: true });
  assert.deepEqual(checkLanguage(null, german), { language: 'de', found: 'de', agrees: true });
  assert.deepEqual(checkLanguage('english', english), {
    language: 'en',
    found: 'en',
    agrees: true,
  });
  assert.deepEqual(checkLanguage(null, '12 34'), { language: 'und', found: null, agrees: true });
});

test('scripts that one language has to itself need few letters', () => {
  const cases: [string, string][] = [
    ['המועצה תחליט ביום שני על הגשר', 'he'],
    ['Το συμβούλιο αποφασίζει για τη γέφυρα', 'el'],
    ['시의회는 월요일에 다리를 결정한다', 'ko'],
    ['市議会は月曜日に橋について決める', 'ja'],
    ['市议会星期一决定是否重建这座旧桥', 'zh'],
    ['สภาเมืองจะตัดสินใจเรื่องสะพานในวันจันทร์', 'th'],
    ['ನಗರ ಸಭೆಯು ಸೋಮವಾರ ಸೇತುವೆಯ ಬಗ್ಗೆ ನಿರ್ಧರಿಸಲಿದೆ', 'kn'],
  ];
  for (const [text, language] of cases)
    assert.equal(checkLanguage(null, text).found, language, text);
});

test('close relatives are not doubted for one another', () => {
  const norwegian =
    'Kommunestyret møttes mandag kveld for å avgjøre om den gamle broen over elven skal bygges opp igjen eller rives helt ned.';
  assert.equal(checkLanguage('no', norwegian).agrees, true);
  assert.equal(checkLanguage('nb-NO', norwegian).agrees, true);
});

test('languages have names', () => {
  assert.equal(languageName('de', 'en-GB'), 'German');
  assert.equal(languageName('not a tag', 'en-GB'), 'not a tag');
});
