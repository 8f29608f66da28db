import { setTimeout as pause } from 'node:timers/promises';
import type { Context } from '../../platform/context.ts';

/**
 * Waits for something of the payment service, but lets nobody wait longer than `ms`. What goes wrong, or comes later,
 * is logged; webhook and reconciliation make it good.
 */
export async function within(
  ctx: Pick<Context, 'log'>,
  ms: number,
  work: () => Promise<unknown>,
): Promise<void> {
  const done = work().catch((error: unknown) => {
    ctx.log.warn({ err: error }, 'the payment service was not heard in time');
  });
  const enough = new AbortController();
  await Promise.race([
    done,
    pause(ms, undefined, { signal: enough.signal }).catch(() => undefined),
  ]);
  enough.abort();
}
