import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { articleUrl, articleUrlKey, safeHttpUrl } from '../../src/values/url.ts';

test('all spellings of one article address have one key', () => {
  const key = 'news.example/2026/flood-in-town?id=7&page=2';
  const spellings = [
    'https://news.example/2026/flood-in-town?id=7&page=2',
    'http://news.example/2026/flood-in-town?page=2&id=7',
    'https://www.news.example/2026/flood-in-town/?id=7&page=2',
    'HTTPS://WWW.News.Example:443/2026/flood-in-town?id=7&page=2#comments',
    'http://news.example:80/2026//flood-in-town?id=7&page=2&utm_source=rss&utm_medium=feed',
    'https://news.example./2026/flood%2Din-town?fbclid=abc&id=7&page=2&gclid=x&mc_cid=1&at_medium=RSS',
    ' https://news.example/2026/flood-in-town?id=7&page=2&CMP=share_btn&partner=rss&emc=rss ',
  ];
  for (const spelling of spellings) assert.equal(articleUrlKey(spelling), key, spelling);
});

test('addresses that mean different pages have different keys', () => {
  const pages = [
    'https://news.example/a',
    'https://news.example/A',
    'https://news.example/a?id=1',
    'https://news.example/a?id=2',
    'https://news.example:8443/a',
    'https://m.news.example/a',
    'https://news.example/a%2Fb',
    'https://news.example/a/b',
    'https://news.example/',
  ];
  assert.equal(new Set(pages.map((page) => articleUrlKey(page))).size, pages.length);
});

test('international names are compared by their punycode, paths by their escapes', () => {
  assert.equal(articleUrlKey('https://bücher.example/für'), 'xn--bcher-kva.example/f%C3%BCr');
  assert.equal(
    articleUrlKey('https://xn--bcher-kva.example/f%c3%bcr'),
    'xn--bcher-kva.example/f%C3%BCr',
  );
  assert.equal(
    articleUrlKey('https://news.example/~ann'),
    articleUrlKey('https://news.example/%7Eann'),
  );
});

test('the shown address keeps its scheme and host but loses tracking and fragment', () => {
  assert.equal(
    articleUrl('http://www.news.example/a/?utm_campaign=x&id=5#top'),
    'http://www.news.example/a/?id=5',
  );
  assert.equal(articleUrl('/a?ftag=1', 'https://news.example/feed.xml'), 'https://news.example/a');
  assert.equal(articleUrl('../b', 'https://news.example/x/y/'), 'https://news.example/x/b');
});

test('only http and https addresses without credentials are safe', () => {
  const refused = [
    'javascript:alert(1)',
    'java\nscript:alert(1)',
    '\u0001javascript:alert(1)',
    'data:text/html,x',
    'mailto:a@example.org',
    'file:///etc/passwd',
    'https://user:pass@news.example/',
    'https://news.example@evil.example/',
    'news.example/a',
    '//news.example/a',
    'https://',
    'https:// space.example/',
    '',
    `https://news.example/${'a'.repeat(2000)}`,
  ];
  for (const address of refused) assert.equal(safeHttpUrl(address), null, address);
  assert.equal(safeHttpUrl('https://news.example/a b'), 'https://news.example/a%20b');
  assert.equal(safeHttpUrl('//cdn.example/x', 'https://news.example/'), 'https://cdn.example/x');
});

test('cleaning an address twice changes nothing, and it keeps its key', () => {
  fc.assert(
    fc.property(fc.webUrl({ withQueryParameters: true, withFragments: true }), (address) => {
      const clean = articleUrl(address);
      assert.ok(clean !== null);
      assert.equal(articleUrl(clean), clean);
      assert.equal(articleUrlKey(clean), articleUrlKey(address));
    }),
  );
});
