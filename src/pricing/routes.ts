import { Router, type Request, type Response } from 'express';
import type { Context } from '../platform/context.ts';
import { notFound } from '../platform/errors.ts';
import { page } from '../platform/http.ts';
import { tariffOf } from './actions.ts';
import type { Speak } from './rules/conditions.ts';
import { currenciesOf } from './rules/currency.ts';
import { tariffView } from './rules/tables.ts';
import { tariffPath } from './rules/tariff-links.ts';
import { tariffByVersion } from './store.ts';

/** Each version of the tariff to read, since the day it was in force: what a price was made of stays to be seen. */
export function routes(ctx: Context): Router {
  return Router().get('/tariffs/:version', (req, res) => show(ctx, req, res));
}

async function show(ctx: Context, req: Request, res: Response): Promise<void> {
  const row = await tariffByVersion(ctx.db, versionOf(String(req.params['version'])));
  if (row === null || row.effective_from > ctx.now()) throw notFound();
  const tariff = tariffOf(row);
  const currencies = currenciesOf(tariff);
  const { currency = tariff.currency } = req.query;
  const shown = currencies.find((known) => known === currency);
  if (shown === undefined) throw notFound();
  const locale = String(res.locals['locale']);
  const t: Speak['t'] = (key, params = {}) => ctx.views.translator.t(locale, key, params);
  // A version never changes, so neither does its page.
  res.set('Cache-Control', 'public, max-age=31536000, immutable');
  page(res, 'pricing/public', {
    tariff: { ...tariff, version: row.version },
    begins: row.effective_from,
    view: tariffView(tariff, { locale, t }, shown),
    others: currencies
      .filter((each) => each !== shown)
      .map((each) => ({ code: each, url: `${tariffPath(row.version)}?currency=${each}` })),
  });
}

function versionOf(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw notFound();
  return Number(text);
}
