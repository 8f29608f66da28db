import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tickClocks } from '../../src/requests/actions/tick-clocks.ts';
import { testContext } from '../support/context.ts';
import { again, anArticle, decided, inReview, unverified } from './cast.ts';
import { licencesOfRequest } from '../../src/licences/store/licences.ts';
import { eachRow } from '../../src/platform/each.ts';
import { jobHandlers } from '../../src/work.ts';

const t = await testContext();
const { ctx } = t;

test('a request whose clock fails keeps no other waiting, and the job says that it failed', async () => {
  await anArticle(ctx);
  const broken = await unverified(ctx);
  const other = await unverified(ctx, { submission: { email: 'charlie@example.org' } });
  await ctx.db.updateTable('requests').set({ email: 'none' }).where('id', '=', broken.id).execute();
  t.clock.advance({ days: 30 });
  await assert.rejects(tickClocks(ctx), /1 of 2/);
  assert.equal((await again(ctx, broken)).state, 'unverified');
  assert.equal((await again(ctx, other)).state, 'lapsed');
});

test('a clock that fails keeps the other clocks not from ticking', async () => {
  await anArticle(ctx);
  const granted = await decided(ctx, await inReview(ctx), { verb: 'grant_free' });
  const broken = await unverified(ctx);
  await ctx.db.updateTable('requests').set({ email: 'none' }).where('id', '=', broken.id).execute();
  t.clock.advance({ days: 100 });
  const tick = jobHandlers(ctx, async () => {})['tick-clocks'];
  await assert.rejects(tick({} as never), /clock/);
  const [licence] = await licencesOfRequest(ctx.db, granted.id);
  assert.equal(licence?.state, 'expired');
});

test('rows are gone through page after page, each once', async () => {
  const all = Array.from({ length: 401 }, (_, at) => at + 1);
  const seen: number[] = [];
  const page = ({ after, limit }: { after: number | null; limit: number }) =>
    Promise.resolve(all.filter((row) => row > (after ?? 0)).slice(0, limit));
  await eachRow<number>(ctx, page, {
    work: (_tx, row) => Promise.resolve(void seen.push(row)),
    words: (count) => count,
  });
  assert.deepEqual(seen, all);
});
