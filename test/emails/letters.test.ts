import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { writeLetter, type Desk } from '../../src/emails/rules/write.ts';
import type { Letter } from '../../src/emails/rules/letters.ts';
import { translatorOf } from '../../src/platform/i18n.ts';
import { createLinks } from '../../src/platform/links.ts';
import { defaultSettings } from '../../src/platform/settings.ts';
import { loadViews } from '../../src/platform/views.ts';
import { decodeEntities } from '../../src/values/text.ts';
import { letters, variants } from './samples.ts';

const root = join(import.meta.dirname, '../..');
const snapshots = join(import.meta.dirname, 'snapshots');
const translator = translatorOf(new Map());
const links = createLinks('https://rights.example.org', 'no secret, only a test: 0123456789');
const desk: Desk = {
  views: loadViews(join(root, 'views'), {
    translator,
    language: 'en-GB',
    timeZone: 'Europe/London',
    publicDirectory: join(root, 'public'),
  }),
  links,
  settings: {
    ...defaultSettings,
    name: 'The Harbour Gazette',
    legalName: 'Harbour Gazette Ltd',
    siteUrl: 'https://gazette.example.org',
    address: '1 Quay Street\nHarbour',
    vatNumber: 'GB123456789',
  },
  testMode: false,
};

const all: [string, Letter][] = [
  ...letters(links).map((letter): [string, Letter] => [letter.kind, letter]),
  ...variants(links),
];

test('each kind of letter has its three parts and a sample here', () => {
  const folders = readdirSync(join(root, 'views/emails'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('_'))
    .map(({ name }) => name)
    .toSorted();
  assert.deepEqual(
    letters(links)
      .map(({ kind }) => kind as string)
      .toSorted(),
    folders,
  );
  for (const folder of folders) {
    const parts = readdirSync(join(root, 'views/emails', folder)).toSorted();
    assert.deepEqual(parts, ['html.hbs', 'subject.hbs', 'text.hbs'], folder);
  }
});

for (const [name, letter] of all) {
  test(`the letter "${name}" reads as its snapshot`, () => {
    const { subject, text } = writeLetter(letter, desk);
    const file = join(snapshots, `${name}.txt`);
    const written = `Subject: ${subject}\n\n${text}`;
    if (process.env['WRITE_SNAPSHOTS'] === '1') writeFileSync(file, written);
    assert.equal(written, readFileSync(file, 'utf8'));
  });

  test(`the letter "${name}" says in HTML what it says in text`, () => {
    const { text, html } = writeLetter(letter, desk);
    const shown = oneLine(decodeEntities(html.replace(/^.*<body>/s, '').replace(/<[^>]*>/g, ' ')));
    const said = text
      .split('\n')
      .map((line) => oneLine(line.replace(/^(> |- |--$)/, '').replace(/:$/, '')))
      .filter((line) => line !== '' && !line.startsWith('https:'));
    // A line of sums, "Net: £100.00", is a row of a table there.
    const missing = said.filter(
      (line) => !shown.includes(line) && !shown.includes(line.replace(': ', ' ')),
    );
    assert.deepEqual(missing, []);
    assert.deepEqual(linksOf(decodeEntities(html)), linksOf(text));
  });
}

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();

function linksOf(text: string): Set<string> {
  return new Set((text.match(/https:\/\/[^\s"<>]+/g) ?? []).toSorted());
}

test('each letter leads to exactly one page; only the licence comes with its certificate and its proof', () => {
  for (const [name, letter] of all) {
    const { text } = writeLetter(letter, desk);
    const own = [...linksOf(text)].filter((url) => url.startsWith(links.baseUrl));
    assert.equal(own.length, letter.kind === 'licence-issued' ? 3 : 1, `${name}: ${own.join(' ')}`);
  }
});

test('the first line of a letter says it all: it names the article or the newsroom', () => {
  for (const [name, letter] of all) {
    const [first = ''] = writeLetter(letter, desk).text.split('\n');
    assert.match(first, /“River town floods”|Harbour Gazette|£140\.00/, name);
  }
});

test('in test mode every letter says so, before anything else', () => {
  for (const [name, letter] of all) {
    const { text, html } = writeLetter(letter, { ...desk, testMode: true });
    assert.match(
      text,
      /^TEST MODE: payments here are for trying out, no real money moves\.\n\n/,
      name,
    );
    assert.ok(html.includes('<strong>TEST MODE: payments'), name);
    assert.doesNotMatch(writeLetter(letter, desk).text, /^TEST MODE/);
  }
});

test('a right-to-left newsroom writes from right to left', () => {
  const settings = { ...desk.settings, language: 'ar', name: 'صحيفة الميناء' };
  for (const [name, letter] of all) {
    const { html } = writeLetter(letter, { ...desk, settings });
    assert.match(html, /<html lang="ar" dir="rtl">/, name);
    assert.match(html, /صحيفة الميناء/, name);
  }
});

const otherId = '0197a000-0000-7000-8000-00000000beef';
const markup =
  '<script>alert(1)</script><img src=x onerror=alert(1)>"><a href="javascript:alert(1)">';
const hostile = [
  markup,
  '{{site.name}} {{{html}}} {name, plural, other {x}}',
  links.placeholder('licence', otherId),
  links.placeholder('request', otherId).replace('.', '.\u200f'),
  'line\r\nBcc: evil@evil.example\r\n\r\nbody\u2028end',
  '\u202egnp.exe\u0000\u0007',
  'فيضان 👩🏽‍💻 नदी',
].join(' ');

// Terms and credit travel letter for letter, so they are only tested for what would be markup.
function poisoned<T>(value: T, key = ''): T {
  if (/^(termsText|creditText)$/.test(key)) return (String(value) + markup) as T & string;
  if (typeof value === 'string' && !/url$|currency|creditHtml|^(how|why|by)$/i.test(key))
    return (value + hostile) as T & string;
  if (Array.isArray(value)) return value.map((part: unknown) => poisoned(part)) as T & unknown[];
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, part]) => [name, poisoned(part, name)]),
  ) as T;
}

test('words of others add no markup, no header, no direction and no secret link', () => {
  for (const [name, letter] of all) {
    const { subject, text, html } = writeLetter({ ...letter, data: poisoned(letter.data) }, desk);
    assert.doesNotMatch(html, /<script|<img|<a href="javascript|onerror=/, name);
    assert.doesNotMatch(subject, /[\r\n\u2028\u202e\u0000]/, name);
    assert.doesNotMatch(`${subject}${html}`, /\u202e|\u0007/, name);
    const revealed = links.reveal(`${subject}${text}${html}`);
    assert.equal(revealed.includes(links.token('licence', otherId)), false, name);
    assert.equal(revealed.includes(links.token('request', otherId)), false, name);
    assert.equal(links.reveal(subject), subject, name);
  }
});

test('a letter may only lead to this portal', () => {
  const letter: Letter<'sign-in'> = {
    kind: 'sign-in',
    requestId: null,
    to: { name: 'Amal', address: 'amal@example.org' },
    data: { url: 'https://rights.example.org.evil.example/admin', minutes: 15 },
  };
  assert.throws(() => writeLetter(letter, desk), /only link to this portal/);
});

for (const markup of [
  '<script>alert(1)</script>',
  '<p onclick="x()">credit</p>',
  '<a href="javascript:alert(1)">credit</a>',
  '<p style="display:none">credit</p>',
]) {
  test(`a credit with ${markup} is not sent`, () => {
    const letter = letters(links).find(({ kind }) => kind === 'licence-issued');
    assert.ok(letter !== undefined);
    const data = { ...letter.data, creditHtml: markup };
    assert.throws(() => writeLetter({ ...letter, data }, desk), /more than a credit/);
  });
}
