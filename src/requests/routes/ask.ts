import { Router, type Request, type Response } from 'express';
import { findArticle } from '../../articles/actions/find-article.ts';
import { isPublic } from '../../articles/rules/facts.ts';
import type { Context } from '../../platform/context.ts';
import { Refusal, type Problem } from '../../platform/errors.ts';
import { parse, typed } from '../../platform/http.ts';
import { submitRequest } from '../actions/submit-request.ts';
import {
  mostFurtherArticles,
  requestForm,
  requestFormFields,
  type RequestForm,
} from '../forms/request.ts';
import { useOfRequest } from '../forms/use.ts';
import { showAskPage, type Asked } from './ask-page.ts';
import type { RequestLimits } from './limits.ts';
import { aboutUse, furtherSlugs, list, openForm, pick, slugOf } from './open-form.ts';
import { filesIn, readUpload } from './upload.ts';

/** The form in which somebody asks to republish an article, and its arrival. */
export function askRoutes(ctx: Context, limits: RequestLimits): Router {
  return Router()
    .get('/articles/:slug/republish', (req, res) => show(ctx, req, res))
    .post('/articles/:slug/republish', readUpload, (req, res) =>
      receive(ctx, { req, res, limits }),
    );
}

async function show(ctx: Context, req: Request, res: Response): Promise<void> {
  const slug = await slugOf(ctx, req);
  const also = furtherSlugs(req.query['also']);
  await openForm(ctx, res, { slug, answers: aboutUse(req.query), also });
}

interface Arrival {
  req: Request;
  res: Response;
  limits: RequestLimits;
}

async function receive(ctx: Context, { req, res, limits }: Arrival): Promise<void> {
  const slug = await slugOf(ctx, req);
  const body = (req.body ?? {}) as Record<string, unknown>;
  const { step, addArticle, drop, shown, ...rest } = body;
  const mine = pick(rest, (name) => requestFormFields.includes(name));
  // The panel posts when its answers are too long for an address: nothing of the form is filled in yet.
  if (Object.keys(mine).every((name) => name === 'also'))
    return openForm(ctx, res, { slug, answers: aboutUse(rest), also: furtherSlugs(rest['also']) });
  const theirs = pick(rest, (name) => !requestFormFields.includes(name));
  const use = parse(useOfRequest, theirs);
  const asked: Asked = {
    slug,
    use: use.ok ? use.value : null,
    usePairs: use.ok ? undefined : use.values,
    also: furtherSlugs(rest['also']),
    formKey: typeof rest['formKey'] === 'string' ? rest['formKey'] : null,
    values: typed(body),
  };
  if (typeof drop === 'string') return showAskPage(ctx, res, without(asked, drop));
  if (step === 'price') return showAskPage(ctx, res, asked);
  if (step === 'add') return addToBasket(ctx, res, { asked, address: addArticle });
  const wait = await limits.forms(req);
  if (wait > 0) return again(ctx, res, asked, { problems: [tooMany(wait)], status: 429 });
  const form = parse(requestForm, mine);
  const files = filesIn(req);
  const problems = [
    ...(use.ok ? [] : withoutFields(use.problems)),
    ...(form.ok ? [] : form.problems),
    ...files.problems,
    ...(list(addArticle).length > 0 ? [notAdded] : []),
  ];
  if (!use.ok || !form.ok || problems.length > 0)
    return again(ctx, res, asked, { problems, status: 422 });
  const more = await limits.requests(form.value.email);
  if (more > 0) return again(ctx, res, asked, { problems: [tooMany(more)], status: 429 });
  const sent = { use: use.value, submission: form.value, files: files.files };
  await submit(ctx, res, { asked, order: { ...sent, ...askedFor(slug, form.value, shown) } });
}

/** The articles of the form, and the mark of what it showed of them. */
function askedFor(
  slug: string,
  { also }: RequestForm,
  shown: unknown,
): Pick<Order, 'articles'> & { shown: string } {
  const articles = [slug, ...also.filter((other) => other !== slug)];
  return { articles, shown: typeof shown === 'string' ? shown : '' };
}

type Order = Parameters<typeof submitRequest>[1];

async function submit(
  ctx: Context,
  res: Response,
  { asked, order }: { asked: Asked; order: Order },
): Promise<void> {
  try {
    const submitted = await submitRequest(ctx, order);
    if (submitted.kind === 'refused' || submitted.kind === 'changed')
      return await again(ctx, res, asked, { problems: [notSent[submitted.kind]], status: 422 });
    res.redirect(303, `/requests/${ctx.links.token('request', submitted.request.id)}`);
  } catch (error) {
    if (!(error instanceof Refusal) || error.kind !== 'invalid') throw error;
    const fresh = error.problems.some(({ field }) => field === 'formKey');
    const unread = error.problems.some(({ field }) => field === 'agreeTerms');
    const { agreeTerms = '', ...values } = asked.values ?? {};
    await again(
      ctx,
      res,
      {
        ...asked,
        formKey: fresh ? null : asked.formKey,
        values: unread ? values : { ...values, agreeTerms },
      },
      { problems: [...error.problems], status: 422 },
    );
  }
}

const notSent: Record<'refused' | 'changed', Problem> = {
  refused: {
    field: '',
    message:
      'Part of this is not possible, so nothing was sent. Leave the article out, or change what you ask for.',
  },
  changed: {
    field: '',
    message:
      'What you filled in changes the answer, or our tariff changed meanwhile. Look at the answer below; if it is right, send the form again.',
  },
};

interface Answer {
  problems: Problem[];
  status: number;
}

function again(ctx: Context, res: Response, asked: Asked, answer: Answer): Promise<void> {
  return showAskPage(ctx, res, { ...asked, ...answer });
}

/** The form without one of its articles; the last one stays. */
function without(asked: Asked, dropped: string): Asked {
  const [slug, ...also] = [asked.slug, ...asked.also].filter((one) => one !== dropped);
  return slug === undefined ? asked : { ...asked, slug, also };
}

async function addToBasket(
  ctx: Context,
  res: Response,
  { asked, address }: { asked: Asked; address: unknown },
): Promise<void> {
  const text = typeof address === 'string' ? address : '';
  const found = await publicSlug(ctx, text);
  const values = { ...asked.values, addArticle: found === null ? text : '' };
  const also = found === null ? asked.also : [...new Set([...asked.also, found])];
  await showAskPage(ctx, res, {
    ...asked,
    also: also.filter((slug) => slug !== asked.slug).slice(0, mostFurtherArticles),
    values,
    ...(found === null ? { problems: [notFoundArticle], status: 422 } : {}),
  });
}

async function publicSlug(ctx: Context, address: string): Promise<string | null> {
  const found = await findArticle(ctx.db, address, ctx.links.baseUrl);
  return found !== null && isPublic(found, ctx.now()) ? found.slug : null;
}

/** The questions about the use are not on this page, so their problems name no field of it. */
const withoutFields = (problems: readonly Problem[]): Problem[] =>
  problems.map((problem) => ({ ...problem, field: '' }));

const notAdded: Problem = {
  field: 'addArticle',
  message: 'Press “Add the article” to see the price with it first, or empty this field.',
};
const notFoundArticle: Problem = {
  field: 'addArticle',
  message:
    'We found no article with this address. Copy the address of its page, here or on our site.',
};
const tooMany = (minutes: number): Problem => ({
  field: '',
  message:
    'Too many requests came from your connection or address. Wait {minutes, plural, one {# minute} other {# minutes}} and send it again: what you typed is still here.',
  params: { minutes },
});
