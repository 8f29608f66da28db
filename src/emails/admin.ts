import { Router, type Request, type Response } from 'express';
import type { Context } from '../platform/context.ts';
import { invalid, notFound } from '../platform/errors.ts';
import type { Actor } from '../platform/events.ts';
import { page, parse } from '../platform/http.ts';
import { isUuid } from '../platform/ids.ts';
import { lettersWaiting, resendEmail } from './actions.ts';
import { letterListForm, letterPageForm } from './forms.ts';
import { holdsSignInLink } from './rules/letters.ts';
import { listPage } from './rules/list.ts';
import * as store from './store.ts';

/** Who sits at the desk; the staff part stands after this one in the line, so app.ts hands it in. */
export interface Guard {
  /** Throws forbidden() unless the person may do this. */
  allow(res: Response, verb: 'read' | 'decide'): void;
  actorOf(res: Response): Actor;
}

/** The list of letters for staff: what was sent, what waits, what was refused; secret links are masked. */
export function adminRoutes(ctx: Context, { allow, actorOf }: Guard): Router {
  const router = Router();

  router.get('/admin/letters', async (req, res) => {
    allow(res, 'read');
    const query = parse(letterListForm, req.query);
    if (!query.ok) throw invalid(query.problems);
    const { state, after } = query.value;
    const address = state === 'all' ? '/admin/letters' : `/admin/letters?state=${state}`;
    const rows = await store.newestEmails(ctx.db, { filter: state, after, size: 50 });
    const counts = await lettersWaiting(ctx.db);
    const list = listPage(rows, { size: 50, after, address });
    page(res, 'emails/list', { ...list, state, counts });
  });

  router.get('/admin/letters/:id', async (req, res) => {
    allow(res, 'read');
    const query = parse(letterPageForm, req.query);
    if (!query.ok) throw invalid(query.problems);
    const row = await letterOf(ctx, req);
    const withheld = holdsSignInLink(row.kind);
    const notice = query.value.done === null ? null : 'The letter is on its way again.';
    page(res, 'emails/show', {
      row,
      text: withheld ? null : ctx.links.mask(row.text),
      resendable: !withheld,
      notice,
    });
  });

  router.post('/admin/letters/:id/resend', async (req, res) => {
    allow(res, 'decide');
    const { id } = await letterOf(ctx, req);
    await resendEmail(ctx, id, actorOf(res));
    res.redirect(303, `/admin/letters/${id}?done=resent`);
  });

  return router;
}

async function letterOf(ctx: Context, req: Request): Promise<store.EmailRow> {
  const id = String(req.params['id']);
  const row = isUuid(id) ? await store.emailById(ctx.db, id) : null;
  if (row === null) throw notFound();
  return row;
}
