import { Router } from 'express';
import { sql } from 'kysely';
import type { Context } from './context.ts';

export interface Health {
  pendingMigrations(): Promise<readonly string[]>;
  /** Seconds that the oldest due job has waited. */
  oldestJobSeconds(): Promise<number>;
}

/** `/healthz`: the process answers. `/readyz`: database, migrations and queue are in order. */
export function healthRoutes(ctx: Context, health: Health): Router {
  const router = Router();
  router.get('/healthz', (_req, res) => {
    res.set('Cache-Control', 'no-store').type('text').send('ok\n');
  });
  router.get('/readyz', async (_req, res) => {
    const problems = await readiness(ctx, health);
    res
      .status(problems.length === 0 ? 200 : 503)
      .set('Cache-Control', 'no-store')
      .json({ ready: problems.length === 0, problems });
  });
  return router;
}

async function readiness(ctx: Context, health: Health): Promise<string[]> {
  try {
    await sql`select 1`.execute(ctx.db);
    const pending = await health.pendingMigrations();
    const waited = await health.oldestJobSeconds();
    return [
      ...(pending.length > 0
        ? [`${pending.length} migration(s) not applied: run "npm run offprint -- migrate"`]
        : []),
      ...(waited > 300 ? [`the oldest job has waited ${Math.round(waited)} s`] : []),
    ];
  } catch (error) {
    ctx.log.warn({ err: error }, 'not ready');
    return ['the database does not answer'];
  }
}
