import { Router, type Request, type Response } from 'express';
import type { Context } from '../../platform/context.ts';
import { invalid } from '../../platform/errors.ts';
import { listText } from '../../platform/formats.ts';
import { page, parse, typed } from '../../platform/http.ts';
import { allow } from '../../staff/guard.ts';
import { may } from '../../staff/rules.ts';
import { browse, choicesOf, search, tagsOf, type Choices } from '../actions/browse.ts';
import { deskCatalogueForm, type CatalogueQuery } from '../forms/catalogue.ts';
import { listPath } from '../rules/paths.ts';
import type { Filter, ListedArticle } from '../store/catalogue.ts';

const size = 50;

type DeskQuery = CatalogueQuery & { held: boolean };

/** The list of all articles for staff, with those that wait for a decision about their rights. */
export function catalogueDesk(ctx: Context): Router {
  return Router().get('/admin/articles', (req, res) => list(ctx, req, res));
}

async function list(ctx: Context, req: Request, res: Response): Promise<void> {
  allow(res, 'read');
  const parsed = parse(deskCatalogueForm, req.query);
  if (!parsed.ok) throw invalid(parsed.problems);
  const query = parsed.value;
  const choices = await choicesOf(ctx.db);
  const found = await results(ctx, query, choices);
  const locale = String(res.locals['locale']);
  page(res, 'articles/desk-list', {
    ...found,
    rows: found.rows.map((row) => rowView(row, locale)),
    q: query.q,
    held: query.held,
    heldPath: pathOf({ ...query, held: true }, null),
    allPath: pathOf({ ...query, held: false }, null),
    sections: choices.sections.map((value) => ({ value, label: value, hint: null })),
    values: typed({ q: query.q, section: query.section ?? '' }),
    mayImport: may(res.locals['staff'].role, 'catalogue'),
  });
}

async function results(ctx: Context, query: DeskQuery, choices: Choices) {
  const { section, from, to, held } = query;
  const { configs } = choices;
  const languages = tagsOf(choices, query.language);
  const filter: Filter = { section, languages, from, to, held, publicAt: null };
  if (query.q === '') {
    const place = typeof query.page === 'number' ? null : query.page;
    const { newer, older, ...found } = await browse(ctx.db, filter, { place, size });
    return { ...found, newer: newer && pathOf(query, newer), older: older && pathOf(query, older) };
  }
  const number = typeof query.page === 'number' ? query.page : 1;
  const found = await search(ctx.db, query.q, filter, { page: number, size, configs });
  return {
    rows: found.rows,
    count: found.total,
    more: found.more,
    newer: number > 1 ? pathOf(query, number - 1) : null,
    older: number * size < found.total ? pathOf(query, number + 1) : null,
  };
}

function pathOf({ q, section, held }: DeskQuery, to: Parameters<typeof listPath>[2]): string {
  return listPath('/admin/articles', { q, section, held: held ? 'yes' : null }, to);
}

function rowView(row: ListedArticle, locale: string) {
  return {
    id: row.id,
    title: row.title,
    lang: row.language,
    byline: listText(locale, row.bylines),
    section: row.section,
    date: row.published_at,
    words: row.word_count,
    held: row.rights_check === 'held',
    foreign: row.provenance === 'wires' || row.provenance === 'stock',
    licensable: row.licensable,
    withdrawn: row.withdrawn_at !== null,
  };
}
