import { acceptProof } from '../../organisations/actions/proofs.ts';
import type { Context } from '../../platform/context.ts';
import { conflict, notFound } from '../../platform/errors.ts';
import type { Actor } from '../../platform/events.ts';
import { requestForChange } from '../../requests/actions/read.ts';
import { requote } from '../../requests/actions/requote.ts';
import { isAnswerable } from '../../requests/rules/life.ts';

/**
 * Accepts a file of a request as proof of the kind claimed there, until and with a day, and answers the request anew
 * by it where no offer was made yet. Refuses with conflict('already_changed') while its address is not confirmed.
 */
export async function acceptFile(
  ctx: Context,
  requestId: string,
  { fileId, validUntil, by }: { fileId: string; validUntil: string; by: Actor },
): Promise<void> {
  await ctx.transaction(async (tx) => {
    const request = await requestForChange(tx.db, requestId);
    if (request === null) throw notFound();
    await acceptProof(tx, { requestId, fileId, validUntil, by });
    if (isAnswerable(request.state)) await requote(tx, request, { by, why: 'proof' });
  });
}

/**
 * Answers a request anew by what is known of who asks today. Refuses with conflict('already_changed') where it does
 * not wait for a first answer.
 */
export async function answerAnew(ctx: Context, requestId: string, by: Actor): Promise<void> {
  await ctx.transaction(async (tx) => {
    const request = await requestForChange(tx.db, requestId);
    if (request === null) throw notFound();
    if (!isAnswerable(request.state)) throw conflict('already_changed');
    await requote(tx, request, { by, why: 'asked' });
  });
}
