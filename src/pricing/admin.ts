import { Router } from 'express';
import type { Context } from '../platform/context.ts';
import { checkPages, onward, type ReadAskedLately } from './admin/check.ts';
import { editPages } from './admin/edit.ts';
import { importPages } from './admin/import.ts';
import { tryPages } from './admin/try.ts';
import { versionPages } from './admin/versions.ts';

/** The tariff at the desk: to read, to edit, to try out and to publish. */
export function adminRoutes(ctx: Context, askedLately: ReadAskedLately): Router {
  const desk = { ctx, askedLately };
  return Router().use(
    editPages(ctx, onward(desk)),
    checkPages(desk),
    importPages(ctx),
    tryPages(ctx),
    versionPages(ctx),
  );
}
