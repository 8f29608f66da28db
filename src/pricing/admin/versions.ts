import { Router, type Request, type Response } from 'express';
import type { Context } from '../../platform/context.ts';
import { notFound } from '../../platform/errors.ts';
import { page } from '../../platform/http.ts';
import { allow, staffOf } from '../../staff/guard.ts';
import { may } from '../../staff/rules.ts';
import { currentTariff, tariffOf } from '../actions.ts';
import { tariffChanges } from '../rules/editor-changes.ts';
import { tariffJson } from '../rules/tariff-json.ts';
import { draftOf, tariffByVersion, tariffsListed } from '../store.ts';
import { shown, speakOf, storedTariff, versionOf } from './speak.ts';

const mostListed = 100;

/** The tariff as tables, its versions, what differs between two of them, and each as a file. */
export function versionPages(ctx: Context): Router {
  return Router()
    .get('/admin/tariffs', (_req, res) => list(ctx, res))
    .get('/admin/tariffs/compare', (req, res) => compare(ctx, req, res))
    .get('/admin/tariffs/:version', (req, res) => show(ctx, req, res))
    .get('/admin/tariffs/:version/file', (req, res) => download(ctx, req, res));
}

async function list(ctx: Context, res: Response): Promise<void> {
  allow(res, 'read');
  const now = ctx.now();
  const { version, tariff } = await currentTariff(ctx.db, now);
  const versions = await tariffsListed(ctx.db, mostListed);
  const staff = staffOf(res);
  const mayEdit = may(staff.role, 'price');
  const draft = mayEdit ? await draftOf(ctx.db, staff.id) : null;
  page(res, 'pricing/index', {
    ...shown(tariff, speakOf(ctx, res)),
    rows: versions.map((row) => ({
      ...row,
      inForce: row.version === version,
      begins: row.effective_from > now,
    })),
    choices: versions.map((row) => ({ value: String(row.version), label: String(row.version) })),
    // The two newest are those that people want to compare.
    newest: String(versions[0]?.version ?? version),
    before: String(versions[1]?.version ?? version),
    several: versions.length > 1,
    mayEdit,
    draft,
  });
}

async function compare(ctx: Context, req: Request, res: Response): Promise<void> {
  allow(res, 'read');
  const before = await storedTariff(ctx, req.query['before']);
  const after = await storedTariff(ctx, req.query['after']);
  const changes = tariffChanges(before, after, speakOf(ctx, res));
  const versions = { before: String(before.version), after: String(after.version) };
  page(res, 'pricing/compare', { ...versions, changes });
}

async function show(ctx: Context, req: Request, res: Response): Promise<void> {
  allow(res, 'read');
  const row = await tariffByVersion(ctx.db, versionOf(req.params['version']));
  if (row === null) throw notFound();
  const tariff = tariffOf(row);
  const mayEdit = may(staffOf(res).role, 'price');
  const json = tariffJson(tariff);
  const begins = row.effective_from > ctx.now();
  page(res, 'pricing/version', { ...shown(tariff, speakOf(ctx, res)), row, json, mayEdit, begins });
}

async function download(ctx: Context, req: Request, res: Response): Promise<void> {
  allow(res, 'read');
  const tariff = await storedTariff(ctx, req.params['version']);
  res
    .attachment(`tariff-${tariff.version}.json`)
    .type('application/json')
    .send(`${tariffJson(tariff)}\n`);
}
