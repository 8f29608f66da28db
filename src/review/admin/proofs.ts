import type { Request, Response, Router } from 'express';
import type { Context } from '../../platform/context.ts';
import { invalid, notFound } from '../../platform/errors.ts';
import { parse } from '../../platform/http.ts';
import { isUuid } from '../../platform/ids.ts';
import { actorOf, allow } from '../../staff/guard.ts';
import { acceptFile, answerAnew } from '../actions/accept-proof.ts';
import { proofForm } from '../forms.ts';

/** Accepting a file as proof of who asks, and answering anew by what is known. */
export function proofRoutes(ctx: Context, router: Router): void {
  router.post('/admin/requests/:id/files/:file/accept', async (req, res) => {
    allow(res, 'decide');
    const [id, fileId] = [idOf(req, 'id'), idOf(req, 'file')];
    const form = parse(proofForm, req.body);
    if (!form.ok) throw invalid(form.problems);
    const { validUntil } = form.value;
    await acceptFile(ctx, id, { fileId, validUntil, by: actorOf(res) });
    back(res, id, 'proof');
  });
  router.post('/admin/requests/:id/requote', async (req, res) => {
    allow(res, 'decide');
    const id = idOf(req, 'id');
    await answerAnew(ctx, id, actorOf(res));
    back(res, id, 'requoted');
  });
}

function idOf(req: Request, name: string): string {
  const id = String(req.params[name]);
  if (!isUuid(id)) throw notFound();
  return id;
}

const back = (res: Response, id: string, done: string): void =>
  res.redirect(303, `/admin/requests/${id}?done=${done}`);
