import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { translatorOf } from '../../src/platform/i18n.ts';
import { loadViews, type Views } from '../../src/platform/views.ts';

export const root = join(import.meta.dirname, '..', '..');

/** Views made of the given texts (name without `.hbs` → source), with a few words of German to translate into. */
export function viewsOf(
  sources: Record<string, string>,
  words: Record<string, string> = {},
): Views {
  const directory = mkdtempSync(join(tmpdir(), 'offprint-views-'));
  try {
    for (const [name, source] of Object.entries(sources)) {
      const file = join(directory, `${name}.hbs`);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, source);
    }
    return loadViews(directory, {
      translator: translatorOf(new Map([['de', new Map(Object.entries(words))]])),
      language: 'en-GB',
      timeZone: 'Europe/London',
      publicDirectory: join(root, 'public'),
    });
  } finally {
    rmSync(directory, { recursive: true });
  }
}
