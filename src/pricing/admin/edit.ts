import { Router, type Request, type Response } from 'express';
import type { Context } from '../../platform/context.ts';
import type { Problem } from '../../platform/errors.ts';
import { page, typed } from '../../platform/http.ts';
import { allow, staffOf } from '../../staff/guard.ts';
import { dropDraft } from '../actions.ts';
import { checkTariff, readTariff } from '../forms/check-tariff.ts';
import { press } from '../forms/editor-press.ts';
import { fieldProblems, type FieldProblem } from '../forms/editor-problems.ts';
import { dataFromFields } from '../forms/editor-read.ts';
import { pairsOf, type Branch } from '../forms/editor-tree.ts';
import type { Speak } from '../rules/conditions.ts';
import type { TariffData } from '../rules/tariff.ts';
import { standardRates } from '../../values/tax-rates.ts';
import { countryName } from '../../values/country.ts';
import { standardTaxes } from '../rules/standard-taxes.ts';
import { draftOf } from '../store.ts';
import { editorView } from './editor-view.ts';
import { newestTariff, speakOf } from './speak.ts';
import {
  asForm,
  asJson,
  keep,
  withStandardTaxes,
  workFrom,
  workOf,
  workOn,
  type Work,
} from './work.ts';

/** Where a tariff without mistakes goes on to. */
export type Onward = (res: Response, given: { data: TariffData; work: Work }) => Promise<void>;

/**
 * The whole tariff as a form, or as JSON. Every button sends the form: what it does is done on what was
 * typed, which is kept as the person's draft. `check` is the page that follows.
 */
export function editPages(ctx: Context, check: Onward): Router {
  return Router()
    .get('/admin/tariffs/edit', (req, res) => begin(ctx, req, res))
    .post('/admin/tariffs/edit', (req, res) => go(ctx, check, req, res))
    .post('/admin/tariffs/draft/drop', async (_req, res) => {
      allow(res, 'price');
      await ctx.transaction((tx) => dropDraft(tx, staffOf(res).id));
      res.redirect(303, '/admin/tariffs');
    });
}

async function begin(ctx: Context, req: Request, res: Response): Promise<void> {
  allow(res, 'price');
  const draft = await draftOf(ctx.db, staffOf(res).id);
  const newest = await newestTariff(ctx);
  const work = draft === null ? workOn(newest, newest.version) : workOf(draft);
  const json = req.query['as'] === 'json' && work.shape === 'form';
  await editPage(ctx, res, { work: json ? asJson(work) : work });
}

async function go(ctx: Context, check: Onward, req: Request, res: Response): Promise<void> {
  allow(res, 'price');
  const body = typed(req.body);
  const work = workFrom(body, (await newestTariff(ctx)).version);
  const button = typeof body['press'] === 'string' ? body['press'] : '';
  switch (button) {
    case 'keep':
      await keep(ctx, staffOf(res).id, work);
      return res.redirect(303, '/admin/tariffs');
    case 'json':
      return show(ctx, res, { work: work.shape === 'json' ? work : asJson(work) });
    case 'form':
      return toForm(ctx, res, work);
    case 'resume':
      // From the page before publishing, which has the tariff as JSON.
      return toForm(ctx, res, { ...work, shape: 'json', tree: new Map() });
    case 'standard-taxes':
      return show(ctx, res, {
        work: withStandardTaxes(work, homeOf(res)),
        focus: 'standard-taxes',
      });
    case 'check':
    case '':
      return toCheck(ctx, check, res, work);
    default: {
      const { tree, focus } = press(work.tree, button);
      return show(ctx, res, { work: { ...work, tree }, focus });
    }
  }
}

/** The country of the newsroom; '' while the settings do not say. */
function homeOf(res: Response): string {
  return (res.locals['settings'] as { country: string }).country;
}

async function toForm(ctx: Context, res: Response, work: Work): Promise<void> {
  if (work.shape === 'form') return show(ctx, res, { work });
  const read = readTariff(work.text);
  if (!read.ok) return show(ctx, res, { work, problems: read.problems });
  await show(ctx, res, { work: asForm(work, read.data) });
}

async function toCheck(ctx: Context, check: Onward, res: Response, work: Work): Promise<void> {
  await keep(ctx, staffOf(res).id, work);
  if (work.shape === 'json') {
    const read = readTariff(work.text);
    if (read.ok) return check(res, { data: read.data, work });
    return editPage(ctx, res, { work, problems: read.problems });
  }
  const checked = checkTariff(dataFromFields(pairsOf(work.tree)));
  const mistakes = fieldProblems(work.tree, checked.ok ? [] : checked.mistakes);
  if (checked.ok && mistakes.length === 0) return check(res, { data: checked.data, work });
  await editPage(ctx, res, { work, mistakes });
}

interface Shown {
  work: Work;
  problems?: readonly Problem[];
  mistakes?: readonly FieldProblem[];
  focus?: string;
}

async function show(ctx: Context, res: Response, shown: Shown): Promise<void> {
  await keep(ctx, staffOf(res).id, shown.work);
  await editPage(ctx, res, shown);
}

async function editPage(ctx: Context, res: Response, shown: Shown): Promise<void> {
  const { work, problems = [], mistakes = [], focus = '' } = shown;
  const speak = speakOf(ctx, res);
  const newest = await newestTariff(ctx);
  const told = mistakes.map((mistake) => problemOf(mistake, speak));
  const view = viewOf(work.tree, { mistakes, focus, speak });
  const { basedOn, shape, text, note, effectiveFrom } = work;
  const overtaken = basedOn < newest.version ? newest.version : null;
  const home = homeOf(res);
  const usual = standardTaxes(home).length > 0 ? countryName(home, speak.locale) : null;
  const all = [...problems, ...told];
  page(
    res,
    'pricing/edit',
    {
      ...{ basedOn, text, note, effectiveFrom, overtaken: overtaken && String(overtaken) },
      ...{ parts: shape === 'form' ? view : null, base: String(basedOn), problems: all },
      ...{ usualTaxes: usual && { country: usual, since: standardRates.since } },
      usualTaxesFocus: focus === 'standard-taxes',
    },
    all.length > 0 ? 422 : 200,
  );
}

function viewOf(
  root: Branch,
  { mistakes, focus, speak }: { mistakes: readonly FieldProblem[]; focus: string; speak: Speak },
): ReturnType<typeof editorView> {
  const problems = new Map<string, string>();
  for (const { field, message, params } of mistakes)
    if (!problems.has(field)) problems.set(field, speak.t(message, params));
  return editorView({ root, speak, focus, problems });
}

/** The mistake for the summary, with the way to its field in words. */
function problemOf({ field, labels, message, params }: FieldProblem, speak: Speak): Problem {
  const place = labels.map(({ label, number }) =>
    number === null ? speak.t(label) : `${speak.t(label)} ${number}`,
  );
  const problem = speak.t(message, params);
  if (place.length === 0) return { field: 'name', message: '{problem}', params: { problem } };
  return {
    field,
    message: '{place}: {problem}',
    params: { place: place.join(', '), problem },
  };
}
