import { Router, type Request, type Response } from 'express';
import type { Context } from '../../platform/context.ts';
import { invalid } from '../../platform/errors.ts';
import { page, parse, typed } from '../../platform/http.ts';
import type { CurrentTariff } from '../../pricing/actions.ts';
import { languageName } from '../../values/language.ts';
import { browse, choicesOf, newest, search, tagsOf, type Choices } from '../actions/browse.ts';
import { findArticle, looksLikeAddress } from '../actions/find-article.ts';
import { catalogueForm, findForm, type CatalogueQuery } from '../forms/catalogue.ts';
import { isPublic } from '../rules/facts.ts';
import { articlePath, listPath } from '../rules/paths.ts';
import type { Filter } from '../store/catalogue.ts';
import { entriesOf } from './entries.ts';
import { speakOf } from './speak.ts';

const size = 20;

type ReadTariff = () => Promise<CurrentTariff>;

/** The front page, the list with filters, full text search, and the way from an address to its article. */
export function catalogueRoutes(ctx: Context, tariff: ReadTariff): Router {
  return Router()
    .get('/', (_req, res) => home(ctx, tariff, res))
    .get('/articles', (req, res) => list(ctx, tariff, req, res))
    .get('/find', (req, res) => find(ctx, req, res));
}

/** The newest, and nothing that needs a second look at the catalogue: this page is asked for most. */
async function home(ctx: Context, tariff: ReadTariff, res: Response): Promise<void> {
  const now = ctx.now();
  const { rows, older } = await newest(ctx.db, now, size);
  page(res, 'articles/home', {
    entries: entriesOf(rows, (await tariff()).tariff, { speak: speakOf(ctx, res), now }),
    older: older && listPath('/articles', {}, older),
  });
}

async function list(ctx: Context, tariff: ReadTariff, req: Request, res: Response): Promise<void> {
  const query = parse(catalogueForm, req.query);
  if (!query.ok) throw invalid(query.problems);
  if (looksLikeAddress(query.value.q))
    return res.redirect(303, listPath('/find', { url: query.value.q }, null));
  await showList(ctx, tariff, res, query.value);
}

async function showList(
  ctx: Context,
  tariff: ReadTariff,
  res: Response,
  query: CatalogueQuery,
): Promise<void> {
  const speak = speakOf(ctx, res);
  const now = ctx.now();
  const choices = await choicesOf(ctx.db);
  const filter = filterOf(query, choices, now);
  const found =
    query.q === ''
      ? await browsed(ctx, query, filter)
      : await searched(ctx, query, { filter, configs: choices.configs });
  const { rows, ...rest } = found;
  page(res, 'articles/list', {
    ...rest,
    q: query.q,
    entries: entriesOf(rows, (await tariff()).tariff, { speak, now }),
    sections: choices.sections.map((value) => ({ value, label: value, hint: null })),
    languages: choices.languages.map((value) => ({
      value,
      label: languageName(value, speak.locale),
      hint: null,
    })),
    values: typed({
      q: query.q,
      section: query.section ?? '',
      language: query.language ?? '',
      from: dayOf(query.from),
      to: dayOf(query.to),
    }),
    filtered: [query.section, query.language, query.from, query.to].some((part) => part !== null),
  });
}

interface Results {
  rows: Awaited<ReturnType<typeof browse>>['rows'];
  count: number;
  more: boolean;
  corrected: string | null;
  newer: string | null;
  older: string | null;
}

async function browsed(ctx: Context, query: CatalogueQuery, filter: Filter): Promise<Results> {
  const place = typeof query.page === 'number' ? null : query.page;
  const { newer, older, ...found } = await browse(ctx.db, filter, {
    place,
    size,
  });
  return {
    ...found,
    corrected: null,
    newer: newer && pathOf(query, newer),
    older: older && pathOf(query, older),
  };
}

async function searched(
  ctx: Context,
  query: CatalogueQuery,
  { filter, configs }: { filter: Filter; configs: readonly string[] },
): Promise<Results> {
  const number = typeof query.page === 'number' ? query.page : 1;
  const found = await search(ctx.db, query.q, filter, {
    page: number,
    size,
    configs,
  });
  const older = number * size < found.total ? pathOf(query, number + 1) : null;
  return {
    rows: found.rows,
    count: found.total,
    more: found.more,
    corrected: found.corrected,
    newer: number > 1 ? pathOf(query, number - 1) : null,
    older,
  };
}

/** What the public may see of the catalogue. */
function filterOf(query: CatalogueQuery, choices: Choices, now: Date): Filter {
  const { section, from, to } = query;
  const languages = tagsOf(choices, query.language);
  const end = to === null ? null : new Date(to.getTime() + 86_400_000);
  return { section, languages, from, to: end, publicAt: now, held: false };
}

function pathOf(query: CatalogueQuery, to: Parameters<typeof listPath>[2]): string {
  const { q, section, language, from } = query;
  return listPath(
    '/articles',
    { q, section, language, from: dayOf(from), to: dayOf(query.to) },
    to,
  );
}

function dayOf(date: Date | null): string {
  return date?.toISOString().slice(0, 10) ?? '';
}

async function find(ctx: Context, req: Request, res: Response): Promise<void> {
  const query = parse(findForm, { url: req.query['url'] });
  const address = query.ok ? query.value.url : '';
  const article = address === '' ? null : await findArticle(ctx.db, address, ctx.links.baseUrl);
  if (article !== null && isPublic(article, ctx.now()))
    return res.redirect(303, articlePath(article.slug));
  page(res, 'articles/not-found', { address, values: { q: '' } }, address === '' ? 200 : 404);
}
