import type { Request, Response, Router } from 'express';
import type { Context } from '../../platform/context.ts';
import { invalid } from '../../platform/errors.ts';
import { parse, typed } from '../../platform/http.ts';
import { actorOf, allow } from '../../staff/guard.ts';
import { leaveArticleOut, takeArticleIn } from '../actions/leave-out.ts';
import { leaveOutForm, takeInForm } from '../forms.ts';
import { idOf, orShow, showRequest } from './request.ts';

/** Leaving single articles out of a request, and taking them back in. */
export function leaveOutRoutes(ctx: Context, router: Router): void {
  router.post('/admin/requests/:id/items/:item/leave-out', (req, res) => leave(ctx, req, res));
  router.post('/admin/requests/:id/items/:item/take-in', (req, res) => take(ctx, req, res));
}

async function leave(ctx: Context, req: Request, res: Response): Promise<void> {
  allow(res, 'decide');
  const [id, itemId] = [idOf(req, 'id'), idOf(req, 'item')];
  const values = typed(req.body);
  // Each article has a form of its own on one page, so its fields carry its id.
  const named = (field: string): string => `${field}-${itemId}`;
  const form = parse(leaveOutForm, {
    version: values['version'],
    reason: values[named('leaveReason')],
    words: values[named('leaveWords')],
  });
  if (!form.ok) {
    if (form.problems.some(({ field }) => field === 'version')) throw invalid(form.problems);
    const names: Record<string, string> = { reason: 'leaveReason', words: 'leaveWords' };
    const problems = form.problems.map(({ field, ...problem }) => ({
      ...problem,
      field: named(names[field] ?? field),
    }));
    return showRequest(ctx, { req, res }, { problems, values });
  }
  const leaving = { ...form.value, itemId, by: actorOf(res) };
  const done = await orShow(ctx, { req, res }, async () => {
    await leaveArticleOut(ctx, id, leaving);
    return true;
  });
  if (done === true) res.redirect(303, `/admin/requests/${id}?done=left_out`);
}

async function take(ctx: Context, req: Request, res: Response): Promise<void> {
  allow(res, 'decide');
  const [id, itemId] = [idOf(req, 'id'), idOf(req, 'item')];
  const form = parse(takeInForm, req.body);
  if (!form.ok) throw invalid(form.problems);
  await takeArticleIn(ctx, id, { ...form.value, itemId, by: actorOf(res) });
  res.redirect(303, `/admin/requests/${id}?done=taken_in`);
}
