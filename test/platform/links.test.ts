import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createLinks } from '../../src/platform/links.ts';

const links = createLinks('https://licensing.example.org/', 'k3Jd9sPq0vX7mBz2LwR8tYc5NfGh1AeU');
const id = '0192f0c1-2d3e-7a4b-8c5d-6e7f80910203';

test('a token has 192 bits, is the same every time and differs by kind, row and key', () => {
  const token = links.token('request', id);
  assert.equal(Buffer.from(token, 'base64url').length, 24);
  assert.equal(links.token('request', id), token);
  assert.notEqual(links.token('pay', id), token);
  assert.notEqual(links.token('request', id.replace('0192', '0193')), token);
  assert.notEqual(
    createLinks('https://licensing.example.org', 'another'.repeat(6)).token('request', id),
    token,
  );
});

test('a letter holds placeholders only; sending reveals them and staff see dots', () => {
  const letter = `Open ${links.to(`/requests/${links.placeholder('request', id)}`)} and ${links.placeholder('pay', id)}`;
  assert.ok(!letter.includes(links.token('request', id)));
  const sent = links.reveal(letter);
  assert.ok(sent.includes(`https://licensing.example.org/requests/${links.token('request', id)}`));
  assert.ok(sent.endsWith(links.token('pay', id)));
  assert.equal(links.mask(letter), 'Open https://licensing.example.org/requests/… and …');
});

test('a placeholder that somebody typed reveals nothing', () => {
  const typed = `__request.not-an-id__ __request.${id}__ __pay.${id}.AAAAAAAAAAAAAAAA__`;
  assert.equal(links.reveal(typed), typed);
  const stolen = links.placeholder('request', id).replace('request', 'pay');
  assert.equal(links.reveal(stolen), stolen);
});

test('a token is compared whole', () => {
  const token = links.token('verify', id);
  assert.ok(links.sameToken('verify', id, token));
  assert.ok(!links.sameToken('verify', id, token.slice(0, -1)));
  assert.ok(!links.sameToken('verify', id, ''));
  assert.ok(!links.sameToken('request', id, token));
});
