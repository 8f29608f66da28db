import { Router } from 'express';
import type { Context } from '../platform/context.ts';
import { articleDesk } from './admin/article.ts';
import { catalogueDesk } from './admin/catalogue.ts';
import { importDesk } from './admin/imports.ts';
import { pictureDesk } from './admin/picture.ts';

/** The catalogue for staff: search, rights and flags of each article, imports. */
export function adminRoutes(ctx: Context): Router {
  return Router().use(catalogueDesk(ctx), articleDesk(ctx), pictureDesk(ctx), importDesk(ctx));
}
