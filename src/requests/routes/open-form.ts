import type { Request, Response } from 'express';
import { articleForLicensing } from '../../articles/actions/article-for-licensing.ts';
import { isPublic } from '../../articles/rules/facts.ts';
import { articlePath } from '../../articles/rules/paths.ts';
import { plainUse } from '../../pricing/rules/use.ts';
import type { Context } from '../../platform/context.ts';
import { notFound } from '../../platform/errors.ts';
import { parse, type Parsed } from '../../platform/http.ts';
import { isUseField } from '../../pricing/rules/use-fields.ts';
import type { Use } from '../../pricing/rules/use.ts';
import { mostFurtherArticles } from '../forms/request.ts';
import { useOfRequest } from '../forms/use.ts';
import { showAskPage } from './ask-page.ts';

export interface Opening {
  slug: string;
  answers: Record<string, unknown>;
  also?: string[];
}

/** The empty form. Who comes without answers sees the price of the plainest use, and may change it. */
export async function openForm(ctx: Context, res: Response, opening: Opening): Promise<void> {
  const { slug, answers, also = [] } = opening;
  const { country } = res.locals['settings'] as { country: string };
  const use: Parsed<Use> =
    Object.keys(answers).length === 0
      ? { ok: true, value: { ...plainUse, country } }
      : parse(useOfRequest, answers);
  if (use.ok) return showAskPage(ctx, res, { slug, use: use.value, also, formKey: null });
  // The panel on the article's page asks again, with what was answered so far: what was posted is posted there, as
  // an excerpt may be too long for an address.
  const path = articlePath(slug);
  if (res.req.method === 'POST') return res.redirect(307, `${path}/quote`);
  const query = new URLSearchParams(
    Object.entries(use.values).map(([name, value]): [string, string] => [name, String(value)]),
  );
  res.redirect(303, `${path}?${query.toString()}`);
}

/** The answers of the panel; what else its address carries is none of the form's business. */
export function aboutUse(given: Record<string, unknown>): Record<string, unknown> {
  return pick(given, isUseField);
}

/** Articles that the public cannot see cannot be asked for: they are not found. */
export async function slugOf(ctx: Context, req: Request): Promise<string> {
  const slug = String(req.params['slug']).normalize('NFC');
  if (!isSlug(slug)) throw notFound();
  const article = await articleForLicensing(ctx.db, slug, ctx.now());
  if (article === null || !isPublic(article.row, ctx.now())) throw notFound();
  return article.row.slug;
}

/** Whether it can be the name of an article at all; a database does not take every character. */
const isSlug = (text: string): boolean => /^[^\p{Cc}/]{1,200}$/u.test(text);

/** Slugs of further articles, from a query or a form. */
export function furtherSlugs(given: unknown): string[] {
  return [...new Set(list(given))].filter(isSlug).slice(0, mostFurtherArticles);
}

/** A field that may come once, several times or not at all. */
export const list = (value: unknown): string[] =>
  [value].flat().filter((part): part is string => typeof part === 'string' && part !== '');

/** The fields with these names. */
export function pick(
  fields: Record<string, unknown>,
  wanted: (name: string) => boolean,
): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => wanted(name)));
}
