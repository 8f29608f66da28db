import { Router, type Request, type Response } from 'express';
import type { Context } from '../../platform/context.ts';
import { notFound, Refusal, type Problem } from '../../platform/errors.ts';
import { page, parse, typed, type Typed } from '../../platform/http.ts';
import { isUuid } from '../../platform/ids.ts';
import { actorOf, allow, staffOf } from '../../staff/guard.ts';
import { may } from '../../staff/rules.ts';
import { seenMark } from '../actions/require-seen.ts';
import { setPictureRights } from '../actions/set-picture-rights.ts';
import { pictureForm } from '../forms/desk.ts';
import { articleById, type ArticleRow } from '../store/articles.ts';
import { picturesOfArticle, type PictureRow } from '../store/pictures.ts';
import { pictureValues, pictureView } from './picture-view.ts';

/** The rights of one picture of an article at the desk. */
export function pictureDesk(ctx: Context): Router {
  return Router()
    .get('/admin/articles/:id/pictures/:picture', async (req, res) => {
      allow(res, 'read');
      show(ctx, res, await pictureOf(ctx, req), { problems: [] });
    })
    .post('/admin/articles/:id/pictures/:picture', (req, res) => save(ctx, req, res));
}

interface Shown {
  article: ArticleRow;
  picture: PictureRow;
}

async function pictureOf(ctx: Context, req: Request): Promise<Shown> {
  const id = String(req.params['id']);
  const article = isUuid(id) ? await articleById(ctx.db, id) : null;
  const pictures = article === null ? [] : await picturesOfArticle(ctx.db, article.id);
  const picture = pictures.find((one) => one.id === req.params['picture']);
  if (article === null || picture === undefined) throw notFound();
  return { article, picture };
}

async function save(ctx: Context, req: Request, res: Response): Promise<void> {
  allow(res, 'catalogue');
  const shown = await pictureOf(ctx, req);
  const { article, picture } = shown;
  const parsed = parse(pictureForm(String(res.locals['locale'])), req.body);
  if (!parsed.ok) return show(ctx, res, shown, parsed);
  const ids = { articleId: article.id, pictureId: picture.id };
  try {
    await setPictureRights(ctx, ids, { rights: parsed.value, by: actorOf(res) });
  } catch (error) {
    if (!(error instanceof Refusal) || error.kind !== 'invalid') throw error;
    return show(ctx, res, shown, { problems: error.problems, values: typed(req.body) });
  }
  res.redirect(303, `/admin/articles/${article.id}?done=picture`);
}

interface Again {
  problems: readonly Problem[];
  values?: Typed;
}

function show(
  ctx: Context,
  res: Response,
  { article, picture }: Shown,
  { problems, values }: Again,
): void {
  const locale = String(res.locals['locale']);
  const t = (key: string): string => ctx.views.translator.t(locale, key);
  page(
    res,
    'articles/desk-picture',
    {
      article: { id: article.id, title: article.title, language: article.language },
      picture: pictureView(picture, locale, t),
      mayChange: may(staffOf(res).role, 'catalogue'),
      problems,
      values: { seen: seenMark(article), ...(values ?? pictureValues(picture, locale)) },
    },
    problems.length > 0 ? 422 : 200,
  );
}
