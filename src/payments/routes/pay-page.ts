import type { Request, Response } from 'express';
import type { Context } from '../../platform/context.ts';
import { notFound, Refusal } from '../../platform/errors.ts';
import { page } from '../../platform/http.ts';
import type { Words } from '../../pricing/rules/reasons.ts';
import { refusedToday } from '../../requests/actions/rights-today.ts';
import { CheckoutFailure } from '../rules/failure.ts';
import { payPageOf, type PayPage } from '../store/pay-page.ts';
import { payPageData } from './page-data.ts';

export type PayRead = PayPage & { refused: Words | null };

/** What stands behind a pay link, as it is now. */
export async function pageOf(ctx: Context, req: Request): Promise<PayRead> {
  const read = await payPageOf(ctx.db, ctx.links.hash(String(req.params['token'])));
  if (read === null) throw notFound();
  const waits = read.request.state === 'accepted';
  const refused = waits ? await refusedToday(ctx.db, read.request.id, ctx.now()) : null;
  return { ...read, refused };
}

/** Where no page can be opened: the state of things as it is now, or that the service is away. */
export async function answerFailure(
  ctx: Context,
  { req, res, error }: { req: Request; res: Response; error: unknown },
): Promise<void> {
  const isRefusal = error instanceof Refusal && error.kind === 'conflict';
  if (!isRefusal && !(error instanceof CheckoutFailure)) throw error;
  const data = payPageData(ctx, res, { read: await pageOf(ctx, req), returned: false });
  if (isRefusal) return page(res, 'pay/show', data, 409);
  res.set('Retry-After', '60');
  page(res, 'pay/unavailable', data, 503);
}
