import { Router, type Request, type RequestHandler, type Response } from 'express';
import type { Context } from '../../platform/context.ts';
import type { Problem } from '../../platform/errors.ts';
import { oneFile } from '../../platform/one-file.ts';
import { page, typed } from '../../platform/http.ts';
import { allow, staffOf } from '../../staff/guard.ts';
import { readTariff } from '../forms/check-tariff.ts';
import { draftOf } from '../store.ts';
import { newestTariff } from './speak.ts';
import { keep, workOn } from './work.ts';

const largest = 4 * 1024 * 1024;

const file = oneFile({ largest, fieldSize: largest });

/** A tariff from a file or from what is pasted: it becomes the person's draft, nothing else. */
export function importPages(ctx: Context): Router {
  return Router()
    .get('/admin/tariffs/import', mayPrice, (_req, res) =>
      show(ctx, res, { text: '', problems: [] }),
    )
    .post('/admin/tariffs/import', mayPrice, file.read, (req, res) => begin(ctx, req, res));
}

/** Asked before the file is read. */
const mayPrice: RequestHandler = (_req, res, next) => {
  allow(res, 'price');
  next();
};

async function begin(ctx: Context, req: Request, res: Response): Promise<void> {
  const { data } = typed(req.body);
  const pasted = typeof data === 'string' ? data : '';
  if (file.wasTooLarge(req)) {
    const problem = { field: 'file', message: 'The file is larger than 4 MB.' };
    return show(ctx, res, { text: pasted, problems: [problem] });
  }
  const text = req.file === undefined ? pasted : req.file.buffer.toString('utf8');
  const read = readTariff(text.replace(/^\uFEFF/u, ''));
  if (!read.ok) return show(ctx, res, { text, problems: read.problems });
  const { version } = await newestTariff(ctx);
  await keep(ctx, staffOf(res).id, workOn(read.data, version));
  res.redirect(303, '/admin/tariffs/edit');
}

async function show(
  ctx: Context,
  res: Response,
  { text, problems }: { text: string; problems: readonly Problem[] },
): Promise<void> {
  const draft = await draftOf(ctx.db, staffOf(res).id);
  page(res, 'pricing/import', { text, draft, problems }, problems.length > 0 ? 422 : 200);
}
