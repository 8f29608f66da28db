import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Refusal } from '../../src/platform/errors.ts';
import { defaultSettings, readSettings, saveSettings } from '../../src/platform/settings.ts';
import { testContext } from '../support/context.ts';

const { ctx } = await testContext();

const save = (name: string, readVersion: number): Promise<void> =>
  ctx.transaction((tx) => saveSettings(tx, { ...defaultSettings, name }, readVersion));

const isStale = (error: unknown): boolean =>
  error instanceof Refusal && error.code === 'settings_changed' && error.status === 409;

test('a new installation has the defaults, as version 0', async () => {
  assert.deepEqual(await readSettings(ctx.db), { settings: defaultSettings, version: 0 });
});

test('each save is the next version, and what was saved is read', async () => {
  await save('The Harbour Gazette', 0);
  await save('The Quay Gazette', 1);
  const { settings, version } = await readSettings(ctx.db);
  assert.equal(settings.name, 'The Quay Gazette');
  assert.equal(version, 2);
});

test('who read an older version saves nothing', async () => {
  await save('The Harbour Gazette', 0);
  await assert.rejects(save('The first', 0), isStale);
  await save('The second', 1);
  await assert.rejects(save('The third', 1), isStale);
  assert.equal((await readSettings(ctx.db)).settings.name, 'The second');
});

test('of two first saves at once, one counts', async () => {
  const both = await Promise.allSettled([save('one', 0), save('two', 0)]);
  assert.equal(both.filter(({ status }) => status === 'fulfilled').length, 1);
  const lost = both.find((one) => one.status === 'rejected');
  assert.ok(isStale(lost?.reason));
});

test('a setting that a later version of Offprint knew is left out, and a missing one has its default', async () => {
  const data = JSON.stringify({ name: 'The Harbour Gazette', fromTheFuture: true });
  await ctx.db
    .insertInto('settings')
    .values({ id: 1, data, version: 7, updated_at: ctx.now() })
    .execute();
  const { settings } = await readSettings(ctx.db);
  assert.deepEqual(settings, { ...defaultSettings, name: 'The Harbour Gazette' });
});
