import type { Request } from 'express';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { networkOf } from '../../staff/rules.ts';

/** Minutes to wait, 0 where the try is within the limit. */
export type SubmitLimit = (req: Request) => Promise<number>;

/** At most `points` forms from one network within ten minutes; each process counts for itself. */
export function submitLimit(points = 120): SubmitLimit {
  const limiter = new RateLimiterMemory({ points, duration: 600 });
  return async (req) => {
    try {
      await limiter.consume(networkOf(req.ip ?? ''));
      return 0;
    } catch (refused) {
      if (refused instanceof RateLimiterRes) return Math.ceil(refused.msBeforeNext / 60_000);
      throw refused;
    }
  };
}
