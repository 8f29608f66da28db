import { Router, type Request, type Response } from 'express';
import type { Context } from '../../platform/context.ts';
import { invalid, notFound, type Problem } from '../../platform/errors.ts';
import {
  page,
  parse,
  problemJson,
  typed,
  wantsFragment,
  wantsJson,
  type Typed,
} from '../../platform/http.ts';
import type { ArticleFacts } from '../../pricing/rules/article-facts.ts';
import type { CurrentTariff } from '../../pricing/actions.ts';
import { quoteForm } from '../forms/quote.ts';
import { quote } from '../../pricing/rules/quote.ts';
import { ownQuestions } from '../../pricing/rules/own-questions.ts';
import { detailField, isUseField } from '../../pricing/rules/use-fields.ts';
import { plainUse, type Use } from '../../pricing/rules/use.ts';
import { answerView, type AnswerArticle, type Speak } from '../rules/answer-view.ts';
import { quotationCredit } from '../rules/credit-line.ts';
import { factsOf, isPublic } from '../rules/facts.ts';
import { ownQuestionsView } from '../rules/own-questions-view.ts';
import { quoteJson } from '../rules/quote-json.ts';
import { panelValues, questionsByLanguage, type Questions } from '../rules/use-questions.ts';
import { articleWithPictures, type ArticleRow } from '../store/articles.ts';
import type { PictureShown } from '../store/pictures.ts';
import { articleView, creditedWork } from './article-view.ts';
import { promiseOf, settingsOf, speakOf } from './speak.ts';

/** An article with its price panel, and the answer to a use as page, fragment or JSON. */
export function articleRoutes(ctx: Context, tariff: () => Promise<CurrentTariff>): Router {
  const desk: Desk = { ctx, tariff, questionsIn: questionsByLanguage() };
  return Router()
    .get('/articles/:slug', (req, res) => show(desk, req, res))
    .post('/articles/:slug/quote', (req, res) => answer(desk, req, res));
}

/** What every page of this file is made with. */
interface Desk {
  ctx: Context;
  tariff: () => Promise<CurrentTariff>;
  questionsIn: (speak: Speak) => Questions;
}

async function show(desk: Desk, req: Request, res: Response): Promise<void> {
  const found = await articleOf(desk.ctx, req);
  const asked = answers(req.query);
  const view = 'articles/show';
  if (Object.keys(asked).length === 0) {
    const use = { ...plainUse, country: settingsOf(res).country };
    const few = req.query['questions'] !== 'all';
    return showPage(desk, res, { found, use, view, given: asked, few });
  }
  const use = parse(quoteForm, asked);
  await showPage(desk, res, {
    found,
    use: use.ok ? use.value : null,
    view,
    given: asked,
    ...(use.ok ? {} : { problems: use.problems }),
  });
}

async function answer(desk: Desk, req: Request, res: Response): Promise<void> {
  const { ctx } = desk;
  const found = await articleOf(ctx, req);
  const given = answers(req.body);
  const use = parse(quoteForm, given);
  if (wantsJson(req))
    return use.ok
      ? answerJson(desk, res, found, use.value)
      : problemJson(res, invalid(use.problems));
  const view = wantsFragment(req) ? 'articles/answer' : 'articles/quote';
  if (use.ok) return showPage(desk, res, { found, use: use.value, view, given });
  const { problems } = use;
  await showPage(desk, res, { found, use: null, view, given, problems, status: 422 });
}

interface FoundArticle {
  row: ArticleRow;
  pictures: PictureShown[];
  facts: ArticleFacts;
}

async function articleOf(ctx: Context, req: Request): Promise<FoundArticle> {
  const slug = String(req.params['slug']).normalize('NFC');
  const found = await articleWithPictures(ctx.db, slug);
  const now = ctx.now();
  if (found === null || !isPublic(found.row, now)) throw notFound();
  return { ...found, facts: factsOf(found.row, now, found.row.body_text) };
}

/** The questions of the panel; what else an address or a form carries is none of its business. */
function answers(given: unknown): Record<string, unknown> {
  if (typeof given !== 'object' || given === null) return {};
  return Object.fromEntries(Object.entries(given).filter(([name]) => isUseField(name)));
}

interface Asked {
  found: FoundArticle;
  /** Null where the answers do not fit together. */
  use: Use | null;
  view: string;
  /** The answers as they came. */
  given: Record<string, unknown>;
  problems?: readonly Problem[];
  status?: number;
  /** Only the questions that most uses are settled by. */
  few?: boolean;
}

async function showPage(
  { ctx, tariff, questionsIn }: Desk,
  res: Response,
  asked: Asked,
): Promise<void> {
  const { found, use, view, given, problems = [] } = asked;
  const speak = speakOf(ctx, res);
  const { tariff: current } = await tariff();
  const own = use === null ? null : ownQuestions(current, use, [found.facts]);
  page(
    res,
    view,
    {
      article: articleView(found.row, found.pictures, { speak, baseUrl: ctx.links.baseUrl }),
      answer:
        own === null
          ? null
          : answerView(
              quote(current, own.use, found.facts),
              promiseOf(res),
              speak,
              aboutArticle(ctx, res, found),
            ),
      questions: { ...questionsIn(speak), all: asked.few !== true },
      own: own && ownQuestionsView(current, own, speak),
      kept: own === null ? ownAnswers(given) : [],
      also: furtherArticles(res.req),
      values: valuesOf(own === null ? null : own.use, given),
      // What was pasted may be too long for an address.
      askMethod: typedExcerpt(given) === '' ? 'get' : 'post',
      problems,
    },
    asked.status ?? 200,
  );
}

/** Who came from the form with several articles goes back to it with all of them. */
function furtherArticles({ query, body }: Request): string[] {
  const given: unknown = query['also'] ?? (body as { also?: unknown } | undefined)?.also;
  return [given].flat().filter((slug): slug is string => typeof slug === 'string');
}

/** Answers to questions of the tariff that cannot be shown while the others do not fit together. */
function ownAnswers(given: Record<string, unknown>): { name: string; value: string }[] {
  return Object.entries(given).flatMap(([name, value]) =>
    (name === 'currency' || name.startsWith(detailField(''))) && typeof value === 'string'
      ? [{ name, value }]
      : [],
  );
}

/** What the panel shows; what was pasted stays there while another use is looked at. */
function valuesOf(use: Use | null, given: Record<string, unknown>): Typed {
  if (use === null) return typed(given);
  return { ...typed(panelValues(use)), excerpt: use.excerpt ?? typedExcerpt(given) };
}

function typedExcerpt({ excerpt }: Record<string, unknown>): string {
  return typeof excerpt === 'string' ? excerpt : '';
}

function aboutArticle(ctx: Context, res: Response, { row }: FoundArticle): AnswerArticle {
  const credit = quotationCredit(creditedWork(row, settingsOf(res)), ctx.views.translator);
  return { language: row.language, credit };
}

async function answerJson(
  { ctx, tariff }: Desk,
  res: Response,
  found: FoundArticle,
  use: Use,
): Promise<void> {
  const current = await tariff();
  const made = quote(current.tariff, use, found.facts);
  const article = aboutArticle(ctx, res, found);
  const speak = speakOf(ctx, res);
  const own = ownQuestions(current.tariff, use, [found.facts]);
  const { details } = ownQuestionsView(current.tariff, own, speak);
  const answered = quoteJson(made, speak, promiseOf(res), article);
  res.set('Cache-Control', 'no-store').json({ ...answered, questions: details });
}
