import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { filesBelow, root } from './support/architecture.ts';

const read = (path: string): string => readFileSync(join(root, path), 'utf8');

interface Package {
  scripts: Record<string, string>;
  dependencies: Record<string, string>;
  devDependencies: Record<string, string>;
  optionalDependencies: Record<string, string>;
}
const pack = JSON.parse(read('package.json')) as Package;

test('every package is pinned to one exact version', () => {
  for (const list of [pack.dependencies, pack.devDependencies, pack.optionalDependencies])
    for (const [name, version] of Object.entries(list))
      assert.match(version, /^\d+\.\d+\.\d+$/, name);
});

test('the lockfile names no download address and no package with an install script', () => {
  const lock = read('package-lock.json');
  assert.doesNotMatch(lock, /"resolved": "http/);
  assert.doesNotMatch(lock, /hasInstallScript/);
});

test('migrations are named by time, table and what they do, and no two share a time', () => {
  const names = [...filesBelow('migrations', '.sql').keys()]
    .map((path) => path.slice('migrations/'.length))
    .filter((name) => name !== 'schema.sql');
  for (const name of names) assert.match(name, /^\d{12}_[a-z_]+__[a-z_]+\.sql$/);
  assert.equal(new Set(names.map((name) => name.slice(0, 12))).size, names.length);
});

test('the README names the two commands, and the documents it promises exist', () => {
  const readme = read('README.md');
  for (const command of ['npm ci && npm run demo', 'npm ci && npm test'])
    assert.ok(readme.includes(command), command);
  for (const found of readme.matchAll(/\]\((?!https?:|#)([^)#]+)/g))
    assert.ok(existsSync(join(root, found[1]!)), `${found[1]} is linked`);
});

test('every letter has a subject, a text and an HTML part', () => {
  const letters = new Map<string, Set<string>>();
  for (const path of filesBelow('views/emails', '.hbs').keys()) {
    const [, , kind, part] = path.split('/');
    if (part === undefined || kind!.startsWith('_')) continue;
    letters.set(kind!, (letters.get(kind!) ?? new Set()).add(part));
  }
  assert.ok(letters.size >= 10);
  for (const [kind, parts] of letters)
    assert.deepEqual([...parts].toSorted(), ['html.hbs', 'subject.hbs', 'text.hbs'], kind);
});

test('every job that is enqueued has a handler', () => {
  const work = read('src/work.ts');
  const names = [...filesBelow('src', '.ts').values()].flatMap((source) =>
    [...source.matchAll(/\benqueue\(\s*'([a-z-]+)'/g)].map((found) => found[1]!),
  );
  assert.ok(names.length > 3);
  for (const name of names) assert.ok(work.includes(`'${name}'`), name);
});

test('every refusal code occurs in a test', () => {
  const tests = [...filesBelow('test', '.ts').values()].join('\n');
  const codes = [...filesBelow('src', '.ts').values()].flatMap((source) =>
    [...source.matchAll(/\bconflict\('([a-z_]+)'/g)].map((found) => found[1]!),
  );
  assert.ok(codes.length > 3);
  for (const code of new Set(codes)) assert.ok(tests.includes(code), code);
});

test('every view is rendered by a page, a letter or another view', () => {
  const code = [...filesBelow('src', '.ts').values(), ...filesBelow('views', '.hbs').values()].join(
    '\n',
  );
  const unused = [...filesBelow('views', '.hbs').keys()]
    .map((path) => path.slice('views/'.length, -'.hbs'.length))
    .filter((name) => !/^(errors|emails)\//.test(name))
    .filter((name) => !code.includes(name));
  assert.deepEqual(unused, []);
});

test('no address of a private machine and no unfinished mark stands in what git tracks', () => {
  const tracked = execFileSync('git', ['ls-files'], { cwd: root, encoding: 'utf8' }).split('\n');
  const texts = tracked.filter(
    (path) => /\.(ts|js|md|hbs|sql|json|css|cjs)$/.test(path) && path !== 'package-lock.json',
  );
  for (const path of texts.filter((name) => existsSync(join(root, name)))) {
    const text = read(path);
    if (path === 'test/repository.test.ts') continue;
    assert.doesNotMatch(text, /\b(TODO|FIXME|XXX|HACK)\b/, path);
    assert.doesNotMatch(text, /(^|[\s'"`(])\/(home|Users|root)\/\w/, path);
  }
});

test('only the browser tests open a browser, so that the others run where there is none', () => {
  const opening = [...filesBelow('test', '.ts')]
    .filter(([path]) => !/^test\/(browser|support)\//.test(path))
    .filter(
      ([path, source]) => path !== 'test/repository.test.ts' && source.includes('openBrowser'),
    );
  assert.deepEqual(
    opening.map(([path]) => path),
    [],
  );
});

test('migrations/schema.sql and the generated types equal what the migrations make', () => {
  const out = execFileSync(process.execPath, ['scripts/schema.ts', '--check'], {
    cwd: root,
    encoding: 'utf8',
  });
  assert.match(out, /\S/);
});
