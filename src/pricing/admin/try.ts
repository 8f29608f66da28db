import { Router, type Request, type Response } from 'express';
import type { Context } from '../../platform/context.ts';
import { page, typed } from '../../platform/http.ts';
import { allow, staffOf } from '../../staff/guard.ts';
import { currentTariff } from '../actions.ts';
import { checkTariff, readTariff } from '../forms/check-tariff.ts';
import { dataFromFields } from '../forms/editor-read.ts';
import { pairsOf } from '../forms/editor-tree.ts';
import type { Tariff } from '../rules/tariff.ts';
import { draftOf, tariffsListed } from '../store.ts';
import { speakOf, storedTariff } from './speak.ts';
import { tryOut } from './try-out.ts';
import { workOf } from './work.ts';

const mostListed = 100;

/** Asks any tariff what it would answer, without touching anything. */
export function tryPages(ctx: Context): Router {
  return Router().get('/admin/tariffs/try', (req, res) => show(ctx, req, res));
}

async function show(ctx: Context, req: Request, res: Response): Promise<void> {
  allow(res, 'read');
  const values = typed(req.query);
  const wanted = typeof values['tariff'] === 'string' ? values['tariff'] : '';
  const { version, tariff: current } = await currentTariff(ctx.db, ctx.now());
  const draft = await draftTariff(ctx, staffOf(res).id);
  const chosen = await tariffChosen(ctx, wanted, { current, draft });
  const speak = speakOf(ctx, res);
  const panel = tryOut(chosen, values, speak);
  const versions = await tariffsListed(ctx.db, mostListed);
  page(
    res,
    'pricing/try',
    {
      panel,
      tariffs: [
        { value: '', label: speak.t('In force: version {version}', { version: String(version) }) },
        ...(draft === null ? [] : [{ value: 'draft', label: speak.t('Your draft') }]),
        ...versions.map((row) => ({
          value: String(row.version),
          label: speak.t('Version {version}', { version: String(row.version) }),
        })),
      ],
      // Rules of a version that is stored can be looked up on its page.
      page: chosen === draft ? null : `/admin/tariffs/${chosen.version}`,
      values: { ...panel.values, ...values },
      problems: panel.problems,
    },
    panel.problems.length === 0 ? 200 : 422,
  );
}

interface Known {
  current: Tariff;
  draft: Tariff | null;
}

async function tariffChosen(ctx: Context, wanted: string, known: Known): Promise<Tariff> {
  if (wanted === '') return known.current;
  if (wanted === 'draft') return known.draft ?? known.current;
  return storedTariff(ctx, wanted);
}

/** The person's draft as a tariff; null where there is none, or where it still has mistakes. */
async function draftTariff(ctx: Context, staffId: string): Promise<Tariff | null> {
  const row = await draftOf(ctx.db, staffId);
  if (row === null) return null;
  const work = workOf(row);
  const checked =
    work.shape === 'json' ? readTariff(work.text) : checkTariff(dataFromFields(pairsOf(work.tree)));
  return checked.ok ? { ...checked.data, version: row.based_on + 1 } : null;
}
