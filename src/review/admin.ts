import { Router } from 'express';
import type { Context } from '../platform/context.ts';
import { leaveOutRoutes } from './admin/leave-out.ts';
import { proofRoutes } from './admin/proofs.ts';
import { queueRoutes } from './admin/queue.ts';
import { requestRoutes } from './admin/request.ts';

/** The desk where requests are decided; app.ts mounts it behind the staff guard. */
export function adminRoutes(ctx: Context): Router {
  const router = Router();
  queueRoutes(ctx, router);
  requestRoutes(ctx, router);
  leaveOutRoutes(ctx, router);
  proofRoutes(ctx, router);
  return router;
}
