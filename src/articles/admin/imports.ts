import { Router, type Request, type RequestHandler, type Response } from 'express';
import type { Context } from '../../platform/context.ts';
import { notFound, Refusal, type Problem } from '../../platform/errors.ts';
import { oneFile } from '../../platform/one-file.ts';
import { page, parse } from '../../platform/http.ts';
import { isUuid } from '../../platform/ids.ts';
import { actorOf, allow, staffOf } from '../../staff/guard.ts';
import { may } from '../../staff/rules.ts';
import { startImport, type ImportSource } from '../actions/start-import.ts';
import { importForm } from '../forms/desk.ts';
import { largestFeed } from '../import/read-feed.ts';
import { stateNames } from '../rules/desk-words.ts';
import { importById, newestImports, type ImportRow } from '../store/imports.ts';

const file = oneFile({ largest: largestFeed, fieldSize: 4_000 });

/** Imports at the desk: begin one, see how it goes and what it left out. */
export function importDesk(ctx: Context): Router {
  return Router()
    .get('/admin/imports', (_req, res) => list(ctx, res, { problems: [], url: '' }))
    .post('/admin/imports', mayImport, file.read, (req, res) => begin(ctx, req, res))
    .get('/admin/imports/:id', (req, res) => show(ctx, req, res));
}

/** Asked before the file is read. */
const mayImport: RequestHandler = (_req, res, next) => {
  allow(res, 'catalogue');
  next();
};

async function list(
  ctx: Context,
  res: Response,
  { problems, url }: { problems: readonly Problem[]; url: string },
): Promise<void> {
  allow(res, 'read');
  const rows = await newestImports(ctx.db, 50);
  page(
    res,
    'articles/imports',
    {
      rows: rows.map((row) => withState(ctx, res, row)),
      mayChange: may(staffOf(res).role, 'catalogue'),
      problems,
      values: { url },
    },
    problems.length > 0 ? 422 : 200,
  );
}

async function begin(ctx: Context, req: Request, res: Response): Promise<void> {
  const parsed = parse(importForm, req.body);
  const url = parsed.ok ? parsed.value.url : '';
  const source = sourceOf(req, url);
  if (!parsed.ok || 'problem' in source) {
    const problems = parsed.ok ? [] : parsed.problems;
    return list(ctx, res, { url, problems: 'problem' in source ? [source.problem] : problems });
  }
  try {
    res.redirect(303, `/admin/imports/${await startImport(ctx, source, actorOf(res))}`);
  } catch (error) {
    if (!(error instanceof Refusal) || error.kind !== 'invalid') throw error;
    await list(ctx, res, { url, problems: error.problems });
  }
}

function sourceOf(req: Request, url: string): ImportSource | { problem: Problem } {
  if (file.wasTooLarge(req))
    return { problem: { field: 'file', message: 'The file is larger than 20 MB.' } };
  if (req.file !== undefined) return { name: req.file.originalname, bytes: req.file.buffer };
  if (url !== '') return { url };
  return { problem: { field: 'url', message: 'Enter the address of a feed or choose a file.' } };
}

async function show(ctx: Context, req: Request, res: Response): Promise<void> {
  allow(res, 'read');
  const id = String(req.params['id']);
  const row = isUuid(id) ? await importById(ctx.db, id) : null;
  if (row === null) throw notFound();
  const locale = String(res.locals['locale']);
  const problems = row.problems.map((problem) => ({
    ...problem,
    reason: ctx.views.translator.t(locale, problem.message, problem.params),
  }));
  page(res, 'articles/import', {
    row: withState(ctx, res, row),
    running: row.state === 'waiting' || row.state === 'running',
    skipped: problems.filter((problem) => problem.skipped),
    notes: problems.filter((problem) => !problem.skipped),
  });
}

function withState(ctx: Context, res: Response, row: ImportRow) {
  const name = stateNames[row.state] ?? row.state;
  return { ...row, stateName: ctx.views.translator.t(String(res.locals['locale']), name) };
}
