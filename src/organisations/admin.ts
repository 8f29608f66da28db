import { Router } from 'express';
import type { Context } from '../platform/context.ts';
import { allowanceRoutes } from './admin/allowances.ts';
import { editRoutes } from './admin/edit.ts';
import { invoiceTermsRoutes } from './admin/invoice-terms.ts';
import { listRoutes } from './admin/list.ts';
import { organisationRoutes } from './admin/organisation.ts';
import { proofRoutes } from './admin/proofs.ts';

/** Who asks, as the newsroom knows them; app.ts mounts it behind the staff guard. */
export function adminRoutes(ctx: Context): Router {
  const router = Router();
  listRoutes(ctx, router);
  editRoutes(ctx, router);
  organisationRoutes(ctx, router);
  proofRoutes(ctx, router);
  allowanceRoutes(ctx, router);
  invoiceTermsRoutes(ctx, router);
  return router;
}
