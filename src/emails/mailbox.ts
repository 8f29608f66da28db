import { Router, type Request } from 'express';
import type { Config } from '../platform/config.ts';
import type { Context } from '../platform/context.ts';
import { invalid, notFound } from '../platform/errors.ts';
import { page, parse, secretPage } from '../platform/http.ts';
import { isUuid } from '../platform/ids.ts';
import { outgoing } from './actions.ts';
import { mailboxForm } from './forms.ts';
import { listPage } from './rules/list.ts';
import { mimeOf } from './smtp.ts';
import * as store from './store.ts';

/** Whether letters may be read by anybody on this site: the demo, or a developer's machine without an SMTP server. */
export function mailboxIsOpen({ demo, production, smtpUrl }: Config): boolean {
  return demo || (!production && smtpUrl === null);
}

// The letter's own style may stand in it; nothing is loaded, run, sent or framed elsewhere. Its links open in the
// whole window, and only when somebody clicks them.
const letterPolicy = [
  "default-src 'none'",
  "style-src 'unsafe-inline'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'self'",
  'sandbox allow-top-navigation-by-user-activation',
].join('; ');

/** The mailbox of demo and development: every letter as it would arrive, with links that work. */
export function mailboxRoutes(ctx: Context): Router {
  const router = Router();
  if (!mailboxIsOpen(ctx.config)) return router;

  router.use('/mailbox', secretPage);

  router.get('/mailbox', async (req, res) => {
    const query = parse(mailboxForm, req.query);
    if (!query.ok) throw invalid(query.problems);
    const { after } = query.value;
    const rows = await store.newestEmails(ctx.db, { filter: 'all', after, size: 50 });
    page(res, 'mailbox/index', listPage(rows, { size: 50, after, address: '/mailbox' }));
  });

  router.get('/mailbox/:id', async (req, res) => {
    const row = await letterOf(ctx, req);
    const letter = await outgoing(ctx, row);
    const source = await mimeOf(letter, ctx.config.baseUrl, row.queued_at);
    page(res, 'mailbox/show', { row, letter, replyTo: letter.replyTo ?? null, source });
  });

  router.get('/mailbox/:id/html', async (req, res) => {
    const { html } = await outgoing(ctx, await letterOf(ctx, req));
    res.set('Content-Security-Policy', letterPolicy).removeHeader('X-Frame-Options');
    res.type('html').send(html.replace('<head>', '<head><base target="_top">'));
  });

  return router;
}

async function letterOf(ctx: Context, req: Request): Promise<store.EmailRow> {
  const id = String(req.params['id']);
  const row = isUuid(id) ? await store.emailById(ctx.db, id) : null;
  if (row === null) throw notFound();
  return row;
}
