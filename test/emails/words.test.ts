import assert from 'node:assert/strict';
import { test } from 'node:test';
import { safeWords } from '../../src/emails/rules/words.ts';
import { createLinks } from '../../src/platform/links.ts';

const links = createLinks('https://licensing.example.org', 'k3Jd9sPq0vX7mBz2LwR8tYc5NfGh1AeU');
const credit = (title: string): string =>
  `<p class="republished-from" lang="en-GB" dir="auto"><em><a href="https://gazette.example.org/a" rel="bookmark">${title}</a> by M.</em></p>`;
const safe = (creditHtml: string): unknown => safeWords({ creditHtml }, links);

for (const title of [
  'What javascript: links do',
  'Turn the light onload = off',
  'A style=bold question',
  'data: the new oil',
])
  test(`a headline may hold the words "${title}"`, () => {
    assert.deepEqual(safe(credit(title)), { creditHtml: credit(title) });
  });

const foreign = [
  '<script>alert(1)</script>',
  '<p onclick="alert(1)">x</p>',
  '<a href="javascript:alert(1)">x</a>',
  '<p style="display:none">x</p>',
  '<img src="https://example.org/x">',
  '<p class="a"b>x</p>',
  '<p>unclosed <',
];
for (const html of foreign)
  test(`markup that is no credit is refused: ${html}`, () => {
    assert.throws(() => safe(html), /more than a credit/);
  });
