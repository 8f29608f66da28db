import assert from 'node:assert/strict';
import { test } from 'node:test';
import request from 'supertest';
import type { Context } from '../../src/platform/context.ts';
import { Refusal } from '../../src/platform/errors.ts';
import { currentTerms, publishTerms, termsByVersion } from '../../src/terms/actions.ts';
import { routes } from '../../src/terms/routes.ts';
import { starterParameters, starterTemplate } from '../../src/terms/starter-terms.ts';
import { pagesOf } from '../pricing/desk.ts';
import { testContext } from '../support/context.ts';
import { starterTerms } from './builders.ts';

const by = { type: 'staff' as const, id: 'amal', name: 'Amal' };

function publish(ctx: Context, template: string, basedOn = 1): Promise<number> {
  const given = { template, parameters: starterParameters, note: 'Stricter', basedOn, by };
  return ctx.transaction((tx) => publishTerms(tx, given));
}

const stricter = starterTemplate.replace('in type that is read', 'in bold type that is read');

test('a database without terms begins with the starter terms as version 1', async () => {
  const { ctx } = await testContext();
  const terms = await currentTerms(ctx.db);
  assert.deepEqual(
    [terms.version, terms.hash, terms.parameters],
    [1, starterTerms.hash, starterParameters],
  );
  assert.deepEqual(await currentTerms(ctx.db), terms);
});

test('a new version is the current one, and the old one can still be read as it was', async () => {
  const { ctx } = await testContext();
  const first = await currentTerms(ctx.db);
  assert.equal(await publish(ctx, stricter), 2);
  assert.equal((await currentTerms(ctx.db)).version, 2);
  assert.deepEqual(await termsByVersion(ctx.db, 1), first);
  const events = await ctx.db.selectFrom('events').select(['verb', 'after_state']).execute();
  assert.deepEqual(events, [{ verb: 'publish', after_state: '2' }]);
});

test('of two who publish on the same version one is told that it changed', async () => {
  const { ctx } = await testContext();
  await currentTerms(ctx.db);
  const results = await Promise.allSettled([publish(ctx, stricter), publish(ctx, stricter)]);
  const [lost] = results.filter((result) => result.status === 'rejected');
  assert.ok(lost?.reason instanceof Refusal && lost.reason.code === 'terms_changed');
  assert.equal((await currentTerms(ctx.db)).version, 2);
});

test('terms with an unknown placeholder are not published', async () => {
  const { ctx } = await testContext();
  await currentTerms(ctx.db);
  await assert.rejects(
    publish(ctx, `${starterTemplate} {secret}`),
    (error) =>
      error instanceof Refusal &&
      error.kind === 'invalid' &&
      error.problems[0]?.field === 'template',
  );
  assert.equal((await currentTerms(ctx.db)).version, 1);
});

test('every version can be read at its address, an old one says that there is a newer one', async () => {
  const { ctx } = await testContext();
  const app = pagesOf(ctx, null, routes(ctx));
  await request(app).get('/terms').expect(303).expect('Location', '/terms/1');
  const first = await request(app).get('/terms/1').expect(200);
  assert.ok(first.text.includes('12. Artificial intelligence'));
  assert.ok(first.text.includes(starterTerms.hash));
  assert.ok(!first.text.includes('There is a newer version'));
  await publish(ctx, stricter);
  const old = await request(app).get('/terms/1').expect(200);
  assert.ok(old.text.includes('There is a newer version'));
  assert.ok((await request(app).get('/terms/2').expect(200)).text.includes('in bold type'));
  for (const version of ['3', '0', 'x', '1.0'])
    await request(app).get(`/terms/${version}`).expect(404);
});
