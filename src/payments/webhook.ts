import express, { Router, type ErrorRequestHandler } from 'express';
import type { Context } from '../platform/context.ts';
import { Refusal } from '../platform/errors.ts';
import { noteRefusal } from './actions/health.ts';
import { recordStripeEvent } from './actions/stripe-events.ts';

/**
 * Where the payment service reports. It stands before every other parser, since the signature covers
 * the bytes as they came; it answers machines only, and 200 only once the event is stored.
 */
export function webhookRoutes(ctx: Context): Router {
  const router = Router();
  const raw = express.raw({ type: () => true, limit: '512kb', inflate: false });
  router.post('/webhooks/stripe', raw, async (req, res) => {
    const body: unknown = req.body;
    const signature = req.get('Stripe-Signature') ?? '';
    const received = Buffer.isBuffer(body)
      ? await recordStripeEvent(ctx, body, signature)
      : 'refused';
    if (received === 'refused') {
      await noteRefusal(ctx, signature);
      res.status(400).json({ error: 'signature' });
    } else res.json({ received: true });
  });
  router.use('/webhooks/stripe', answerError(ctx));
  return router;
}

/** Short answers instead of pages; 503 makes the service deliver the event again. */
function answerError(ctx: Context): ErrorRequestHandler {
  return (error: unknown, _req, res, _next) => {
    const status: unknown = Object(error).status;
    if (error instanceof Refusal) res.status(error.status).json({ error: error.code });
    else if (typeof status === 'number' && status >= 400 && status < 500)
      res.status(status).json({ error: 'body' });
    else {
      ctx.log.error({ err: error }, 'a delivery of the payment service could not be stored');
      res.status(503).json({ error: 'unavailable' });
    }
  };
}
