import type { Request } from 'express';
import type { Context } from '../../platform/context.ts';
import { createLimiter } from '../../platform/limits.ts';
import { networkOf } from '../../staff/rules.ts';

/** Each gives the minutes to wait, 0 where the try is within the limit. */
export interface RequestLimits {
  /** Forms of one network. */
  forms(req: Request): Promise<number>;
  /** Requests in the name of one e-mail address, however its letters are written: each makes us write there. */
  requests(email: string): Promise<number>;
  /** Messages of one request: each is a letter to every editor. */
  messages(requestId: string): Promise<number>;
}

/** How often the public may make us write rows and letters; counted for all processes together. */
export function requestLimits(ctx: Context): RequestLimits {
  const forms = createLimiter(ctx, { name: 'form', points: 120, seconds: 600 });
  const requests = createLimiter(ctx, { name: 'request', points: 20, seconds: 3600 });
  const messages = createLimiter(ctx, { name: 'message', points: 20, seconds: 3600 });
  const minutes = async (seconds: Promise<number>): Promise<number> =>
    Math.ceil((await seconds) / 60);
  return {
    forms: (req) => minutes(forms(networkOf(req.ip ?? ''))),
    requests: (email) => minutes(requests(email.toLowerCase())),
    messages: (requestId) => minutes(messages(requestId)),
  };
}
