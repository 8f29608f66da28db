import { Router, type Response } from 'express';
import type { Context } from '../platform/context.ts';
import { notFound, Refusal, type Problem } from '../platform/errors.ts';
import { page, parse, typed, type Typed } from '../platform/http.ts';
import { actorOf, allow, staffOf } from '../staff/guard.ts';
import { may } from '../staff/rules.ts';
import { currentTariff, publishTariff, tariffOf } from './actions.ts';
import { readTariff } from './forms/check-tariff.ts';
import { publishForm } from './forms/publish.ts';
import type { Speak } from './rules/conditions.ts';
import { tariffView } from './rules/tables.ts';
import { tariffJson } from './rules/tariff-json.ts';
import type { Tariff } from './rules/tariff.ts';
import { latestTariffVersion, tariffByVersion, tariffsListed } from './store.ts';

const mostListed = 100;

/** The tariff as tables, its versions, and a new version as JSON. */
export function adminRoutes(ctx: Context): Router {
  const router = Router();

  router.get('/admin/tariffs', async (_req, res) => {
    allow(res, 'read');
    const { version, tariff } = await currentTariff(ctx.db, ctx.now());
    const versions = await tariffsListed(ctx.db, mostListed);
    const rows = versions.map((row) => ({ ...row, inForce: row.version === version }));
    const mayEdit = may(staffOf(res).role, 'price');
    page(res, 'pricing/index', { ...shown(ctx, res, tariff), rows, mayEdit });
  });

  router.get('/admin/tariffs/edit', async (_req, res) => {
    allow(res, 'price');
    await editPage(ctx, res, {});
  });

  router.post('/admin/tariffs', async (req, res) => {
    allow(res, 'price');
    const form = parse(publishForm, req.body);
    const checked = form.ok ? readTariff(form.value.data) : checkTyped(req.body);
    const problems = [...(form.ok ? [] : form.problems), ...(checked.ok ? [] : checked.problems)];
    if (!form.ok || !checked.ok) return editPage(ctx, res, { problems, values: typed(req.body) });
    const { note, basedOn, effectiveFrom } = form.value;
    const begins = effectiveFrom === null ? null : new Date(`${effectiveFrom}T00:00:00Z`);
    const given = { data: checked.data, note, basedOn, effectiveFrom: begins, by: actorOf(res) };
    try {
      await ctx.transaction((tx) => publishTariff(tx, given));
    } catch (error) {
      if (!(error instanceof Refusal && error.code === 'tariff_changed')) throw error;
      return editPage(ctx, res, { problems: [overtaken], values: typed(req.body), status: 409 });
    }
    res.redirect(303, '/admin/tariffs');
  });

  router.get('/admin/tariffs/:version', async (req, res) => {
    allow(res, 'read');
    const row = await tariffByVersion(ctx.db, versionOf(req.params.version));
    if (row === null) throw notFound();
    const tariff = tariffOf(row);
    page(res, 'pricing/version', { ...shown(ctx, res, tariff), row, json: tariffJson(tariff) });
  });

  return router;
}

const overtaken: Problem = {
  field: '',
  message:
    'Somebody published another version meanwhile. Look at it, then publish yours on top of it or drop it.',
};

/** What can be said about the tariff itself although the form around it is wrong. */
function checkTyped(body: unknown): ReturnType<typeof readTariff> {
  const { data } = typed(body);
  return typeof data === 'string' && data !== '' ? readTariff(data) : { ok: false, problems: [] };
}

interface Edited {
  problems?: readonly Problem[];
  values?: Typed;
  status?: number;
}

async function editPage(ctx: Context, res: Response, edited: Edited): Promise<void> {
  const newest = await newestTariff(ctx);
  const { problems = [], values = {}, status = 422 } = edited;
  // On top of what is newest now: whoever was overtaken may send the same page again.
  const data = { basedOn: newest.version, json: tariffJson(newest), problems, values };
  page(res, 'pricing/edit', data, problems.length === 0 ? 200 : status);
}

/** The newest version, which may begin only in the future. */
async function newestTariff(ctx: Context): Promise<Tariff> {
  const { tariff } = await currentTariff(ctx.db, ctx.now());
  const row = await tariffByVersion(ctx.db, await latestTariffVersion(ctx.db));
  return row === null ? tariff : tariffOf(row);
}

function shown(ctx: Context, res: Response, tariff: Tariff): object {
  const locale = String(res.locals['locale']);
  const speak: Speak = {
    locale,
    t: (key, params = {}) => ctx.views.translator.t(locale, key, params),
  };
  const { name, currency, freeExcerptWords, version } = tariff;
  return { tariff: { name, currency, freeExcerptWords, version }, view: tariffView(tariff, speak) };
}

function versionOf(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw notFound();
  return Number(text);
}
