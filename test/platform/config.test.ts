import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { ConfigError, environment, readConfig } from '../../src/platform/config.ts';

const good = {
  NODE_ENV: 'production',
  BASE_URL: 'https://licensing.example.org',
  SECRET_KEY: 'k3Jd9sPq0vX7mBz2LwR8tYc5NfGh1AeU',
  SMTP_URL: 'smtp://mail.example.org:587',
  MAIL_FROM: 'Harbour Gazette <licensing@example.org>',
};

function mistakesOf(env: Record<string, string>): readonly string[] {
  try {
    readConfig(env);
    return [];
  } catch (error) {
    assert.ok(error instanceof ConfigError);
    return error.mistakes;
  }
}

test('a complete production environment is read', () => {
  const config = readConfig(good);
  assert.equal(config.baseUrl, 'https://licensing.example.org');
  assert.deepEqual(config.mailFrom, { name: 'Harbour Gazette', address: 'licensing@example.org' });
  assert.equal(config.stripeSecretKey, null);
});

test('production without secrets is refused with every mistake at once', () => {
  const mistakes = mistakesOf({ NODE_ENV: 'production', PORT: 'ninety' });
  for (const name of ['PORT', 'BASE_URL', 'SECRET_KEY', 'SMTP_URL', 'MAIL_FROM'])
    assert.ok(
      mistakes.some((text) => text.startsWith(name)),
      `${name} is named`,
    );
});

const wrong: [string, Record<string, string>, RegExp][] = [
  ['a weak secret', { SECRET_KEY: 'a'.repeat(40) }, /SECRET_KEY is too weak/],
  ['a short secret', { SECRET_KEY: 'k3Jd9sPq0vX7' }, /SECRET_KEY is too weak/],
  ['plain http', { BASE_URL: 'http://licensing.example.org' }, /BASE_URL must begin with https/],
  ['the stand-in', { STRIPE_API_BASE: 'http://127.0.0.1:9' }, /STRIPE_API_BASE is for tests/],
  [
    'Stripe without its webhook secret',
    { STRIPE_SECRET_KEY: 'sk_live_abc' },
    /STRIPE_WEBHOOK_SECRET is missing/,
  ],
  ['a publishable key', { STRIPE_SECRET_KEY: 'pk_live_abc' }, /STRIPE_SECRET_KEY/],
];
for (const [what, change, message] of wrong)
  test(`production with ${what} is refused`, () => {
    assert.match(mistakesOf({ ...good, ...change }).join('\n'), message);
  });

test('a live key never meets the stand-in, not even in development', () => {
  const env = {
    STRIPE_SECRET_KEY: 'sk_live_abc',
    STRIPE_API_BASE: 'http://127.0.0.1:9',
    SECRET_KEY: good.SECRET_KEY,
  };
  assert.match(mistakesOf(env).join('\n'), /live key/);
});

test('the mistakes never show a secret', () => {
  assert.doesNotMatch(
    mistakesOf({ ...good, STRIPE_SECRET_KEY: 'hunter2hunter2' }).join('\n'),
    /hunter2/,
  );
});

test('a development key is made once and kept', () => {
  const DATA_DIR = mkdtempSync(join(tmpdir(), 'offprint-config-'));
  const first = readConfig({ DATA_DIR }).secretKey;
  assert.ok(first.length >= 32);
  assert.equal(readConfig({ DATA_DIR }).secretKey, first);
});

test('.env.example lists every setting with its default, and nothing else', () => {
  const text = readFileSync(new URL('../../.env.example', import.meta.url), 'utf8');
  const listed = new Map(
    [...text.matchAll(/^([A-Z_]+)=(.*)$/gm)].map((found) => [found[1], found[2]] as const),
  );
  assert.deepEqual([...listed.keys()].toSorted(), Object.keys(environment).toSorted());
  for (const [name, schema] of Object.entries(environment)) {
    const flag = (schema.describe() as { flags?: { default?: unknown } }).flags?.default;
    assert.equal(listed.get(name), String(flag ?? ''), name);
  }
});
