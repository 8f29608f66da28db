import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { rootFolder } from '../../src/platform/create-context.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'offprint-cli-'));
after(() => rmSync(dataDir, { recursive: true, force: true }));

/** Runs one command as a person would, in its own process, on a database of its own. */
function offprint(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const env = { PATH: process.env['PATH'] ?? '', DATA_DIR: dataDir, NODE_ENV: 'development' };
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      ['src/cli.ts', ...args],
      { cwd: rootFolder(''), env },
      (error, out, err) => resolve({ code: error === null ? 0 : Number(error.code), out, err }),
    );
  });
}

test('a feed is imported once, and again changes nothing', async () => {
  const first = await offprint('import', 'src/demo-feed.json');
  assert.equal(first.out.trim(), 'Read 13: 13 new, 0 changed, 0 unchanged, 0 skipped.', first.err);
  const second = await offprint('import', 'src/demo-feed.json');
  assert.equal(second.out.trim(), 'Read 13: 0 new, 0 changed, 13 unchanged, 0 skipped.');
});

test('people are added once; a second time says why not', async () => {
  const add = ['staff', 'add', 'rita@example.org', '--name', 'Rita', '--role', 'editor'];
  assert.match(
    (await offprint(...add)).out,
    /Rita <rita@example\.org> may now sign in at .+ as editor/,
  );
  const again = await offprint(...add);
  assert.equal(again.code, 1);
  assert.match(again.err, /Somebody with this address is here already/);
});

const mistakes: [string, string[], RegExp][] = [
  ['a file that is not there', ['import', 'nowhere.xml'], /There is no file nowhere\.xml/],
  ['a folder', ['import', 'src'], /is a folder, not a file/],
  ['what is no feed', ['import', 'README.md'], /feed/],
  [
    'an unknown role',
    ['staff', 'add', 'a@example.org', '--name', 'A', '--role', 'boss'],
    /viewer, editor, finance, admin/,
  ],
  ['an unknown command', ['fly'], /unknown command/],
];
for (const [what, args, message] of mistakes)
  test(`${what} is explained in a sentence, without a stack`, async () => {
    const { code, err } = await offprint(...args);
    assert.equal(code, 1);
    assert.match(err, message);
    assert.doesNotMatch(err, /\n\s+at /);
  });
