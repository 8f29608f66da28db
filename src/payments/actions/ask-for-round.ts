import type { Context } from '../../platform/context.ts';

/** Somebody at the desk wants the payment service to be compared now, not at the next turn of the clock. */
export async function askForRound(ctx: Context): Promise<void> {
  await ctx.transaction((tx) => tx.enqueue('reconcile-payments', {}, { key: 'desk' }));
}
