import { Router } from 'express';
import type { Context } from '../platform/context.ts';
import { notFound } from '../platform/errors.ts';
import { page } from '../platform/http.ts';
import type { Settings } from '../platform/settings.ts';
import { currentTerms, termsByVersion } from './actions.ts';
import { sampleTerms } from './rules/sample.ts';

/** The terms to read before anybody agrees to them: every version stays at its address. */
export function routes(ctx: Context): Router {
  const router = Router();

  router.get('/terms', async (_req, res) => {
    const { version } = await currentTerms(ctx.db);
    res.redirect(303, `/terms/${version}`);
  });

  router.get('/terms/:version', async (req, res) => {
    const current = await currentTerms(ctx.db);
    const asked = versionOf(req.params.version);
    const terms = asked === current.version ? current : await termsByVersion(ctx.db, asked);
    if (terms === null) throw notFound();
    const sample = sampleTerms(terms, res.locals['settings'] as Settings);
    const { version, hash, created_at } = terms;
    const newer = current.version === version ? null : current.version;
    page(res, 'terms/show', { ...sample, version, hash, createdAt: created_at, newer });
  });

  return router;
}

function versionOf(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw notFound();
  return Number(text);
}
