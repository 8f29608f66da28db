import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root =
  process.env['SHARED_DATA'] ?? join(import.meta.dirname, '..', '..', '..', 'shared', 'data');

/** Path of a file of the real data; fails where the data are not there. */
export function dataPath(...parts: string[]): string {
  const path = join(root, ...parts);
  assert.ok(
    existsSync(path),
    `${path} is missing: name the folder of the real data in SHARED_DATA`,
  );
  return path;
}

export function dataFile(...parts: string[]): Buffer {
  return readFileSync(dataPath(...parts));
}

export function dataNames(folder: string): string[] {
  return readdirSync(dataPath(folder)).toSorted();
}
