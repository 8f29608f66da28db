import type { Context } from '../../src/platform/context.ts';
import { system } from '../../src/platform/events.ts';
import { currentTariff, publishTariff } from '../../src/pricing/actions.ts';
import type { TariffData } from '../../src/pricing/rules/tariff.ts';
import { starterTariff } from '../../src/pricing/starter-tariff.ts';
import type { TestClock } from '../support/context.ts';

/** Puts a version of the starter tariff with something changed into force, and lets pages see it. */
export async function inForce(
  { ctx, clock }: { ctx: Context; clock: TestClock },
  change: Partial<TariffData>,
): Promise<number> {
  const { version: basedOn } = await currentTariff(ctx.db, ctx.now());
  const data = { ...starterTariff, ...change };
  const given = { data, note: 'for the test', basedOn, effectiveFrom: null, by: system };
  const version = await ctx.transaction((tx) => publishTariff(tx, given));
  clock.advance({ seconds: 2 });
  return version;
}
