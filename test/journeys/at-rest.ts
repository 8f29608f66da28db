import assert from 'node:assert/strict';
import { compose } from '../../src/compose.ts';
import { readConfig } from '../../src/platform/config.ts';
import type { Context } from '../../src/platform/context.ts';
import { jobHandlers, timetable } from '../../src/work.ts';
import { checkInvariants } from './invariants.ts';
import type { PortalProcess } from './portal-process.ts';
import { until } from './until.ts';

/**
 * Lets a portal whose process is gone do what still waits, ten minutes later, until the invariants hold; then `look` may
 * look at it. By then whatever died with a job or a letter in its hands has been missed.
 */
export async function atRest(
  { env }: Pick<PortalProcess, 'env'>,
  look: (ctx: Context) => Promise<void> = async () => undefined,
): Promise<void> {
  const last = await compose(readConfig(env), { worker: false });
  const now = (): Date => new Date(Date.now() + 600_000);
  const ctx: Context = {
    ...last.ctx,
    now,
    transaction: (work) => last.ctx.transaction((tx) => work({ ...tx, now })),
  };
  try {
    await last.jobs.start(
      jobHandlers(ctx, async () => undefined),
      timetable(ctx),
    );
    await until('the end of all work', async () => {
      await checkInvariants(ctx.db);
      return true;
    });
    assert.equal(await last.jobs.failed.count(), 0, 'no job was given up');
    await look(ctx);
  } finally {
    await last.close();
  }
}
