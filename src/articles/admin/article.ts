import { Router, type Request, type Response } from 'express';
import type { Context } from '../../platform/context.ts';
import { invalid, notFound, Refusal, type Problem } from '../../platform/errors.ts';
import { page, parse, typed, type Parsed, type Typed } from '../../platform/http.ts';
import { isUuid } from '../../platform/ids.ts';
import { actorOf, allow } from '../../staff/guard.ts';
import { editArticle } from '../actions/edit-article.ts';
import { setFlags } from '../actions/set-flags.ts';
import { settleFinding } from '../actions/settle-finding.ts';
import { editForm, flagsForm, settleForm } from '../forms/desk.ts';
import { articleById, type ArticleRow } from '../store/articles.ts';
import { deskArticle } from './article-view.ts';

const notices = {
  picture: 'The rights of the picture are saved.',
  flags: 'What may be done with this article is saved.',
  words: 'The entry is saved. Imports leave these fields alone from now on.',
  settled: 'The finding is settled.',
};

/** One article at the desk: what speaks against selling it, its flags, its words, its history. */
export function articleDesk(ctx: Context): Router {
  return Router()
    .get('/admin/articles/:id', async (req, res) => {
      allow(res, 'read');
      const done = String(req.query['done'] ?? '');
      const notice = Object.entries(notices).find(([name]) => name === done)?.[1] ?? null;
      await show(ctx, res, await articleOf(ctx, req), { notice });
    })
    .post('/admin/articles/:id/flags', (req, res) =>
      save(ctx, { req, res }, flagsForm, async (row, flags) => {
        await setFlags(ctx, row.id, flags, actorOf(res));
        return 'flags';
      }),
    )
    .post('/admin/articles/:id/words', (req, res) =>
      save(ctx, { req, res }, editForm, async (row, edits) => {
        await editArticle(ctx, row.id, edits, actorOf(res));
        return 'words';
      }),
    )
    .post('/admin/articles/:id/findings', (req, res) => settle(ctx, req, res))
    .post('/admin/articles/:id/findings/:finding', (req, res) => settle(ctx, req, res));
}

async function articleOf(ctx: Context, req: Request): Promise<ArticleRow> {
  const id = String(req.params['id']);
  const row = isUuid(id) ? await articleById(ctx.db, id) : null;
  if (row === null) throw notFound();
  return row;
}

interface Exchange {
  req: Request;
  res: Response;
}

type Form<T> = Parameters<typeof parse<T>>[0];

async function save<T>(
  ctx: Context,
  { req, res }: Exchange,
  form: Form<T>,
  work: (row: ArticleRow, value: T) => Promise<keyof typeof notices>,
): Promise<void> {
  allow(res, 'catalogue');
  const row = await articleOf(ctx, req);
  const parsed: Parsed<T> = parse(form, req.body);
  if (!parsed.ok) return show(ctx, res, row, { values: parsed.values, problems: parsed.problems });
  try {
    const done = await work(row, parsed.value);
    res.redirect(303, `/admin/articles/${row.id}?done=${done}`);
  } catch (error) {
    if (!(error instanceof Refusal) || error.kind !== 'invalid') throw error;
    await show(ctx, res, row, { values: typed(req.body), problems: error.problems });
  }
}

/** Each finding has a form of its own, so a mistake is told on the error page; nothing much is lost. */
async function settle(ctx: Context, req: Request, res: Response): Promise<void> {
  allow(res, 'catalogue');
  const { id } = await articleOf(ctx, req);
  const finding = req.params['finding'];
  const findingId = finding === undefined ? null : String(finding);
  const parsed = parse(settleForm, req.body);
  if (!parsed.ok) throw invalid(parsed.problems);
  await settleFinding(ctx, { articleId: id, findingId, ...parsed.value }, actorOf(res));
  res.redirect(303, `/admin/articles/${id}?done=settled`);
}

interface Again {
  notice?: string | null;
  values?: Typed;
  problems?: readonly Problem[];
}

async function show(ctx: Context, res: Response, row: ArticleRow, again: Again): Promise<void> {
  const { notice = null, problems = [] } = again;
  const data = await deskArticle(ctx, res, row);
  const values = again.values === undefined ? data.values : { ...data.values, ...again.values };
  page(
    res,
    'articles/desk-show',
    { ...data, notice, problems, values },
    problems.length > 0 ? 422 : 200,
  );
}
