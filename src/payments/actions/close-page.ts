import type { Context } from '../../platform/context.ts';
import { liveAttempt } from '../store/attempts.ts';
import { closeAttempt } from './finish-creation.ts';
import { syncInvoice } from './sync-invoice.ts';
import { within } from './within.ts';

/**
 * Closes the open payment page of a request before its offer is ended or replaced, so that nobody is charged for it any
 * more. Where somebody paid in the meantime that is recorded, and the step that was to follow finds the request granted.
 * Where the payment service does not answer within eight seconds the step is taken all the same: money that still
 * arrives is held. An invoice is only asked whether it was paid: it is voided once the step was taken, not before.
 */
export async function closePage(ctx: Context, requestId: string): Promise<void> {
  if (ctx.checkout === null) return;
  await within(ctx, 8000, async () => {
    // One that is being made is known first, and closed then.
    for (let turn = 0; turn < 2; turn += 1) {
      const attempt = await liveAttempt(ctx.db, requestId);
      if (attempt?.method === 'checkout') await closeAttempt(ctx, attempt);
      if (attempt?.method === 'invoice' && attempt.session_id !== null && turn === 0)
        await syncInvoice(ctx, attempt.session_id);
    }
  });
}
