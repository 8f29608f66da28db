import type { Context } from '../../../src/platform/context.ts';
import { withBorders, type When } from '../../support/borders.ts';
import type { Chance } from '../../support/chance.ts';

/** The end of a process, thrown through it. */
class Death extends Error {}

export const isDeath = (error: unknown): boolean =>
  error instanceof Death ||
  (error instanceof AggregateError && error.errors.some((each) => isDeath(each)));

/**
 * The context as a process has it that will die at one of its next borders: before a transaction, just before its commit,
 * after it, before a call of the payment service, or between its answer and whatever was to be written of it. From then on
 * this process writes and calls nothing any more, whatever its `catch` blocks would like to do. The death is thrown, so
 * memory and sockets live on: that a real process that is killed leaves nothing else behind is shown by kill.test.ts.
 */
export function dying(ctx: Context, chance: Chance): { ctx: Context; diedAt(): string | null } {
  let left = 1 + chance.below(12);
  let diedAt: string | null = null;
  const mayWrite = (): void => {
    if (diedAt !== null) throw new Death(diedAt);
  };
  const cross = async (what: string, when: When): Promise<void> => {
    mayWrite();
    // Letters cross most borders of all, and are not what these histories are about.
    if (/send|emails/.test(what) && chance.hits(0.8)) return;
    left -= 1;
    if (left > 0) return;
    diedAt = `${when} ${what}`;
    throw new Death(diedAt);
  };
  const watch = {
    mayWrite,
    cross: ({ what, when, writes }: { what: string; when: When; writes: readonly string[] }) =>
      cross(`${what}${writes.length === 0 ? '' : ` (${writes.join(', ')})`}`, when),
  };
  return { ctx: withBorders(ctx, watch), diedAt: () => diedAt };
}
