import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Context } from '../../src/platform/context.ts';
import { Refusal } from '../../src/platform/errors.ts';
import {
  currentTariff,
  publishTariff,
  tariffReader,
  type NewTariff,
} from '../../src/pricing/actions.ts';
import { starterTariff } from '../../src/pricing/starter-tariff.ts';
import { testContext } from '../support/context.ts';

const fin = { type: 'staff' as const, id: 'fin', name: 'Fin' };

function publish(ctx: Context, changes: Partial<NewTariff>): Promise<number> {
  const given: NewTariff = {
    data: starterTariff,
    note: 'Dearer',
    basedOn: 1,
    effectiveFrom: null,
    by: fin,
    ...changes,
  };
  return ctx.transaction((tx) => publishTariff(tx, given));
}

test('a database without a tariff begins with the starter tariff as version 1', async () => {
  const { ctx } = await testContext();
  const { version, tariff } = await currentTariff(ctx.db, ctx.now());
  assert.deepEqual([version, tariff.version], [1, 1]);
  assert.deepEqual(tariff, { ...starterTariff, version: 1 });
  const again = await currentTariff(ctx.db, ctx.now());
  assert.equal(again.tariff, tariff, 'the same version is the same object');
});

test('eight who ask at once for the first tariff get the same one', async () => {
  const { ctx } = await testContext();
  const asked = Array.from({ length: 8 }, () => currentTariff(ctx.db, ctx.now()));
  const versions = (await Promise.all(asked)).map(({ version }) => version);
  assert.deepEqual(versions, Array<number>(8).fill(1));
});

test('a published version is in force at once and the one before stays as it was', async () => {
  const { ctx } = await testContext();
  const first = await currentTariff(ctx.db, ctx.now());
  assert.equal(await publish(ctx, { data: { ...starterTariff, minimum: 9_900 } }), 2);
  const second = await currentTariff(ctx.db, ctx.now());
  assert.deepEqual([second.version, second.tariff.minimum], [2, 9_900]);
  const kept = await ctx.db.selectFrom('tariffs').selectAll().where('version', '=', 1).execute();
  assert.deepEqual({ ...(kept[0]?.data as object), version: 1 }, first.tariff);
});

test('a version that begins later waits until then', async () => {
  const { ctx, clock } = await testContext();
  await currentTariff(ctx.db, ctx.now());
  await publish(ctx, { effectiveFrom: new Date('2026-12-01T00:00:00Z') });
  assert.equal((await currentTariff(ctx.db, ctx.now())).version, 1);
  clock.now = new Date('2026-12-01T00:00:00Z');
  assert.equal((await currentTariff(ctx.db, ctx.now())).version, 2);
});

test('of two who publish on the same version one is told that it changed', async () => {
  const { ctx } = await testContext();
  await currentTariff(ctx.db, ctx.now());
  const results = await Promise.allSettled([publish(ctx, {}), publish(ctx, {})]);
  const lost = results.filter((result) => result.status === 'rejected');
  assert.equal(lost.length, 1);
  assert.ok(lost[0]?.reason instanceof Refusal && lost[0].reason.code === 'tariff_changed');
  const events = await ctx.db.selectFrom('events').selectAll().execute();
  assert.deepEqual(
    events.map(({ verb, actor_name, after_state }) => [verb, actor_name, after_state]),
    [['publish', 'Fin', '2']],
  );
});

test('the reader of busy pages is at most one second behind', async () => {
  const { ctx, clock } = await testContext();
  const read = tariffReader(ctx);
  assert.equal((await read()).version, 1);
  await publish(ctx, {});
  assert.equal((await read()).version, 1);
  clock.advance({ seconds: 1 });
  assert.equal((await read()).version, 2);
});

test('a version that waits for its moment is in force from that very moment, on busy pages too', async () => {
  const { ctx, clock } = await testContext();
  const read = tariffReader(ctx);
  await read();
  const begins = new Date(clock.now.getTime() + 10_300);
  await publish(ctx, { effectiveFrom: begins });
  clock.now = new Date(begins.getTime() - 1);
  assert.equal((await read()).version, 1);
  clock.now = begins;
  assert.equal((await read()).version, 2);
});
