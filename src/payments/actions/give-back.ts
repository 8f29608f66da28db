import type { Context } from '../../platform/context.ts';
import { CheckoutFailure } from '../rules/failure.ts';
import { refundById, type RefundRow } from '../store/refunds.ts';
import { askRefund, type RefundWish } from './ask-refund.ts';
import { finishRefund } from './finish-refund.ts';

/**
 * Gives money back while somebody waits: written down first, then called for, and returned as it stands then. Where the
 * payment service does not answer it stays `requested`, and the job goes on with it. Refuses as askRefund does.
 */
export async function giveBack(ctx: Context, wish: RefundWish): Promise<RefundRow> {
  const asked = await ctx.transaction((tx) => askRefund(tx, wish, ctx.checkout));
  try {
    return (await finishRefund(ctx, asked.id, { watched: true })) ?? asked;
  } catch (error) {
    if (!(error instanceof CheckoutFailure)) throw error;
    ctx.log.warn({ err: error, refund: asked.id }, 'a refund is not yet heard of');
    return (await refundById(ctx.db, asked.id)) ?? asked;
  }
}
